//! Batched loads of webhooks and what became of their deliveries.

use crate::access::act::Reading;
use crate::features::webhooks::{self, list};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{WebhookDeliveryId, WebhookId};
use std::collections::HashMap;
use std::sync::Arc;

/// Webhooks by id, as far as the viewer may read them.
pub struct WebhookById;

impl Loader for WebhookById {
    type Key = WebhookId;
    type Value = Arc<webhooks::Webhook>;

    fn load(r: &mut Reading<'_>, keys: &[WebhookId]) -> Outcome<HashMap<WebhookId, Self::Value>> {
        Ok(list::find(r, keys)?.into_iter().map(|webhook| (webhook.id, Arc::new(webhook))).collect())
    }
}

/// Deliveries by id, as far as the viewer may read their webhooks.
pub struct DeliveryById;

impl Loader for DeliveryById {
    type Key = WebhookDeliveryId;
    type Value = Arc<webhooks::Delivery>;

    fn load(r: &mut Reading<'_>, keys: &[WebhookDeliveryId]) -> Outcome<HashMap<WebhookDeliveryId, Self::Value>> {
        Ok(list::find_deliveries(r, keys)?.into_iter().map(|one| (one.id, Arc::new(one))).collect())
    }
}

/// The tries of a delivery. Asked only by deliveries, which the viewer was allowed to read.
pub struct AttemptsOfDelivery;

impl Loader for AttemptsOfDelivery {
    type Key = WebhookDeliveryId;
    type Value = Arc<Vec<webhooks::Attempt>>;

    fn load(r: &mut Reading<'_>, keys: &[WebhookDeliveryId]) -> Outcome<HashMap<WebhookDeliveryId, Self::Value>> {
        let mut sorted: HashMap<WebhookDeliveryId, Vec<webhooks::Attempt>> = HashMap::new();
        for attempt in list::attempts(r, keys)? {
            sorted.entry(attempt.delivery_id).or_default().push(attempt);
        }
        Ok(sorted.into_iter().map(|(delivery, attempts)| (delivery, Arc::new(attempts))).collect())
    }
}
