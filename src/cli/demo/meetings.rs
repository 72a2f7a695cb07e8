//! The meetings of the councils, told: called, prepared, held, cancelled, and their protocols signed. Who came is worked
//! out by chance where the story does not say.

use super::chance::Chance;
use super::content::{Content, Council, Meeting, Poll, Seat};
use super::script::{Rank, Script};
use super::voting::seated;
use super::world::{World, known};
use crate::access::viewer::Position;
use crate::db::log::hex;
use crate::features::meetings::call::Call;
use crate::features::meetings::cancel::Cancellation;
use crate::features::meetings::check_in::Passage;
use crate::features::meetings::sign::Signing;
use crate::features::meetings::{self, Capacity, MeetingForm, Openness};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{MeetingId, ReviewId};
use crate::kernel::localized::Localized;
use chrono::Duration;

/// Of a hundred seats so many stay empty.
const ABSENT: u64 = 12;

/// A meeting by its slug.
///
/// # Errors
/// That there is none.
pub fn named<'c>(content: &'c Content, slug: &str) -> Result<&'c Meeting, String> {
    content.meetings.iter().find(|meeting| meeting.slug == slug).ok_or_else(|| format!("no meeting {slug}"))
}

/// Somebody who comes, and when.
struct Guest<'c> {
    seat: &'c Seat,
    comes: Timestamp,
    leaves: Option<Timestamp>,
}

/// Who comes to a meeting: always whoever presides and keeps the list, unless the story says otherwise.
fn guests<'c>(council: &'c Council, meeting: &'c Meeting) -> Vec<Guest<'c>> {
    let mut chance = Chance::named(&meeting.slug);
    let is_in = |list: &[String], seat: &Seat| list.contains(&seat.person);
    let mut come = Vec::new();
    for seat in seated(council, meeting.starts_at) {
        let spared = matches!(seat.position, Position::Chair | Position::Secretary) || !meeting.absent.is_empty();
        let stays_away = chance.percent(ABSENT) && !spared;
        let minutes = if is_in(&meeting.late, seat) { 30 } else { -chance.between(1, 25) };
        let followed = is_in(&meeting.late, seat) || is_in(&meeting.early, seat);
        if is_in(&meeting.absent, seat)
            || (stays_away && !followed && meeting.only.is_empty())
            || !(meeting.only.is_empty() || is_in(&meeting.only, seat))
        {
            continue;
        }
        let comes = meeting.starts_at.plus(Duration::minutes(minutes));
        let end = meeting.closes_at().filter(|_| is_in(&meeting.early, seat));
        come.push(Guest { seat, comes, leaves: end.map(|end| end.plus(Duration::minutes(-30))) });
    }
    come
}

/// Whether a member is in a meeting for as long as a poll of it is open.
pub fn stays_through(council: &Council, meeting: &Meeting, person: &str, poll: &Poll) -> bool {
    let ends = poll.closed_at.or(meeting.closes_at()).unwrap_or(poll.opened_at);
    let there = |guest: &Guest<'_>| guest.comes < poll.opened_at && guest.leaves.is_none_or(|leaves| leaves > ends);
    guests(council, meeting).iter().any(|guest| guest.seat.person == person && there(guest))
}

/// A meeting with what it needs to be told.
#[derive(Clone, Copy)]
struct Sitting<'c> {
    council: &'c Council,
    meeting: &'c Meeting,
    hall: &'c Localized,
    /// The reviews of its agenda, by decision and place.
    agenda: &'c Content,
}

/// Adds every step of every meeting.
///
/// # Errors
/// A meeting of a council that there is not, or that has no hall.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content) -> Result<(), String> {
    for meeting in &content.meetings {
        let lacks = |what: &str| format!("{}: no {what} {}", meeting.slug, meeting.council);
        let council = content.councils.iter().find(|council| council.slug == meeting.council);
        let hall = content.halls.iter().find(|hall| hall.council == meeting.council);
        let (council, hall) = (council.ok_or_else(|| lacks("council"))?, hall.ok_or_else(|| lacks("hall"))?);
        let sitting = Sitting { council, meeting, hall: &hall.place, agenda: content };
        sitting.call(script);
        match (&meeting.cancelled, meeting.closes_at()) {
            (Some(cancelled), _) => sitting.cancel(script, cancelled.at, &cancelled.reason),
            (None, Some(closes_at)) => sitting.hold(script, closes_at),
            (None, None) => {}
        }
    }
    Ok(())
}

impl<'c> Sitting<'c> {
    fn label(&self, what: &str) -> String {
        format!("{what} {}", self.meeting.slug)
    }

    fn id(&self, world: &World<'c>) -> Outcome<MeetingId> {
        known(&world.meetings, &self.meeting.slug.as_str())
    }

