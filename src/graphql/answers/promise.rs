//! Milestones: reported by the body, confirmed or disputed by the council.

use super::input::{ConfirmMilestoneInput, DisputeMilestoneInput, ReportMilestoneInput};
use super::milestone::Milestone;
use crate::features::answers::{confirm, dispute, report};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::payload;
use async_graphql::{Context, Object, Result};

payload! {
    /// What `reportMilestone` did.
    ReportMilestonePayload {
        /// The milestone as it now stands.
        milestone: Milestone,
    }
}

payload! {
    /// What `confirmMilestone` did.
    ConfirmMilestonePayload {
        /// The milestone as it now stands.
        milestone: Milestone,
    }
}

payload! {
    /// What `disputeMilestone` did.
    DisputeMilestonePayload {
        /// The milestone as it now stands.
        milestone: Milestone,
    }
}

/// Mutations of milestones.
#[derive(Default)]
pub struct MilestoneMutation;

#[Object]
impl MilestoneMutation {
    /// Report a milestone as reached, with the evidence; after a dispute, again. Officers of the body.
    async fn report_milestone(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The report.")] input: ReportMilestoneInput,
    ) -> Result<ReportMilestonePayload> {
        let once = once("reportMilestone", &input);
        let act = context.act();
        let ReportMilestoneInput { milestone_id, evidence, url, .. } = input;
        let input = report::Reporting { milestone: milestone_id, evidence, url };
        let made = once.write(act, move |tx| report::report(tx, &input), |made| made.id).await;
        let outcome = shown(made, |milestone| milestone.into(), |id| Milestone::find(context, id)).await;
        ReportMilestonePayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Confirm that a reported milestone was reached. It is final. Chair and deputy chair of the council.
    async fn confirm_milestone(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The confirmation.")] input: ConfirmMilestoneInput,
    ) -> Result<ConfirmMilestonePayload> {
        let act = context.act();
        let input = confirm::Confirmation { milestone: input.milestone_id, reason: input.reason };
        let outcome = act.write(move |tx| confirm::confirm(tx, &input)).await;
        ConfirmMilestonePayload::settle(act, outcome.map(|milestone| (milestone.into(),)))
    }

    /// Dispute the report of a milestone, with the reason. Chair and deputy chair of the council.
    async fn dispute_milestone(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The objection.")] input: DisputeMilestoneInput,
    ) -> Result<DisputeMilestonePayload> {
        let act = context.act();
        let input = dispute::Objection { milestone: input.milestone_id, reason: input.reason };
        let outcome = act.write(move |tx| dispute::dispute(tx, &input)).await;
        DisputeMilestonePayload::settle(act, outcome.map(|milestone| (milestone.into(),)))
    }
}
