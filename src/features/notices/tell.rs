//! Events become notices: each event and person once, on however many instances look.
//!
//! One instance at a time holds the cursor; the others pass by. All that is made of a batch of events (notices, mails, marks) is
//! one transaction, so a death in the middle leaves nothing, and the next who looks begins anew. The key of event and person
//! is the last word.

use super::model::{Delivery, Mail, Mailing, Notice};
use super::reader;
use super::store::{self, Follower, Mark};
use super::story::{self, Story};
use crate::access::act::{Act, Writing};
use crate::db::log::EventRow;
use crate::features::decisions;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, EventId, MailId, PersonId};
use chrono::Duration;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// How far behind the newest event an event may become visible: its time is the request's, its appearance the commit's, and
/// the clocks of servers differ. No statement runs for more than 30 seconds, no transaction idles for more than 60
/// (`db/conn.rs`).
const MARGIN: Duration = Duration::hours(1);
/// Events and notices of one transaction. Somebody whom everybody follows fills it with one event.
const EVENTS: i64 = 200;
const NOTICES: usize = 20_000;

/// An event to tell of.
struct Telling {
    row: EventRow,
    /// Who followed by then is told.
    as_of: Timestamp,
    /// Whether it was told of before, to some.
    again: bool,
}

/// Who is told of what, as far as it can be known before the first notice is made.
struct Audience {
    followers: HashMap<Uuid, Vec<Follower>>,
    /// Who may see which decision that not everybody may.
    initiated: HashSet<(PersonId, DecisionId)>,
    told: HashSet<(EventId, PersonId)>,
}

/// What one transaction made.
#[derive(Default)]
struct Batch {
    notices: Vec<Notice>,
    mails: BTreeMap<PersonId, Mail>,
    fresh: Vec<Mark>,
    renewed: Vec<Mark>,
}

/// Tells of the next events. Returns of how many; zero when there is nothing to tell or somebody else is telling.
///
/// # Errors
/// A fault when the database refuses: then nothing was told, and the next call tries again.
pub fn tell(act: &Act) -> Outcome<usize> {
    let now = act.core.clock.now();
    // Most looks find nothing: they need no write transaction.
    if act.read_now(|r| store::waits(r.conn, now, MARGIN))? { act.write_now(tell_in) } else { Ok(0) }
}

/// The same within a transaction of its caller.
///
/// # Errors
/// A fault when the database refuses.
pub fn tell_in(tx: &mut Writing<'_>) -> Outcome<usize> {
    let Some(read_until) = store::hold_cursor(tx.conn)? else { return Ok(0) };
    // Not the request's time: whoever held the cursor until now may have told of what is newer.
    let now = tx.core.clock.now();
    let tellings = next(tx, read_until, now)?;
    let rows: Vec<&EventRow> = tellings.iter().map(|telling| &telling.row).collect();
    let stories = story::of(tx.conn, now, &rows)?;
    let audience = audience(tx, now, &tellings, &stories)?;
    let stories: HashMap<EventId, Story> = stories.into_iter().map(|story| (story.event, story)).collect();
    let mut batch = Batch::default();
    for telling in &tellings {
        if batch.notices.len() >= NOTICES {
            break;
        }
        spread(tx, now, telling, stories.get(&telling.row.id), &audience, &mut batch);
    }
    write(tx, &batch, read_until)?;
    Ok(batch.fresh.len() + batch.renewed.len())
}

fn next(tx: &mut Writing<'_>, read_until: Timestamp, now: Timestamp) -> Outcome<Vec<Telling>> {
    let mut tellings = Vec::new();
    // What happened before anybody followed anything is told to nobody.
    if let Some(first) = store::first_follow(tx.conn)? {
        let fresh = store::untold(tx.conn, read_until.plus(-MARGIN).max(first), EVENTS)?;
        tellings.extend(fresh.into_iter().map(|row| Telling { as_of: row.occurred_at, row, again: false }));
    }
    let again = store::again(tx.conn, now, EVENTS)?;
    tellings.extend(again.into_iter().map(|(row, as_of)| Telling { row, as_of, again: true }));
    Ok(tellings)
}

fn audience(tx: &mut Writing<'_>, now: Timestamp, tellings: &[Telling], stories: &[Story]) -> Outcome<Audience> {
    let mut interests: Vec<Uuid> = stories.iter().flat_map(|story| story.interests.iter().copied()).collect();
    interests.sort_unstable();
    interests.dedup();
    let mut followers: HashMap<Uuid, Vec<Follower>> = HashMap::new();
    for follower in store::followers(tx.conn, &interests)? {
        followers.entry(follower.subject_id).or_default().push(follower);
    }
    let repeated: Vec<EventId> =
        tellings.iter().filter(|telling| telling.again).map(|telling| telling.row.id).collect();
    let told = store::already_told(tx.conn, &repeated)?.into_iter().collect();
    let initiated = initiated(tx, now, stories, &followers)?;
    Ok(Audience { followers, initiated, told })
}

