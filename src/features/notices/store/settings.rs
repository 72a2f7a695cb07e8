//! How people want to be told.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::dialect::Native;
use crate::db::schema::{notice_settings, notices};
use crate::features::notices::model::{Delivery, Mailing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::PersonId;
use diesel::prelude::*;

/// Whether a choice changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Made,
    None,
}

/// How somebody wants to be told. Who never chose is told at once: they asked to be told by following.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn delivery_of(conn: &mut AnyConn, person: PersonId) -> Outcome<Delivery> {
    let found = notice_settings::table.find(person).select(notice_settings::delivery).first(conn).optional()?;
    Ok(found.unwrap_or(Delivery::Immediate))
}

/// Writes a choice; by NONE also what waits for a digest is not sent any more.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_delivery(
    conn: &mut AnyConn,
    permit: &Permit<can::SetNoticeDelivery>,
    delivery: Delivery,
    now: Timestamp,
) -> Outcome<Change> {
    let Some(person) = permit.place.person else { return Err(Failure::fault("a permit for no account")) };
    let other = notice_settings::table.find(person).filter(notice_settings::delivery.ne(delivery));
    let values = (notice_settings::delivery.eq(delivery), notice_settings::changed_at.eq(now));
    let mut changed = diesel::update(other).set(values).execute(conn)?;
    if changed == 0 {
        // The key decides between two first choices at once.
        let first = diesel::insert_into(notice_settings::table).values((
            notice_settings::person_id.eq(person),
            notice_settings::delivery.eq(delivery),
            notice_settings::changed_at.eq(now),
        ));
        changed = Native(first.on_conflict_do_nothing()).execute(conn)?;
    }
    if delivery == Delivery::None {
        let waiting = notices::table
            .filter(notices::person_id.eq(person))
            .filter(notices::mailing.eq(Mailing::Digest))
            .filter(notices::mail_id.is_null());
        diesel::update(waiting).set(notices::mailing.eq(Mailing::None)).execute(conn)?;
    }
    Ok(if changed > 0 { Change::Made } else { Change::None })
}
