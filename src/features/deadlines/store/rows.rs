//! One deadline, as a row and as a model, and those that are held to be changed.

use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::deadlines::{self, dsl};
use crate::features::deadlines::model::{Deadline, DeadlineState, Party, SkippedDays, Subject};
use crate::kernel::calendar::{Length, LengthUnit};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, DeadlineId, DecisionId, Id, LegalRuleId, ReviewId, StateBodyId, kind};
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = deadlines, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: DeadlineId,
    rule_key: String,
    rule_id: LegalRuleId,
    subject_kind: String,
    subject_id: Id<kind::Event>,
    owed_by_body_id: Option<StateBodyId>,
    owed_by_council_id: Option<CouncilId>,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    body_id: StateBodyId,
    started_on: NaiveDate,
    amount: i64,
    unit: LengthUnit,
    due_on: NaiveDate,
    overdue_at: Timestamp,
    time_zone: Zone,
    skipped: SkippedDays,
    provisional: bool,
    state: DeadlineState,
    met_on: Option<NaiveDate>,
    calendar_version: i64,
    created_at: Timestamp,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

/// Rows as models.
pub(super) fn models(rows: Vec<Row>) -> Outcome<Vec<Deadline>> {
    rows.into_iter().map(Deadline::try_from).collect()
}

impl TryFrom<Row> for Deadline {
    type Error = Failure;

    fn try_from(row: Row) -> Outcome<Self> {
        let owed_by = match (row.owed_by_body_id, row.owed_by_council_id) {
            (Some(body), _) => Party::Body(body),
            (None, Some(council)) => Party::Council(council),
            (None, None) => return Err(Failure::fault("a deadline that nobody owes")),
        };
        let amount = u32::try_from(row.amount).map_err(|_| Failure::fault("a deadline of no length"))?;
        Ok(Self {
            id: row.id,
            rule_key: row.rule_key,
            rule_id: row.rule_id,
            subject: Subject { kind: row.subject_kind, id: row.subject_id.uuid() },
            owed_by,
            review_id: row.review_id,
            decision_id: row.decision_id,
            council_id: row.council_id,
            body_id: row.body_id,
            started_on: row.started_on,
            length: Length { amount, unit: row.unit },
            due_on: row.due_on,
            overdue_at: row.overdue_at,
            time_zone: row.time_zone,
            skipped: row.skipped.0,
            provisional: row.provisional,
            state: row.state,
            met_on: row.met_on,
            calendar_version: row.calendar_version,
            created_at: row.created_at,
        })
    }
}

impl From<&Deadline> for Row {
    fn from(deadline: &Deadline) -> Self {
        let deadline = deadline.clone();
        let (owed_by_body_id, owed_by_council_id) = match deadline.owed_by {
            Party::Body(body) => (Some(body), None),
            Party::Council(council) => (None, Some(council)),
        };
        Self {
            id: deadline.id,
            rule_key: deadline.rule_key,
            rule_id: deadline.rule_id,
            subject_kind: deadline.subject.kind,
            subject_id: Id::from_uuid(deadline.subject.id),
            owed_by_body_id,
            owed_by_council_id,
            review_id: deadline.review_id,
            decision_id: deadline.decision_id,
            council_id: deadline.council_id,
            body_id: deadline.body_id,
            started_on: deadline.started_on,
            amount: deadline.length.amount.into(),
            unit: deadline.length.unit,
            due_on: deadline.due_on,
            overdue_at: deadline.overdue_at,
            time_zone: deadline.time_zone,
            skipped: SkippedDays(deadline.skipped),
            provisional: deadline.provisional,
            state: deadline.state,
            met_on: deadline.met_on,
            calendar_version: deadline.calendar_version,
            created_at: deadline.created_at,
        }
    }
}

/// The deadline of a subject under a rule that was not cancelled, held until the end of the transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_live(conn: &mut AnyConn, subject: Uuid, key: &str) -> Outcome<Option<Deadline>> {
    let query = dsl::deadlines
        .filter(dsl::subject_id.eq(Id::<kind::Event>::from_uuid(subject)))
        .filter(dsl::rule_key.eq(key))
        .filter(dsl::state.ne(DeadlineState::Cancelled))
        .select(columns());
    let row: Option<Row> = Lock(query, LockMode::Update).get_result(conn).optional()?;
    row.map(Deadline::try_from).transpose()
}

/// Up to `limit` running deadlines whose last day has not passed, after one of them, all held. By id, which stays as it
/// is while their last days move.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_running(
    conn: &mut AnyConn,
    now: Timestamp,
    after: Option<DeadlineId>,
    limit: i64,
) -> Outcome<Vec<Deadline>> {
    let query = dsl::deadlines
        .filter(dsl::state.eq(DeadlineState::Running))
        .filter(dsl::overdue_at.gt(now))
        .filter(dsl::id.gt(after.unwrap_or_else(|| Id::from_uuid(Uuid::nil()))))
        .order(dsl::id)
        .select(columns())
        .limit(limit);
    models(Lock(query, LockMode::Update).get_results(conn)?)
}

/// Whether there is a running deadline whose last day has passed.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn has_past(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    let past = dsl::deadlines.filter(dsl::state.eq(DeadlineState::Running)).filter(dsl::overdue_at.le(now));
    Ok(diesel::select(exists(past)).get_result(conn)?)
}

/// Up to `limit` running deadlines whose last day has passed, held, without those that somebody else holds: another
/// instance that sweeps, or a request that meets one just now.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_past(conn: &mut AnyConn, now: Timestamp, limit: i64) -> Outcome<Vec<Deadline>> {
    let query = dsl::deadlines
        .filter(dsl::state.eq(DeadlineState::Running))
        .filter(dsl::overdue_at.le(now))
        .order((dsl::overdue_at, dsl::id))
        .select(columns())
        .limit(limit);
    models(Lock(query, LockMode::UpdateUnheld).get_results(conn)?)
}
