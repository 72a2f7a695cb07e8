//! Keeps the registry in memory for as long as it is true.

use super::model::Reference;
use crate::access::act::Act;
use crate::kernel::failure::Outcome;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// The version of the registry it was read at, and what was read.
type Kept = (u64, Arc<Reference>);

/// One per instance of the server. A request asks it once and keeps what it gets, so that a page is never half old.
#[derive(Debug, Default)]
pub struct ReferenceCache {
    kept: RwLock<Option<Kept>>,
    /// One reader at a time: after a change a hundred waiting requests must not read the registry a hundred times.
    reading: Mutex<()>,
}

impl ReferenceCache {
    pub fn new() -> Self {
        Self::default()
    }

    /// The registry as it is now: from memory while nothing changed, read anew otherwise. While changes made by other
    /// instances do not reach us, it is read for every request.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn get(&self, act: &Act) -> Outcome<Arc<Reference>> {
        let Some(version) = act.core.registry_version() else { return load(act).await };
        if let Some(found) = self.at(version) {
            return Ok(found);
        }
        let _turn = self.reading.lock().await;
        // Asked again: whoever held the turn may have read it. And asked before reading: a change that arrives
        // meanwhile then leaves us an older version, not a newer one with older contents.
        let Some(version) = act.core.registry_version() else { return load(act).await };
        if let Some(found) = self.at(version) {
            return Ok(found);
        }
        let reference = load(act).await?;
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&reference)));
        Ok(reference)
    }

    fn at(&self, version: u64) -> Option<Arc<Reference>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, _)| *at == version).map(|(_, reference)| Arc::clone(reference))
    }
}

async fn load(act: &Act) -> Outcome<Arc<Reference>> {
    act.read(|r| Reference::load(r.conn)).await.map(Arc::new)
}
