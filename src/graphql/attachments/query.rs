//! The attachments of a subject. The objects of subjects call these.

use super::loader::{CountOf, FirstOf};
use super::object::Attachment;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::db::page::position;
use crate::features::attachments::{model, store};
use crate::graphql::connection::Connection;
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, Kind};
use crate::kernel::page::{PageArgs, Position, Total, Window, fingerprint};
use async_graphql::Context;
use std::sync::Arc;

/// The files of a subject that the viewer sees, oldest first: a batched load where it is the start of the list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_subject<K>(context: &Context<'_>, id: Id<K>, args: &PageArgs) -> Outcome<Connection<Attachment>>
where
    K: Kind,
{
    let window = Window::new(args, fingerprint(&("attachments", id.wire())))?;
    let subject = id.uuid();
    let page = if window.is_head() {
        let rows = context.load::<FirstOf>((subject, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        context.act().read(move |r| store::page(r.conn, &r.sight, subject, &window)).await?
    };
    looks::log(context, page.rows.iter().filter_map(|attachment| attachment.decision_id)).await?;
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountOf>(subject).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, place, |attachment| Attachment(Arc::new(attachment)), count))
}

fn place(attachment: &model::Attachment) -> Position {
    position(attachment.attached_at, attachment.id)
}

/// A subject that has no entry has no files.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}

/// Whether the viewer may attach files to a subject whose owner is at this place: the body of a decision or an answer, the
/// council of a final document or a meeting.
pub fn may_attach(context: &Context<'_>, owner: &Place) -> bool {
    allowed(&context.act().viewer, Action::UploadAttachment, owner)
}
