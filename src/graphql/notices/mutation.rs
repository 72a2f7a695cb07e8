//! Following, choosing how to be told, and marking what was read.

use super::enums::NoticeDelivery;
use super::object::Follow;
use crate::features::notices::{Subject, follow, mark_read, set_delivery, unfollow};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::int::int;
use crate::graphql::node;
use crate::kernel::id::NoticeId;
use crate::payload;
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Something to follow.
#[derive(InputObject)]
pub struct FollowInput {
    /// A state body, council, decision or recommendation.
    pub subject_id: ID,
}

/// Something to follow no more.
#[derive(InputObject)]
pub struct UnfollowInput {
    /// The state body, council, decision or recommendation.
    pub subject_id: ID,
}

/// How somebody wants to be told.
#[derive(InputObject)]
pub struct SetNoticeDeliveryInput {
    /// By mail at once, by one mail a day, or not by mail.
    pub delivery: NoticeDelivery,
}

/// What was read.
#[derive(InputObject)]
pub struct MarkReadInput {
    /// The notifications, at most 100; all there are when omitted.
    pub notification_ids: Option<Vec<NoticeId>>,
}

payload! {
    /// What `follow` did.
    FollowPayload {
        /// The following, the running one where there was one.
        follow: Follow,
    }
}

payload! {
    /// What `unfollow` did.
    UnfollowPayload {
        /// The following that ended.
        follow: Follow,
    }
}

payload! {
    /// What `setNoticeDelivery` did.
    SetNoticeDeliveryPayload {
        /// How the viewer is told from now on.
        delivery: NoticeDelivery,
    }
}

payload! {
    /// What `markRead` did.
    MarkReadPayload {
        /// How many notifications became read that were not before.
        marked: i32,
    }
}

/// Mutations of following and being told.
#[derive(Default)]
pub struct NoticeMutation;

#[Object]
impl NoticeMutation {
    /// Follow something, to be told what happens to it from now on. Everybody who is signed in, what they may see.
    async fn follow(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to follow.")] input: FollowInput,
    ) -> Result<FollowPayload> {
        let (act, subject) = (context.act(), Subject::parse(&input.subject_id)?);
        let outcome = act.write(move |tx| follow::follow(tx, subject)).await;
        if outcome.is_ok() && looks::are_logged(context) {
            // That it is there to be followed is a look at it.
            node::find(context, &subject.wire().into()).await?;
        }
        FollowPayload::settle(act, outcome.map(|follow| (Follow(follow),)))
    }

    /// Follow something no more. What was told stays in the inbox.
    async fn unfollow(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to follow no more.")] input: UnfollowInput,
    ) -> Result<UnfollowPayload> {
        let (act, subject) = (context.act(), Subject::parse(&input.subject_id)?);
        let outcome = act.write(move |tx| unfollow::unfollow(tx, subject)).await;
        UnfollowPayload::settle(act, outcome.map(|follow| (Follow(follow),)))
    }

    /// Choose how to be told, besides the inbox. Mails are written in the language of the account.
    async fn set_notice_delivery(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The choice.")] input: SetNoticeDeliveryInput,
    ) -> Result<SetNoticeDeliveryPayload> {
        let (act, delivery) = (context.act(), input.delivery.into());
        let outcome = act.write(move |tx| set_delivery::set_delivery(tx, delivery)).await;
        SetNoticeDeliveryPayload::settle(act, outcome.map(|delivery| (delivery.into(),)))
    }

    /// Mark notifications as read. The viewer's own.
    async fn mark_read(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What was read.")] input: MarkReadInput,
    ) -> Result<MarkReadPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| mark_read::mark_read(tx, input.notification_ids.as_deref())).await;
        MarkReadPayload::settle(act, outcome.map(|marked| (int(marked),)))
    }
}
