//! The calendar of working days in the graph: a year as it counts, the history of changes, and the verbs of
//! administrators.

mod enums;
mod mutation;
mod object;
mod query;

pub use enums::CalendarDayKind;
pub use mutation::CalendarMutation;
pub use object::{CalendarVersion, CalendarYear};
pub use query::CalendarQuery;
