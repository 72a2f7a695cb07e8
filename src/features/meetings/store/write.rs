//! What changes a meeting, always with a permit.

use super::meetings::Row;
use super::stays::end_all;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::meetings::dsl;
use crate::db::schema::{agenda_items, turnouts};
use crate::db::uow::is_unique_violation;
use crate::features::meetings::agenda::AgendaItem;
use crate::features::meetings::attendance::Turnout;
use crate::features::meetings::close::Closing;
use crate::features::meetings::model::Meeting;
use crate::features::transitions::{self, Transition};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::on_each;
use diesel::prelude::*;

/// Enters a meeting with its agenda.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(
    conn: &mut AnyConn,
    permit: &Permit<can::CallMeeting>,
    meeting: &Meeting,
    items: &[AgendaItem],
    first: &Transition,
) -> Outcome<()> {
    diesel::insert_into(dsl::meetings).values(Row::from(meeting)).execute(conn)?;
    enter(conn, items)?;
    transitions::store::insert(conn, permit, first)
}

/// Puts another agenda in the place of the one there is.
///
/// # Errors
/// A fault when the database refuses.
pub fn change_agenda(
    conn: &mut AnyConn,
    _permit: &Permit<can::ChangeAgenda>,
    meeting: &Meeting,
    items: &[AgendaItem],
) -> Outcome<()> {
    diesel::delete(agenda_items::table.filter(agenda_items::meeting_id.eq(meeting.id))).execute(conn)?;
    enter(conn, items)?;
    diesel::update(dsl::meetings.find(meeting.id))
        .set((dsl::revision.eq(meeting.revision), dsl::changed_at.eq(meeting.changed_at)))
        .execute(conn)?;
    Ok(())
}

fn enter(conn: &mut AnyConn, items: &[AgendaItem]) -> Outcome<()> {
    if items.is_empty() {
        return Ok(());
    }
    let row = |item: &AgendaItem| {
        (
            agenda_items::meeting_id.eq(item.meeting_id),
            agenda_items::number.eq(item.number),
            agenda_items::review_id.eq(item.review_id),
            agenda_items::decision_id.eq(item.decision_id),
        )
    };
    let rows: Vec<_> = items.iter().map(row).collect();
    on_each!(conn, c => diesel::insert_into(agenda_items::table).values(&rows).execute(c))?;
    Ok(())
}

/// Cancels a meeting.
///
/// # Errors
/// A fault when the database refuses.
pub fn cancel(
    conn: &mut AnyConn,
    permit: &Permit<can::CancelMeeting>,
    meeting: &Meeting,
    step: &Transition,
) -> Outcome<()> {
    diesel::update(dsl::meetings.find(meeting.id))
        .set((dsl::state.eq(meeting.state), dsl::revision.eq(meeting.revision), dsl::changed_at.eq(meeting.changed_at)))
        .execute(conn)?;
    transitions::store::insert(conn, permit, step)
}

/// Opens a meeting. The unique index is the arbiter of one at a time in a council.
///
/// # Errors
/// MEETING_RUNNING; a fault when the database refuses otherwise.
pub fn open(
    conn: &mut AnyConn,
    permit: &Permit<can::OpenMeeting>,
    meeting: &Meeting,
    step: &Transition,
) -> Outcome<()> {
    let changes = (dsl::state.eq(meeting.state), dsl::opened_at.eq(meeting.opened_at));
    match diesel::update(dsl::meetings.find(meeting.id)).set(changes).execute(conn) {
        Ok(_) => transitions::store::insert(conn, permit, step),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::MeetingRunning).into()),
        Err(error) => Err(Failure::from(error)),
    }
}

/// Closes a meeting and freezes its attendance. The meeting itself comes last: once it is closed nothing is entered.
///
/// # Errors
/// A fault when the database refuses.
pub fn close(
    conn: &mut AnyConn,
    permit: &Permit<can::CloseMeeting>,
    closing: &Closing,
    step: &Transition,
) -> Outcome<()> {
    let Closing { meeting, turnouts, .. } = closing;
    if let Some(closed_at) = meeting.closed_at {
        end_all(conn, meeting.id, closed_at)?;
    }
    let row = |turnout: &Turnout| {
        (
            turnouts::meeting_id.eq(meeting.id),
            turnouts::category.eq(turnout.category),
            turnouts::members.eq(i64::from(turnout.members)),
            turnouts::attended.eq(i64::from(turnout.attended)),
        )
    };
    let rows: Vec<_> = turnouts.iter().map(row).collect();
    if !rows.is_empty() {
        on_each!(&mut *conn, c => diesel::insert_into(turnouts::table).values(&rows).execute(c))?;
    }
    diesel::update(dsl::meetings.find(meeting.id))
        .set((
            dsl::state.eq(meeting.state),
            dsl::revision.eq(meeting.revision),
            dsl::changed_at.eq(meeting.changed_at),
            dsl::closed_at.eq(meeting.closed_at),
            dsl::quorum.eq(meeting.quorum),
        ))
        .execute(conn)?;
    transitions::store::insert(conn, permit, step)
}
