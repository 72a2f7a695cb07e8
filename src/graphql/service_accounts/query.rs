//! The service accounts a viewer may know of.

use super::object::ServiceAccount;
use crate::db::page::position;
use crate::features::service_accounts::list;
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::page::Window;
use async_graphql::{Context, Object, Result};

/// Queries of service accounts.
#[derive(Default)]
pub struct ServiceAccountQuery;

#[Object]
impl ServiceAccountQuery {
    /// The service accounts the viewer may know of, revoked ones too, those entered first first: administrators see all, owners
    /// their own, representatives those of their organisation.
    async fn service_accounts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<ServiceAccount>> {
        let act = context.act();
        let window = Window::new(&args(first, last, after, before), list::list(&act.viewer))?;
        let page = act.read(move |r| list::page(r, &window)).await?;
        Ok(Connection::new(
            page,
            |row| position(row.created_at, row.id),
            ServiceAccount::from,
            counting(act, list::count),
        ))
    }
}
