//! The owner has deliveries tried again that were given up.

use super::model::Webhook;
use super::{event, held, store};
use crate::access::act::Writing;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{WebhookDeliveryId, WebhookId};

/// The most deliveries that can be named.
pub const MOST: usize = 100;

/// Lets dead deliveries of a webhook be tried again, all of them or these, with the ids they had; returns how many. They come before
/// what waits behind them on the same decision.
///
/// # Errors
/// NOT_FOUND; WEBHOOK_ENDED; BAD_INPUT for too many.
pub fn replay(tx: &mut Writing<'_>, id: WebhookId, only: Option<&[WebhookDeliveryId]>) -> Outcome<(Webhook, usize)> {
    // load and authorize
    let (webhook, permit) = held(tx, id)?;
    // admit
    webhook.admit_running()?;
    if only.is_some_and(|ids| ids.len() > MOST) {
        return Err(Failure::bad_input("deliveryIds", format!("at most {MOST}; without them, all are tried again")));
    }
    // write
    let replayed = store::replay(tx.conn, &permit, id, only, tx.now)?;
    // record
    tx.record(event::replayed(&webhook, replayed));
    Ok((webhook, replayed))
}
