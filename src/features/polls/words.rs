//! The words of voting, and what follows from a word alone.

use crate::kernel::clock::Timestamp;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// Whether everybody learns who chose what, or nobody does.
    pub enum PollMode { RollCall = "ROLL_CALL", Secret = "SECRET" }
}

text_enum! {
    /// Where a poll stands. There is no way back, and no deletion.
    pub enum PollState { Open = "OPEN", Closed = "CLOSED", Annulled = "ANNULLED" }
}

impl PollState {
    /// # Errors
    /// POLL_CLOSED or POLL_ANNULLED.
    pub fn must_be_open(self) -> Result<(), Refusal> {
        match self {
            Self::Open => Ok(()),
            Self::Closed => Err(Refusal::new(Code::PollClosed)),
            Self::Annulled => Err(Refusal::new(Code::PollAnnulled)),
        }
    }
}

/// Whether a poll takes ballots now. The deadline binds by itself, before anybody has closed the poll.
///
/// # Errors
/// POLL_CLOSED or POLL_ANNULLED.
pub fn takes_ballots(state: PollState, closes_at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    state.must_be_open()?;
    match closes_at {
        Some(closes_at) if closes_at <= now => Err(Refusal::new(Code::PollClosed)),
        _ => Ok(()),
    }
}

text_enum! {
    /// What a member chose.
    pub enum Choice { For = "FOR", Against = "AGAINST", Abstain = "ABSTAIN" }
}

text_enum! {
    /// Whether a member of the frozen electorate votes.
    pub enum Entitlement { Eligible = "ELIGIBLE", Recused = "RECUSED" }
}

text_enum! {
    /// Whether enough members took part.
    pub enum QuorumState { Met = "MET", NotMet = "NOT_MET" }
}

text_enum! {
    /// What a poll decided.
    pub enum Verdict { Adopted = "ADOPTED", Rejected = "REJECTED", NoQuorum = "NO_QUORUM" }
}

text_enum! {
    /// The rule that decided it.
    pub enum DecidedBy {
        Majority = "MAJORITY", ChairTieBreak = "CHAIR_TIE_BREAK", UnbrokenTie = "UNBROKEN_TIE", Quorum = "QUORUM",
    }
}

/// Whether a choice lost: nobody lost where nothing was decided. Who abstained did not agree to what was adopted, and
/// has nothing to dissent from when it was rejected.
pub fn lost(choice: Choice, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Adopted => choice != Choice::For,
        Verdict::Rejected => choice == Choice::For,
        Verdict::NoQuorum => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_who_did_not_get_their_way_lost() {
        let losers = |verdict| Choice::ALL.iter().copied().filter(|choice| lost(*choice, verdict)).collect::<Vec<_>>();
        assert_eq!(losers(Verdict::Adopted), [Choice::Against, Choice::Abstain]);
        assert_eq!(losers(Verdict::Rejected), [Choice::For]);
        assert_eq!(losers(Verdict::NoQuorum), []);
    }

    #[test]
    fn a_deadline_binds_before_anybody_has_closed_the_poll() {
        let (noon, later) = (Timestamp::from_micros(12), Timestamp::from_micros(13).expect("a time"));
        let code = |state, closes_at| takes_ballots(state, closes_at, later).map_err(|refusal| refusal.code);
        assert_eq!(code(PollState::Open, None), Ok(()));
        assert_eq!(code(PollState::Open, Some(later)), Err(Code::PollClosed));
        assert_eq!(code(PollState::Open, noon), Err(Code::PollClosed));
        assert_eq!(code(PollState::Closed, None), Err(Code::PollClosed));
        assert_eq!(code(PollState::Annulled, None), Err(Code::PollAnnulled));
    }
}
