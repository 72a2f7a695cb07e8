//! The schema, assembled from the parts of the features.

use super::answers::{AnswerMutation, AnswerQuery, MilestoneMutation};
use super::attachments::AttachmentMutation;
use super::calendar::{CalendarMutation, CalendarQuery};
use super::comments::{CommentMutation, CommentQuery};
use super::deadlines::DeadlineQuery;
use super::decisions::{DecisionMutation, DecisionQuery, LifecycleMutation};
use super::documents::{DocumentMutation, DocumentQuery};
use super::events::{AuditQuery, FeedQuery};
use super::live::Subscription;
use super::meetings::{MeetingMutation, MeetingQuery, ProtocolMutation};
use super::node::NodeQuery;
use super::notices::{NoticeMutation, NoticeQuery};
use super::people::{PeopleMutation, PeopleQuery, SessionMutation};
use super::polls::{PollMutation, PollQuery};
use super::registry::{LegalRuleMutation, RegistryMutation, RegistryQuery};
use super::reviews::{ReviewMutation, ReviewQuery};
use super::scorecard::{RankingQuery, ScorecardQuery};
use super::service_accounts::{ServiceAccountMutation, ServiceAccountQuery};
use super::webhooks::{WebhookMutation, WebhookQuery};
use crate::features::reference::ReferenceCache;
use async_graphql::{MergedObject, Schema, SchemaBuilder};
use std::sync::Arc;

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    AuditQuery,
    FeedQuery,
    PeopleQuery,
    RegistryQuery,
    DecisionQuery,
    ReviewQuery,
    CommentQuery,
    PollQuery,
    CalendarQuery,
    DeadlineQuery,
    DocumentQuery,
    AnswerQuery,
    MeetingQuery,
    NoticeQuery,
    ScorecardQuery,
    RankingQuery,
    ServiceAccountQuery,
    WebhookQuery,
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
    CalendarMutation,
    DocumentMutation,
    AnswerMutation,
    MilestoneMutation,
    AttachmentMutation,
    MeetingMutation,
    ProtocolMutation,
    NoticeMutation,
    ServiceAccountMutation,
    WebhookMutation,
);

pub type Kenes = Schema<Query, Mutation, Subscription>;

/// The schema without data: enough to print it.
pub fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
}

/// The schema of one server instance, with the registry it keeps in memory. Depth and complexity are judged in `limits.rs`, before the library sees the
/// document; the library's own bound on recursion stays as a second net.
pub fn build(reference: Arc<ReferenceCache>, introspection: bool) -> Kenes {
    // Suggestions compare a name with every name of the schema, for anybody, and the schema is published anyway.
    let schema = builder().data(reference).limit_recursive_depth(64).disable_suggestions();
    if introspection { schema.finish() } else { schema.disable_introspection().finish() }
}

/// The schema in its language, as published at `/schema.graphql` and reviewed in the repository.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options)
}
