//! What was asked twice is done once.
//!
//! A client that does not know whether its request arrived sends it again. With an `idempotencyKey` of its own making the second
//! gets what the first has made, and nothing is done again. A key is its account's, for one mutation and one input; it is
//! remembered for a day.
//!
//! ```text
//! BEGIN ─ enter the key ─┬─ it is new ──▶ the use case ─▶ note what it made ─▶ COMMIT
//!                        ├─ of the same input ───────────▶ what was made then
//!                        └─ of another input ────────────▶ refused: IDEMPOTENCY_KEY_USED
//! ```
//!
//! The key is entered first, in the transaction of what is done. So a twin that comes at the same moment waits at the key until
//! the first has committed, and what is refused or fails leaves no key: it changed nothing, and may be tried again with the same.
//!
//! What was made is named by its id and shown as it is and as the viewer may see it now.
//!
//! Without a key are `inviteAccount`, `createServiceAccount`, `createWebhook` and `createUpload`, whose answer holds a secret that is not kept and cannot be told again (a second
//! invitation ends the first, a second address does no harm); `uploadAttachment`, whose file is not part of the input; and
//! `rateAnswer`, of which a second is refused anyway.

pub mod model;
pub mod store;

pub use model::{KEPT_HOURS, Made, Once};

use crate::access::act::{Act, Writing};
use crate::kernel::failure::Outcome;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use uuid::Uuid;

/// Does something in one transaction, once for each key. Without a key it is simply done.
///
/// # Errors
/// What `work` returns; IDEMPOTENCY_KEY_USED for a key of another input.
pub async fn write<T: Send + 'static>(
    act: &Act,
    once: Option<Once>,
    id: impl Fn(&T) -> Uuid + Send + 'static,
    mut work: impl FnMut(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
) -> Outcome<Made<T>> {
    let (Some(once), Some(account)) = (once, act.viewer.account()) else {
        return act.write(work).await.map(Made::Now);
    };
    act.write(move |tx| {
        // Between the two a sweep may forget a key of a day ago: then it is new.
        let known = loop {
            if store::enter(tx.conn, account, &once, tx.now)? {
                break None;
            }
            if let Some(known) = store::find(tx.conn, account, &once)? {
                break Some(known);
            }
        };
        match known {
            None => {
                let made = work(tx)?;
                store::settle(tx.conn, account, &once, id(&made))?;
                Ok(Made::Now(made))
            }
            Some(known) if known.input == once.input => Ok(Made::Before(known.made)),
            Some(_) => Err(Refusal::new(Code::IdempotencyKeyUsed).at("idempotencyKey").into()),
        }
    })
    .await
}
