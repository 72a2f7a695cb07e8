//! A poll and what hangs on it, and the rules that need no database.

pub use super::words::{
    Choice, DecidedBy, Entitlement, PollMode, PollState, QuorumState, Verdict, lost, takes_ballots,
};

use crate::access::viewer::Position;
use crate::db::shared::Shared;
use crate::features::councils::model::{Category, Charter};
use crate::features::rules::LegalRule;
use crate::json_text;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    CouncilId, DecisionId, DecisionVersionId, DissentId, MeetingId, MembershipId, OrganizationId, PersonId, PollId,
    RecusalId, ReviewId,
};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::{Refusal, RuleRef};
use crate::kernel::words::Code;
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

/// A rule's citation as it stood when the poll was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    pub key: String,
    pub citation: Localized,
    pub confirmed: bool,
}

impl From<&LegalRule> for Citation {
    fn from(rule: &LegalRule) -> Self {
        Self { key: rule.key.clone(), citation: rule.citation.clone(), confirmed: rule.confirmed }
    }
}

impl Citation {
    pub fn cite(&self) -> RuleRef {
        RuleRef { key: self.key.clone(), citation: self.citation.clone(), confirmed: self.confirmed }
    }
}

/// The rules of a poll, frozen when it is opened: a later change of charter or law does not touch it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PollRules {
    pub charter: Charter,
    /// The last day on which the council can vote.
    pub term_ends_on: NaiveDate,
    pub quorum: Citation,
    pub majority: Citation,
    pub tie_break: Citation,
}
json_text!(PollRules);

impl PollRules {
    /// The citation a result rests on.
    pub fn behind(&self, decided_by: DecidedBy) -> RuleRef {
        match decided_by {
            DecidedBy::Quorum => self.quorum.cite(),
            DecidedBy::Majority => self.majority.cite(),
            DecidedBy::ChairTieBreak | DecidedBy::UnbrokenTie => self.tie_break.cite(),
        }
    }
}

/// Totals: live in an open roll call, frozen after the close, unknown in an open secret poll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Members who took part, by abstaining too; in a meeting also those in the hall without a ballot.
    pub present: u32,
    /// Those of them on the public side of the council.
    pub present_public: u32,
    pub votes_for: u32,
    pub votes_against: u32,
    pub votes_abstain: u32,
}

/// What the totals mean under the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub quorum: QuorumState,
    pub verdict: Verdict,
    pub decided_by: DecidedBy,
}

/// That a poll counts for nothing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annulment {
    pub at: Timestamp,
    pub by_id: PersonId,
    pub reason: String,
}

/// One vote of a council on one version of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    pub id: PollId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub version_id: DecisionVersionId,
    pub mode: PollMode,
    pub state: PollState,
    pub question: Localized,
    /// Shared by all polls that were opened under the same rules.
    pub rules: Shared<PollRules>,
    /// Members who may vote: those who recused themselves are not counted.
    pub electorate_size: u32,
    pub opened_by_id: PersonId,
    pub opened_at: Timestamp,
    pub closes_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub tally: Option<Tally>,
    /// Only after a close; an annulled poll keeps the one it had.
    pub ruling: Option<Ruling>,
    pub annulment: Option<Annulment>,
    /// The annulled poll in whose place this one stands.
    pub replaces_id: Option<PollId>,
    /// The meeting in which it was opened: who is in the hall is present, also without a ballot.
    pub meeting_id: Option<MeetingId>,
}

impl Poll {
    /// # Errors
    /// POLL_CLOSED or POLL_ANNULLED.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        self.state.must_be_open()
    }

    /// # Errors
    /// POLL_OPEN or POLL_ANNULLED.
    pub fn must_be_closed(&self) -> Result<(), Refusal> {
        match self.state {
            PollState::Open => Err(Refusal::new(Code::PollOpen)),
            PollState::Closed => Ok(()),
            PollState::Annulled => Err(Refusal::new(Code::PollAnnulled)),
        }
    }
}

/// A council whose term has run out cannot vote, in a running poll neither.
///
/// # Errors
/// COUNCIL_TERM_OVER.
pub fn within_term(term_ends_on: NaiveDate, now: Timestamp) -> Result<(), Refusal> {
    if now.day() > term_ends_on {
        return Err(Refusal::new(Code::CouncilTermOver).with("ends", term_ends_on));
    }
    Ok(())
}

/// A deadline lies in the future, not too far, and within the council's term.
///
/// # Errors
/// DEADLINE_INVALID, COUNCIL_TERM_OVER.
pub fn check_deadline(closes_at: Timestamp, now: Timestamp, days: i64, term_ends_on: NaiveDate) -> Result<(), Refusal> {
    let farthest = now.plus(Duration::days(days));
    if closes_at <= now || closes_at > farthest {
        return Err(Refusal::new(Code::DeadlineInvalid).with("days", days).at("closesAt"));
    }
    within_term(term_ends_on, closes_at).map_err(|refusal| refusal.at("closesAt"))
}

/// One member of the frozen electorate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elector {
    pub poll_id: PollId,
    pub membership_id: MembershipId,
    pub person_id: PersonId,
    pub name: String,
    pub category: Category,
    pub position: Position,
    pub organization_id: Option<OrganizationId>,
    pub entitlement: Entitlement,
}

/// A ballot of a roll call as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub poll_id: PollId,
    pub membership_id: MembershipId,
    pub choice: Choice,
    /// 1 for the first choice; each change adds one.
    pub revision: u32,
    pub cast_at: Timestamp,
}

/// What a ballot said before it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotChange {
    pub poll_id: PollId,
    pub membership_id: MembershipId,
    pub revision: u32,
    pub choice: Choice,
    pub cast_at: Timestamp,
}

/// That a member took part in a secret poll; never what they chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Participation {
    pub poll_id: PollId,
    pub membership_id: MembershipId,
    pub participated_at: Timestamp,
}

/// A declared conflict of interest. `name` is the member's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    pub id: RecusalId,
    pub review_id: ReviewId,
    pub membership_id: MembershipId,
    pub person_id: PersonId,
    pub name: String,
    pub reason: String,
    pub declared_at: Timestamp,
}

/// A dissenting opinion. `name` is the member's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dissent {
    pub id: DissentId,
    pub poll_id: PollId,
    pub membership_id: MembershipId,
    pub person_id: PersonId,
    pub name: String,
    pub text: String,
    pub attached_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    #[test]
    fn a_deadline_lies_ahead_but_not_too_far_and_within_the_term() {
        let (now, ends) = (at("2026-11-22T10:00:00Z"), NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day"));
        let code = |closes_at: &str| check_deadline(at(closes_at), now, 90, ends).map_err(|refusal| refusal.code);
        assert_eq!(code("2026-11-22T10:00:00Z"), Err(Code::DeadlineInvalid));
        assert_eq!(code("2027-03-01T10:00:00Z"), Err(Code::DeadlineInvalid));
        assert_eq!(code("2026-12-01T19:00:00Z"), Err(Code::CouncilTermOver));
        assert_eq!(code("2026-12-01T18:59:59Z"), Ok(()));
    }
}
