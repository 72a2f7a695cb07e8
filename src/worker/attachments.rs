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
/// A fault when the database or the storage is away. What was removed until then is struck off by the next one.
pub async fn sweep(core: &Arc<Core>) -> Outcome<usize> {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    let condemned = act.write(condemn).await?;
    for blob in &condemned {
        core.blobs.discard(*blob).await?;
    }
    let removed = condemned.len();
    if removed > 0 {
        act.write(move |tx| forget(tx, &condemned)).await?;
    }
    Ok(removed)
}
