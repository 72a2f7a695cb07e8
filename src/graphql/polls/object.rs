//! What a poll looks like.
use crate::features::polls::model;
use async_graphql::{ID, Object};
use std::sync::Arc;

/// One vote of a council on one version of a decision.
#[derive(Clone)]
pub struct Poll(pub Arc<model::Poll>);

/// One vote of a council on one version of a decision.
#[Object]
impl Poll {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }
}
