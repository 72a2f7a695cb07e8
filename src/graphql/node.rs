//! `node` and `nodes`: anything with an id, by its id.

use super::people::{Person, RoleGrant};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{self, Id};
use async_graphql::{Context, ID, Interface, Object, Result};

/// Anything with an id of its own.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The opaque id; its prefix tells the kind."))]
pub enum Node {
    // one line per type that implements Node, alphabetical
    Person(Person),
    RoleGrant(RoleGrant),
    Poll(super::polls::Poll),
}

/// The most ids `nodes` takes.
const MAX_NODES: usize = 100;

/// Queries by id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object of an id, or null when there is none that the viewer may know of.
    async fn node(&self, context: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Result<Option<Node>> {
        Ok(find(context, &id).await?)
    }

    /// The objects of up to 100 ids, in the order asked; null where there is none that the viewer may know of.
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_NODES {
            let why = format!("at most {MAX_NODES} ids, there were {}", ids.len());
            return Err(Failure::bad_input("ids", why).into());
        }
        // Together, so that ids of one kind share a statement.
        let found = futures_util::future::join_all(ids.iter().map(|id| find(context, id))).await;
        Ok(found.into_iter().collect::<Outcome<Vec<_>>>()?)
    }
}

async fn find(context: &Context<'_>, id: &ID) -> Outcome<Option<Node>> {
    let Some((prefix, uuid)) = id::split(id) else {
        return Err(Denied::BadInput { field: "id".into(), why: "is not an id".into() }.into());
    };
    match prefix.as_str() {
        // one line per kind, alphabetical by prefix
        "grant" => Ok(RoleGrant::find(context, Id::from_uuid(uuid)).await?.map(Node::RoleGrant)),
        "per" => Ok(Person::find(context, Id::from_uuid(uuid)).await?.map(Node::Person)),
        _ => Ok(None),
    }
}
