//! Legal rules: the numbers of the law are data, not constants.
//!
//! Each rule is a row with a key, a value (an exact fraction), its unit, the citation and the days it is valid. A
//! refusal that rests on a rule carries its key and citation. When the law changes, an administrator **amends** the
//! rule from a day on: the old row gets its end, a new row its beginning, and what was decided under the old row
//! stays explained by it. Rows not yet read in the law's text are marked `confirmed = false`.
//!
//! A value that has not come into force may be **withdrawn**, with a reason: a law is postponed, a number was mistyped.
//! Nobody has decided by it, so its days go back to the value before it, and its row stays, with no day of its own. To
//! correct a value that is to come, it is withdrawn and the rule amended again.
//!
//! The first rows come from `seed.csv`, entered by [`seed`] when a database is migrated.

pub mod amend;
pub mod event;
pub mod model;
pub mod seed;
pub mod store;
pub mod withdraw;

pub use model::{LegalRule, Unit, Withdrawal, key};
