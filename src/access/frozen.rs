//! Facts that the database itself never changes again, remembered per instance.
//!
//! The electorate of a poll is frozen when the poll is opened, by rule and by trigger. Whoever has read it once need
//! not read it again for each ballot. Nothing here is ever dropped because it became untrue, only because it is not
//! used: what could become untrue does not belong here.

use moka::sync::Cache;
use std::any::{Any, TypeId};
use std::sync::Arc;
use uuid::Uuid;

/// How many facts are kept: the running polls of a whole country, at a few kilobytes each.
const CAPACITY: u64 = 2_000;

/// A memory for immutable facts, by type and id.
#[derive(Clone, Debug)]
pub struct Frozen(Cache<(TypeId, Uuid), Arc<dyn Any + Send + Sync>>);

impl Default for Frozen {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(CAPACITY).build())
    }
}

impl Frozen {
    pub fn get<T: Any + Send + Sync>(&self, id: Uuid) -> Option<Arc<T>> {
        self.0.get(&(TypeId::of::<T>(), id))?.downcast().ok()
    }

    /// Remembers a fact that was read as committed; never one of the own open transaction, which may yet roll back.
    pub fn put<T: Any + Send + Sync>(&self, id: Uuid, fact: Arc<T>) {
        self.0.insert((TypeId::of::<T>(), id), fact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_found_by_its_type_and_its_id() {
        let (frozen, id) = (Frozen::default(), Uuid::from_u128(7));
        frozen.put(id, Arc::new(41_u32));
        assert_eq!(frozen.get::<u32>(id).as_deref(), Some(&41));
        assert_eq!(frozen.get::<u64>(id), None);
        assert_eq!(frozen.get::<u32>(Uuid::from_u128(8)), None);
    }
}
