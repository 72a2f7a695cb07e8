//! The polls of the stories: who casts what and when is worked out from the totals the story tells, so that the result
//! comes out as told, with the ballots of the chair, of the dissenters and of whomever else the story follows.

use super::chance::Chance;
use super::content::{Content, Council, Meeting, Poll, Seat, today};
use super::meetings;
use super::script::{Rank, Script};
use super::stories::Hearing;
use super::world::{World, known};
use crate::access::viewer::Position;
use crate::features::polls::cast::{Casting, cast};
use crate::features::polls::dissent::{Attachment, attach_dissent};
use crate::features::polls::model::{Choice, PollMode};
use crate::features::polls::{annul, close, close_due, open};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PollId;
use chrono::Duration;

/// One ballot, and what it said before it was changed.
struct Vote<'c> {
    person: &'c str,
    choice: Choice,
    at: Timestamp,
    before: Option<(Choice, Timestamp)>,
}

/// The seats of a council held on a day.
pub fn seated(council: &Council, at: Timestamp) -> impl Iterator<Item = &Seat> {
    let day = at.day();
    council.seat.iter().filter(move |seat| seat.since_on <= day && seat.until_on.is_none_or(|until| day < until))
}

/// Adds every step of the polls of a review.
///
/// # Errors
/// A poll in a meeting that there is not.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content, hearing: Hearing<'c>) -> Result<(), String> {
    for (number, poll) in hearing.review.polls.iter().enumerate() {
        let meeting = poll.meeting.as_deref().map(|slug| meetings::named(content, slug)).transpose()?;
        let told = Told { hearing, poll, number, meeting };
        told.opening(script);
        told.ballots(script);
        told.closing(script);
        told.aftermath(script);
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Told<'c> {
    hearing: Hearing<'c>,
    poll: &'c Poll,
    number: usize,
    /// Where it is held in a meeting, and only who is there votes.
    meeting: Option<&'c Meeting>,
}

impl<'c> Told<'c> {
    fn label(&self, what: &str) -> String {
        format!("{what} poll {} of {}", self.number + 1, self.hearing.decision.slug)
    }

    fn id(&self, world: &World<'c>) -> Outcome<PollId> {
        known(&world.polls, &(self.hearing.key, self.number))
    }

    fn opening(self, script: &mut Script<'c>) {
        let Self { hearing, poll, number, meeting } = self;
        let at = poll.opened_at;
        script.add(at, Rank::Poll, self.label("opening"), move |world, scene| {
            let before = number.checked_sub(1).filter(|_| poll.replaces_previous);
            let opening = open::Opening {
                review_id: known(&world.reviews, &hearing.key)?,
                mode: poll.mode,
                question: poll.question.clone(),
                closes_at: poll.closes_at,
                replaces_id: before.map(|before| known(&world.polls, &(hearing.key, before))).transpose()?,
                meeting_id: meeting.map(|meeting| known(&world.meetings, &meeting.slug.as_str())).transpose()?,
                motion: None,
            };
            let id = scene.play(world, hearing.chair(at), |tx| open::open(tx, &opening))?.id;
            world.polls.insert((hearing.key, number), id);
            Ok(())
        });
    }

    fn ballots(self, script: &mut Script<'c>) {
        for vote in self.votes() {
            let casts = vote.before.into_iter().chain([(vote.choice, vote.at)]);
            for (choice, at) in casts {
                let person = vote.person;
                script.add(at, Rank::Ballot, self.label(person), move |world, scene| {
                    let casting = Casting { poll_id: self.id(world)?, choice };
                    scene.play(world, person, |tx| cast(tx, &casting)).map(|_| ())
                });
            }
        }
    }

    /// By its deadline where the story lets it run so long, else by the chair.
    fn closing(self, script: &mut Script<'c>) {
        let Self { hearing, poll, .. } = self;
        let Some(at) = poll.closed_at else { return };
        let by_hand = poll.closes_at.is_none_or(|closes_at| at < closes_at);
        script.add(at, Rank::Close, self.label("close"), move |world, scene| {
            let id = self.id(world)?;
            if by_hand {
                scene.play(world, hearing.chair(at), |tx| close::close(tx, id)).map(|_| ())
            } else {
                scene.operate(|tx| close_due::by_deadline(tx, id)).map(|_| ())
            }
        });
    }

