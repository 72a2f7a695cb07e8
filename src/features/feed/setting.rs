//! Where events hang: on which decision, at which council and body. Events name what is next to them; the rest is looked up.

use super::model::Audience;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::log::EventRow;
use crate::features::attachments::SubjectKind;
use crate::features::decisions::Decision;
use crate::features::meetings::{Meeting, Openness};
use crate::features::{attachments, councils, deadlines, decisions, meetings, polls, reviews};
use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{
    AttachmentId, CouncilId, DeadlineId, DecisionId, EventId, Id, Kind, MeetingId, PollId, ReviewId, StateBodyId, split,
};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// What is known of an event that belongs into the feed.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub subject: (String, Uuid),
    pub council: Option<CouncilId>,
    pub body: Option<StateBodyId>,
    /// The decision through which it is seen; `None` where everybody sees it.
    pub decision: Option<Decision>,
}

/// What an event itself says of where it hangs.
#[derive(Debug)]
struct Hint {
    event: EventId,
    occurred_at: Timestamp,
    audience: Option<Audience>,
    subject: (String, Uuid),
    decision: Option<DecisionId>,
    review: Option<ReviewId>,
    poll: Option<PollId>,
    meeting: Option<MeetingId>,
    attachment: Option<AttachmentId>,
    deadline: Option<DeadlineId>,
    council: Option<CouncilId>,
    body: Option<StateBodyId>,
}

/// The settings of those of the events that belong into the feed, in a fixed number of statements.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn of(conn: &mut AnyConn, now: Timestamp, events: &[EventRow]) -> Outcome<HashMap<EventId, Setting>> {
    let sight = Sight::system(now);
    let mut hints: Vec<Hint> = events.iter().filter_map(hint).collect();
    from_polls(conn, &sight, &mut hints)?;
    from_reviews(conn, &sight, &mut hints)?;
    from_attachments(conn, &sight, &mut hints)?;
    from_deadlines(conn, &sight, &mut hints)?;
    from_meetings(conn, &mut hints)?;
    from_councils(conn, &mut hints)?;
    let found = decisions::store::by_ids(conn, &sight, &wanted(&hints, |hint| hint.decision))?;
    let decisions: HashMap<DecisionId, Decision> = found.into_iter().map(|one| (one.id, one)).collect();
    Ok(hints.into_iter().filter_map(|hint| settle(hint, &decisions)).collect())
}

/// Denied by default: what should hang on a decision and does not is left out, and so is what happened to a draft.
fn settle(hint: Hint, decisions: &HashMap<DecisionId, Decision>) -> Option<(EventId, Setting)> {
    let decision = match hint.audience? {
        Audience::Nobody => return None,
        Audience::Everybody | Audience::OfPublicMeeting => None,
        Audience::OfDecision => {
            let decision = decisions.get(&hint.decision?)?;
            // The same whenever it is asked: before the publication, or long after.
            decision.published_at.filter(|published_at| *published_at <= hint.occurred_at)?;
            Some(decision.clone())
        }
    };
    let body = hint.body.or(decision.as_ref().map(|decision| decision.body_id));
    Some((hint.event, Setting { subject: hint.subject, council: hint.council, body, decision }))
}

fn hint(event: &EventRow) -> Option<Hint> {
    let audience = Audience::of(EventKind::parse(&event.kind)?);
    if audience == Audience::Nobody {
        return None;
    }
    let said: Value = serde_json::from_str(&event.body).ok()?;
    let subject = split(said.get("subject")?.as_str()?)?;
    Some(Hint {
        event: event.id,
        occurred_at: event.occurred_at,
        audience: Some(audience),
        decision: named(&said, &subject, "decision"),
        review: named(&said, &subject, "review"),
        poll: named(&said, &subject, "poll"),
        meeting: named(&said, &subject, "meeting"),
        attachment: named(&said, &subject, "attachment"),
        deadline: named(&said, &subject, "deadline"),
        council: named(&said, &subject, "council"),
        body: named(&said, &subject, "body"),
        subject,
    })
}

/// The id of a kind: of the subject, or of what the payload names so.
fn named<K: Kind>(said: &Value, (prefix, id): &(String, Uuid), name: &str) -> Option<Id<K>> {
    if prefix == K::TYPE {
        return Some(Id::from_uuid(*id));
    }
    Id::parse(said.get("payload")?.get(name)?.as_str()?).ok()
}

