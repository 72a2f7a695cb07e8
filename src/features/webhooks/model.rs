//! A webhook, its deliveries, and their rules.

use super::schedule::{self, Meaning};
use crate::access::policy::Place;
use crate::features::feed::{Entry, Filter};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{EventId, PersonId, WebhookDeliveryId, WebhookId, join};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

/// The type of what [`super::test`] sends.
pub const TEST: &str = "TEST";

text_enum! {
    /// Whether a webhook is told of what happens.
    pub enum WebhookState { Active = "ACTIVE", Paused = "PAUSED", Disabled = "DISABLED", Ended = "ENDED" }
}

text_enum! {
    /// Why a webhook was disabled.
    pub enum DisabledBecause {
        /// Its receiver answered 410.
        Gone = "GONE",
        /// Its receiver has failed for days.
        Failing = "FAILING",
    }
}

text_enum! {
    /// What became of a delivery.
    pub enum DeliveryState {
        Waiting = "WAITING", Sending = "SENDING", Delivered = "DELIVERED", Dead = "DEAD", Dropped = "DROPPED",
    }
}

/// An address that is told of what happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub owner_id: PersonId,
    pub url: String,
    pub description: Option<String>,
    pub filter: Filter,
    /// Whether this version knows all the kinds it wants; a newer one reads on for it otherwise.
    pub is_understood: bool,
    pub state: WebhookState,
    pub disabled_because: Option<DisabledBecause>,
    /// The position in the feed up to which its entries became deliveries.
    pub position: i64,
    /// Failures in a row, and since when.
    pub failures: i64,
    pub failing_since: Option<Timestamp>,
    /// Nothing is posted before then.
    pub open_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// Something to post, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: WebhookDeliveryId,
    pub webhook_id: WebhookId,
    /// `None` for a test.
    pub event_id: Option<EventId>,
    /// Its place in the feed; of a test the webhook's own.
    pub position: i64,
    /// The name of the event's kind, or [`TEST`].
    pub kind: String,
    /// What is posted one after the other: a decision's id, or a subject's.
    pub order_id: Uuid,
    pub state: DeliveryState,
    pub attempts: i64,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

/// One try, as the log of deliveries shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub delivery_id: WebhookDeliveryId,
    /// From 1.
    pub number: i64,
    pub at: Timestamp,
    pub millis: i64,
    /// The status it was answered with, or `None` and why there was none.
    pub status: Option<i64>,
    pub error: Option<String>,
    /// The beginning of the answer.
    pub response: Option<String>,
}

/// A webhook, and the secret for whoever made it: shown this once. Without `Debug`.
pub struct WithSecret {
    pub webhook: Webhook,
    pub secret: String,
}

impl Webhook {
    /// Where the rights on it hang.
    pub fn place(&self) -> Place {
        Place::person(self.owner_id)
    }

    /// Refuses what is done to a webhook that was ended.
    ///
    /// # Errors
    /// WEBHOOK_ENDED.
    pub fn admit_running(&self) -> Result<(), Refusal> {
        if self.state == WebhookState::Ended { Err(Refusal::new(Code::WebhookEnded)) } else { Ok(()) }
    }

    /// The same after one more post that meant this: its failures in a row, the circuit, and whether it is disabled.
    #[must_use]
    pub fn after(&self, meaning: Meaning, now: Timestamp) -> Self {
        let mut webhook = self.clone();
        if meaning == Meaning::Taken {
            (webhook.failures, webhook.failing_since) = (0, None);
            // The circuit closes; time that was asked for beside this post is still given.
            if schedule::open_for(self.failures).is_some() {
                webhook.open_until = None;
            }
            return webhook;
        }
        webhook.failures = self.failures.saturating_add(1);
        let since = *webhook.failing_since.get_or_insert(now);
        let asked = match meaning {
            Meaning::Busy(seconds) => Some(Duration::seconds(seconds)),
            _ => None,
        };
        let wait = schedule::open_for(webhook.failures).max(asked);
        webhook.open_until = wait.map(|wait| now.plus(wait)).max(self.open_until);
        let because = match meaning {
            Meaning::Gone => Some(DisabledBecause::Gone),
            _ if now >= since.plus(schedule::FAILS_FOR) => Some(DisabledBecause::Failing),
            _ => None,
        };
        // What was paused or ended meanwhile stays so.
        if because.is_some() && self.state == WebhookState::Active {
            (webhook.state, webhook.disabled_because) = (WebhookState::Disabled, because);
        }
        webhook
    }
}

/// Refuses one webhook too many of an owner.
///
/// # Errors
/// WEBHOOK_LIMIT.
pub fn admit_count(running: i64, limit: i64) -> Result<(), Refusal> {
    if running < limit { Ok(()) } else { Err(Refusal::new(Code::WebhookLimit).with("limit", limit)) }
}

/// What is posted of an entry: what happened to what, when, and where it belongs, never more than the feed tells.
pub fn body(entry: &Entry, cursor: &str) -> Value {
    let (prefix, id) = &entry.subject;
    json!({
        "type": shown_kind(&entry.kind),
        "timestamp": entry.occurred_at.rfc3339(),
        "data": {
            "id": entry.event_id.wire(),
            "subject": join(prefix, *id),
            "decisionId": entry.decision_id.map(|id| id.wire()),
            "councilId": entry.council_id.map(|id| id.wire()),
            "bodyId": entry.body_id.map(|id| id.wire()),
            "cursor": cursor,
        },
    })
}

/// What is posted as a test.
pub fn test_body(webhook: WebhookId, at: Timestamp) -> Value {
    json!({ "type": TEST, "timestamp": at.rfc3339(), "data": { "webhookId": webhook.wire() } })
}

/// The name of a kind as the API writes it: `DECISION_PUBLISHED`.
pub fn shown_kind(kind: &str) -> String {
    let mut shown = String::with_capacity(kind.len() + 4);
    for (at, letter) in kind.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 && !kind.starts_with(TEST) {
            shown.push('_');
        }
        shown.push(letter.to_ascii_uppercase());
    }
    shown
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
