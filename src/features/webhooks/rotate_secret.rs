//! The owner gets another secret; for a while deliveries are signed with both.

use super::model::WithSecret;
use super::{event, held, signature, store};
use crate::access::act::Writing;
use crate::kernel::failure::Outcome;
use crate::kernel::id::WebhookId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::Duration;

/// The longest time for which the secret before stays good, in hours, and the usual one.
pub const OVERLAP_HOURS: i64 = 7 * 24;
pub const USUAL_OVERLAP_HOURS: i64 = 24;

/// Gives a webhook its next secret.
///
/// # Errors
/// NOT_FOUND; WEBHOOK_ENDED; OUT_OF_RANGE of the hours.
pub fn rotate_secret(tx: &mut Writing<'_>, id: WebhookId, overlap_hours: Option<i64>) -> Outcome<WithSecret> {
    // load and authorize
    let (webhook, permit) = held(tx, id)?;
    // admit
    webhook.admit_running()?;
    let hours = overlap_hours.unwrap_or(USUAL_OVERLAP_HOURS);
    if !(0..=OVERLAP_HOURS).contains(&hours) {
        return Err(Refusal::new(Code::OutOfRange).at("overlapHours").with("min", 0).with("max", OVERLAP_HOURS).into());
    }
    // write
    let secret = signature::new_secret()?;
    let until = tx.now.plus(Duration::hours(hours));
    store::add_secret(tx.conn, &permit, webhook.id, &secret, (tx.now, until))?;
    // record
    tx.record(event::secret_rotated(&webhook));
    Ok(WithSecret { webhook, secret: signature::shown(&secret) })
}
