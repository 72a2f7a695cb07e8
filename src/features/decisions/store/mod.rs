//! The rows of `decisions` and `decision_versions`.

mod hits;
mod lists;
mod page;
mod rows;
mod versions;
mod visible;
mod write;

pub use hits::page_and_total;
pub use lists::{by_ids, counts_of_bodies, of_bodies};
pub use page::{Filter, Order, count, page};
pub use rows::{find, hold, lock};
pub use versions::{version_of, versions_by_ids, versions_of};
pub use visible::{Through, Visible, push_ids, visible, visible_through};
pub use write::{draft, revise, set_state};
