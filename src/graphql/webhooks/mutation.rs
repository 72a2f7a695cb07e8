//! Making, changing and ending webhooks.

use super::deliveries::WebhookDelivery;
use super::object::Webhook;
use crate::features::webhooks::create::{NewWebhook, create};
use crate::features::webhooks::end::end;
use crate::features::webhooks::model::WithSecret;
use crate::features::webhooks::pause::pause;
use crate::features::webhooks::replay::replay;
use crate::features::webhooks::resume::resume;
use crate::features::webhooks::rotate_secret::rotate_secret;
use crate::features::webhooks::test::test;
use crate::graphql::connection::args;
use crate::graphql::context::Ask;
use crate::graphql::events::{EventKind, filter};
use crate::graphql::int::int;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{WebhookDeliveryId, WebhookId};
use crate::kernel::page::{SortKey, Window};
use crate::payload;
use async_graphql::{Context, ID, InputObject, Object, Result};

/// A webhook to make.
#[derive(InputObject)]
pub struct CreateWebhookInput {
    /// Where events are posted: an address with https on the public internet, at most 2,000 characters.
    pub url: String,
    /// What its owner notes about it, at most 300 characters.
    pub description: Option<String>,
    /// The kinds of events it is told of; all when nothing is said.
    pub kinds: Option<Vec<EventKind>>,
    /// A decision, a council, a state body or one subject of which it is told only, by its id.
    pub subject: Option<ID>,
    /// The cursor of `events`, with the same kinds and subject, after which to begin; from now on when nothing is said.
    pub after: Option<String>,
}

/// A webhook to pause.
#[derive(InputObject)]
pub struct PauseWebhookInput {
    /// The webhook.
    pub webhook_id: WebhookId,
}

/// A webhook to resume.
#[derive(InputObject)]
pub struct ResumeWebhookInput {
    /// The webhook.
    pub webhook_id: WebhookId,
}

/// A webhook to end.
#[derive(InputObject)]
pub struct EndWebhookInput {
    /// The webhook.
    pub webhook_id: WebhookId,
}

/// A webhook that is to be signed with another secret.
#[derive(InputObject)]
pub struct RotateWebhookSecretInput {
    /// The webhook.
    pub webhook_id: WebhookId,
    /// The hours for which deliveries are signed with the secret before, too, from 0 to 168; 24 when nothing is said.
    pub overlap_hours: Option<i32>,
}

/// A webhook to test.
#[derive(InputObject)]
pub struct TestWebhookInput {
    /// The webhook.
    pub webhook_id: WebhookId,
}

/// A webhook of which deliveries that were given up are to be tried again.
#[derive(InputObject)]
pub struct ReplayWebhookInput {
    /// The webhook.
    pub webhook_id: WebhookId,
    /// Only these, at most 100; all that are DEAD when nothing is said. Others are passed by.
    pub delivery_ids: Option<Vec<WebhookDeliveryId>>,
}

payload! { /// What `createWebhook` did.
CreateWebhookPayload {
    /// The new webhook.
    webhook: Webhook,
    /// The secret that deliveries are signed with, `whsec_…`, shown this once.
    secret: String,
} }
payload! { /// What `pauseWebhook` did.
PauseWebhookPayload { /// The webhook as it now is.
    webhook: Webhook } }
payload! { /// What `resumeWebhook` did.
ResumeWebhookPayload { /// The webhook as it now is.
    webhook: Webhook } }
payload! { /// What `endWebhook` did.
EndWebhookPayload { /// The webhook as it now is.
    webhook: Webhook } }
payload! { /// What `rotateWebhookSecret` did.
RotateWebhookSecretPayload {
    /// The webhook.
    webhook: Webhook,
    /// The new secret, `whsec_…`, shown this once.
    secret: String,
} }
payload! { /// What `testWebhook` did.
TestWebhookPayload {
    /// The webhook.
    webhook: Webhook,
    /// The delivery, which will say what became of it.
    delivery: WebhookDelivery,
} }
payload! { /// What `replayWebhook` did.
ReplayWebhookPayload {
    /// The webhook.
    webhook: Webhook,
    /// How many deliveries are tried again.
    replayed: i32,
} }

