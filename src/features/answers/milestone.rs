//! A milestone: what a body promised by when, how far it has come, and what the council says to its reports.

use super::plan::REASONS_CHARS;
use crate::features::check;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    AddresseeId, AnswerId, CouncilId, DecisionId, MilestoneId, MilestoneReportId, PersonId, ReviewId, StateBodyId,
};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use chrono::NaiveDate;

/// The longest link to evidence, in characters.
pub const URL_CHARS: usize = 2_000;

text_enum! {
    /// Where a milestone stands. SUPERSEDED: its answer was corrected before it was confirmed.
    pub enum MilestoneState {
        Planned = "PLANNED", Reported = "REPORTED", Confirmed = "CONFIRMED", Disputed = "DISPUTED",
        Superseded = "SUPERSEDED",
    }
}

text_enum! {
    /// What the council says to a report.
    pub enum JudgementVerdict { Confirmed = "CONFIRMED", Disputed = "DISPUTED" }
}

/// What moves a milestone from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Report,
    Confirm,
    Dispute,
    /// The answer that promised it is corrected.
    Supersede,
}

/// The lifecycle: what is not in this table does not happen. A report is judged before another is made, so that the
/// council never confirms what it has not read.
pub const LIFECYCLE: &[(MilestoneState, Step, MilestoneState)] = &[
    (MilestoneState::Planned, Step::Report, MilestoneState::Reported),
    (MilestoneState::Disputed, Step::Report, MilestoneState::Reported),
    (MilestoneState::Reported, Step::Confirm, MilestoneState::Confirmed),
    (MilestoneState::Reported, Step::Dispute, MilestoneState::Disputed),
    (MilestoneState::Planned, Step::Supersede, MilestoneState::Superseded),
    (MilestoneState::Reported, Step::Supersede, MilestoneState::Superseded),
    (MilestoneState::Disputed, Step::Supersede, MilestoneState::Superseded),
];

/// The states in which a milestone still waits for somebody: those that [`Step::Supersede`] ends.
pub const UNFINISHED: &[MilestoneState] =
    &[MilestoneState::Planned, MilestoneState::Reported, MilestoneState::Disputed];

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub id: MilestoneId,
    pub answer_id: AnswerId,
    pub addressee_id: AddresseeId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub body_id: StateBodyId,
    /// Its place in the plan, from 1.
    pub number: i64,
    pub title: Localized,
    /// The last day of the promise, in the body's time zone.
    pub due_on: NaiveDate,
    pub state: MilestoneState,
    pub planned_at: Timestamp,
    /// The day of the latest report, in the body's time zone.
    pub reported_on: Option<NaiveDate>,
}

/// What a body shows for a milestone, and what the council said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneReport {
    pub id: MilestoneReportId,
    pub milestone_id: MilestoneId,
    /// From 1; each further report adds one.
    pub number: i64,
    pub evidence: String,
    pub url: Option<String>,
    pub author_id: PersonId,
    /// The author's name at the time of reporting.
    pub author_name: String,
    pub reported_at: Timestamp,
    pub judgement: Option<Judgement>,
}

/// What the council said to a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub verdict: JudgementVerdict,
    pub by_id: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    /// Obligatory in a dispute.
    pub reason: Option<String>,
}

text_enum! {
    /// Whether a promise was kept in time.
    pub enum Punctuality { Pending = "PENDING", Kept = "KEPT", Late = "LATE" }
}

impl Milestone {
    /// The state a step leads to.
    ///
    /// # Errors
    /// WRONG_STATE when the lifecycle has no such step from here.
    pub fn after(&self, step: Step) -> Result<MilestoneState, Refusal> {
        let row = LIFECYCLE.iter().find(|(from, by, _)| *from == self.state && *by == step);
        row.map(|(_, _, to)| *to).ok_or_else(|| Refusal::new(Code::WrongState).with("state", self.state.as_str()))
    }

    /// How it stands on a day of the body's time zone; nothing where the promise was superseded. What counts is the day
    /// of the report that convinced the council, not the day on which the council said so.
    pub fn punctuality(&self, today: NaiveDate) -> Option<Punctuality> {
        let is_in_time = self.reported_on.is_some_and(|on| on <= self.due_on);
        Standing { state: self.state, is_in_time, is_past: self.due_on < today }.punctuality()
    }
}

/// All that the punctuality of a milestone depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: MilestoneState,
    /// The latest report came by the promised day.
    pub is_in_time: bool,
    /// The promised day is over.
    pub is_past: bool,
}

impl Standing {
    /// Whether the promise was kept; nothing where it was superseded.
    pub const fn punctuality(self) -> Option<Punctuality> {
        match self.state {
            MilestoneState::Superseded => None,
            MilestoneState::Confirmed if self.is_in_time => Some(Punctuality::Kept),
            MilestoneState::Reported if self.is_in_time => Some(Punctuality::Pending),
            MilestoneState::Planned | MilestoneState::Disputed if !self.is_past => Some(Punctuality::Pending),
            _ => Some(Punctuality::Late),
        }
    }
}

/// The evidence of a report, made ready: a text, and a link for a browser.
///
/// # Errors
/// BLANK or TOO_LONG of the evidence, TOO_LONG or URL_INVALID of the link.
pub fn admit_evidence(evidence: &str, url: Option<&str>) -> Result<(String, Option<String>), Refusal> {
    let evidence = check::text(evidence, "evidence", REASONS_CHARS)?;
    let url = check::optional(url, "url", URL_CHARS)?;
    match url {
        // Nothing that a browser would run, such as `javascript:`, and no blanks in which to hide.
        Some(url) if !is_link(&url) => Err(Refusal::new(Code::UrlInvalid).at("url")),
        url => Ok((evidence, url)),
    }
}

fn is_link(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let named =
        host.is_some_and(|host| host.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '['));
    named && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

#[cfg(test)]
#[path = "milestone_tests.rs"]
mod tests;
