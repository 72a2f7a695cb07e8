//! Queries about the viewer and about accounts.

use super::object::Account;
use super::viewer::Viewer;
use crate::db::page::position;
use crate::features::people::accounts;
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::page::Window;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// Which accounts are wanted.
#[derive(InputObject, Clone, Debug, Default)]
pub struct AccountFilter {
    /// Words that the name holds, or the whole e-mail address.
    pub text: Option<String>,
}

/// Queries about people.
#[derive(Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// Who asks; null when nobody is signed in.
    async fn viewer(&self, context: &Context<'_>) -> Option<Viewer> {
        context.act().viewer.standing.clone().map(Viewer)
    }

    /// The accounts, those opened first first. For administrators.
    async fn accounts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which accounts are wanted; all when nothing is said.")] filter: Option<AccountFilter>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Account>> {
        let text = filter.unwrap_or_default().text;
        let window = Window::new(&args(first, last, after, before), accounts::list(text.as_deref()))?;
        let asked = text.clone();
        let page = context.act().read(move |r| accounts::page(r, asked.as_deref(), &window)).await?;
        let page = page.map(|account| Account(Arc::new(account)));
        let count = counting(context.act(), move |r| accounts::count(r, text.as_deref()));
        Ok(Connection::new(page, |row| position(row.0.created_at, row.0.id), |row| row, count))
    }
}
