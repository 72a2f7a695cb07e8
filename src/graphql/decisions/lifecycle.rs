//! Leading decisions through their lifecycle: publishing, withdrawing, superseding, adopting.

use super::enums::DecisionAccess;
use super::object::Decision;
use crate::features::decisions::{adopt, publish, supersede, withdraw};
use crate::graphql::context::Ask;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::DecisionId;
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};

/// How a draft is published.
#[derive(InputObject)]
pub struct PublishDecisionInput {
    /// The draft.
    pub decision_id: DecisionId,
    /// Who may read it; everybody when omitted.
    #[graphql(default_with = "DecisionAccess::Public")]
    pub access: DecisionAccess,
    /// The end of an embargo: until then only the body, its council and accredited media read it.
    pub embargoed_until: Option<Timestamp>,
}

/// A decision to withdraw.
#[derive(InputObject)]
pub struct WithdrawDecisionInput {
    /// The decision.
    pub decision_id: DecisionId,
    /// Why it is withdrawn.
    pub reason: String,
}

/// A decision to supersede.
#[derive(InputObject)]
pub struct SupersedeDecisionInput {
    /// The decision whose place is taken.
    pub decision_id: DecisionId,
    /// The published decision of the same body that takes its place.
    pub superseded_by_id: DecisionId,
    /// Why it is superseded.
    pub reason: Option<String>,
}

/// A decision that was adopted.
#[derive(InputObject)]
pub struct AdoptDecisionInput {
    /// The decision.
    pub decision_id: DecisionId,
    /// The number and date of the act.
    pub reason: String,
}

payload! {
    /// What `publishDecision` did.
    PublishDecisionPayload {
        /// The decision as it now stands.
        decision: Decision,
    }
}

payload! {
    /// What `withdrawDecision` did.
    WithdrawDecisionPayload {
        /// The decision as it now stands.
        decision: Decision,
    }
}

payload! {
    /// What `supersedeDecision` did.
    SupersedeDecisionPayload {
        /// The decision as it now stands.
        decision: Decision,
    }
}

payload! {
    /// What `adoptDecision` did.
    AdoptDecisionPayload {
        /// The decision as it now stands.
        decision: Decision,
    }
}

/// Mutations that change the state of decisions.
#[derive(Default)]
pub struct LifecycleMutation;

#[Object]
impl LifecycleMutation {
    /// Publish a draft: to everybody, to everybody after an embargo, or to the councils only. Officers of the body.
    async fn publish_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The publication.")] input: PublishDecisionInput,
    ) -> Result<PublishDecisionPayload> {
        let act = context.act();
        let (decision, embargoed_until) = (input.decision_id, input.embargoed_until);
        let input = publish::Publication { decision, access: input.access.into(), embargoed_until };
        let outcome = act.write(move |tx| publish::publish(tx, &input)).await;
        PublishDecisionPayload::settle(act, outcome.map(|decision| (Decision::logged(decision),)))
    }

    /// Withdraw a published decision on which no poll is open. It stays readable. Officers of the body.
    async fn withdraw_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The withdrawal.")] input: WithdrawDecisionInput,
    ) -> Result<WithdrawDecisionPayload> {
        let act = context.act();
        let input = withdraw::Withdrawal { decision: input.decision_id, reason: input.reason };
        let outcome = act.write(move |tx| withdraw::withdraw(tx, &input)).await;
        WithdrawDecisionPayload::settle(act, outcome.map(|decision| (Decision::logged(decision),)))
    }

    /// Replace a published decision by another published decision of the same body. Officers of the body.
    async fn supersede_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The supersession.")] input: SupersedeDecisionInput,
    ) -> Result<SupersedeDecisionPayload> {
        let act = context.act();
        let (decision, by) = (input.decision_id, input.superseded_by_id);
        let input = supersede::Supersession { decision, by, reason: input.reason };
        let outcome = act.write(move |tx| supersede::supersede(tx, &input)).await;
        SupersedeDecisionPayload::settle(act, outcome.map(|decision| (Decision::logged(decision),)))
    }

    /// Record that the body adopted a published decision. It need not wait for its councils, whose word is advice: a poll
    /// that is open goes on, is counted and keeps its result, and `transitions` tell whether the adoption came first. No
    /// further poll is opened on it. Officers of the body.
    async fn adopt_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The adoption.")] input: AdoptDecisionInput,
    ) -> Result<AdoptDecisionPayload> {
        let act = context.act();
        let input = adopt::Adoption { decision: input.decision_id, reason: input.reason };
        let outcome = act.write(move |tx| adopt::adopt(tx, &input)).await;
        AdoptDecisionPayload::settle(act, outcome.map(|decision| (Decision::logged(decision),)))
    }
}
