//! Events are sent to an address, after the Standard Webhooks specification.
//!
//! # The story
//! ```text
//! feed ──▶ read on ──▶ delivery ─▶ claimed ─▶ posted, signed ─┬─ 2xx ──▶ DELIVERED
//!          (a position          ▲                              ├─ anything else: again after a while ─┐
//!           per webhook)       └──────────────────────────────┼──────────────────────────────────────┘
//!                                                             ├─ given up after three days ──▶ DEAD ─▶ replayed, if somebody wants
//!                                                             └─ not to be seen any more ────▶ DROPPED
//! ```
//! A **webhook** belongs to an account, a human's or a program's, and is one more reader of the event feed: it keeps a position and
//! no buffer, so whatever happens while it is paused or its receiver is away, nothing is missed. What it is told is what its owner may see:
//! asked when an entry is read ([`read_on`]), and again each time it is about to be posted ([`post`]). An entry says what happened to what and
//! when; the rest the receiver asks for, by its own rights.
//!
//! # What a receiver can rely on
//! * **At least once.** The same delivery always has the same `webhook-id`. If an instance dies while it posts, its claim runs out and
//!   another posts it again.
//! * **In order, per decision.** What hangs on one decision (or, where there is none, on one subject) is posted one after the other, and
//!   what comes after waits until what is before has been delivered or given up. Between decisions there is no order.
//! * **Signed.** `webhook-signature` holds `v1,` and the HMAC-SHA256 of id, time and body ([`signature`]); for a while after
//!   [`rotate_secret`] two of them, so that a receiver changes over when it likes.
//!
//! # What a receiver that fails meets
//! Each delivery is tried ten times in three days, later each time. Five failures in a row open the **circuit**: nothing is posted for
//! a while, longer each time and at most an hour, and then one delivery tries whether all is well. A receiver that answers 410, or has failed for
//! days, has its webhook **disabled** until somebody resumes it ([`resume`]): it reads on where it stood. 429, 502, 503 and 504 are asked to
//! wait for as long as they say.
//!
//! # Where it may go
//! To https addresses on the public internet, looked at after their name is resolved: see [`crate::outbound`].

pub mod create;
pub mod end;
pub mod event;
pub mod list;
pub mod model;
pub mod pause;
pub mod post;
pub mod read_on;
pub mod replay;
pub mod resume;
pub mod rotate_secret;
pub mod schedule;
pub mod signature;
pub mod store;
pub mod sweep;
pub mod test;

pub use model::{Attempt, Delivery, DeliveryState, Webhook, WebhookState};

use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::WebhookId;

/// A webhook that its owner changes, held until the transaction ends. Whoever may not know of it does not learn that it exists.
fn held(tx: &mut Writing<'_>, id: WebhookId) -> Outcome<(Webhook, Permit<can::ChangeWebhook>)> {
    let webhook = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("webhook"))?;
    tx.authorize::<can::ReadWebhooks>(webhook.place()).map_err(|_| Denied::NotFound("webhook"))?;
    let permit = tx.authorize::<can::ChangeWebhook>(webhook.place())?;
    Ok((webhook, permit))
}
