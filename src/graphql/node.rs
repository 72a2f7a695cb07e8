//! `node` and `nodes`: anything with an id, by its id.

use super::comments::Comment;
use super::decisions::{Decision, DecisionVersion};
use super::error::nullable;
use super::people::{Person, RoleGrant};
use super::polls::{Dissent, Poll, Recusal};
use super::registry::{Council, Head, LegalRule, Membership, Organization, Region, StateBody};
use super::reviews::Review;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{self, Id};
use async_graphql::{Context, ID, Interface, Object, Result};

/// Anything with an id of its own.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The opaque id; its prefix tells the kind."))]
pub enum Node {
    // one line per type that implements Node, alphabetical
    Comment(Comment),
    Council(Council),
    Decision(Decision),
    DecisionVersion(DecisionVersion),
    Dissent(Dissent),
    Head(Head),
    LegalRule(LegalRule),
    Membership(Membership),
    Organization(Organization),
    Person(Person),
    Poll(Poll),
    Recusal(Recusal),
    Region(Region),
    Review(Review),
    RoleGrant(RoleGrant),
    StateBody(StateBody),
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

async fn find(context: &Context<'_>, id: &ID) -> Outcome<Option<Node>> {
    let Some((prefix, uuid)) = id::split(id) else {
        return Err(Denied::BadInput { field: "id".into(), why: "is not an id".into() }.into());
    };
    match prefix.as_str() {
        // one line per kind, alphabetical by prefix
        "bod" => Ok(StateBody::find(context, Id::from_uuid(uuid)).await?.map(Node::StateBody)),
        "com" => Ok(Comment::find(context, Id::from_uuid(uuid)).await?.map(Node::Comment)),
        "cou" => Ok(Council::find(context, Id::from_uuid(uuid)).await?.map(Node::Council)),
        "dec" => Ok(Decision::find(context, Id::from_uuid(uuid)).await?.map(Node::Decision)),
        "dis" => Ok(Dissent::find(context, Id::from_uuid(uuid)).await?.map(Node::Dissent)),
        "grant" => Ok(RoleGrant::find(context, Id::from_uuid(uuid)).await?.map(Node::RoleGrant)),
        "head" => Ok(Head::find(context, Id::from_uuid(uuid)).await?.map(Node::Head)),
        "mem" => Ok(Membership::find(context, Id::from_uuid(uuid)).await?.map(Node::Membership)),
        "org" => Ok(Organization::find(context, Id::from_uuid(uuid)).await?.map(Node::Organization)),
        "per" => Ok(Person::find(context, Id::from_uuid(uuid)).await?.map(Node::Person)),
        "poll" => Ok(Poll::find(context, Id::from_uuid(uuid)).await?.map(Node::Poll)),
        "rec" => Ok(Recusal::find(context, Id::from_uuid(uuid)).await?.map(Node::Recusal)),
        "reg" => Ok(Region::find(context, Id::from_uuid(uuid)).await?.map(Node::Region)),
        "rev" => Ok(Review::find(context, Id::from_uuid(uuid)).await?.map(Node::Review)),
        "rule" => Ok(LegalRule::find(context, Id::from_uuid(uuid)).await?.map(Node::LegalRule)),
        "ver" => Ok(DecisionVersion::find(context, Id::from_uuid(uuid)).await?.map(Node::DecisionVersion)),
        _ => Ok(None),
    }
}
