//! Once an hour, what nobody needs any more is deleted: old failures of sign-ins, refresh tokens that ran out,
//! keys of what was asked a day ago.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::{idempotency, people};
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3600);

/// Starts sweeping. Several instances may sweep at once: what is gone is gone.
pub fn start(core: &Arc<Core>) {
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.tick().await;
        loop {
            ticks.tick().await;
            let act = Act::new(Arc::clone(&core), Viewer::anonymous(core.clock.now()));
            let swept =
                act.write(|tx| Ok(people::sweep::sweep(tx)? + idempotency::store::forget(tx.conn, tx.now)?)).await;
            match swept {
                Ok(rows) => tracing::debug!(rows, "swept"),
                Err(failure) => tracing::warn!(?failure, "the sweep failed; the next one tries again"),
            }
        }
    });
}
