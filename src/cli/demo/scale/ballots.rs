//! The polls of a multiplied review: when they are held, who casts what, and the result as `polls::tally` counts it.

use super::plot::{Plot, Span};
use super::volume::{Round, Volume};
use crate::cli::demo::chance::Chance;
use crate::cli::demo::content::today;
use crate::features::polls::close::Cause;
use crate::features::polls::event;
use crate::features::polls::model::{
    Ballot, BallotChange, Choice, Elector, Entitlement, Participation, Poll, PollMode, PollState, Recusal,
};
use crate::features::polls::store::{Closing, Votes};
use crate::features::polls::tally::{self, BallotBox, Voice};
use crate::features::reviews::Review;
use crate::features::transitions::model::Actor;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::DecisionVersionId;
use crate::kernel::localized::Localized;
use chrono::Duration;

/// Most polls of one review.
const POLLS: usize = 4;
/// A secret poll needs at least so many electors.
const SECRET_LEAST: u32 = 5;

/// When a poll is open.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub opened_at: Timestamp,
    pub closes_at: Option<Timestamp>,
    /// `None` while it is open.
    pub closed_at: Option<Timestamp>,
}

impl Window {
    /// Whether the chair closed it, and not the deadline.
    pub fn by_hand(&self) -> bool {
        self.closed_at != self.closes_at
    }
}

/// As many windows, one after the other, as bring about the share of ballots on average. Of a running review the last
/// poll may still be open; it has no deadline, so that it stays so whenever the demonstration is looked at.
pub fn windows(plot: &mut Plot<'_>, span: Span, share: usize) -> Vec<Window> {
    let seats = plot.assembly.seated(span.from.day()).count();
    let per_poll = seats.saturating_mul(86) / 100;
    // Not every decision comes to a vote, so each that does takes more than the average, by chance rounded.
    let wanted = share.saturating_mul(12) / 10 + plot.chance.below(per_poll.max(1));
    let count = wanted.checked_div(per_poll).unwrap_or(0).min(POLLS);
    let begins = span.from.plus(Duration::days(3));
    let whole = span.last().seconds_since(begins) - 3600;
    let each = whole / i64::try_from(count.max(1)).unwrap_or(1);
    if each < 12 * 3600 {
        return Vec::new();
    }
    let mut windows = Vec::new();
    for number in 0..i64::try_from(count).unwrap_or(0) {
        let opened_at = begins.plus(Duration::seconds(number * each + plot.chance.between(0, each / 5)));
        let closes_at = opened_at.plus(Duration::seconds(plot.chance.between(each / 3, each * 7 / 10)));
        let stays_open = span.to.is_none() && usize::try_from(number + 1) == Ok(count) && plot.chance.percent(50);
        let closed_at = match plot.chance.percent(30) {
            _ if stays_open => None,
            true => Some(plot.chance.instant(opened_at.plus(Duration::hours(2)), closes_at)),
            false => Some(closes_at),
        };
        if plot.assembly.may_vote(opened_at.day()) && plot.assembly.council.term_covers(closes_at.day()) {
            windows.push(Window { opened_at, closes_at: (!stays_open).then_some(closes_at), closed_at });
        }
    }
    windows
}

/// Holds one poll; returns how many ballots were cast in it.
///
/// # Errors
/// A fault when an event cannot be written.
pub fn hold(
    volume: &mut Volume,
    plot: &mut Plot<'_>,
    (review, version): (&Review, DecisionVersionId),
    window: Window,
    number: usize,
    recused: Option<&Recusal>,
) -> Outcome<usize> {
    let chair = plot.assembly.chair(window.opened_at.day())?;
    let mut poll = draft(plot, review, version, window, &chair);
    let electors = electorate(plot, &poll, recused);
    let eligible = electors.iter().filter(|elector| elector.entitlement == Entitlement::Eligible);
    poll.electorate_size = u32::try_from(eligible.count()).unwrap_or(u32::MAX);
    if poll.electorate_size < SECRET_LEAST {
        poll.mode = PollMode::RollCall;
    }
    volume.record(&mut plot.chance, &event::opened(&poll, &electors), Some(&chair), window.opened_at)?;
    let mut round = Round::default();
    let ballots = cast(volume, &mut round, &mut plot.chance, &poll, &electors, window)?;
    if let Some(closed_at) = window.closed_at {
        let ruling = tally::rule(&poll.rules.charter, poll.electorate_size, &ballots);
        let votes = Votes::of(poll.mode, &ruling);
        let closing = Closing { closed_at, tally: ballots.tally(), ruling, votes };
        let cause = if window.by_hand() { Cause::ByHand } else { Cause::Deadline };
        let by = Some(&chair).filter(|_| window.by_hand());
        volume.record(&mut plot.chance, &event::closed(poll.id, &closing, cause), by, closed_at)?;
        round.closings.push((poll.id, closing));
    }
    let present = ballots.tally().present;
    round.polls.push(poll);
    round.electors = electors;
    let all = volume.round(number).ok_or_else(|| Failure::fault("no round"))?;
    all.take(round);
    Ok(usize::try_from(present).unwrap_or(0))
}