/// Mutations of webhooks.
#[derive(Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Has events posted to an address, as far as the viewer may see them. The secret is shown this once. For whoever has a role or a
    /// seat, and programs with `webhooks:manage` and `events:read`. It takes no `idempotencyKey`, because what it answers with is not kept.
    async fn create_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: CreateWebhookInput,
    ) -> Result<CreateWebhookPayload> {
        let act = context.act();
        let new = read(input)?;
        CreateWebhookPayload::settle(act, act.write(move |tx| create(tx, &new)).await.map(shown))
    }

    /// Pauses a webhook: nothing is posted, and nothing is missed. For its owner.
    async fn pause_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: PauseWebhookInput,
    ) -> Result<PauseWebhookPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| pause(tx, input.webhook_id)).await;
        PauseWebhookPayload::settle(act, outcome.map(|webhook| (webhook.into(),)))
    }

    /// Lets a webhook that was paused or disabled go on where it stands. For its owner.
    async fn resume_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: ResumeWebhookInput,
    ) -> Result<ResumeWebhookPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| resume(tx, input.webhook_id)).await;
        ResumeWebhookPayload::settle(act, outcome.map(|webhook| (webhook.into(),)))
    }

    /// Ends a webhook for good; what waits is not posted. For its owner and for administrators.
    async fn end_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: EndWebhookInput,
    ) -> Result<EndWebhookPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| end(tx, input.webhook_id)).await;
        EndWebhookPayload::settle(act, outcome.map(|webhook| (webhook.into(),)))
    }

    /// Gives a webhook its next secret, shown this once; for a while deliveries are signed with both. For its owner.
    async fn rotate_webhook_secret(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: RotateWebhookSecretInput,
    ) -> Result<RotateWebhookSecretPayload> {
        let act = context.act();
        let hours = input.overlap_hours.map(Into::into);
        let outcome = act.write(move |tx| rotate_secret(tx, input.webhook_id, hours)).await;
        RotateWebhookSecretPayload::settle(act, outcome.map(shown))
    }

    /// Posts a delivery of the type TEST, the way of all others. For its owner.
    async fn test_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: TestWebhookInput,
    ) -> Result<TestWebhookPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| test(tx, input.webhook_id)).await;
        TestWebhookPayload::settle(act, outcome.map(|(webhook, delivery)| (webhook.into(), delivery.into())))
    }

    /// Has deliveries tried again that were given up. For its owner.
    async fn replay_webhook(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The webhook.")] input: ReplayWebhookInput,
    ) -> Result<ReplayWebhookPayload> {
        let act = context.act();
        let ReplayWebhookInput { webhook_id: id, delivery_ids: only } = input;
        let outcome = act.write(move |tx| replay(tx, id, only.as_deref())).await;
        let shown =
            outcome.map(|(webhook, replayed)| (webhook.into(), int(i64::try_from(replayed).unwrap_or(i64::MAX))));
        ReplayWebhookPayload::settle(act, shown)
    }
}

fn read(input: CreateWebhookInput) -> Outcome<NewWebhook> {
    let kinds = input.kinds.unwrap_or_default().into_iter().map(crate::kernel::event::EventKind::from);
    let filter = filter(kinds, input.subject)?;
    let window = Window::new(&args(None, None, input.after, None), filter.identity())?;
    let after = window.after.and_then(|position| match position.key {
        SortKey::At(place) => Some(place),
        SortKey::Text(_) => None,
    });
    Ok(NewWebhook { url: input.url, description: input.description, filter, after })
}

fn shown(WithSecret { webhook, secret }: WithSecret) -> (Webhook, String) {
    (webhook.into(), secret)
}
