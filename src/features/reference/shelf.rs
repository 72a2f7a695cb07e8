//! One list of the registry: sorted, searchable, with a lookup by id.

use super::order;
use crate::kernel::localized::Localized;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// A thing on a shelf.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    pub item: Arc<T>,
    /// By what it is sorted: its code, or its Kazakh name in the order of the alphabet.
    pub key: String,
    /// Its names in every language, folded, for the text filter.
    folded: String,
}

impl<T> Entry<T> {
    /// Sorted by its Kazakh name.
    pub(super) fn by_name(item: T, name: &Localized) -> Self {
        Self::by_key(item, order::sort_key(&name.kk), name)
    }

    /// Sorted by a key of its own.
    pub(super) fn by_key(item: T, key: String, name: &Localized) -> Self {
        let names: Vec<String> = name.iter().map(|(_, text)| order::fold(text)).collect();
        Self { item: Arc::new(item), key, folded: names.join("\n") }
    }

    /// Whether a name in any language contains the text; `text` is folded already ([`order::fold`]).
    pub fn is_named(&self, text: &str) -> bool {
        self.folded.contains(text)
    }
}

/// Things in order, each found by its id.
#[derive(Debug)]
pub struct Shelf<K, T> {
    entries: Vec<Entry<T>>,
    places: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash + Ord, T> Shelf<K, T> {
    pub(super) fn new(mut entries: Vec<Entry<T>>, id: impl Fn(&T) -> K) -> Self {
        entries.sort_by(|a, b| (a.key.as_str(), id(&a.item)).cmp(&(b.key.as_str(), id(&b.item))));
        let places = entries.iter().enumerate().map(|(place, entry)| (id(&entry.item), place)).collect();
        Self { entries, places }
    }

    /// Everything, in order.
    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
    }

    /// One of them.
    pub fn get(&self, id: K) -> Option<&Arc<T>> {
        self.entry(id).map(|entry| &entry.item)
    }

    /// One of them, with what it is sorted by.
    pub fn entry(&self, id: K) -> Option<&Entry<T>> {
        self.entries.get(*self.places.get(&id)?)
    }

    /// Groups the ids by what they hang on, in order; what hangs on nothing is left out.
    pub(super) fn under<P: Eq + Hash>(&self, id: impl Fn(&T) -> K, of: impl Fn(&T) -> Option<P>) -> HashMap<P, Vec<K>> {
        let mut groups: HashMap<P, Vec<K>> = HashMap::new();
        for entry in &self.entries {
            if let Some(parent) = of(&entry.item) {
                groups.entry(parent).or_default().push(id(&entry.item));
            }
        }
        groups
    }
}
