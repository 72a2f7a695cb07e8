//! Reviews: how they begin, move and end, and that a council reviews a decision once at a time.

mod lifecycle;
mod opening;
