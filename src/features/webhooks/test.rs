//! The owner wants to see whether something arrives.

use super::model::{Delivery, DeliveryState, TEST, Webhook};
use super::{event, held, store};
use crate::access::act::Writing;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{WebhookDeliveryId, WebhookId};

/// Tests of one webhook that may wait.
const UNDER_WAY: i64 = 10;

/// Enters a delivery of the type TEST. It goes the way of all others, so it says what they would meet.
///
/// # Errors
/// NOT_FOUND; WEBHOOK_ENDED; CONFLICT while ten tests wait.
pub fn test(tx: &mut Writing<'_>, id: WebhookId) -> Outcome<(Webhook, Delivery)> {
    // load and authorize
    let (webhook, _) = held(tx, id)?;
    // admit
    webhook.admit_running()?;
    if store::tests_under_way(tx.conn, id)? >= UNDER_WAY {
        return Err(Denied::Conflict("ten tests of this webhook wait already").into());
    }
    // write
    let own: WebhookDeliveryId = tx.id();
    let delivery = Delivery {
        id: own,
        webhook_id: webhook.id,
        event_id: None,
        position: webhook.position,
        kind: TEST.to_owned(),
        // It waits for nothing.
        order_id: own.uuid(),
        state: DeliveryState::Waiting,
        attempts: 0,
        due_at: tx.now,
        created_at: tx.now,
        settled_at: None,
    };
    store::enter(tx.conn, std::slice::from_ref(&delivery))?;
    // record
    tx.record(event::tested(&webhook));
    Ok((webhook, delivery))
}
