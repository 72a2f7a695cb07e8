//! Who reads webhooks: owners their own, administrators all, and of none its secret.

use super::model::{Attempt, Delivery, DeliveryState, Webhook};
use super::store::{self, Readable};
use crate::access::act::Reading;
use crate::access::permit::authorize;
use crate::access::policy::{Place, can};
use crate::access::viewer::Viewer;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{WebhookDeliveryId, WebhookId};
use crate::kernel::page::{Page, Total, Window, fingerprint};

/// The fingerprint of a viewer's list, for its cursors.
pub fn list(viewer: &Viewer) -> u64 {
    fingerprint(&("webhooks", viewer.account().map(|account| account.wire())))
}

/// One page of those the viewer may read, the oldest first.
///
/// # Errors
/// UNAUTHENTICATED; FORBIDDEN for programs without the scope.
pub fn page(r: &mut Reading<'_>, window: &Window) -> Outcome<Page<Webhook>> {
    let readable = readable(r.viewer)?;
    store::page(r.conn, readable, window)
}

/// How many those are, exactly up to the configured cap.
///
/// # Errors
/// As [`page`].
pub fn count(r: &mut Reading<'_>) -> Outcome<Total> {
    let readable = readable(r.viewer)?;
    store::count(r.conn, readable, r.core.rules.count_cap)
}

/// Those of the webhooks asked for that the viewer may read, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(r: &mut Reading<'_>, ids: &[WebhookId]) -> Outcome<Vec<Webhook>> {
    let mut found = store::find(r.conn, ids)?;
    found.retain(|webhook| authorize::<can::ReadWebhooks>(r.viewer, webhook.place()).is_ok());
    Ok(found)
}

/// Those of the deliveries asked for whose webhook the viewer may read, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_deliveries(r: &mut Reading<'_>, ids: &[WebhookDeliveryId]) -> Outcome<Vec<Delivery>> {
    let mut found = store::find_deliveries(r.conn, ids)?;
    let hooks: Vec<WebhookId> = found.iter().map(|delivery| delivery.webhook_id).collect();
    let readable = find(r, &hooks)?;
    found.retain(|delivery| readable.iter().any(|webhook| webhook.id == delivery.webhook_id));
    Ok(found)
}

/// One page of the deliveries of a webhook that the viewer was allowed to read, the latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn deliveries(
    r: &mut Reading<'_>,
    webhook: WebhookId,
    states: &[DeliveryState],
    window: &Window,
) -> Outcome<Page<Delivery>> {
    store::deliveries(r.conn, webhook, states, window)
}

/// How many those are, exactly up to the configured cap.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_deliveries(r: &mut Reading<'_>, webhook: WebhookId, states: &[DeliveryState]) -> Outcome<Total> {
    store::count_deliveries(r.conn, webhook, states, r.core.rules.count_cap)
}

/// The tries of deliveries that the viewer was allowed to read, in their order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn attempts(r: &mut Reading<'_>, deliveries: &[WebhookDeliveryId]) -> Outcome<Vec<Attempt>> {
    store::attempts_of(r.conn, deliveries)
}

/// The same as `can::ReadWebhooks` says of each, as a condition on the list.
fn readable(viewer: &Viewer) -> Outcome<Readable> {
    let account = viewer.account().ok_or(Denied::Unauthenticated)?;
    if authorize::<can::ReadWebhooks>(viewer, Place::EVERYWHERE).is_ok() {
        return Ok(Readable::All);
    }
    authorize::<can::ReadWebhooks>(viewer, Place::person(account))?;
    Ok(Readable::Of(account))
}
