//! Lists that come whole, because they are short: how many rows each is reckoned with, when it is judged what a document
//! may cost ([`super::limits`]).
//!
//! A page is reckoned with the rows asked for. Of these lists nobody asks for a number, and the most that the rules allow
//! is far from what there is: twenty bodies can be asked by one recommendation, and hardly ever more than three are. So
//! each has two numbers. It is reckoned with the **usual** one where it stands once on its path, so that an honest page of
//! a front end is not refused for what it could hold. Where the same list stands inside itself again
//! (`plan { answer { plan { … } } }`), which no front end needs, the outer ones are reckoned with the **most**, so that no
//! nest of short lists adds up to a long one. A test holds the table to the schema.

/// Fields whose rows are objects and are not paged: the usual number of rows, and the most there can be. Where nothing in
/// the rules bounds a list (who changes a ballot again and again), the most is what nobody but a prankster reaches.
pub const LISTS: &[(&str, u64, u64)] = &[
    ("addressees", 3, 20),
    ("agenda", 10, 50),
    ("attendance", 7, 7),
    ("attempts", 3, 10),
    ("calendar", 10, 10),
    ("categories", 7, 7),
    ("changes", 5, 10),
    ("checks", 10, 10),
    ("days", 30, 366),
    ("dissents", 5, 30),
    ("edits", 5, 10),
    ("electors", 30, 30),
    ("lots", 20, 200),
    ("moves", 5, 10),
    ("participants", 20, 200),
    ("plan", 5, 50),
    ("proposals", 10, 50),
    ("receipts", 3, 20),
    ("recusals", 5, 30),
    ("roles", 5, 10),
    ("seats", 5, 10),
    ("signatures", 2, 2),
    ("skipped", 10, 20),
    ("successors", 5, 5),
    ("tokens", 2, 2),
    ("transitions", 10, 10),
    ("translations", 3, 3),
    ("userErrors", 10, 10),
];

/// Which lists stand in a selection, one bit each in the order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u64);

const _: () = assert!(LISTS.len() <= 64, "a bit per list");

impl Lists {
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many rows a field is reckoned with that is not paged and has these inside, and what stands in it, itself
    /// included. One row where it is no list.
    pub fn around(self, field: &str) -> (u64, Self) {
        let Some((place, (_, usual, most))) = LISTS.iter().enumerate().find(|(_, (name, ..))| *name == field) else {
            return (1, self);
        };
        let own = Self(1 << place);
        (if self.0 & own.0 == 0 { *usual } else { *most }, self.and(own))
    }
}
