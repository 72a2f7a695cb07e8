//! Lists that come whole, because they are short: how many rows each can bring at most. What a document may cost is reckoned
//! with these numbers, so that no nest of short lists adds up to a long one. A test holds the table to the schema.

/// Fields whose rows are objects and are not paged, with the most rows of one. Where nothing in the rules bounds a list
/// (who changes a ballot again and again), it is what nobody but a prankster reaches.
pub const LISTS: &[(&str, u64)] = &[
    ("addressees", 20),
    ("agenda", 50),
    ("attendance", 7),
    ("calendar", 10),
    ("categories", 7),
    ("changes", 10),
    ("checks", 10),
    ("days", 366),
    ("dissents", 30),
    ("edits", 10),
    ("electors", 30),
    ("lots", 200),
    ("moves", 10),
    ("participants", 200),
    ("plan", 50),
    ("proposals", 50),
    ("receipts", 20),
    ("recusals", 30),
    ("roles", 10),
    ("seats", 10),
    ("signatures", 2),
    ("skipped", 20),
    ("successors", 5),
    ("transitions", 10),
    ("translations", 3),
    ("userErrors", 10),
];

/// The most rows that a field brings which is not paged; one where it is no list.
pub fn most(field: &str) -> u64 {
    LISTS.iter().find(|(name, _)| *name == field).map_or(1, |(_, most)| *most)
}
