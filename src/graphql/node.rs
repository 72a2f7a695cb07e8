//! `node` and `nodes`: anything with an id, by its id.

use super::answers::{Answer, Milestone};
use super::attachments::Attachment;
use super::calendar::CalendarVersion;
use super::comments::Comment;
use super::deadlines::Deadline;
use super::decisions::{Decision, DecisionVersion};
use super::documents::{Addressee, DocumentVersion, FinalDocument, Recommendation};
use super::error::nullable;
use super::meetings::{Meeting, Protocol, Stay};
use super::notices::Notification;
use super::people::{Person, RoleGrant};
use super::polls::{Dissent, Poll, Recusal};
use super::registry::{Council, Head, LegalRule, Membership, Organization, Region, StateBody};
use super::reviews::Review;
use super::service_accounts::ServiceAccount;
use super::webhooks::{Webhook, WebhookDelivery};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{self, Id};
use async_graphql::{Context, ID, Interface, Object, Result};

/// Anything with an id of its own.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The opaque id; its prefix tells the kind."))]
pub enum Node {
    // one line per type that implements Node, alphabetical
    Attachment(Attachment),
    Addressee(Addressee),
    Answer(Answer),
    CalendarVersion(CalendarVersion),
    Comment(Comment),
    Council(Council),
    Deadline(Deadline),
    Decision(Decision),
    DecisionVersion(DecisionVersion),
    Dissent(Dissent),
    DocumentVersion(DocumentVersion),
    FinalDocument(FinalDocument),
    Head(Head),
    LegalRule(LegalRule),
    Meeting(Meeting),
    Membership(Membership),
    Milestone(Milestone),
    Notification(Notification),
    Organization(Organization),
    Person(Person),
    Poll(Poll),
    Protocol(Protocol),
    Recommendation(Recommendation),
    Recusal(Recusal),
    Region(Region),
    Review(Review),
    RoleGrant(RoleGrant),
    ServiceAccount(ServiceAccount),
    StateBody(StateBody),
    Stay(Stay),
    Webhook(Webhook),
    WebhookDelivery(WebhookDelivery),
}

/// The most ids `nodes` takes.
const MAX_NODES: usize = 100;

/// Queries by id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object of an id, or null when there is none that the viewer may know of.
    async fn node(&self, context: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Option<Result<Node>> {
        nullable(find(context, &id).await)
    }

    /// The objects of up to 100 ids, in the order asked; null where there is none that the viewer may know of, or with an
    /// error of its own where an id could not be read.
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > MAX_NODES {
            let why = format!("at most {MAX_NODES} ids, there were {}", ids.len());
            return Err(Failure::bad_input("ids", why).into());
        }
        // Together, so that ids of one kind share a statement.
        let found = futures_util::future::join_all(ids.iter().map(|id| find(context, id))).await;
        Ok(found.into_iter().map(nullable).collect())
    }
}

/// Anything by its id, if the viewer may know of it.
///
/// # Errors
/// BAD_INPUT when it is no id; a fault when the database cannot be read.
pub(super) async fn find(context: &Context<'_>, id: &ID) -> Outcome<Option<Node>> {
    let Some((prefix, uuid)) = id::split(id) else {
        return Err(Denied::BadInput { field: "id".into(), why: "is not an id".into() }.into());
    };
    match prefix.as_str() {
        // one line per kind, alphabetical by prefix
        "att" => Ok(Attachment::find(context, Id::from_uuid(uuid)).await?.map(Node::Attachment)),
        "adr" => Ok(Addressee::find(context, Id::from_uuid(uuid)).await?.map(Node::Addressee)),
        "ans" => Ok(Answer::find(context, Id::from_uuid(uuid)).await?.map(Node::Answer)),
        "bod" => Ok(StateBody::find(context, Id::from_uuid(uuid)).await?.map(Node::StateBody)),
        "cal" => Ok(CalendarVersion::find(context, Id::from_uuid(uuid)).await?.map(Node::CalendarVersion)),
        "com" => Ok(Comment::find(context, Id::from_uuid(uuid)).await?.map(Node::Comment)),
        "cou" => Ok(Council::find(context, Id::from_uuid(uuid)).await?.map(Node::Council)),
        "ddl" => Ok(Deadline::find(context, Id::from_uuid(uuid)).await?.map(Node::Deadline)),
        "dec" => Ok(Decision::find(context, Id::from_uuid(uuid)).await?.map(Node::Decision)),
        "dis" => Ok(Dissent::find(context, Id::from_uuid(uuid)).await?.map(Node::Dissent)),
        "doc" => Ok(FinalDocument::find(context, Id::from_uuid(uuid)).await?.map(Node::FinalDocument)),
        "dver" => Ok(DocumentVersion::find(context, Id::from_uuid(uuid)).await?.map(Node::DocumentVersion)),
        "grant" => Ok(RoleGrant::find(context, Id::from_uuid(uuid)).await?.map(Node::RoleGrant)),
        "head" => Ok(Head::find(context, Id::from_uuid(uuid)).await?.map(Node::Head)),
        "mee" => Ok(Meeting::find(context, Id::from_uuid(uuid)).await?.map(Node::Meeting)),
        "mem" => Ok(Membership::find(context, Id::from_uuid(uuid)).await?.map(Node::Membership)),
        "mil" => Ok(Milestone::find(context, Id::from_uuid(uuid)).await?.map(Node::Milestone)),
        "ntc" => Ok(Notification::find(context, Id::from_uuid(uuid)).await?.map(Node::Notification)),
        "org" => Ok(Organization::find(context, Id::from_uuid(uuid)).await?.map(Node::Organization)),
        "per" => Ok(Person::find(context, Id::from_uuid(uuid)).await?.map(Node::Person)),
        "poll" => Ok(Poll::find(context, Id::from_uuid(uuid)).await?.map(Node::Poll)),
        "rcm" => Ok(Recommendation::find(context, Id::from_uuid(uuid)).await?.map(Node::Recommendation)),
        "prot" => Ok(Protocol::find(context, Id::from_uuid(uuid)).await?.map(Node::Protocol)),
        "rec" => Ok(Recusal::find(context, Id::from_uuid(uuid)).await?.map(Node::Recusal)),
        "reg" => Ok(Region::find(context, Id::from_uuid(uuid)).await?.map(Node::Region)),
        "rev" => Ok(Review::find(context, Id::from_uuid(uuid)).await?.map(Node::Review)),
        "rule" => Ok(LegalRule::find(context, Id::from_uuid(uuid)).await?.map(Node::LegalRule)),
        "svc" => Ok(ServiceAccount::find(context, Id::from_uuid(uuid)).await?.map(Node::ServiceAccount)),
        "msg" => Ok(WebhookDelivery::find(context, Id::from_uuid(uuid)).await?.map(Node::WebhookDelivery)),
        "whk" => Ok(Webhook::find(context, Id::from_uuid(uuid)).await?.map(Node::Webhook)),
        "stay" => Ok(Stay::find(context, Id::from_uuid(uuid)).await?.map(Node::Stay)),
        "ver" => Ok(DecisionVersion::find(context, Id::from_uuid(uuid)).await?.map(Node::DecisionVersion)),
        _ => Ok(None),
    }
}