    /// Who holds a position on a day.
    fn holder(&self, position: Position, at: Timestamp) -> &'c str {
        let held = seated(self.council, at).find(|seat| seat.position == position);
        held.map(|seat| seat.person.as_str()).unwrap_or_default()
    }

    /// Who presides: the chair, or the deputy where the chair does not come.
    fn presides(&self) -> &'c str {
        let chair = self.holder(Position::Chair, self.meeting.starts_at);
        let comes = guests(self.council, self.meeting).iter().any(|guest| guest.seat.person == chair);
        if comes { chair } else { self.holder(Position::DeputyChair, self.meeting.starts_at) }
    }

    fn reviews(&self, world: &World<'c>) -> Outcome<Vec<ReviewId>> {
        let of = |slug: &'c String| {
            let decision = self.agenda.decisions.iter().find(|decision| decision.slug == *slug);
            let own = decision
                .and_then(|decision| decision.review.iter().position(|review| review.council == self.council.slug));
            let own = own.ok_or_else(|| Failure::fault(format!("no review of {slug} for {}", self.meeting.slug)))?;
            known(&world.reviews, &(slug.as_str(), own))
        };
        self.meeting.agenda.iter().map(of).collect()
    }

    fn call(self, script: &mut Script<'c>) {
        let Self { council, meeting, hall, .. } = self;
        let at = meeting.called_at;
        script.add(at, Rank::Talk, self.label("calling"), move |world, scene| {
            let call = Call {
                council: known(&world.councils, &council.slug.as_str())?,
                form: meeting.form,
                title: meeting.title.clone().unwrap_or_else(|| title(meeting.form)),
                place: hall.clone(),
                starts_at: meeting.starts_at,
                openness: if meeting.closed.is_some() { Openness::Closed } else { Openness::Public },
                openness_reason: meeting.closed.clone(),
                reviews: self.reviews(world)?,
            };
            let by = self.holder(Position::Chair, at);
            let called = scene.play(world, by, |tx| meetings::call::call(tx, &call))?;
            world.meetings.insert(&meeting.slug, called.id);
            Ok(())
        });
    }

    fn cancel(self, script: &mut Script<'c>, at: Timestamp, reason: &'c str) {
        script.add(at, Rank::Talk, self.label("cancelling"), move |world, scene| {
            let input = Cancellation { meeting: self.id(world)?, reason: reason.to_owned() };
            let by = self.holder(Position::Chair, at);
            scene.play(world, by, |tx| meetings::cancel::cancel(tx, &input)).map(|_| ())
        });
    }

    fn hold(self, script: &mut Script<'c>, closes_at: Timestamp) {
        for (number, guest) in guests(self.council, self.meeting).into_iter().enumerate() {
            self.stay(script, number, &guest);
        }
        let by = self.presides();
        script.add(self.meeting.starts_at, Rank::Begin, self.label("opening"), move |world, scene| {
            let id = self.id(world)?;
            scene.play(world, by, |tx| meetings::open::open(tx, id)).map(|_| ())
        });
        script.add(closes_at, Rank::Settle, self.label("closing"), move |world, scene| {
            let id = self.id(world)?;
            scene.play(world, by, |tx| meetings::close::close(tx, id)).map(|_| ())
        });
        for (capacity, hours) in self.meeting.signed.iter().zip([20, 45]) {
            let by = match capacity {
                Capacity::Chair => by,
                Capacity::Secretary => self.holder(Position::Secretary, closes_at),
            };
            self.sign(script, by, closes_at.plus(Duration::hours(hours)));
        }
    }

    /// A member comes and goes: one in three is entered by the secretary, the others enter themselves.
    fn stay(self, script: &mut Script<'c>, number: usize, guest: &Guest<'c>) {
        let person = guest.seat.person.as_str();
        let secretary = self.holder(Position::Secretary, guest.comes);
        let by = if number % 3 == 2 { secretary } else { person };
        let passage = move |world: &World<'c>| {
            let membership = known(&world.memberships, &(self.council.slug.as_str(), person))?;
            Ok::<_, Failure>(Passage { meeting: self.id(world)?, membership: Some(membership) })
        };
        script.add(guest.comes, Rank::Talk, self.label(person), move |world, scene| {
            let input = passage(world)?;
            scene.play(world, by, |tx| meetings::check_in::check_in(tx, &input)).map(|_| ())
        });
        let Some(leaves) = guest.leaves else { return };
        script.add(leaves, Rank::Talk, self.label(person), move |world, scene| {
            let input = passage(world)?;
            scene.play(world, by, |tx| meetings::check_out::check_out(tx, &input)).map(|_| ())
        });
    }

    /// Somebody signs the protocol as it lies before them.
    fn sign(self, script: &mut Script<'c>, by: &'c str, at: Timestamp) {
        script.add(at, Rank::Settle, self.label("protocol of"), move |world, scene| {
            let id = self.id(world)?;
            let latest = scene.operate(|tx| meetings::store::latest_protocol(tx.conn, id))?;
            let latest = latest.ok_or_else(|| Failure::fault("a meeting without a protocol"))?;
            let input = Signing { meeting: id, sha256: hex(&latest.sha256) };
            scene.play(world, by, |tx| meetings::sign::sign(tx, &input)).map(|_| ())
        });
    }
}

/// What a meeting is called that has no name of its own.
fn title(form: MeetingForm) -> Localized {
    let (kk, ru, en) = match form {
        MeetingForm::Meeting => {
            ("Кеңестің кезекті отырысы", "Очередное заседание совета", "Regular meeting of the council")
        }
        MeetingForm::Hearing => ("Қоғамдық тыңдау", "Общественные слушания", "Public hearing"),
    };
    Localized { kk: kk.into(), ru: Some(ru.into()), en: Some(en.into()) }
}
