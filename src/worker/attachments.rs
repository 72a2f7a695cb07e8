//! Contents that were never attached are removed: after uploads that broke off, and after deaths at any step of one.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::attachments::sweep::{condemn, forget};
use crate::kernel::failure::Outcome;
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3600);

/// Starts sweeping. The first look is an hour after the start: an upload is safe for a day anyway. Several instances may
/// sweep at once: what is gone is gone.
pub fn start(core: &Arc<Core>) {
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.tick().await;
        loop {
            ticks.tick().await;
            match sweep(&core).await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "contents that belonged to no attachment"),
                Err(failure) => tracing::warn!(?failure, "the sweep of attachments failed; the next one tries again"),
            }
        }
    });
}

/// One sweep; returns how many contents were removed.
///
/// # Errors
/// A fault when the database is away. What was removed until then is struck off by the next one, and so is what the
/// storage would not remove.
pub async fn sweep(core: &Arc<Core>) -> Outcome<usize> {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    let mut removed = 0_usize;
    loop {
        let condemned = act.write(condemn).await?;
        let mut gone = Vec::new();
        for blob in &condemned {
            match core.blobs.discard(*blob).await {
                Ok(()) => gone.push(*blob),
                Err(failure) => {
                    tracing::warn!(blob = %blob.uuid(), ?failure, "the storage keeps what belongs to nobody");
                }
            }
        }
        let stuck = gone.len() < condemned.len();
        removed = removed.saturating_add(gone.len());
        if !gone.is_empty() {
            act.write(move |tx| forget(tx, &gone)).await?;
        }
        if condemned.is_empty() || stuck {
            return Ok(removed);
        }
    }
}
