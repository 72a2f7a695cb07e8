//! What was posted to a webhook, and what became of it.

use super::loader::{AttemptsOfDelivery, DeliveryById};
use super::object::Webhook;
use crate::features::webhooks as model;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{EventId, WebhookDeliveryId};
use async_graphql::{Context, Enum, ID, Object, Result};
use std::sync::Arc;

/// What became of a delivery.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::features::webhooks::DeliveryState")]
pub enum WebhookDeliveryState {
    /// It waits for its first try, for the next, or for what comes before it on the same decision.
    Waiting,
    /// It is being posted.
    Sending,
    /// The receiver has taken it.
    Delivered,
    /// It was given up. It can be replayed.
    Dead,
    /// The owner may not see any more what it tells of, or the webhook was ended.
    Dropped,
}

/// One try to post a delivery.
pub struct WebhookAttempt(model::Attempt);

/// One try to post a delivery.
#[Object]
impl WebhookAttempt {
    /// Its number, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// When the receiver had answered, or was given up.
    async fn at(&self) -> Timestamp {
        self.0.at
    }

    /// How long it took, in milliseconds.
    async fn milliseconds(&self) -> i32 {
        int(self.0.millis)
    }

    /// The HTTP status it was answered with; null when there was no answer.
    async fn status(&self) -> Option<i32> {
        self.0.status.map(int)
    }

    /// Why there was no answer; null when there was one.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// The first 512 bytes of the answer's body.
    async fn response(&self) -> Option<&str> {
        self.0.response.as_deref()
    }
}

/// Something that was, or is to be, posted to a webhook.
#[derive(Clone, Debug)]
pub struct WebhookDelivery(pub Arc<model::Delivery>);

impl From<model::Delivery> for WebhookDelivery {
    fn from(delivery: model::Delivery) -> Self {
        Self(Arc::new(delivery))
    }
}

impl WebhookDelivery {
    /// A delivery by id, if the viewer may read its webhook.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: WebhookDeliveryId) -> Outcome<Option<Self>> {
        Ok(context.load::<DeliveryById>(id).await?.map(Self))
    }
}

/// Something that was, or is to be, posted to a webhook.
#[Object]
impl WebhookDelivery {
    /// The opaque id: what the receiver reads as `webhook-id`, at each try the same.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The webhook it is posted to; null where it cannot be read for the moment.
    async fn webhook(&self, context: &Context<'_>) -> Option<Result<Webhook>> {
        nullable(Webhook::find(context, self.0.webhook_id).await)
    }

    /// What the receiver reads as `type`: the kind of the event, or `TEST`.
    async fn r#type(&self) -> String {
        model::model::shown_kind(&self.0.kind)
    }

    /// The id of the event; null for a test.
    async fn event_id(&self) -> Option<EventId> {
        self.0.event_id
    }

    /// What became of it.
    async fn state(&self) -> WebhookDeliveryState {
        self.0.state.into()
    }

    /// When it is tried next, at the earliest; null when it is settled.
    async fn due_at(&self) -> Option<Timestamp> {
        self.0.settled_at.is_none().then_some(self.0.due_at)
    }

    /// When it was entered.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was delivered, given up or dropped; null while it waits.
    async fn settled_at(&self) -> Option<Timestamp> {
        self.0.settled_at
    }

    /// Each try so far, in their order, as long as they are kept.
    async fn attempts(&self, context: &Context<'_>) -> Result<Vec<WebhookAttempt>> {
        let attempts = context.load::<AttemptsOfDelivery>(self.0.id).await?.unwrap_or_default();
        Ok(attempts.iter().cloned().map(WebhookAttempt).collect())
    }
}
