//! A review: one council's examination of one decision.

use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, DecisionId, PersonId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// The forms of public control.
    pub enum ReviewForm {
        Expertise = "EXPERTISE", Monitoring = "MONITORING", Hearing = "HEARING", ReportHearing = "REPORT_HEARING",
        Discussion = "DISCUSSION",
    }
}

text_enum! {
    /// Where a review stands. SENT, ANSWERED and CLOSED follow the final document.
    pub enum ReviewState {
        Open = "OPEN", Deliberation = "DELIBERATION", Voting = "VOTING", Concluded = "CONCLUDED", Sent = "SENT",
        Answered = "ANSWERED", Closed = "CLOSED",
    }
}

/// One council's examination of one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub form: ReviewForm,
    pub state: ReviewState,
    pub opened_by_id: PersonId,
    pub opened_at: Timestamp,
    pub concluded_at: Option<Timestamp>,
}

/// What moves a review from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The chair ends the gathering of comments and begins the deliberation proper.
    Deliberate,
    /// A poll is opened.
    Vote,
    /// A poll ended, and with it the voting.
    Resume,
    Conclude,
    /// Its final document was sent.
    Send,
    /// Every recommendation is answered, or there is none.
    Answer,
    /// Everything promised is done.
    Close,
}

/// The lifecycle: what is not in this table does not happen. While a poll is open nothing concludes (POLL_RUNNING).
pub const LIFECYCLE: &[(ReviewState, Step, ReviewState)] = &[
    (ReviewState::Open, Step::Deliberate, ReviewState::Deliberation),
    (ReviewState::Open, Step::Vote, ReviewState::Voting),
    (ReviewState::Deliberation, Step::Vote, ReviewState::Voting),
    (ReviewState::Voting, Step::Vote, ReviewState::Voting),
    (ReviewState::Voting, Step::Resume, ReviewState::Deliberation),
    (ReviewState::Open, Step::Conclude, ReviewState::Concluded),
    (ReviewState::Deliberation, Step::Conclude, ReviewState::Concluded),
    (ReviewState::Voting, Step::Conclude, ReviewState::Concluded),
    (ReviewState::Concluded, Step::Send, ReviewState::Sent),
    (ReviewState::Sent, Step::Answer, ReviewState::Answered),
    (ReviewState::Answered, Step::Close, ReviewState::Closed),
    // A vote in the place of one that was annulled: the conclusion stands.
    (ReviewState::Concluded, Step::Vote, ReviewState::Concluded),
    // A poll on what the body answered: the council rates by it, and the review stays where it is.
    (ReviewState::Sent, Step::Vote, ReviewState::Sent),
    (ReviewState::Answered, Step::Vote, ReviewState::Answered),
];

impl ReviewState {
    /// Whether comments are still taken and the decision itself may still be voted on.
    pub const fn is_running(self) -> bool {
        match self {
            Self::Open | Self::Deliberation | Self::Voting => true,
            Self::Concluded | Self::Sent | Self::Answered | Self::Closed => false,
        }
    }
}

impl Review {
    /// The state a step leads to.
    ///
    /// # Errors
    /// WRONG_STATE when the lifecycle has no such step from here.
    pub fn after(&self, step: Step) -> Result<ReviewState, Refusal> {
        let row = LIFECYCLE.iter().find(|(from, by, _)| *from == self.state && *by == step);
        row.map(|(_, _, to)| *to).ok_or_else(|| Refusal::new(Code::WrongState).with("state", self.state.as_str()))
    }
}

/// How the comments of a review stand to the decision; hidden ones do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StanceCounts {
    pub in_favour: i64,
    pub against: i64,
    pub neutral: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_that_was_concluded_never_runs_again() {
        for (from, _, to) in LIFECYCLE {
            assert!(from.is_running() || !to.is_running(), "{from:?} leads back to {to:?}");
        }
        for state in ReviewState::ALL {
            let concludes = LIFECYCLE.contains(&(*state, Step::Conclude, ReviewState::Concluded));
            assert_eq!(concludes, state.is_running(), "{state:?}");
        }
    }

    #[test]
    fn nothing_returns_to_open() {
        assert!(LIFECYCLE.iter().all(|(_, _, to)| *to != ReviewState::Open));
    }
}
