//! A registrar enters that somebody leaves their seat. The membership stays on record with its end and the reason.

use super::composition;
use super::model::{EndReason, Membership};
use super::seats::{self, Ending};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::MembershipId;
use chrono::NaiveDate;

/// Which membership ends, when and why.
#[derive(Clone, Copy, Debug)]
pub struct MembershipEnd {
    pub membership_id: MembershipId,
    /// The first day on which the seat is no longer held.
    pub until_on: NaiveDate,
    pub reason: EndReason,
}

/// Ends a membership. Polls that are open keep the electorate they were opened with.
///
/// # Errors
/// MEMBERSHIP_ENDED, INVALID_PERIOD, OUTSIDE_TERM; NOT_FOUND.
pub fn end_membership(tx: &mut Writing<'_>, input: &MembershipEnd) -> Outcome<Membership> {
    // load
    let council_id = find(tx, input.membership_id)?.council_id;
    // authorize
    let permit = tx.authorize::<can::EndMembership>(Place::council(council_id))?;
    // The seat is read again under the council's lock: somebody may just have ended it.
    let council = store::lock(tx.conn, council_id)?.ok_or(Denied::NotFound("council"))?;
    let mut seat = find(tx, input.membership_id)?;
    // admit
    let ending = Ending { until_on: input.until_on, reason: input.reason };
    seats::admit_ending(&council, &seat, ending)?;
    // write
    store::end_membership(tx.conn, &permit, seat.id, ending)?;
    seat.until_on = Some(ending.until_on);
    seat.end_reason = Some(ending.reason);
    // record
    let report = composition::report(tx.conn, &council, ending.until_on.max(tx.now.day()))?;
    tx.record(event::ended(&seat, &report));
    Ok(seat)
}

fn find(tx: &mut Writing<'_>, id: MembershipId) -> Outcome<Membership> {
    Ok(store::memberships(tx.conn, &[id])?.pop().ok_or(Denied::NotFound("membership"))?)
}
