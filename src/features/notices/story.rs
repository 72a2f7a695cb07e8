//! What an event is about: whom it concerns by what they follow, and through which decision it is seen.

use super::model::{Facts, NoticeKind};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::log::EventRow;
use crate::features::answers::{self, Answer};
use crate::features::deadlines::{self, Deadline, Party};
use crate::features::decisions::{self, Decision};
use crate::features::documents;
use crate::features::polls::{self, Poll};
use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, DecisionId, EventId, Id, Kind, RecommendationId, kind};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// An event as people are told of it.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub event: EventId,
    pub kind: NoticeKind,
    pub subject: (String, Uuid),
    pub decision: DecisionId,
    /// From when on everybody may be told.
    pub public_from: Option<Timestamp>,
    /// Who follows one of these is told.
    pub interests: Vec<Uuid>,
    pub facts: Facts,
    pub occurred_at: Timestamp,
}

/// What hangs where, before the decision itself is read.
struct Anchor {
    decision: DecisionId,
    interests: Vec<Uuid>,
}

/// The rows that the events of a batch are about, by id.
struct Rows {
    polls: HashMap<Uuid, Poll>,
    answers: HashMap<Uuid, Answer>,
    deadlines: HashMap<Uuid, Deadline>,
    /// The recommendations of the addressees whose answers are waited for.
    recommendations: HashMap<Uuid, RecommendationId>,
}

/// The stories of events, in a fixed number of statements. An event whose subject is gone has none.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn of(conn: &mut AnyConn, now: Timestamp, events: &[&EventRow]) -> Outcome<Vec<Story>> {
    let sight = Sight::system(now);
    let rows = rows(conn, &sight, events)?;
    let anchored: Vec<(&EventRow, NoticeKind, Anchor)> = events
        .iter()
        .filter_map(|event| {
            let kind = NoticeKind::of(EventKind::parse(&event.kind)?)?;
            Some((*event, kind, anchor(&rows, kind, event.subject_id.uuid())?))
        })
        .collect();
    let mut ids: Vec<DecisionId> = anchored.iter().map(|(_, _, anchor)| anchor.decision).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = decisions::store::by_ids(conn, &sight, &ids)?;
    let found: HashMap<DecisionId, Decision> = found.into_iter().map(|decision| (decision.id, decision)).collect();
    let tell = |(event, kind, anchor): (&EventRow, NoticeKind, Anchor)| story(event, kind, anchor, &found);
    Ok(anchored.into_iter().filter_map(tell).collect())
}

fn story(
    event: &EventRow,
    kind: NoticeKind,
    anchor: Anchor,
    decisions: &HashMap<DecisionId, Decision>,
) -> Option<Story> {
    let decision = decisions.get(&anchor.decision)?;
    let mut interests = anchor.interests;
    interests.extend([decision.id.uuid(), decision.body_id.uuid()]);
    interests.sort_unstable();
    interests.dedup();
    Some(Story {
        event: event.id,
        kind,
        subject: (prefix(kind).to_owned(), event.subject_id.uuid()),
        decision: decision.id,
        public_from: decision.public_from,
        interests,
        facts: facts(kind, &event.body),
        occurred_at: event.occurred_at,
    })
}

fn rows(conn: &mut AnyConn, sight: &Sight, events: &[&EventRow]) -> Outcome<Rows> {
    let deadlines =
        deadlines::store::by_ids(conn, sight, &subjects(events, &[NoticeKind::Overdue, NoticeKind::DeadlineMoved]))?;
    let waiting = deadlines.iter().filter(|deadline| deadline.subject.kind == addressee());
    let waiting: Vec<AddresseeId> = waiting.map(|deadline| Id::from_uuid(deadline.subject.id)).collect();
    let addressees = documents::store::addressees_by_ids(conn, sight, &waiting)?;
    let polls =
        polls::store::by_ids(conn, sight, &subjects(events, &[NoticeKind::PollOpened, NoticeKind::PollClosed]))?;
    let answers = answers::store::by_ids(conn, sight, &subjects(events, &[NoticeKind::Answer]))?;
    Ok(Rows {
        polls: polls.into_iter().map(|poll| (poll.id.uuid(), poll)).collect(),
        answers: answers.into_iter().map(|answer| (answer.id.uuid(), answer)).collect(),
        deadlines: deadlines.into_iter().map(|deadline| (deadline.id.uuid(), deadline)).collect(),
        recommendations: addressees.iter().map(|one| (one.id.uuid(), one.recommendation_id)).collect(),
    })
}

