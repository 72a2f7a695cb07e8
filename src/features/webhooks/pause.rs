//! The owner pauses a webhook: it reads no further, and nothing is posted.

use super::model::{Webhook, WebhookState};
use super::{event, held, store};
use crate::access::act::Writing;
use crate::kernel::failure::Outcome;
use crate::kernel::id::WebhookId;

/// Pauses a webhook; one that is paused already is left as it is. What is being posted at this moment still arrives.
///
/// # Errors
/// NOT_FOUND; WEBHOOK_ENDED.
pub fn pause(tx: &mut Writing<'_>, id: WebhookId) -> Outcome<Webhook> {
    // load and authorize
    let (webhook, permit) = held(tx, id)?;
    // admit
    webhook.admit_running()?;
    if webhook.state == WebhookState::Paused {
        return Ok(webhook);
    }
    // write
    let webhook = Webhook { state: WebhookState::Paused, disabled_because: None, ..webhook };
    store::set_state(tx.conn, &permit, &webhook, tx.now)?;
    // record
    tx.record(event::paused(&webhook));
    Ok(webhook)
}
