//! Agendas. Whoever manages a meeting reads them whole; everybody else only the items whose decision they may see.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{agenda_items, decisions, polls};
use crate::features::decisions::store::{visible, visible_through};
use crate::features::meetings::agenda::AgendaItem;
use crate::features::polls::PollState;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, MeetingId, ReviewId};
use crate::kernel::localized::Localized;
use diesel::dsl::exists;
use diesel::prelude::*;

type Row = (MeetingId, i64, ReviewId, DecisionId);

fn item((meeting_id, number, review_id, decision_id): Row) -> AgendaItem {
    AgendaItem { meeting_id, number, review_id, decision_id }
}

/// Whole agendas, by meeting and number.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn agenda_of(conn: &mut AnyConn, meetings: &[MeetingId]) -> Outcome<Vec<AgendaItem>> {
    let rows: Vec<Row> = agenda_items::table
        .filter(any(agenda_items::meeting_id, meetings))
        .order((agenda_items::meeting_id, agenda_items::number))
        .select((agenda_items::meeting_id, agenda_items::number, agenda_items::review_id, agenda_items::decision_id))
        .load(conn)?;
    Ok(rows.into_iter().map(item).collect())
}

/// The items the viewer may see, by meeting and number; the numbers of those they may not see are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn seen_agenda_of(conn: &mut AnyConn, sight: &Sight, meetings: &[MeetingId]) -> Outcome<Vec<AgendaItem>> {
    let rows: Vec<Row> = agenda_items::table
        .filter(any(agenda_items::meeting_id, meetings))
        .filter(visible_through("agenda_items.decision_id", sight))
        .order((agenda_items::meeting_id, agenda_items::number))
        .select((agenda_items::meeting_id, agenda_items::number, agenda_items::review_id, agenda_items::decision_id))
        .load(conn)?;
    Ok(rows.into_iter().map(item).collect())
}

/// The titles of the decisions on agendas that the viewer may see, by meeting and number.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn titles_of(
    conn: &mut AnyConn,
    sight: &Sight,
    meetings: &[MeetingId],
) -> Outcome<Vec<(MeetingId, i64, Localized)>> {
    Ok(agenda_items::table
        .inner_join(decisions::table.on(decisions::id.eq(agenda_items::decision_id)))
        .filter(any(agenda_items::meeting_id, meetings))
        .filter(visible(sight))
        .order((agenda_items::meeting_id, agenda_items::number))
        .select((agenda_items::meeting_id, agenda_items::number, decisions::title))
        .load(conn)?)
}

/// Whether a poll was opened in a meeting on one of these reviews.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn has_polls(conn: &mut AnyConn, meeting: MeetingId, reviews: &[ReviewId]) -> Outcome<bool> {
    let held = polls::table.filter(polls::meeting_id.eq(meeting)).filter(any(polls::review_id, reviews));
    Ok(diesel::select(exists(held)).get_result(conn)?)
}

/// Whether a poll that was opened in a meeting is still open.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_voting(conn: &mut AnyConn, meeting: MeetingId) -> Outcome<bool> {
    let open = polls::table.filter(polls::meeting_id.eq(meeting)).filter(polls::state.eq(PollState::Open));
    Ok(diesel::select(exists(open)).get_result(conn)?)
}
