//! Writing decisions: drafting and revising.

use super::input::DecisionDetailsInput;
use super::object::Decision;
use crate::features::decisions::version::Content;
use crate::features::decisions::{draft, revise};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::graphql::scalars::LocalizedTextInput;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, StateBodyId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};

/// A new decision.
#[derive(InputObject)]
pub struct DraftDecisionInput {
    /// The body that decides.
    pub body_id: StateBodyId,
    /// The title.
    pub title: LocalizedTextInput,
    /// The summary, in a few sentences.
    pub summary: LocalizedTextInput,
    /// The whole text.
    pub text: LocalizedTextInput,
    /// What it says in figures and dates: the kind given here is the kind of the decision.
    pub details: DecisionDetailsInput,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// What a decision is to say from now on.
#[derive(InputObject)]
pub struct ReviseDecisionInput {
    /// The decision.
    pub decision_id: DecisionId,
    /// The revision the viewer has read and changes.
    pub expected_revision: i32,
    /// The title.
    pub title: LocalizedTextInput,
    /// The summary, in a few sentences.
    pub summary: LocalizedTextInput,
    /// The whole text.
    pub text: LocalizedTextInput,
    /// What it says in figures and dates, of the same kind as before.
    pub details: DecisionDetailsInput,
}

payload! {
    /// What `draftDecision` did.
    DraftDecisionPayload {
        /// The new decision.
        decision: Decision,
    }
}

payload! {
    /// What `reviseDecision` did.
    ReviseDecisionPayload {
        /// The decision as it now stands.
        decision: Decision,
    }
}

impl DraftDecisionInput {
    fn draft(self) -> Outcome<draft::Draft> {
        let (title, summary, text) = (self.title.into(), self.summary.into(), self.text.into());
        let content = Content { title, summary, text, details: self.details.details()? };
        Ok(draft::Draft { body: self.body_id, content })
    }
}

impl ReviseDecisionInput {
    fn revision(self) -> Outcome<revise::Revision> {
        let (title, summary, text) = (self.title.into(), self.summary.into(), self.text.into());
        let content = Content { title, summary, text, details: self.details.details()? };
        Ok(revise::Revision { decision: self.decision_id, expected: self.expected_revision.into(), content })
    }
}

/// Mutations that write decisions.
#[derive(Default)]
pub struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Draft a decision of a body. Officers of the body.
    async fn draft_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DraftDecisionInput,
    ) -> Result<DraftDecisionPayload> {
        let once = once("draftDecision", &input);
        let (act, input) = (context.act(), input.draft()?);
        let made = once.write(act, move |tx| draft::draft(tx, &input), |made| made.id).await;
        let outcome = shown(made, Decision::logged, |id| Decision::find(context, id)).await;
        DraftDecisionPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Give a draft or a published decision a new version. A running poll stays bound to the version it was opened on.
    /// Officers of the body.
    async fn revise_decision(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The revision.")] input: ReviseDecisionInput,
    ) -> Result<ReviseDecisionPayload> {
        let (act, input) = (context.act(), input.revision()?);
        let outcome = act.write(move |tx| revise::revise(tx, &input)).await;
        ReviseDecisionPayload::settle(act, outcome.map(|decision| (Decision::logged(decision),)))
    }
}
