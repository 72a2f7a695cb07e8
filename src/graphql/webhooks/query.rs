//! The webhooks a viewer may know of.

use super::object::Webhook;
use crate::db::page::position;
use crate::features::webhooks::list;
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::page::Window;
use async_graphql::{Context, Object, Result};

/// Queries of webhooks.
#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// The webhooks the viewer may know of, ended ones too, the oldest first: their own, and for administrators all.
    async fn webhooks(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Webhook>> {
        let act = context.act();
        let window = Window::new(&args(first, last, after, before), list::list(&act.viewer))?;
        let page = act.read(move |r| list::page(r, &window)).await?;
        Ok(Connection::new(page, |row| position(row.created_at, row.id), Webhook::from, counting(act, list::count)))
    }
}