/// The subjects of the events of these kinds, each once.
fn subjects<K>(events: &[&EventRow], kinds: &[NoticeKind]) -> Vec<Id<K>> {
    let told = |event: &&&EventRow| {
        EventKind::parse(&event.kind).and_then(NoticeKind::of).is_some_and(|kind| kinds.contains(&kind))
    };
    let mut ids: Vec<Uuid> = events.iter().filter(told).map(|event| event.subject_id.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(Id::from_uuid).collect()
}

fn anchor(rows: &Rows, kind: NoticeKind, subject: Uuid) -> Option<Anchor> {
    match kind {
        NoticeKind::NewDecision => Some(Anchor { decision: Id::from_uuid(subject), interests: Vec::new() }),
        NoticeKind::PollOpened | NoticeKind::PollClosed => {
            let poll = rows.polls.get(&subject)?;
            Some(Anchor { decision: poll.decision_id, interests: vec![poll.council_id.uuid()] })
        }
        NoticeKind::Answer => {
            let answer = rows.answers.get(&subject)?;
            let interests = vec![answer.council_id.uuid(), answer.body_id.uuid(), answer.recommendation_id.uuid()];
            Some(Anchor { decision: answer.decision_id, interests })
        }
        NoticeKind::Overdue | NoticeKind::DeadlineMoved => {
            let deadline = rows.deadlines.get(&subject)?;
            let owes = match deadline.owed_by {
                Party::Body(body) => body.uuid(),
                Party::Council(council) => council.uuid(),
            };
            let mut interests = vec![deadline.council_id.uuid(), deadline.body_id.uuid(), owes];
            interests.extend(rows.recommendations.get(&deadline.subject.id).map(|id| id.uuid()));
            Some(Anchor { decision: deadline.decision_id, interests })
        }
    }
}

const fn addressee() -> &'static str {
    <kind::Addressee as type_safe_id::StaticType>::TYPE
}

fn prefix(kind: NoticeKind) -> &'static str {
    fn of<K: Kind>() -> &'static str {
        K::TYPE
    }
    match kind {
        NoticeKind::NewDecision => of::<kind::Decision>(),
        NoticeKind::PollOpened | NoticeKind::PollClosed => of::<kind::Poll>(),
        NoticeKind::Answer => of::<kind::Answer>(),
        NoticeKind::Overdue | NoticeKind::DeadlineMoved => of::<kind::Deadline>(),
    }
}

/// What the event says, as it happened: the rows may have moved on.
fn facts(kind: NoticeKind, body: &str) -> Facts {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let word = |name: &str| body.get("payload")?.get(name)?.as_str().map(str::to_owned);
    let day = |name: &str| word(name)?.parse().ok();
    match kind {
        NoticeKind::NewDecision => Facts::default(),
        NoticeKind::PollOpened => Facts { closes_at: word("closesAt"), ..Facts::default() },
        NoticeKind::PollClosed => Facts { verdict: word("outcome"), ..Facts::default() },
        NoticeKind::Answer => Facts { verdict: word("verdict"), ..Facts::default() },
        NoticeKind::Overdue => Facts { due_on: day("dueOn"), ..Facts::default() },
        NoticeKind::DeadlineMoved => Facts { from_on: day("from"), due_on: day("to"), ..Facts::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_those_of_the_event() {
        let moved = r#"{"payload":{"from":"2026-12-01","to":"2026-12-02","dueOn":"2026-12-02"}}"#;
        let facts_of_moved = facts(NoticeKind::DeadlineMoved, moved);
        assert_eq!(facts_of_moved.from_on, "2026-12-01".parse().ok());
        assert_eq!(facts_of_moved.due_on, "2026-12-02".parse().ok());
        assert_eq!(
            facts(NoticeKind::PollClosed, r#"{"payload":{"outcome":"ADOPTED"}}"#).verdict,
            Some("ADOPTED".into())
        );
        assert_eq!(facts(NoticeKind::PollOpened, r#"{"payload":{"closesAt":null}}"#), Facts::default());
        assert_eq!(facts(NoticeKind::Answer, "no JSON"), Facts::default());
    }
}
