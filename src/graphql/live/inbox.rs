//! What can be waited for of the viewer's own inbox.

use super::Live;
use super::fresh::Fresh;
use super::told::NotificationReceived;
use crate::access::act::Act;
use crate::db::page::position;
use crate::features::notices::Notice;
use crate::features::notices::store;
use crate::graphql::connection::args;
use crate::graphql::notices::Notification;
use crate::kernel::failure::{Denied, Failure, Fault, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::page::{self, Position, Window, fingerprint};
use async_graphql::{Context, Result, Subscription};
use futures_util::stream::{BoxStream, StreamExt, unfold};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long an inbox waits before it asks a database again that was away.
const AGAIN: Duration = Duration::from_millis(500);
/// The longest between two looks.
const TICK: Duration = Duration::from_secs(30);

/// Subscriptions to the viewer's inbox.
#[derive(Default)]
pub struct InboxSubscription;

#[Subscription]
impl InboxSubscription {
    /// What the viewer is told from now on: what comes into `notifications`. For everybody signed in.
    async fn notification_received(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cursor after which to begin; from now on when omitted.")] after: Option<String>,
    ) -> Result<BoxStream<'static, Result<Fresh<NotificationReceived>>>> {
        let live =
            context.data_opt::<Live>().ok_or_else(|| Failure::Fault(Fault::new("a subscription without a hub")))?;
        let own = live.caller.viewer().account().ok_or(Failure::Denied(Denied::Unauthenticated))?;
        let inbox = Inbox::open(live.clone(), own, after).await?;
        let received = unfold(inbox, |mut inbox| async { Some((inbox.next().await?, inbox)) });
        let live = live.clone();
        Ok(received
            .map(move |received| {
                let (act, notice, cursor) = received?;
                let notification = Notification(Arc::new(notice));
                Ok(Fresh::new(NotificationReceived { notification, cursor }, act, &live))
            })
            .boxed())
    }
}

/// A reader of one inbox that waits where it ends.
struct Inbox {
    live: Live,
    own: PersonId,
    fingerprint: u64,
    told: watch::Receiver<u64>,
    /// The last that was told; `None` before the first of all.
    last: Option<Position>,
    is_over: bool,
}

impl Inbox {
    async fn open(live: Live, own: PersonId, after: Option<String>) -> Outcome<Self> {
        let fingerprint = fingerprint(&("notificationReceived", own.wire()));
        let window = Window::new(&args(None, None, after, None), fingerprint)?;
        let mut told = live.hub.told();
        let last = match window.after {
            Some(position) => {
                // There may be something already.
                told.mark_changed();
                Some(position)
            }
            None => live.caller.act().await?.read(move |r| store::newest(r.conn, own)).await?,
        };
        Ok(Self { live, own, fingerprint, told, last, is_over: false })
    }

    async fn next(&mut self) -> Option<Outcome<(Act, Notice, String)>> {
        while !self.is_over {
            // What nobody said is found by then.
            if let Ok(Err(_)) = tokio::time::timeout(TICK, self.told.changed()).await {
                return None;
            }
            match self.look().await {
                Ok(None) => {}
                Ok(Some((act, notice))) => {
                    // There may be more.
                    self.told.mark_changed();
                    let at = position(notice.made_at, notice.id);
                    let cursor = page::cursor(self.fingerprint, at.clone());
                    self.last = Some(at);
                    return Some(Ok((act, notice, cursor)));
                }
                Err(Failure::Fault(fault)) if fault.unavailable => {
                    self.told.mark_changed();
                    tokio::time::sleep(AGAIN).await;
                }
                Err(failure) => {
                    self.is_over = true;
                    return Some(Err(failure));
                }
            }
        }
        None
    }

    /// The next notice, read by whoever the viewer is now.
    async fn look(&self) -> Outcome<Option<(Act, Notice)>> {
        let (own, last) = (self.own, self.last.clone());
        let act = self.live.caller.act().await?;
        let found = act.read(move |r| store::next(r.conn, &r.sight, own, last.as_ref())).await?;
        Ok(found.map(|notice| (act, notice)))
    }
}
