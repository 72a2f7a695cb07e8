//! The rules of a poll, its totals and its result.

use super::words::{PollDecidedBy, PollOutcome, QuorumState};
use crate::features::polls::model;
use crate::graphql::error::RuleReference;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::registry::words::MajorityBase;
use crate::graphql::scalars::{Date, FractionValue};
use crate::kernel::clock::Timestamp;
use async_graphql::{Object, SimpleObject};
use std::sync::Arc;

/// The rules of a poll as they stood when it was opened: later changes of charter or law do not touch it.
pub struct PollRules(pub Arc<model::Poll>);

/// The rules of a poll as they stood when it was opened: later changes of charter or law do not touch it.
#[Object]
impl PollRules {
    /// The share of the electorate that must take part.
    async fn quorum(&self) -> FractionValue {
        self.0.rules.charter.quorum.into()
    }

    /// The share of those taking part that the public side must be; null where the quorum has one part only.
    async fn public_quorum(&self) -> Option<FractionValue> {
        self.0.rules.charter.public_quorum.map(FractionValue::from)
    }

    /// The share of votes for it that adopts: one half must be exceeded, any other share must be reached.
    async fn majority(&self) -> FractionValue {
        self.0.rules.charter.majority.into()
    }

    /// What the majority is a share of.
    async fn majority_base(&self) -> MajorityBase {
        self.0.rules.charter.majority_base.into()
    }

    /// The last day on which the council can vote.
    async fn term_ends_on(&self) -> Date {
        Date(self.0.rules.term_ends_on)
    }

    /// The legal rule of the quorum.
    async fn quorum_rule(&self) -> RuleReference {
        self.0.rules.quorum.cite().into()
    }

    /// The legal rule of the majority.
    async fn majority_rule(&self) -> RuleReference {
        self.0.rules.majority.cite().into()
    }

    /// The legal rule of ties.
    async fn tie_break_rule(&self) -> RuleReference {
        self.0.rules.tie_break.cite().into()
    }
}

/// The totals of a poll: live in an open roll call, frozen after the close.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct Tally {
    /// The number of members who took part, by abstaining too; in a meeting also those who are there without a ballot.
    pub present: i32,
    /// The number of those among them who belong to the public side.
    pub present_public: i32,
    /// The number of votes for it.
    #[graphql(name = "for")]
    pub votes_for: i32,
    /// The number of votes against it.
    #[graphql(name = "against")]
    pub votes_against: i32,
    /// The number of abstentions.
    #[graphql(name = "abstain")]
    pub votes_abstain: i32,
}

impl From<model::Tally> for Tally {
    fn from(tally: model::Tally) -> Self {
        let model::Tally { present, present_public, votes_for, votes_against, votes_abstain } = tally;
        Self {
            present: int(present),
            present_public: int(present_public),
            votes_for: int(votes_for),
            votes_against: int(votes_against),
            votes_abstain: int(votes_abstain),
        }
    }
}

/// What a poll decided, and by which rule. Frozen at the close; an annulled poll keeps the one it had, on record only.
pub struct PollResult {
    poll: Arc<model::Poll>,
    ruling: model::Ruling,
}

impl PollResult {
    /// The result of a poll that was counted.
    pub fn of(poll: &Arc<model::Poll>) -> Option<Self> {
        poll.ruling.map(|ruling| Self { poll: Arc::clone(poll), ruling })
    }
}

/// What a poll decided, and by which rule. Frozen at the close; an annulled poll keeps the one it had, on record only.
#[Object]
impl PollResult {
    /// What was decided.
    async fn outcome(&self) -> PollOutcome {
        self.ruling.verdict.into()
    }

    /// Which rule decided.
    async fn decided_by(&self) -> PollDecidedBy {
        self.ruling.decided_by.into()
    }

    /// The legal rule that decided, as it stood when the poll was opened.
    async fn rule(&self) -> RuleReference {
        self.poll.rules.behind(self.ruling.decided_by).into()
    }

    /// Whether enough members took part.
    async fn quorum(&self) -> QuorumState {
        self.ruling.quorum.into()
    }

    /// The number of members that had to take part: the smallest that reaches the quorum's share.
    async fn quorum_needed(&self) -> i32 {
        int(self.poll.rules.charter.quorum.least_of(self.poll.electorate_size))
    }

    /// The totals it rests on; null in a secret poll without a quorum, where nothing rests on them.
    async fn tally(&self) -> Option<Tally> {
        self.poll.tally.map(Tally::from)
    }
}

/// That a poll counts for nothing, and why.
pub struct Annulment(pub model::Annulment);

/// That a poll counts for nothing, and why.
#[Object]
impl Annulment {
    /// When it was annulled.
    async fn annulled_at(&self) -> Timestamp {
        self.0.at
    }

    /// Who annulled it.
    async fn annulled_by(&self) -> Person {
        Person::unnamed(self.0.by_id)
    }

    /// The reason, in the words of who annulled it.
    async fn reason(&self) -> &str {
        &self.0.reason
    }
}
