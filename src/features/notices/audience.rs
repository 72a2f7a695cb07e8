//! Who is told of what: the next people of a round, with what they follow and may see.

use super::model::Delivery;
use super::reader;
use super::store::{self, Follower};
use super::story::Story;
use super::tell::Telling;
use crate::access::act::Writing;
use crate::features::decisions;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, EventId, PersonId};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// People looked at in one transaction.
const PEOPLE: i64 = 1_000;

/// The next people of a round.
pub(super) struct Audience {
    /// In the order of their ids, each with the tellings that concern them, by number.
    pub people: Vec<(PersonId, Delivery, BTreeSet<usize>)>,
    /// Whether these are the last.
    pub end: End,
}

/// Whether there are more people to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Reached,
    /// After this one.
    Ahead(PersonId),
}

/// Who comes after somebody, and is told of which of these events.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn of(
    tx: &mut Writing<'_>,
    now: Timestamp,
    tellings: &[Telling],
    after: Option<PersonId>,
) -> Outcome<Audience> {
    let about = about(tellings);
    let subjects: Vec<Uuid> = about.keys().copied().collect();
    let people = store::people_following(tx.conn, &subjects, after, PEOPLE)?;
    let full = i64::try_from(people.len()).is_ok_and(|count| count >= PEOPLE);
    let end = people.last().filter(|_| full).map_or(End::Reached, |last| End::Ahead(*last));
    let followers = store::followers(tx.conn, &subjects, &people)?;
    let known =
        Known { initiated: initiated(tx, now, tellings, &about, &followers)?, told: told(tx, tellings, &people)?, now };
    let concern = |all: &[Follower]| {
        let first = all.first()?;
        let numbers = all.iter().flat_map(|follower| follows(follower, tellings, &about));
        let numbers = numbers.filter(|number| known.may_be_told(first.person_id, tellings.get(*number)));
        Some((first.person_id, first.delivery, numbers.collect()))
    };
    let of_one = followers.chunk_by(|one, next| one.person_id == next.person_id);
    Ok(Audience { people: of_one.filter_map(concern).collect(), end })
}

/// The tellings that concern who follows a subject, by number.
fn about(tellings: &[Telling]) -> HashMap<Uuid, Vec<usize>> {
    let mut about: HashMap<Uuid, Vec<usize>> = HashMap::new();
    for (number, telling) in tellings.iter().enumerate() {
        for interest in telling.story.iter().flat_map(|story| &story.interests) {
            about.entry(*interest).or_default().push(number);
        }
    }
    about
}

/// What somebody is to be told of because they had begun to follow something by then.
fn follows<'a>(
    follower: &'a Follower,
    tellings: &'a [Telling],
    about: &'a HashMap<Uuid, Vec<usize>>,
) -> impl Iterator<Item = usize> + 'a {
    let numbers = about.get(&follower.subject_id).into_iter().flatten().copied();
    numbers.filter(|number| tellings.get(*number).is_some_and(|telling| follower.since_at <= telling.as_of))
}

/// What is known of the people before the first notice is made.
struct Known {
    /// Who may see which decision that not everybody may.
    initiated: HashSet<(PersonId, DecisionId)>,
    told: HashSet<(EventId, PersonId)>,
    now: Timestamp,
}

impl Known {
    fn may_be_told(&self, person: PersonId, telling: Option<&Telling>) -> bool {
        let Some(story) = telling.and_then(|telling| telling.story.as_ref()) else { return false };
        let sees = is_public(story, self.now) || self.initiated.contains(&(person, story.decision));
        sees && !self.told.contains(&(story.event, person))
    }
}

/// Whether everybody may be told.
fn is_public(story: &Story, now: Timestamp) -> bool {
    story.public_from.is_some_and(|from| from <= now)
}

fn told(tx: &mut Writing<'_>, tellings: &[Telling], people: &[PersonId]) -> Outcome<HashSet<(EventId, PersonId)>> {
    let marked: Vec<EventId> = tellings.iter().filter(|telling| telling.marked).map(|telling| telling.row.id).collect();
    Ok(store::already_told(tx.conn, &marked, people)?.into_iter().collect())
}

/// Who may see those of the decisions that not everybody may. Only people with a role or a seat are asked about.
fn initiated(
    tx: &mut Writing<'_>,
    now: Timestamp,
    tellings: &[Telling],
    about: &HashMap<Uuid, Vec<usize>>,
    followers: &[Follower],
) -> Outcome<HashSet<(PersonId, DecisionId)>> {
    let (mut decisions, mut people) = (BTreeSet::new(), BTreeSet::new());
    for follower in followers {
        let stories = follows(follower, tellings, about).filter_map(|number| tellings.get(number)?.story.as_ref());
        for story in stories.filter(|story| !is_public(story, now)) {
            decisions.insert(story.decision);
            people.insert(follower.person_id);
        }
    }
    let (decisions, people): (Vec<_>, Vec<_>) = (decisions.into_iter().collect(), people.into_iter().collect());
    let mut seen = HashSet::new();
    if people.is_empty() {
        return Ok(seen);
    }
    for person in store::with_rights(tx.conn, &people)? {
        let Some(viewer) = reader::reader(tx.conn, person, now)? else { continue };
        let found = decisions::store::by_ids(tx.conn, &reader::sight(&viewer), &decisions)?;
        seen.extend(found.into_iter().map(|decision| (person, decision.id)));
    }
    Ok(seen)
}
