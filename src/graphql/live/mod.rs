//! Subscriptions: what happens is told to those who wait for it.
//!
//! ```text
//! commit ─▶ feed worker gives a position ─▶ hub: "the feed ends at 812 now" ─▶ each flow: anything for me after 807?
//!                                                                        └─ yes ─▶ identify, read, by the rules of the feed
//! ```
//!
//! A subscription is a reader of the feed ([`crate::features::feed`]) that waits where it ends. It has a position and no buffer: a client that
//! takes its time is told later, and one that comes back with the `cursor` of the last it was told reads on from there, also at
//! another instance. Whatever another instance commits is found by its position in the table, so that an interruption of the database
//! loses nothing.
//!
//! Each time there may be something for it, the viewer is identified anew ([`crate::access::identify::Caller`]), and the
//! one statement that reads the entries asks what that viewer may know. What is told is then resolved in a context of its own
//! ([`fresh`]), with that viewer, that time and loaders that remember nothing, under the limits of one request.
//!
//! A flow ends when the viewer's token or account does, and when something of ours breaks; while the database is away it waits.

mod feed;
mod flow;
mod fresh;
mod inbox;
mod told;

use crate::access::identify::Caller;
use crate::features::feed::Hub;
use async_graphql::MergedSubscription;
use std::sync::Arc;
use std::time::Duration;

/// What happens and can be waited for.
#[derive(MergedSubscription, Default)]
pub struct Subscription(feed::FeedSubscription, inbox::InboxSubscription);

/// What a subscription is given with its request.
#[derive(Clone)]
pub struct Live {
    pub caller: Caller,
    pub hub: Arc<Hub>,
    /// The longest that telling of one event may take.
    pub time: Duration,
    /// The most text one event may bring, in bytes.
    pub answer_bytes: u64,
}
