//! Webhooks in the graph: see [`crate::features::webhooks`].

mod deliveries;
mod loader;
mod mutation;
mod object;
mod query;

pub use deliveries::WebhookDelivery;
pub use mutation::WebhookMutation;
pub use object::Webhook;
pub use query::WebhookQuery;
