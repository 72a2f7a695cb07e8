//! A poll as a row and as a model.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::decisions;
use crate::db::schema::polls::{self, dsl};
use crate::db::shared::Shared;
use crate::features::decisions::store::visible;
use crate::features::polls::model::{
    Annulment, DecidedBy, Poll, PollMode, PollRules, PollState, QuorumState, Ruling, Tally, Verdict,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, DecisionVersionId, MeetingId, PersonId, PollId, ReviewId};
use crate::kernel::localized::Localized;
use crate::sql_expression;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

/// A total: counted while a roll call is open, frozen once it is not. An open secret poll has none: the columns are
/// still NULL and no statement of this file looks at a secret choice.
macro_rules! total {
    ($name:ident, $column:literal, $counted:literal) => {
        total!($name, $column, $counted, in a meeting "");
    };
    ($name:ident, $column:literal, $counted:literal, in a meeting $in_meeting:expr) => {
        sql_expression! {
            $name over polls::table: Nullable<BigInt> = concat!(
                "CASE ", $in_meeting,
                "WHEN polls.state = 'OPEN' AND polls.mode = 'ROLL_CALL' THEN (", $counted, ") ELSE polls.", $column, " END"
            )
        }
    };
}

/// In a meeting those count who have a ballot or are in the hall, as far as they may vote.
macro_rules! in_the_hall {
    ($only:literal) => {
        concat!(
            "WHEN polls.state = 'OPEN' AND polls.mode = 'ROLL_CALL' AND polls.meeting_id IS NOT NULL THEN (",
            "SELECT count(*) FROM poll_electors WHERE poll_electors.poll_id = polls.id AND poll_electors.entitlement = 'ELIGIBLE'",
            $only,
            " AND (EXISTS (SELECT 1 FROM ballots WHERE ballots.poll_id = polls.id AND ballots.membership_id = poll_electors.membership_id)",
            " OR EXISTS (SELECT 1 FROM stays WHERE stays.meeting_id = polls.meeting_id",
            " AND stays.membership_id = poll_electors.membership_id AND stays.left_at IS NULL))) "
        )
    };
}
total!(
    Present,
    "present",
    "SELECT count(*) FROM ballots WHERE ballots.poll_id = polls.id",
    in a meeting in_the_hall!("")
);
total!(
    PresentPublic,
    "present_public",
    "SELECT count(*) FROM ballots JOIN poll_electors ON poll_electors.poll_id = ballots.poll_id \
     AND poll_electors.membership_id = ballots.membership_id \
     WHERE ballots.poll_id = polls.id AND poll_electors.category NOT IN ('STATE', 'DEPUTY')",
    in a meeting in_the_hall!(" AND poll_electors.category NOT IN ('STATE', 'DEPUTY')")
);
total!(
    VotesFor,
    "votes_for",
    "SELECT count(*) FROM ballots WHERE ballots.poll_id = polls.id AND ballots.choice = 'FOR'"
);
total!(
    VotesAgainst,
    "votes_against",
    "SELECT count(*) FROM ballots WHERE ballots.poll_id = polls.id AND ballots.choice = 'AGAINST'"
);
total!(
    VotesAbstain,
    "votes_abstain",
    "SELECT count(*) FROM ballots WHERE ballots.poll_id = polls.id AND ballots.choice = 'ABSTAIN'"
);

#[derive(Queryable, Selectable)]
#[diesel(table_name = polls)]
pub(super) struct Row {
    id: PollId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    version_id: DecisionVersionId,
    mode: PollMode,
    state: PollState,
    question: Localized,
    rules: Shared<PollRules>,
    electorate_size: i64,
    opened_by_id: PersonId,
    opened_at: Timestamp,
    closes_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    #[diesel(select_expression = Present, select_expression_type = Present)]
    present: Option<i64>,
    #[diesel(select_expression = PresentPublic, select_expression_type = PresentPublic)]
    present_public: Option<i64>,
    #[diesel(select_expression = VotesFor, select_expression_type = VotesFor)]
    votes_for: Option<i64>,
    #[diesel(select_expression = VotesAgainst, select_expression_type = VotesAgainst)]
    votes_against: Option<i64>,
    #[diesel(select_expression = VotesAbstain, select_expression_type = VotesAbstain)]
    votes_abstain: Option<i64>,
    quorum: Option<QuorumState>,
    outcome: Option<Verdict>,
    decided_by: Option<DecidedBy>,
    annulled_at: Option<Timestamp>,
    annulled_by_id: Option<PersonId>,
    annulled_reason: Option<String>,
    replaces_id: Option<PollId>,
    meeting_id: Option<MeetingId>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Poll {
    fn from(row: Row) -> Self {
        Self {
            tally: tally(&row),
            ruling: ruling(&row),
            annulment: annulment(&row),
            id: row.id,
            review_id: row.review_id,
            decision_id: row.decision_id,
            council_id: row.council_id,
            version_id: row.version_id,
            mode: row.mode,
            state: row.state,
            question: row.question,
            rules: row.rules,
            electorate_size: whole(row.electorate_size),
            opened_by_id: row.opened_by_id,
            opened_at: row.opened_at,
            closes_at: row.closes_at,
            closed_at: row.closed_at,
            replaces_id: row.replaces_id,
            meeting_id: row.meeting_id,
        }
    }
}

fn tally(row: &Row) -> Option<Tally> {
    Some(Tally {
        present: whole(row.present?),
        present_public: whole(row.present_public?),
        votes_for: whole(row.votes_for?),
        votes_against: whole(row.votes_against?),
        votes_abstain: whole(row.votes_abstain?),
    })
}

fn ruling(row: &Row) -> Option<Ruling> {
    Some(Ruling { quorum: row.quorum?, verdict: row.outcome?, decided_by: row.decided_by? })
}

fn annulment(row: &Row) -> Option<Annulment> {
    Some(Annulment { at: row.annulled_at?, by_id: row.annulled_by_id?, reason: row.annulled_reason.clone()? })
}

/// A count as the database keeps it; ours are never negative and never near the limit.
pub(super) fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// The condition under which a viewer sees a poll: seeing its decision. A macro, because the type has no short name.
macro_rules! seen {
    ($sight:expr) => {
        diesel::dsl::exists(decisions::table.filter(decisions::id.eq(polls::decision_id)).filter(visible($sight)))
    };
}
pub(super) use seen;

/// A poll, if the viewer may see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: PollId) -> Outcome<Option<Poll>> {
    let row: Option<Row> =
        dsl::polls.filter(dsl::id.eq(id)).filter(seen!(sight)).select(columns()).first(conn).optional()?;
    Ok(row.map(Poll::from))
}

