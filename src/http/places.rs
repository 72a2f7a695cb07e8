//! So many at once: of one client, and of all together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct Taken {
    by_key: HashMap<String, usize>,
    in_all: usize,
}

/// A bounded number of places.
pub struct Places {
    each: usize,
    all: usize,
    taken: Arc<Mutex<Taken>>,
}

/// A place that is taken until it is dropped.
pub struct Place {
    key: String,
    taken: Arc<Mutex<Taken>>,
}

impl Places {
    pub fn new(each: u32, all: u32) -> Self {
        let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        Self { each: size(each), all: size(all), taken: Arc::default() }
    }

    /// A place, if one is left.
    pub fn take(&self, key: &str) -> Option<Place> {
        let mut taken = held(&self.taken);
        if taken.in_all >= self.all || taken.by_key.get(key).is_some_and(|count| *count >= self.each) {
            return None;
        }
        taken.in_all += 1;
        *taken.by_key.entry(key.to_owned()).or_default() += 1;
        Some(Place { key: key.to_owned(), taken: Arc::clone(&self.taken) })
    }

    /// Gives a place to another client, if that one may have one more.
    pub fn pass(&self, place: &mut Place, key: &str) -> bool {
        if place.key == key {
            return true;
        }
        let mut taken = held(&self.taken);
        let has = taken.by_key.get(key).copied().unwrap_or_default();
        if has >= self.each {
            return false;
        }
        taken.leave(&place.key);
        taken.by_key.insert(key.to_owned(), has + 1);
        drop(taken);
        key.clone_into(&mut place.key);
        true
    }

    /// How many are taken.
    pub fn taken(&self) -> usize {
        held(&self.taken).in_all
    }
}

impl Taken {
    fn leave(&mut self, key: &str) {
        if let Some(count) = self.by_key.get_mut(key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.by_key.remove(key);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = held(&self.taken);
        taken.in_all = taken.in_all.saturating_sub(1);
        taken.leave(&self.key);
    }
}

fn held(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_of_each_and_so_many_of_all() {
        let places = Places::new(2, 3);
        let (one, two) = (places.take("a").expect("the first"), places.take("a").expect("the second"));
        assert!(places.take("a").is_none(), "a has two");
        let three = places.take("b").expect("b has none");
        assert!(places.take("c").is_none(), "three are taken");
        drop(one);
        let mut passed = places.take("a").expect("a has one");
        assert!(places.pass(&mut passed, "c"), "c has none");
        assert!(places.pass(&mut passed, "c"), "it has it already");
        let (four, mut five) = {
            drop(two);
            (places.take("c").expect("c has one"), three)
        };
        assert!(!places.pass(&mut five, "c"), "c has two");
        assert_eq!(places.taken(), 3);
        drop((four, five, passed));
        assert_eq!(places.taken(), 0);
        assert!(held(&places.taken).by_key.is_empty(), "nobody is remembered who has none");
    }
}
