//! Somebody chooses how to be told, besides the inbox.

use super::event::{self, How};
use super::model::Delivery;
use super::store;
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};

/// Chooses. The same again changes nothing. Who chooses NONE is not sent what was waiting either; who leaves the digest for
/// mails at once still gets what was waiting, at the digest's hour.
///
/// # Errors
/// UNAUTHENTICATED.
pub fn set_delivery(tx: &mut Writing<'_>, delivery: Delivery) -> Outcome<Delivery> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // authorize
    let permit = tx.authorize::<can::SetNoticeDelivery>(Place::person(own))?;
    // write
    if store::set_delivery(tx.conn, &permit, delivery, tx.now)? == store::Change::Made {
        // record
        tx.record(event::delivery_chosen(own, delivery, How::SignedIn));
    }
    Ok(delivery)
}
