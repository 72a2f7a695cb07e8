//! What can happen to a webhook. Its address is its owner's business and erasable; of secrets nothing is said.

use super::model::{DisabledBecause, Webhook};
use crate::kernel::event::{EventKind, NewEvent};
use serde_json::json;

/// A webhook was made.
pub fn created(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookCreated, webhook.id)
        .about("owner", webhook.owner_id)
        .with("kinds", webhook.filter.kinds.clone())
        .private(json!({ "url": webhook.url, "description": webhook.description }))
}

/// Its owner paused it.
pub fn paused(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookPaused, webhook.id)
}

/// It goes on where it stood.
pub fn resumed(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookResumed, webhook.id)
}

/// Its owner got another secret.
pub fn secret_rotated(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookSecretRotated, webhook.id)
}

/// Somebody wants to see whether something arrives.
pub fn tested(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookTested, webhook.id)
}

/// So many deliveries that were given up are tried again.
pub fn replayed(webhook: &Webhook, deliveries: usize) -> NewEvent {
    NewEvent::new(EventKind::WebhookReplayed, webhook.id).with("deliveries", deliveries)
}

/// Nothing is posted any more until somebody resumes it.
pub fn disabled(webhook: &Webhook, because: DisabledBecause) -> NewEvent {
    NewEvent::new(EventKind::WebhookDisabled, webhook.id).with("because", because.as_str())
}

/// It was ended for good.
pub fn ended(webhook: &Webhook) -> NewEvent {
    NewEvent::new(EventKind::WebhookEnded, webhook.id)
}
