//! The calendar of working days: read by everybody, changed by administrators.

mod edit;
mod read;
