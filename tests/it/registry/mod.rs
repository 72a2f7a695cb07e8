//! The registry: where bodies stand, who leads them, which organisations there are, who sits in which council.

mod appointments;
mod bodies;
mod composition;
mod councils;
mod endings;
mod law;
mod organizations;
mod regions;
mod seat_races;
