//! Somebody who holds the link of a mail asks that no more be sent. No sign-in: the link is signed (`access/link.rs`).

use super::event::{self, How};
use super::model::Delivery;
use super::store;
use crate::access::act::Writing;
use crate::access::permit::by_link;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PersonId;

/// Sends the person no more mails; a second time it changes nothing. What they follow and their inbox stay.
///
/// # Errors
/// A fault when the database refuses.
pub fn unsubscribe(tx: &mut Writing<'_>, person: PersonId) -> Outcome<()> {
    if store::set_delivery(tx.conn, &by_link(person), Delivery::None, tx.now)? == store::Change::Made {
        tx.record(event::delivery_chosen(person, Delivery::None, How::Link));
    }
    Ok(())
}
