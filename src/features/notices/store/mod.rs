//! The rows of following and being told. What people do themselves takes a permit; what the system does by itself (making
//! notices, sending mails) takes none, like the clock's, and is not shown to other slices.

mod events;
mod follows;
mod mails;
mod notices;
mod settings;

pub(super) use events::{
    Cursor, Mark, again, end_round, hold_cursor, mark, move_cursor, prune, renew, under_way, untold, waits,
};
pub(super) use follows::{Follower, first_follow, followers, people_following, with_rights};
pub use follows::{count_follows, count_up_to, delete_follow, find_follow, follows_of, insert_follow, page_of_follows};
pub use mails::waiting_mails;
pub(super) use mails::{address_of, any_due, claim, forget_mails, insert_mails, postpone, settle};
pub use notices::{Filter, by_ids, count, mark_read, newest, next, page};
pub(super) use notices::{already_told, enclose, forget_notices, insert_notices, of_mail, waiting_for_digest};
pub use settings::{Change, delivery_of, set_delivery};
