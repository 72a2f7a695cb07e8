//! The owner, or an administrator, ends a webhook for good.

use super::model::{Webhook, WebhookState};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::WebhookId;

/// Ends a webhook; one that was ended already is left as it is. What waits is not posted any more; its log stays for a while.
///
/// # Errors
/// NOT_FOUND.
pub fn end(tx: &mut Writing<'_>, id: WebhookId) -> Outcome<Webhook> {
    // load
    let webhook = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("webhook"))?;
    // authorize: whoever may not know of it does not learn that it exists
    let permit = tx.authorize::<can::EndWebhook>(webhook.place()).map_err(|_| Denied::NotFound("webhook"))?;
    // admit
    if webhook.state == WebhookState::Ended {
        return Ok(webhook);
    }
    // write
    let webhook = Webhook { state: WebhookState::Ended, disabled_because: None, ended_at: Some(tx.now), ..webhook };
    store::end(tx.conn, &permit, &webhook, tx.now)?;
    // record
    tx.record(event::ended(&webhook));
    Ok(webhook)
}
