//! An officer reports a milestone as reached, with the evidence.

use super::milestone::{self, Milestone, MilestoneReport, Step};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::deadlines;
use crate::kernel::failure::Outcome;
use crate::kernel::id::MilestoneId;

/// Which milestone, and what shows that it was reached.
#[derive(Clone, Debug)]
pub struct Reporting {
    pub milestone: MilestoneId,
    pub evidence: String,
    pub url: Option<String>,
}

/// Reports a milestone. After a dispute it is reported again; until the council has said a word to it, it is not.
///
/// # Errors
/// WRONG_STATE unless it is planned or disputed; BLANK, TOO_LONG, URL_INVALID of the evidence.
pub fn report(tx: &mut Writing<'_>, input: &Reporting) -> Outcome<Milestone> {
    // load
    let milestone = hold::milestone(tx, input.milestone)?;
    // authorize
    let permit = tx.authorize::<can::ReportMilestone>(Place::body(milestone.body_id))?;
    let (author_id, author_name) = hold::actor(tx)?;
    // admit
    let state = milestone.after(Step::Report)?;
    let (evidence, url) = milestone::admit_evidence(&input.evidence, input.url.as_deref())?;
    let today = deadlines::today(tx, milestone.body_id)?;
    // write
    let before = store::latest_report(tx.conn, milestone.id)?;
    let report = MilestoneReport {
        id: tx.id(),
        milestone_id: milestone.id,
        number: before.map_or(1, |before| before.number.saturating_add(1)),
        evidence,
        url,
        author_id,
        author_name,
        reported_at: tx.now,
        judgement: None,
    };
    let milestone = Milestone { state, reported_on: Some(today), ..milestone };
    store::report(tx.conn, &permit, &milestone, &report)?;
    // record
    tx.record(event::reported(&milestone, &report));
    Ok(milestone)
}
