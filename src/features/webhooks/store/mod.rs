//! The webhooks in SQL.
//!
//! | file | holds |
//! |---|---|
//! | `hooks.rs` | the webhooks themselves, and how far each has read |
//! | `secrets.rs` | what deliveries are signed with |
//! | `turns.rs` | whose turn it is to be told |
//! | `deliveries.rs` | what is to be posted: entered, claimed, settled |
//! | `logs.rs` | what became of it, in pages |

mod deliveries;
mod hooks;
mod logs;
mod secrets;
mod turns;

pub use deliveries::{claim, enter, hasten, postpone, replay, settle, tests_under_way, told_of, unsettled};
pub use hooks::{
    Readable, any_behind, count, count_running, end, find, hold_behind, insert, keep_health, lock, move_on, page,
    read_later, set_state,
};
pub use logs::{attempts_of, count_deliveries, deliveries, find_deliveries, forget, note};
pub use secrets::{add_secret, good_secrets};
pub use turns::{any_turn, take_turn};
