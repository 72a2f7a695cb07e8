//! The schema, assembled from the parts of the features.

use super::comments::{CommentMutation, CommentQuery};
use super::decisions::{DecisionMutation, DecisionQuery, LifecycleMutation};
use super::events::EventQuery;
use super::node::NodeQuery;
use super::people::{PeopleMutation, PeopleQuery, SessionMutation};
use super::polls::{PollMutation, PollQuery};
use super::registry::{LegalRuleMutation, RegistryMutation, RegistryQuery};
use super::reviews::{ReviewMutation, ReviewQuery};
use crate::features::reference::ReferenceCache;
use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};
use std::sync::Arc;

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    EventQuery,
    PeopleQuery,
    RegistryQuery,
    DecisionQuery,
    ReviewQuery,
    CommentQuery,
    PollQuery,
);

/// What can be done. Every mutation takes one `input` and answers with a payload of its own.
#[derive(MergedObject, Default)]
pub struct Mutation(
    PeopleMutation,
    SessionMutation,
    RegistryMutation,
    LegalRuleMutation,
    DecisionMutation,
    LifecycleMutation,
    ReviewMutation,
    CommentMutation,
    PollMutation,
);

pub type Kenes = Schema<Query, Mutation, EmptySubscription>;

/// The schema without data: enough to print it.
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}

/// The schema of one server instance. Depth and complexity are judged in `limits.rs`, before the library sees the
/// document; the library's own bound on recursion stays as a second net.
pub fn build() -> Kenes {
    builder().data(Arc::new(ReferenceCache::default())).limit_recursive_depth(64).finish()
}

/// The schema in its language, as published at `/schema.graphql` and reviewed in the repository.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options)
}
