//! What can happen to answers and milestones. The texts stand with them, for all to read; the payload holds what a
//! scorecard is recounted from: verdicts, days, and how the clock stood.

use super::milestone::{Milestone, MilestoneReport};
use super::model::{Answer, Rating};
use crate::features::deadlines::Deadline;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::{Id, MilestoneId};
use serde_json::{Value, json};

/// A body answered a recommendation; with the clock that the answer met, as it stands after it.
pub fn answered(answer: &Answer, plan: &[Milestone], clock: Option<&Deadline>) -> NewEvent {
    let event = said(EventKind::RecommendationAnswered, answer, plan);
    match clock {
        Some(clock) => event.with("dueOn", clock.due_on.to_string()).with("clock", clock.state.as_str()),
        None => event,
    }
}

/// A body corrected an answer; what its plan had promised and nobody had confirmed is superseded.
pub fn corrected(answer: &Answer, plan: &[Milestone], superseded: &[MilestoneId]) -> NewEvent {
    said(EventKind::AnswerCorrected, answer, plan)
        .with("corrects", answer.corrects_id.map(Id::wire))
        .with("superseded", superseded.iter().map(|id| id.wire()).collect::<Vec<_>>())
}

fn said(kind: EventKind, answer: &Answer, plan: &[Milestone]) -> NewEvent {
    let promised = |milestone: &Milestone| json!({ "id": milestone.id.wire(), "dueOn": milestone.due_on.to_string() });
    NewEvent::new(kind, answer.id)
        .about("addressee", answer.addressee_id)
        .about("recommendation", answer.recommendation_id)
        .about("document", answer.document_id)
        .about("review", answer.review_id)
        .about("decision", answer.decision_id)
        .about("council", answer.council_id)
        .about("body", answer.body_id)
        .with("number", answer.number)
        .with("verdict", answer.verdict.as_str())
        .with("answeredOn", answer.answered_on.to_string())
        .with("milestones", plan.iter().map(promised).collect::<Vec<Value>>())
}

/// The council rated an answer.
pub fn rated(answer: &Answer, rating: &Rating) -> NewEvent {
    NewEvent::new(EventKind::AnswerRated, answer.id)
        .about("review", answer.review_id)
        .about("council", answer.council_id)
        .about("body", answer.body_id)
        .with("verdict", rating.verdict.as_str())
        .about("poll", rating.poll_id)
}

/// A body reported a milestone.
pub fn reported(milestone: &Milestone, report: &MilestoneReport) -> NewEvent {
    about(EventKind::MilestoneReported, milestone)
        .about("report", report.id)
        .with("number", report.number)
        .with("dueOn", milestone.due_on.to_string())
        .with("reportedOn", milestone.reported_on.map(|on| on.to_string()))
}

/// The council confirmed a milestone: the promise was kept, in time or late.
pub fn confirmed(milestone: &Milestone, report: &MilestoneReport) -> NewEvent {
    about(EventKind::MilestoneConfirmed, milestone)
        .about("report", report.id)
        .with("dueOn", milestone.due_on.to_string())
        .with("reportedOn", milestone.reported_on.map(|on| on.to_string()))
}

/// The council disputed a report. The reason stands with it.
pub fn disputed(milestone: &Milestone, report: &MilestoneReport) -> NewEvent {
    about(EventKind::MilestoneDisputed, milestone).about("report", report.id)
}

fn about(kind: EventKind, milestone: &Milestone) -> NewEvent {
    NewEvent::new(kind, milestone.id)
        .about("answer", milestone.answer_id)
        .about("review", milestone.review_id)
        .about("council", milestone.council_id)
        .about("body", milestone.body_id)
}
