//! The count: from a charter, a frozen electorate and the ballots in the box to the result. Pure and exact.
//!
//! **Presence.** Outside of a meeting *present* means: took part in the poll, by abstaining too. A poll that was opened
//! in a meeting counts also the members of its electorate who are in the hall at the close and cast nothing: they weigh
//! in the quorum, and under the base PRESENT like abstentions. Whoever voted and then left counts too, for nobody votes
//! there who is not checked in.
//!
//! **Quorum** (first, because without it nothing was decided): at least the charter's share of the electorate is
//! present, and somebody is. Members who recused themselves are not in the electorate. A two-part quorum also asks
//! that the public side be at least its share of those present.
//!
//! **Majority.** A simple majority (one half, however the fraction is written) must be *exceeded*; a qualified one
//! (two thirds) must be *reached*. Of what, says the base: PRESENT (abstentions weigh like refusals), CAST (for and
//! against only) or ALL (the whole electorate). Nothing is adopted without a single vote for it.
//!
//! **Tie.** As many for as against, under a simple majority, in a roll call: the chair's ballot decides. If the chair
//! took no part, the one deputy chair who did decides in the chair's place; with two deputies nobody can say whose
//! ballot weighs more. A chair who abstained was asked and did not decide, so no deputy is asked then. Undecided is
//! rejected.
//!
//! A tie is a tie whatever the abstentions, because the rule (yet to be confirmed) speaks of equal votes. Under the
//! base PRESENT that has a price: 5 to 5 with two abstentions is decided by the chair, and 6 to 5 with one is rejected,
//! since six of twelve are not more than half. A council that minds gives itself the base CAST; we do not mend the
//! rule.
//!
//! Two cases have no tie-break. In a secret poll the chair's ballot is as unknown as any other. Under the base ALL the
//! charter asks for more than half of *all* members: a casting vote chooses between two equal halves of those who
//! voted, but it adds no voter, and half of the members stay half. Such a poll is rejected by the majority rule.

use super::model::{Choice, DecidedBy, QuorumState, Ruling, Tally, Verdict};
use crate::access::viewer::Position;
use crate::features::councils::model::{Category, Charter, MajorityBase};

/// One ballot of a roll call, as far as the count depends on who cast it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub category: Category,
    pub position: Position,
    pub choice: Choice,
}

/// What was in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BallotBox {
    RollCall(Vec<Voice>),
    /// Who took part and what was chosen: two lists that nothing links.
    Secret {
        present: Vec<Category>,
        choices: Vec<Choice>,
    },
}

impl BallotBox {
    /// The totals.
    pub fn tally(&self) -> Tally {
        self.tally_among(&[])
    }

    /// The totals where these were there too and cast nothing.
    pub fn tally_among(&self, silent: &[Category]) -> Tally {
        let silent = silent.iter().copied();
        match self {
            Self::RollCall(voices) => {
                let present = voices.iter().map(|voice| voice.category).chain(silent);
                totals(present, voices.iter().map(|voice| voice.choice))
            }
            Self::Secret { present, choices } => totals(present.iter().copied().chain(silent), choices.iter().copied()),
        }
    }
}

/// Who is there, before anybody votes.
pub fn headcount(present: impl Iterator<Item = Category>) -> Tally {
    totals(present, std::iter::empty())
}

fn totals(present: impl Iterator<Item = Category>, choices: impl Iterator<Item = Choice>) -> Tally {
    let mut tally = Tally::default();
    for category in present {
        tally.present += 1;
        tally.present_public += u32::from(category.is_public_side());
    }
    for choice in choices {
        match choice {
            Choice::For => tally.votes_for += 1,
            Choice::Against => tally.votes_against += 1,
            Choice::Abstain => tally.votes_abstain += 1,
        }
    }
    tally
}

/// What the ballots decided under the charter. `electorate` counts the members who may vote.
pub fn rule(charter: &Charter, electorate: u32, ballots: &BallotBox) -> Ruling {
    rule_on(charter, electorate, &ballots.tally(), ballots)
}

/// The same on totals that count who was there without a ballot ([`BallotBox::tally_among`]).
pub fn rule_on(charter: &Charter, electorate: u32, tally: &Tally, ballots: &BallotBox) -> Ruling {
    if !has_quorum(charter, electorate, tally) {
        let (verdict, decided_by) = (Verdict::NoQuorum, DecidedBy::Quorum);
        return Ruling { quorum: QuorumState::NotMet, verdict, decided_by };
    }
    let (verdict, decided_by) = match (has_majority(charter, electorate, tally), ballots) {
        (true, _) => (Verdict::Adopted, DecidedBy::Majority),
        (false, _) if !is_tie(charter, tally) => (Verdict::Rejected, DecidedBy::Majority),
        (false, BallotBox::Secret { .. }) => (Verdict::Rejected, DecidedBy::UnbrokenTie),
        (false, BallotBox::RollCall(voices)) => match casting_vote(voices) {
            Some(Choice::For) => (Verdict::Adopted, DecidedBy::ChairTieBreak),
            Some(Choice::Against) => (Verdict::Rejected, DecidedBy::ChairTieBreak),
            Some(Choice::Abstain) | None => (Verdict::Rejected, DecidedBy::UnbrokenTie),
        },
    };
    Ruling { quorum: QuorumState::Met, verdict, decided_by }
}

/// Whether enough are present, of all and, where the charter asks, of the public side.
pub fn has_quorum(charter: &Charter, electorate: u32, tally: &Tally) -> bool {
    let public_side = |share: crate::kernel::fraction::Fraction| share.reached_by(tally.present_public, tally.present);
    tally.present > 0
        && charter.quorum.reached_by(tally.present, electorate)
        && charter.public_quorum.is_none_or(public_side)
}

fn has_majority(charter: &Charter, electorate: u32, tally: &Tally) -> bool {
    let base = match charter.majority_base {
        MajorityBase::Present => tally.present,
        MajorityBase::Cast => tally.votes_for + tally.votes_against,
        MajorityBase::All => electorate,
    };
    let enough = if charter.majority.is_half() {
        charter.majority.exceeded_by(tally.votes_for, base)
    } else {
        charter.majority.reached_by(tally.votes_for, base)
    };
    enough && tally.votes_for > 0
}

/// A tie that a casting vote could break: see the module's story for the base ALL.
fn is_tie(charter: &Charter, tally: &Tally) -> bool {
    tally.votes_for > 0
        && tally.votes_for == tally.votes_against
        && charter.majority.is_half()
        && charter.majority_base != MajorityBase::All
}

/// The ballot of whoever presided: the chair, else the only deputy chair who took part.
fn casting_vote(voices: &[Voice]) -> Option<Choice> {
    let of = |position: Position| voices.iter().filter(move |voice| voice.position == position);
    if let Some(chair) = of(Position::Chair).next() {
        return Some(chair.choice);
    }
    let mut deputies = of(Position::DeputyChair);
    let first = deputies.next()?;
    deputies.next().is_none().then_some(first.choice)
}

#[cfg(test)]
mod tests;
