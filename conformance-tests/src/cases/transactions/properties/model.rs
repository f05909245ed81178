//! What a database holds, as the suite keeps it by itself: what was begun is a copy of what was there, and undone by taking it back.

use std::collections::{BTreeMap, BTreeSet};

/// The rows and tables that are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Model {
    /// The number of each key.
    pub(super) items: BTreeMap<i64, i64>,
    /// Of each child the key that it refers to, which may not be there as long as nobody looks.
    pub(super) children: BTreeMap<i64, i64>,
    /// The tables that were made.
    pub(super) made: BTreeSet<u16>,
}

impl Model {
    /// Whether a child refers to what is not there.
    pub(super) fn has_orphans(&self) -> bool {
        let mut parents = self.children.values();
        parents.any(|parent| !self.items.contains_key(parent))
    }

    /// A key that is there, by chance.
    pub(super) fn item(&self, choice: u16) -> Option<i64> {
        nth(self.items.keys(), choice)
    }

    /// A key that no child refers to, by chance.
    pub(super) fn item_without_children(&self, choice: u16) -> Option<i64> {
        let free = |key: &&i64| !self.children.values().any(|parent| parent == *key);
        let keys: Vec<_> = self.items.keys().filter(free).collect();
        nth(keys.into_iter(), choice)
    }

    /// A child, by chance.
    pub(super) fn child(&self, choice: u16) -> Option<i64> {
        nth(self.children.keys(), choice)
    }
}

fn nth<'k>(keys: impl ExactSizeIterator<Item = &'k i64>, choice: u16) -> Option<i64> {
    let at = usize::from(choice).checked_rem(keys.len())?;
    let mut keys = keys;
    keys.nth(at).copied()
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn a_choice_names_what_is_there_and_an_orphan_is_seen() {
        let mut model = Model::default();
        assert_eq!(model.item(7), None);
        model.items.extend([(3, 0), (5, 0)]);
        assert_eq!((model.item(0), model.item(7)), (Some(3), Some(5)));
        model.children.insert(1, 5);
        assert!(!model.has_orphans());
        assert_eq!(model.item_without_children(9), Some(3));
        model.items.remove(&5);
        assert!(model.has_orphans());
    }
}
