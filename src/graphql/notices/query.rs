//! What the viewer follows, and what they are told.

use super::enums::NoticeDelivery;
use super::filter::NotificationFilter;
use super::loader::FollowOfSubject;
use super::object::{Follow, Notification};
use crate::db::page::position;
use crate::features::notices::store::{self, Filter};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;
use uuid::Uuid;

/// Queries of following and being told.
#[derive(Default)]
pub struct NoticeQuery;

#[Object]
impl NoticeQuery {
    /// What the viewer is told, the latest first: the inbox. Only of what they may still see. For everybody signed in.
    async fn notifications(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which notifications; all when omitted.")] filter: Option<NotificationFilter>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Notification>> {
        let own = own(context)?;
        let filter = Filter::from(filter.unwrap_or_default());
        let list = ("notifications", own.wire(), filter.unread, &filter.kinds);
        let window = Window::new(&args(first, last, after, before), fingerprint(&list))?;
        Ok(inbox(context, own, filter, window).await?)
    }

    /// What the viewer follows, the latest first. For everybody signed in.
    async fn follows(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Follow>> {
        let own = own(context)?;
        let window = Window::new(&args(first, last, after, before), fingerprint(&("follows", own.wire())))?;
        let page = context.act().read(move |r| store::page_of_follows(r.conn, own, &window)).await?;
        let count = counting(context.act(), move |r| store::count_up_to(r.conn, own, r.core.rules.count_cap));
        Ok(Connection::new(page, |row| position(row.since_at, row.id), Follow, count))
    }

    /// How the viewer wants to be told, besides the inbox. For everybody signed in.
    async fn notice_delivery(&self, context: &Context<'_>) -> Result<NoticeDelivery> {
        let own = own(context)?;
        Ok(context.act().read(move |r| store::delivery_of(r.conn, own)).await?.into())
    }
}

async fn inbox(
    context: &Context<'_>,
    own: PersonId,
    filter: Filter,
    window: Window,
) -> Outcome<Connection<Notification>> {
    let filter = Arc::new(filter);
    let wanted = Arc::clone(&filter);
    let page = context.act().read(move |r| store::page(r.conn, &r.sight, own, &wanted, &window)).await?;
    let count = counting(context.act(), move |r| store::count(r.conn, &r.sight, own, &filter, r.core.rules.count_cap));
    Ok(Connection::new(page, |row| position(row.made_at, row.id), |row| Notification(Arc::new(row)), count))
}

fn own(context: &Context<'_>) -> Outcome<PersonId> {
    Ok(context.act().viewer.account().ok_or(Denied::Unauthenticated)?)
}

/// The viewer's following of something they see; siblings that ask in the same breath share one statement.
///
/// # Errors
/// A fault when the database cannot be read.
pub async fn following(context: &Context<'_>, subject: Uuid) -> Outcome<Option<Follow>> {
    Ok(context.load::<FollowOfSubject>(subject).await?.map(Follow))
}
