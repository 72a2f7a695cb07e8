//! That a final document lies before a body.

use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::documents::model;
use crate::graphql::context::Ask;
use crate::graphql::people::Person;
use crate::graphql::registry::StateBody;
use crate::kernel::clock::Timestamp;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// That a final document lies before a body. Its clock runs from the receipt; the acknowledgement does not move it.
#[derive(Clone)]
pub struct DocumentReceipt(pub Arc<model::Receipt>);

/// That a final document lies before a body. Its clock runs from the receipt; the acknowledgement does not move it.
#[Object]
impl DocumentReceipt {
    /// The body.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// When it was received: when it was sent.
    async fn received_at(&self) -> Timestamp {
        self.0.received_at
    }

    /// When an officer of the body acknowledged it; null while none has.
    async fn acknowledged_at(&self) -> Option<Timestamp> {
        self.0.acknowledgement.as_ref().map(|given| given.at)
    }

    /// Who acknowledged it, with the name at that time.
    async fn acknowledged_by(&self) -> Option<Person> {
        self.0.acknowledgement.as_ref().map(|given| Person::known(given.by_id, given.by_name.clone()))
    }

    /// Whether the viewer may acknowledge it for the body.
    async fn viewer_can_acknowledge(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::AcknowledgeDocument, &Place::body(self.0.body_id))
    }
}
