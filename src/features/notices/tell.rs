//! Events become notices: each event and person once, on however many instances look.
//!
//! One instance at a time holds the cursor; the others pass by. The next events make a **round**: whoever follows something
//! they concern is told, person by person in the order of their ids, of all of them together. A body that half the country
//! follows is no reason to hold a transaction for long: after so many people or notices it ends, the cursor remembers who was
//! told last, and the next goes on from there. Until the round is over no other begins.
//!
//! All that is made in one transaction (notices, mails, marks) stands or falls together, so a death in the middle leaves
//! nothing, and the next who looks begins it anew. The key of event and person is the last word.

use super::audience::{self, Audience, End};
use super::model::{Mail, Mailing, Notice};
use super::store::{self, Cursor, Mark};
use super::story::{self, Story};
use crate::access::act::{Act, Writing};
use crate::db::log::{self, EventRow};
use crate::kernel::clock::Timestamp;
use crate::kernel::failpoint;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{EventId, MailId, PersonId};
use chrono::Duration;
use std::collections::HashMap;

/// How far behind the newest event an event may become visible: its time is the request's, its appearance the commit's, and
/// the clocks of servers differ. No statement runs for more than 30 seconds, no transaction idles for more than 60
/// (`db/conn.rs`).
pub(super) const MARGIN: Duration = Duration::hours(1);
/// Events of one round.
const EVENTS: i64 = 200;
/// Notices of one transaction; those of the last person may go beyond.
const NOTICES: usize = 2_000;

/// An event to tell of.
pub(super) struct Telling {
    pub(super) row: EventRow,
    /// Who followed by then is told.
    pub(super) as_of: Timestamp,
    /// Whether it has a mark, and somebody may have been told.
    pub(super) marked: bool,
    /// `None` when what it is about is gone.
    pub(super) story: Option<Story>,
}

/// How much was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Events of the round that was worked at; none when there is nothing to tell or somebody else is telling.
    pub events: usize,
    pub notices: usize,
}

/// What one transaction made.
#[derive(Default)]
struct Batch {
    notices: Vec<Notice>,
    mails: Vec<Mail>,
}

/// Tells of the next events, in one transaction.
///
/// # Errors
/// A fault when the database refuses: then nothing was told, and the next call tries again.
pub fn tell(act: &Act) -> Outcome<Told> {
    let now = act.core.clock.now();
    // Most looks find nothing: they need no write transaction.
    if !act.read_now(|r| store::waits(r.conn, now, MARGIN))? {
        return Ok(Told::default());
    }
    let told = act.write_now(tell_in)?;
    failpoint::reach("told");
    Ok(told)
}

/// The same within a transaction of its caller.
///
/// # Errors
/// A fault when the database refuses.
pub fn tell_in(tx: &mut Writing<'_>) -> Outcome<Told> {
    let Some(cursor) = store::hold_cursor(tx.conn)? else { return Ok(Told::default()) };
    // Not the request's time: whoever held the cursor until now may have told of what is newer.
    let now = after(tx.core.clock.now(), cursor.told_at);
    let begun = store::under_way(tx.conn)?;
    let goes_on = !begun.is_empty();
    let mut tellings = if goes_on { begun.into_iter().map(marked).collect() } else { next(tx, cursor, now)? };
    if tellings.is_empty() {
        return Ok(Told::default());
    }
    let rows: Vec<&EventRow> = tellings.iter().map(|telling| &telling.row).collect();
    let stories = story::of(tx.conn, now, &rows)?;
    let mut stories: HashMap<EventId, Story> = stories.into_iter().map(|story| (story.event, story)).collect();
    tellings.iter_mut().for_each(|telling| telling.story = stories.remove(&telling.row.id));
    let after = cursor.told_through.filter(|_| goes_on);
    let audience = audience::of(tx, now, &tellings, after)?;
    let (batch, told_through) = spread(tx, now, &tellings, &audience);
    store::insert_mails(tx.conn, &batch.mails)?;
    store::insert_notices(tx.conn, &batch.notices)?;
    if !batch.notices.is_empty() {
        log::announce(tx.conn, log::TOLD)?;
    }
    if !goes_on {
        mark(tx, &tellings, told_through)?;
    } else if told_through.is_none() {
        store::end_round(tx.conn)?;
    }
    move_on(tx, cursor, &tellings, told_through, now)?;
    failpoint::reach("telling");
    Ok(Told { events: tellings.len(), notices: batch.notices.len() })
}

