//! The owner lets a webhook go on that was paused, or disabled because its receiver failed.

use super::model::{Webhook, WebhookState};
use super::{event, held, store};
use crate::access::act::Writing;
use crate::kernel::failure::Outcome;
use crate::kernel::id::WebhookId;

/// Resumes a webhook: it reads on where it stood, and what waits is posted at once, whenever its next try was to be.
///
/// # Errors
/// NOT_FOUND; WEBHOOK_ENDED.
pub fn resume(tx: &mut Writing<'_>, id: WebhookId) -> Outcome<Webhook> {
    // load and authorize
    let (webhook, permit) = held(tx, id)?;
    // admit
    webhook.admit_running()?;
    // write
    let webhook = Webhook {
        state: WebhookState::Active,
        disabled_because: None,
        failures: 0,
        failing_since: None,
        open_until: None,
        ..webhook
    };
    store::set_state(tx.conn, &permit, &webhook, tx.now)?;
    store::hasten(tx.conn, &permit, id, tx.now)?;
    // record
    tx.record(event::resumed(&webhook));
    Ok(webhook)
}