/// Who may see those of the decisions that not everybody may. Only people with a role or a seat are asked about.
fn initiated(
    tx: &mut Writing<'_>,
    now: Timestamp,
    stories: &[Story],
    followers: &HashMap<Uuid, Vec<Follower>>,
) -> Outcome<HashSet<(PersonId, DecisionId)>> {
    let closed = stories.iter().filter(|story| !is_public(story, now));
    let (mut decisions, mut people) = (HashSet::new(), HashSet::new());
    for story in closed {
        decisions.insert(story.decision);
        let all = story.interests.iter().filter_map(|interest| followers.get(interest)).flatten();
        people.extend(all.map(|follower| follower.person_id));
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

fn is_public(story: &Story, now: Timestamp) -> bool {
    story.public_from.is_some_and(|from| from <= now)
}

/// Makes the notices of one event, and its mark.
fn spread(
    tx: &Writing<'_>,
    now: Timestamp,
    telling: &Telling,
    story: Option<&Story>,
    audience: &Audience,
    batch: &mut Batch,
) {
    // Most are told when everybody may be.
    let again_at = story.and_then(|story| story.public_from).filter(|from| *from > now);
    let mark = Mark { event: telling.row.id, occurred_at: telling.row.occurred_at, again_at };
    if telling.again {
        batch.renewed.push(mark)
    } else {
        batch.fresh.push(mark)
    }
    let Some(story) = story else { return };
    let everybody = is_public(story, now);
    let all = story.interests.iter().filter_map(|interest| audience.followers.get(interest)).flatten();
    let people: BTreeMap<PersonId, Delivery> = all
        .filter(|follower| follower.since_at <= telling.as_of)
        .filter(|follower| everybody || audience.initiated.contains(&(follower.person_id, story.decision)))
        .filter(|follower| !audience.told.contains(&(story.event, follower.person_id)))
        .map(|follower| (follower.person_id, follower.delivery))
        .collect();
    for (person, delivery) in people {
        let mailing = Mailing::from(delivery);
        let mail_id = (mailing == Mailing::Mail).then(|| batch.mail_to(tx, person, now));
        batch.notices.push(notice(tx, story, person, now, mailing, mail_id));
    }
}

fn notice(
    tx: &Writing<'_>,
    story: &Story,
    person_id: PersonId,
    now: Timestamp,
    mailing: Mailing,
    mail_id: Option<MailId>,
) -> Notice {
    Notice {
        id: tx.id(),
        person_id,
        event_id: story.event,
        kind: story.kind,
        subject: story.subject.clone(),
        decision_id: story.decision,
        facts: story.facts.clone(),
        occurred_at: story.occurred_at,
        made_at: now,
        read_at: None,
        mailing,
        mail_id,
    }
}

impl Batch {
    /// The mail of this batch to a person: what happens together is told together.
    fn mail_to(&mut self, tx: &Writing<'_>, person: PersonId, now: Timestamp) -> MailId {
        self.mails.entry(person).or_insert_with(|| new_mail(tx, person, now)).id
    }
}

/// A mail with its Message-ID, which it keeps at every try.
pub(super) fn new_mail(tx: &Writing<'_>, person_id: PersonId, created_at: Timestamp) -> Mail {
    let id: MailId = tx.id();
    let message_id = format!("{}.mail@{}", id.uuid().simple(), tx.core.post.domain());
    Mail { id, person_id, message_id, digest_on: None, attempts: 0, created_at }
}

fn write(tx: &mut Writing<'_>, batch: &Batch, read_until: Timestamp) -> Outcome<()> {
    let mails: Vec<Mail> = batch.mails.values().cloned().collect();
    store::insert_mails(tx.conn, &mails)?;
    store::insert_notices(tx.conn, &batch.notices)?;
    store::mark(tx.conn, &batch.fresh, &batch.renewed)?;
    let newest = batch.fresh.iter().map(|mark| mark.occurred_at).max();
    if let Some(newest) = newest.filter(|newest| *newest > read_until) {
        store::move_cursor(tx.conn, newest)?;
        store::prune(tx.conn, newest.plus(-MARGIN * 2))?;
    }
    Ok(())
}
