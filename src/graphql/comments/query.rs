//! Lists of comments, and the moderation log.

use super::loader::{CountBelow, FirstBelow};
use super::object::Comment;
use crate::db::page::position;
use crate::features::comments::model;
use crate::features::comments::store::{self, Parents};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::people::Person;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, Id, Kind};
use crate::kernel::page::{PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result, SimpleObject};
use std::sync::Arc;

/// A hidden comment, with who hid it, when and why. The log is public and complete.
#[derive(SimpleObject, Clone)]
pub struct ModerationEntry {
    /// What remains of the comment.
    comment: Comment,
    /// Who hid it.
    hidden_by: Person,
    /// When it was hidden.
    hidden_at: Timestamp,
    /// Why it was hidden.
    reason: String,
}

/// Queries of comments.
#[derive(Default)]
pub struct CommentQuery;

#[Object]
impl CommentQuery {
    /// The moderation log: every hidden comment on decisions the viewer may see, the latest hidden first.
    async fn moderation_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The council in whose reviews the comments were written; all when omitted.")]
        council_id: Option<CouncilId>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<ModerationEntry>> {
        let list = ("moderation log", council_id.map(Id::wire));
        let window = Window::new(&args(first, last, after, before), fingerprint(&list))?;
        Ok(moderation_log(context, council_id, window).await?)
    }
}

async fn moderation_log(
    context: &Context<'_>,
    council: Option<CouncilId>,
    window: Window,
) -> Outcome<Connection<ModerationEntry>> {
    let page = context.act().read(move |r| store::moderation_log(r.conn, &r.sight, council, &window)).await?;
    looks::log(context, page.rows.iter().map(|(comment, _)| comment.decision_id)).await?;
    let count =
        counting(context.act(), move |r| store::moderation_count(r.conn, &r.sight, council, r.core.rules.count_cap));
    let place = |(comment, hiding): &(model::Comment, model::Hiding)| position(hiding.at, comment.id);
    let entry = |(comment, hiding): (model::Comment, model::Hiding)| ModerationEntry {
        comment: Comment(Arc::new(comment)),
        hidden_by: Person::unnamed(hiding.by_id),
        hidden_at: hiding.at,
        reason: hiding.reason,
    };
    Ok(Connection::new(page, place, entry, count))
}

/// The comments on a decision that the viewer sees, in all its reviews.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_decision(context: &Context<'_>, id: DecisionId, args: &PageArgs) -> Outcome<Connection<Comment>> {
    below(context, Parents::Decisions, id, args).await
}

/// The comments below a parent that the viewer sees, oldest first: a batched load where it is the start of the list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn below<K>(context: &Context<'_>, by: Parents, id: Id<K>, args: &PageArgs) -> Outcome<Connection<Comment>>
where
    K: Kind,
{
    let window = Window::new(args, fingerprint(&("comments", by.name(), id.wire())))?;
    let parent = id.uuid();
    let page = if window.is_head() {
        let rows = context.load::<FirstBelow>(((by, parent), window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        context.act().read(move |r| store::page(r.conn, by, parent, &window)).await?
    };
    looks::log(context, page.rows.iter().map(|comment| comment.decision_id)).await?;
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountBelow>((by, parent)).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, place, |comment| Comment(Arc::new(comment)), count))
}

fn place(comment: &model::Comment) -> Position {
    position(comment.created_at, comment.id)
}

/// A parent that has no entry has no rows.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}