impl Round {
    fn take(&mut self, other: Self) {
        self.polls.extend(other.polls);
        self.electors.extend(other.electors);
        self.ballots.extend(other.ballots);
        self.changes.extend(other.changes);
        self.participations.extend(other.participations);
        self.slips.extend(other.slips);
        self.closings.extend(other.closings);
    }
}

fn draft(plot: &mut Plot<'_>, review: &Review, version: DecisionVersionId, window: Window, chair: &Actor) -> Poll {
    let mode = if plot.chance.percent(12) { PollMode::Secret } else { PollMode::RollCall };
    Poll {
        id: plot.chance.id(window.opened_at),
        review_id: review.id,
        decision_id: plot.id,
        council_id: review.council_id,
        version_id: version,
        mode,
        state: PollState::Open,
        question: Localized {
            kk: "Кеңес бұл шешімді қолдай ма?".to_owned(),
            ru: Some("Поддерживает ли совет это решение?".to_owned()),
            en: Some("Does the council support this decision?".to_owned()),
        },
        rules: plot.assembly.rules.clone().into(),
        electorate_size: 0,
        opened_by_id: chair.id,
        opened_at: window.opened_at,
        closes_at: window.closes_at,
        closed_at: None,
        tally: None,
        ruling: None,
        annulment: None,
        replaces_id: None,
        meeting_id: None,
    }
}

fn electorate(plot: &Plot<'_>, poll: &Poll, recused: Option<&Recusal>) -> Vec<Elector> {
    let recused = recused.filter(|recusal| recusal.declared_at <= poll.opened_at).map(|recusal| recusal.membership_id);
    let seats = plot.assembly.seated(poll.opened_at.day());
    seats
        .map(|seat| Elector {
            poll_id: poll.id,
            membership_id: seat.id,
            person_id: seat.person_id,
            name: seat.person_name.clone(),
            category: seat.category,
            position: seat.position,
            organization_id: seat.organization_id,
            entitlement: if recused == Some(seat.id) { Entitlement::Recused } else { Entitlement::Eligible },
        })
        .collect()
}

/// Six electors in seven vote, leaning as the poll leans; in roll calls one in thirty changes the choice.
fn cast(
    volume: &mut Volume,
    round: &mut Round,
    chance: &mut Chance,
    poll: &Poll,
    electors: &[Elector],
    window: Window,
) -> Outcome<BallotBox> {
    let lean = u64::try_from(chance.between(30, 85)).unwrap_or(50);
    let ends = window.closed_at.unwrap_or_else(today);
    let (mut voices, mut present, mut choices) = (Vec::new(), Vec::new(), Vec::new());
    for elector in electors.iter().filter(|elector| elector.entitlement == Entitlement::Eligible) {
        if !chance.percent(86) {
            continue;
        }
        let choice = match (chance.percent(8), chance.percent(lean)) {
            (true, _) => Choice::Abstain,
            (false, true) => Choice::For,
            (false, false) => Choice::Against,
        };
        let at = chance.instant(window.opened_at, ends);
        let by = Actor { id: elector.person_id, name: elector.name.clone() };
        match poll.mode {
            PollMode::RollCall => {
                roll(volume, round, chance, elector, choice, (at, ends))?;
                voices.push(Voice { category: elector.category, position: elector.position, choice });
            }
            PollMode::Secret => {
                let (poll_id, membership_id) = (poll.id, elector.membership_id);
                let participation = Participation { poll_id, membership_id, participated_at: at };
                volume.record(chance, &event::took_part(&participation), Some(&by), at)?;
                round.participations.push(participation);
                present.push(elector.category);
                choices.push(choice);
            }
        }
    }
    if poll.mode == PollMode::RollCall {
        return Ok(BallotBox::RollCall(voices));
    }
    let mut slips: Vec<_> = choices.iter().map(|choice| (chance.random_id(), poll.id, *choice)).collect();
    slips.sort_unstable_by_key(|(id, _, _)| *id);
    round.slips.extend(slips);
    Ok(BallotBox::Secret { present, choices })
}

fn roll(
    volume: &mut Volume,
    round: &mut Round,
    chance: &mut Chance,
    elector: &Elector,
    choice: Choice,
    (cast_at, ends): (Timestamp, Timestamp),
) -> Outcome<()> {
    let by = Actor { id: elector.person_id, name: elector.name.clone() };
    let (poll_id, membership_id) = (elector.poll_id, elector.membership_id);
    let mut ballot = Ballot { poll_id, membership_id, choice, revision: 1, cast_at };
    if choice != Choice::Abstain && chance.percent(3) {
        let was = Ballot { choice: Choice::Abstain, ..ballot };
        ballot = Ballot { revision: 2, cast_at: chance.instant(cast_at, ends), ..ballot };
        volume.record(chance, &event::ballot_cast(&was), Some(&by), was.cast_at)?;
        volume.record(chance, &event::ballot_changed(&was, &ballot), Some(&by), ballot.cast_at)?;
        let Ballot { revision, choice, cast_at, .. } = was;
        round.changes.push(BallotChange { poll_id, membership_id, revision, choice, cast_at });
    } else {
        volume.record(chance, &event::ballot_cast(&ballot), Some(&by), cast_at)?;
    }
    round.ballots.push(ballot);
    Ok(())
}