/// Now, but later than the last time: whoever reads on from a notice misses none that another instance's clock dated earlier.
fn after(now: Timestamp, told_at: Option<Timestamp>) -> Timestamp {
    told_at.map_or(now, |told_at| now.max(told_at.plus(Duration::microseconds(1))))
}

fn marked((row, as_of): (EventRow, Timestamp)) -> Telling {
    Telling { row, as_of, marked: true, story: None }
}

/// The events of the next round.
fn next(tx: &mut Writing<'_>, cursor: Cursor, now: Timestamp) -> Outcome<Vec<Telling>> {
    let mut tellings = Vec::new();
    // What happened before anybody followed anything is told to nobody.
    if let Some(first) = store::first_follow(tx.conn)? {
        let fresh = store::untold(tx.conn, cursor.read_until.plus(-MARGIN).max(first), EVENTS)?;
        let told = |row: EventRow| Telling { as_of: row.occurred_at, row, marked: false, story: None };
        tellings.extend(fresh.into_iter().map(told));
    }
    tellings.extend(store::again(tx.conn, now, EVENTS)?.into_iter().map(marked));
    Ok(tellings)
}

/// Makes the notices of the next people, and says who was the last of them; `None` when all are told.
fn spread(tx: &Writing<'_>, now: Timestamp, tellings: &[Telling], audience: &Audience) -> (Batch, Option<PersonId>) {
    let mut batch = Batch::default();
    let mut last = None;
    for (person, delivery, numbers) in &audience.people {
        if batch.notices.len() >= NOTICES {
            return (batch, last);
        }
        last = Some(*person);
        let mailing = Mailing::from(*delivery);
        let mail_id =
            (mailing == Mailing::Mail && !numbers.is_empty()).then(|| batch.mail_to(tx, *person, tx.core.clock.now()));
        let stories = numbers.iter().filter_map(|number| tellings.get(*number)?.story.as_ref());
        batch.notices.extend(stories.map(|story| notice(tx, story, *person, now, (mailing, mail_id))));
    }
    match audience.end {
        End::Reached => (batch, None),
        End::Ahead(through) => (batch, Some(through)),
    }
}

fn notice(
    tx: &Writing<'_>,
    story: &Story,
    person_id: PersonId,
    now: Timestamp,
    (mailing, mail_id): (Mailing, Option<MailId>),
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
    /// A mail to a person: what happens together is told together.
    fn mail_to(&mut self, tx: &Writing<'_>, person: PersonId, now: Timestamp) -> MailId {
        let mail = new_mail(tx, person, now);
        let id = mail.id;
        self.mails.push(mail);
        id
    }
}

/// A mail with its Message-ID, which it keeps at every try.
pub(super) fn new_mail(tx: &Writing<'_>, person_id: PersonId, created_at: Timestamp) -> Mail {
    let id: MailId = tx.id();
    let message_id = format!("{}.mail@{}", id.uuid().simple(), tx.core.post.domain());
    Mail { id, person_id, message_id, digest_on: None, attempts: 0, created_at }
}

/// Marks the events of a round at its beginning. Whom an embargo kept from one is told when it ends: not only who followed
/// when it happened, but who follows by then.
fn mark(tx: &mut Writing<'_>, tellings: &[Telling], told_through: Option<PersonId>) -> Outcome<()> {
    let (mut fresh, mut renewed) = (Vec::new(), Vec::new());
    for telling in tellings {
        let public_from = telling.story.as_ref().and_then(|story| story.public_from);
        let mark = Mark {
            event: telling.row.id,
            occurred_at: telling.row.occurred_at,
            again_at: public_from.filter(|from| *from > telling.as_of),
            as_of: told_through.map(|_| telling.as_of),
        };
        if telling.marked { renewed.push(mark) } else { fresh.push(mark) }
    }
    store::mark(tx.conn, &fresh)?;
    store::renew(tx.conn, &renewed)
}

fn move_on(
    tx: &mut Writing<'_>,
    cursor: Cursor,
    tellings: &[Telling],
    told_through: Option<PersonId>,
    now: Timestamp,
) -> Outcome<()> {
    let fresh = tellings.iter().filter(|telling| !telling.marked);
    // Somebody whose clock is ahead does not take the others' events with them.
    let newest = fresh.map(|telling| telling.row.occurred_at).max().map(|newest| newest.min(now));
    let read_until = newest.unwrap_or(cursor.read_until).max(cursor.read_until);
    let told_at = Some(now).max(cursor.told_at);
    store::move_cursor(tx.conn, Cursor { read_until, told_through, told_at })?;
    if read_until > cursor.read_until {
        store::prune(tx.conn, read_until.plus(-MARGIN * 2))?;
    }
    Ok(())
}