    fn aftermath(self, script: &mut Script<'c>) {
        let Self { hearing, poll, number, .. } = self;
        for (dissent, hours) in poll.dissent.iter().zip(18..) {
            let at = poll.closed_at.unwrap_or(poll.opened_at).plus(Duration::hours(hours));
            script.add(at, Rank::Aftermath, self.label("dissent from"), move |world, scene| {
                let attachment = Attachment { poll_id: self.id(world)?, text: dissent.text.clone() };
                scene.play(world, &dissent.person, |tx| attach_dissent(tx, &attachment)).map(|_| ())
            });
        }
        let Some(reason) = &poll.annulled else { return };
        let next = hearing.review.polls.get(number + 1).map(|next| next.opened_at.plus(Duration::hours(-1)));
        let day_after = poll.closed_at.unwrap_or(poll.opened_at).plus(Duration::hours(24));
        let at = next.map_or(day_after, |next| next.min(day_after));
        script.add(at, Rank::Aftermath, self.label("annul"), move |world, scene| {
            let input = annul::Annulling { poll_id: self.id(world)?, reason: reason.clone() };
            scene.play(world, hearing.chair(at), |tx| annul::annul(tx, &input)).map(|_| ())
        });
    }

    /// Who casts what and when: some as told, dissenters against the result, the rest by chance.
    fn votes(&self) -> Vec<Vote<'c>> {
        let Self { hearing, poll, .. } = *self;
        let mut chance = Chance::named(&self.label("votes of"));
        let recused = |seat: &&Seat| {
            let own = |recusal: &&super::content::Recusal| recusal.person == seat.person;
            hearing.review.recusals.iter().find(own).is_some_and(|recusal| recusal.at <= poll.opened_at)
        };
        let there = |seat: &&Seat| {
            self.meeting.is_none_or(|meeting| meetings::stays_through(hearing.council, meeting, &seat.person, poll))
        };
        let mut electors: Vec<&'c Seat> =
            seated(hearing.council, poll.opened_at).filter(|seat| !recused(seat)).filter(there).collect();
        chance.shuffle(&mut electors);
        let mut left = Totals::of(poll);
        let mut chosen: Vec<(&'c str, Choice)> = Vec::new();
        electors.retain(|seat| {
            let choice = match (poll.votes.get(&seat.person), seat.position) {
                (Some(told), _) => *told,
                (None, Position::Chair) => poll.chair,
                _ if poll.dissent.iter().any(|dissent| dissent.person == seat.person) => left.losing(poll),
                _ => return true,
            };
            chosen.extend(choice.filter(|choice| left.take(*choice)).map(|choice| (seat.person.as_str(), choice)));
            false
        });
        let mut rest = left.spread();
        chance.shuffle(&mut rest);
        chosen.extend(electors.iter().map(|seat| seat.person.as_str()).zip(rest));
        chosen.into_iter().map(|(person, choice)| self.vote(&mut chance, person, choice)).collect()
    }

    /// One in twelve ballots of a roll call was changed once.
    fn vote(&self, chance: &mut Chance, person: &'c str, choice: Choice) -> Vote<'c> {
        let opened = self.poll.opened_at;
        let ends = [self.poll.closes_at, self.poll.closed_at].into_iter().flatten().fold(today(), Timestamp::min);
        let at = chance.instant(opened.plus(Duration::minutes(5)), ends);
        let changed = self.poll.mode == PollMode::RollCall && choice != Choice::Abstain && chance.percent(8);
        let before = changed.then(|| (Choice::Abstain, chance.instant(opened, at)));
        Vote { person, choice, at, before: before.filter(|(_, before)| *before < at) }
    }
}

/// How many ballots of each kind are still to be given out.
struct Totals {
    in_favour: usize,
    against: usize,
    abstain: usize,
}

impl Totals {
    fn of(poll: &Poll) -> Self {
        Self { in_favour: poll.in_favour, against: poll.against, abstain: poll.abstain }
    }

    fn count(&mut self, choice: Choice) -> &mut usize {
        match choice {
            Choice::For => &mut self.in_favour,
            Choice::Against => &mut self.against,
            Choice::Abstain => &mut self.abstain,
        }
    }

    fn take(&mut self, choice: Choice) -> bool {
        let count = self.count(choice);
        let taken = count.checked_sub(1);
        *count = taken.unwrap_or(0);
        taken.is_some()
    }

    /// What somebody chose who did not get their way.
    fn losing(&mut self, poll: &Poll) -> Option<Choice> {
        let adopted =
            poll.in_favour > poll.against || (poll.in_favour == poll.against && poll.chair == Some(Choice::For));
        let lost: &[Choice] = if adopted { &[Choice::Against, Choice::Abstain] } else { &[Choice::For] };
        lost.iter().copied().find(|choice| *self.count(*choice) > 0)
    }

    fn spread(self) -> Vec<Choice> {
        let of = |choice, count| std::iter::repeat_n(choice, count);
        of(Choice::For, self.in_favour)
            .chain(of(Choice::Against, self.against))
            .chain(of(Choice::Abstain, self.abstain))
            .collect()
    }
}