/// The ids that hints name, each once.
fn wanted<K>(hints: &[Hint], which: impl Fn(&Hint) -> Option<Id<K>>) -> Vec<Id<K>> {
    let mut ids: Vec<Uuid> = hints.iter().filter_map(which).map(|id| id.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(Id::from_uuid).collect()
}

fn from_polls(conn: &mut AnyConn, sight: &Sight, hints: &mut [Hint]) -> Outcome<()> {
    let unknown = |hint: &Hint| hint.poll.filter(|_| hint.decision.is_none() && hint.review.is_none());
    let ids = wanted(hints, unknown);
    if ids.is_empty() {
        return Ok(());
    }
    let polls: HashMap<_, _> =
        polls::store::by_ids(conn, sight, &ids)?.into_iter().map(|poll| (poll.id, poll)).collect();
    for hint in hints.iter_mut() {
        if let Some(poll) = unknown(hint).and_then(|id| polls.get(&id)) {
            hint.decision = Some(poll.decision_id);
            hint.council = Some(poll.council_id);
        }
    }
    Ok(())
}

fn from_reviews(conn: &mut AnyConn, sight: &Sight, hints: &mut [Hint]) -> Outcome<()> {
    let unknown = |hint: &Hint| hint.review.filter(|_| hint.decision.is_none() || hint.council.is_none());
    let ids = wanted(hints, unknown);
    if ids.is_empty() {
        return Ok(());
    }
    let found = reviews::store::by_ids(conn, sight, &ids)?;
    let reviews: HashMap<_, _> = found.into_iter().map(|review| (review.id, review)).collect();
    for hint in hints.iter_mut() {
        if let Some(review) = unknown(hint).and_then(|id| reviews.get(&id)) {
            hint.decision = Some(review.decision_id);
            hint.council = Some(review.council_id);
        }
    }
    Ok(())
}

/// A deadline stands at the body whose matter it is, which need not be that of the decision.
fn from_deadlines(conn: &mut AnyConn, sight: &Sight, hints: &mut [Hint]) -> Outcome<()> {
    let ids = wanted(hints, |hint| hint.deadline);
    if ids.is_empty() {
        return Ok(());
    }
    let found = deadlines::store::by_ids(conn, sight, &ids)?;
    let found: HashMap<_, _> = found.into_iter().map(|deadline| (deadline.id, deadline)).collect();
    for hint in hints.iter_mut() {
        if let Some(deadline) = hint.deadline.and_then(|id| found.get(&id)) {
            hint.council = Some(deadline.council_id);
            hint.body = Some(deadline.body_id);
        }
    }
    Ok(())
}

/// Restricted files are told of to nobody. Neither are those of meetings and of final documents: who may see these is the
/// meeting's and the document's to say.
fn from_attachments(conn: &mut AnyConn, sight: &Sight, hints: &mut [Hint]) -> Outcome<()> {
    let ids = wanted(hints, |hint| hint.attachment);
    if ids.is_empty() {
        return Ok(());
    }
    let found = attachments::store::by_ids(conn, sight, &ids)?;
    let found: HashMap<_, _> = found.into_iter().map(|file| (file.id, file)).collect();
    for hint in hints.iter_mut() {
        let Some(id) = hint.attachment else { continue };
        let was_public = |file: &&attachments::Attachment| {
            matches!(file.subject.kind, SubjectKind::Decision | SubjectKind::Answer)
                && (file.access == attachments::Access::Public || file.restricted.is_some())
        };
        match found.get(&id).filter(was_public) {
            Some(file) => (hint.decision, hint.council, hint.body) = (file.decision_id, file.council_id, file.body_id),
            None => hint.audience = None,
        }
    }
    Ok(())
}

fn from_meetings(conn: &mut AnyConn, hints: &mut [Hint]) -> Outcome<()> {
    let ids = wanted(hints, |hint| hint.meeting);
    if ids.is_empty() {
        return Ok(());
    }
    let found: HashMap<MeetingId, Meeting> =
        meetings::store::by_ids(conn, &ids)?.into_iter().map(|meeting| (meeting.id, meeting)).collect();
    for hint in hints.iter_mut() {
        let Some(id) = hint.meeting else { continue };
        let meeting = found.get(&id);
        hint.council = meeting.map(|meeting| meeting.council_id);
        let is_public = meeting.is_some_and(|meeting| meeting.openness == Openness::Public);
        if hint.audience == Some(Audience::OfPublicMeeting) && !is_public {
            hint.audience = None;
        }
    }
    Ok(())
}

/// What happens at a council and hangs on no decision happens at the council's body.
fn from_councils(conn: &mut AnyConn, hints: &mut [Hint]) -> Outcome<()> {
    let unknown = |hint: &Hint| hint.council.filter(|_| hint.body.is_none() && hint.decision.is_none());
    let ids = wanted(hints, unknown);
    if ids.is_empty() {
        return Ok(());
    }
    let bodies = councils::store::bodies_of(conn, &ids)?;
    for hint in hints.iter_mut() {
        if let Some(council) = unknown(hint) {
            hint.body = bodies.get(&council).copied();
        }
    }
    Ok(())
}
