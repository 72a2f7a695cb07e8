//! One meeting, as a row and as a model. That it is held everybody may know, so it takes no sight; what is said and who
//! came does ([`Meeting::shows_inside`], `protocols.rs`).

use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::meetings::{self, dsl};
use crate::features::meetings::model::{Meeting, MeetingForm, MeetingState, Openness};
use crate::features::polls::model::QuorumState;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId, PersonId};
use crate::kernel::localized::Localized;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = meetings, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: MeetingId,
    council_id: CouncilId,
    form: MeetingForm,
    title: Localized,
    place: Localized,
    starts_at: Timestamp,
    openness: Openness,
    openness_reason: Option<String>,
    state: MeetingState,
    revision: i64,
    called_by_id: PersonId,
    called_by_name: String,
    called_at: Timestamp,
    changed_at: Timestamp,
    opened_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    quorum: Option<QuorumState>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Meeting {
    fn from(row: Row) -> Self {
        let Row { id, council_id, form, title, place, starts_at, openness, openness_reason, state, .. } = row;
        let Row { revision, called_by_id, called_by_name, called_at, changed_at, opened_at, closed_at, quorum, .. } =
            row;
        Self {
            id,
            council_id,
            form,
            title,
            place,
            starts_at,
            openness,
            openness_reason,
            state,
            revision,
            called_by_id,
            called_by_name,
            called_at,
            changed_at,
            opened_at,
            closed_at,
            quorum,
        }
    }
}

impl From<&Meeting> for Row {
    fn from(meeting: &Meeting) -> Self {
        let meeting = meeting.clone();
        Self {
            id: meeting.id,
            council_id: meeting.council_id,
            form: meeting.form,
            title: meeting.title,
            place: meeting.place,
            starts_at: meeting.starts_at,
            openness: meeting.openness,
            openness_reason: meeting.openness_reason,
            state: meeting.state,
            revision: meeting.revision,
            called_by_id: meeting.called_by_id,
            called_by_name: meeting.called_by_name,
            called_at: meeting.called_at,
            changed_at: meeting.changed_at,
            opened_at: meeting.opened_at,
            closed_at: meeting.closed_at,
            quorum: meeting.quorum,
        }
    }
}

/// One meeting.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: MeetingId) -> Outcome<Option<Meeting>> {
    let row: Option<Row> = dsl::meetings.find(id).select(columns()).first(conn).optional()?;
    Ok(row.map(Meeting::from))
}

/// The same, held until the end of the transaction: whoever changes it, or who is in it, does so alone.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, id: MeetingId) -> Outcome<Option<Meeting>> {
    let query = Lock(dsl::meetings.find(id).select(columns()), LockMode::Update);
    let row: Option<Row> = query.get_result(conn).optional()?;
    Ok(row.map(Meeting::from))
}

/// The same, held together with others who only need it to stay as it is, such as whoever opens a poll in it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold(conn: &mut AnyConn, id: MeetingId) -> Outcome<Option<Meeting>> {
    let query = Lock(dsl::meetings.find(id).select(columns()), LockMode::Share);
    let row: Option<Row> = query.get_result(conn).optional()?;
    Ok(row.map(Meeting::from))
}

/// Meetings by id, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, ids: &[MeetingId]) -> Outcome<Vec<Meeting>> {
    let rows: Vec<Row> = dsl::meetings.filter(any(dsl::id, ids)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Meeting::from).collect())
}
