//! The rows of `final_documents`, `document_versions`, `recommendations`, `recommendation_addressees` and
//! `document_receipts`.

mod addressees;
mod documents;
mod lists;
mod receipts;
mod recommendations;
mod versions;
mod visible;
mod write;

pub use addressees::{
    addressees_by_ids, addressees_of, find_addressee, lock_addressee, pending_of_review, set_addressee_state,
};
pub use documents::{by_ids, find, last_number, lock, of_reviews};
pub use lists::{Filter, Order, count, counts_of_councils, of_councils, page};
pub use receipts::{acknowledge, lock_receipt, receipts_of};
pub use recommendations::{recommendations_by_ids, recommendations_of};
pub use versions::{version_of, versions_by_ids, versions_of};
pub use write::{Dispatch, adopt, revise, send};