/// The same, held until the end of the transaction: ballots under way are finished, new ones wait.
/// Whoever needs the review too locks it **first**, so that no two transactions wait for each other.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: PollId) -> Outcome<Option<Poll>> {
    // The totals of an open poll are counted only after the lock is held: a statement sees what was committed when it
    // began, and ballots are still arriving while it waits.
    let query = dsl::polls.filter(dsl::id.eq(id)).select(dsl::id);
    let held: Option<PollId> = Lock(query, LockMode::Update).get_result(conn).optional()?;
    match held {
        Some(id) => find(conn, sight, id),
        None => Ok(None),
    }
}

/// Polls by id, those of them the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[PollId]) -> Outcome<Vec<Poll>> {
    let rows: Vec<Row> = dsl::polls.filter(dsl::id.eq_any(ids)).filter(seen!(sight)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Poll::from).collect())
}

/// The open poll of a review that was itself read under a sight; there is at most one.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn running(conn: &mut AnyConn, review: ReviewId) -> Outcome<Option<PollId>> {
    let query = dsl::polls.filter(dsl::review_id.eq(review)).filter(dsl::state.eq(PollState::Open)).select(dsl::id);
    Ok(query.first(conn).optional()?)
}

/// The latest poll of a review, itself read under a sight, that adopted something and was not annulled since.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn adopted(conn: &mut AnyConn, review: ReviewId) -> Outcome<Option<Poll>> {
    let query = dsl::polls.filter(dsl::review_id.eq(review)).filter(dsl::state.eq(PollState::Closed));
    let query = query.filter(dsl::outcome.eq(Verdict::Adopted)).order((dsl::closed_at.desc(), dsl::id.desc()));
    let row: Option<Row> = query.select(columns()).first(conn).optional()?;
    Ok(row.map(Poll::from))
}

/// Whether a poll of a review, itself read under a sight, was rejected and not annulled since.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn was_rejected(conn: &mut AnyConn, review: ReviewId) -> Outcome<bool> {
    let closed = dsl::polls.filter(dsl::review_id.eq(review)).filter(dsl::state.eq(PollState::Closed));
    Ok(diesel::select(exists(closed.filter(dsl::outcome.eq(Verdict::Rejected)))).get_result(conn)?)
}

/// The poll that stands in the place of an annulled one that was itself read under a sight; there is at most one.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn replacement(conn: &mut AnyConn, annulled: PollId) -> Outcome<Option<PollId>> {
    Ok(dsl::polls.filter(dsl::replaces_id.eq(annulled)).select(dsl::id).first(conn).optional()?)
}

/// Open polls whose deadline has passed, the longest overdue first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn due(conn: &mut AnyConn, now: Timestamp, limit: i64) -> Outcome<Vec<PollId>> {
    let query = dsl::polls.filter(dsl::state.eq(PollState::Open)).filter(dsl::closes_at.le(now));
    Ok(query.order((dsl::closes_at, dsl::id)).limit(limit).select(dsl::id).load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::councils::Category;

    #[test]
    fn the_live_totals_and_the_count_agree_on_the_public_side() {
        let sql = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&PresentPublic).to_string();
        for category in Category::ALL {
            let left_out = sql.contains(&format!("'{}'", category.as_str()));
            assert_eq!(left_out, !category.is_public_side(), "{category:?}");
        }
    }
}
