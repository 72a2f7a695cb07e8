//! What is written to a poll: its opening, its result, its annulment. Always with a permit.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::polls::{self, dsl};
use crate::db::shared::Shared;
use crate::db::uow::is_unique_violation;
use crate::features::polls::model::{Annulment, Poll, PollMode, PollRules, PollState, QuorumState, Ruling, Tally};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, DecisionId, DecisionVersionId, MeetingId, PersonId, PollId, ReviewId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::prelude::*;
use diesel::result::Error;

#[derive(Insertable)]
#[diesel(table_name = polls, treat_none_as_default_value = false)]
struct NewRow {
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
    replaces_id: Option<PollId>,
    meeting_id: Option<MeetingId>,
}

/// Enters an open poll. The unique keys are the arbiters of one running poll per review, and of one poll in the place of
/// an annulled one.
///
/// # Errors
/// POLL_RUNNING, ALREADY_REPLACED; a fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::OpenPoll>, poll: &Poll) -> Outcome<()> {
    let row = NewRow {
        id: poll.id,
        review_id: poll.review_id,
        decision_id: poll.decision_id,
        council_id: poll.council_id,
        version_id: poll.version_id,
        mode: poll.mode,
        state: poll.state,
        question: poll.question.clone(),
        rules: poll.rules.clone(),
        electorate_size: i64::from(poll.electorate_size),
        opened_by_id: poll.opened_by_id,
        opened_at: poll.opened_at,
        closes_at: poll.closes_at,
        replaces_id: poll.replaces_id,
        meeting_id: poll.meeting_id,
    };
    match diesel::insert_into(dsl::polls).values(row).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(taken(&error).into()),
        Err(error) => Err(Failure::from(error)),
    }
}

/// Which place was taken. PostgreSQL names the index, SQLite its column.
fn taken(violation: &Error) -> Refusal {
    let message = violation.to_string();
    if ["polls_replacing", "replaces_id"].iter().any(|name| message.contains(name)) {
        Refusal::new(Code::AlreadyReplaced).at("replacesId")
    } else {
        Refusal::new(Code::PollRunning)
    }
}

/// What a close freezes.
#[derive(Clone, Copy, Debug)]
pub struct Closing {
    pub closed_at: Timestamp,
    pub tally: Tally,
    pub ruling: Ruling,
    pub votes: Votes,
}

/// Whether the numbers of votes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Votes {
    Published,
    /// A secret poll without a quorum: nothing rests on them, and whoever may close a poll could do so after the first
    /// ballot, to learn it.
    Withheld,
}

impl Votes {
    pub fn of(mode: PollMode, ruling: &Ruling) -> Self {
        match (mode, ruling.quorum) {
            (PollMode::Secret, QuorumState::NotMet) => Self::Withheld,
            (PollMode::Secret | PollMode::RollCall, _) => Self::Published,
        }
    }

    /// A number of votes, where it is told.
    pub fn told(self, count: u32) -> Option<u32> {
        (self == Self::Published).then_some(count)
    }
}

/// Closes a poll with its result.
///
/// # Errors
/// A fault when the database refuses.
pub fn freeze(conn: &mut AnyConn, _permit: &Permit<can::ClosePoll>, id: PollId, closing: &Closing) -> Outcome<()> {
    let Closing { closed_at, tally, ruling, votes } = closing;
    let told = |count| votes.told(count).map(i64::from);
    let totals = (
        dsl::present.eq(i64::from(tally.present)),
        dsl::present_public.eq(i64::from(tally.present_public)),
        dsl::votes_for.eq(told(tally.votes_for)),
        dsl::votes_against.eq(told(tally.votes_against)),
        dsl::votes_abstain.eq(told(tally.votes_abstain)),
    );
    let decided =
        (dsl::quorum.eq(ruling.quorum), dsl::outcome.eq(ruling.verdict), dsl::decided_by.eq(ruling.decided_by));
    diesel::update(dsl::polls.find(id))
        .set((dsl::state.eq(PollState::Closed), dsl::closed_at.eq(*closed_at), totals, decided))
        .execute(conn)?;
    Ok(())
}

/// Annuls a poll. What a closed one had decided stays on record.
///
/// # Errors
/// A fault when the database refuses.
pub fn annul(conn: &mut AnyConn, _permit: &Permit<can::AnnulPoll>, id: PollId, annulment: &Annulment) -> Outcome<()> {
    diesel::update(dsl::polls.find(id))
        .set((
            dsl::state.eq(PollState::Annulled),
            dsl::annulled_at.eq(annulment.at),
            dsl::annulled_by_id.eq(annulment.by_id),
            dsl::annulled_reason.eq(annulment.reason.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}
