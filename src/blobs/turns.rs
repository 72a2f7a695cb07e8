//! How many files one account brings at once: whoever opens a hundred connections does not take the storage from the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// The files that are coming in now, by who brings them. Of one instance.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<Uuid, u32>>);

/// One file that is coming in; it has ended when this is dropped, however it ended.
#[derive(Debug)]
pub struct Turn {
    turns: Arc<Turns>,
    who: Uuid,
}

impl Turns {
    /// One more file of somebody's; `None` when as many as allowed are coming in already.
    pub fn enter(self: &Arc<Self>, who: Uuid, at_once: u32) -> Option<Turn> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = running.get(&who).copied().unwrap_or(0);
        if own >= at_once {
            return None;
        }
        running.insert(who, own.saturating_add(1));
        Some(Turn { turns: Arc::clone(self), who })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut running = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        match running.get_mut(&self.who) {
            Some(own) if *own > 1 => *own = own.saturating_sub(1),
            _ => drop(running.remove(&self.who)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_as_many_as_allowed_waits_until_one_has_ended_and_others_do_not() {
        let turns = Arc::<Turns>::default();
        let (one, other) = (Uuid::new_v4(), Uuid::new_v4());
        let first = turns.enter(one, 2).expect("free");
        let _second = turns.enter(one, 2).expect("free");
        assert!(turns.enter(one, 2).is_none());
        assert!(turns.enter(other, 2).is_some());
        drop(first);
        let third = turns.enter(one, 2);
        assert!(third.is_some() && turns.enter(one, 2).is_none());
    }

    #[test]
    fn nobody_is_remembered_who_brings_nothing() {
        let turns = Arc::<Turns>::default();
        drop(turns.enter(Uuid::new_v4(), 1));
        assert!(turns.0.lock().expect("sane").is_empty());
    }
}
