//! What tests stand on: a world (a running server on a database of its own), clients, and the standard cast.

pub mod builders;
pub mod bulk;
pub mod cast;
pub mod client;
pub mod dialogue;
pub mod files;
pub mod postgres;
pub mod socket;
pub mod world;

pub use builders::Personas;
pub use cast::Cast;
pub use client::{Client, Reply};
pub use socket::Socket;
pub use world::{Backend, World};

/// Runs each test on both databases, each on a world of its own. The name is a sentence of behaviour.
///
/// ```text
/// on_both! {
///     fn a_stranger_cannot_vote(world) { … }
/// }
/// ```
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($world:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs everything")]
            use super::*;
            fn run($world: &$crate::support::World) $body
            $(#[$meta])*
            #[test]
            fn sqlite() {
                run(&$crate::support::World::start($crate::support::Backend::Sqlite).expect("SQLite needs nothing"));
            }
            $(#[$meta])*
            #[test]
            fn postgres() {
                if let Some(world) = $crate::support::World::start($crate::support::Backend::Postgres) {
                    run(&world);
                }
            }
        }
    )+ };
}

/// The same in worlds with settings of their own.
///
/// ```text
/// on_both_with! { |settings| settings.self_registration = true;
///     fn a_citizen_registers(world) { … }
/// }
/// ```
macro_rules! on_both_with {
    ($change:expr; $(fn $name:ident($world:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs everything")]
            use super::*;
            fn run($world: &$crate::support::World) $body
            fn change(settings: &mut kenes::config::Settings) {
                let change: fn(&mut kenes::config::Settings) = $change;
                change(settings);
            }
            #[test]
            fn sqlite() {
                run(&$crate::support::World::start_with($crate::support::Backend::Sqlite, change).expect("SQLite needs nothing"));
            }
            #[test]
            fn postgres() {
                if let Some(world) = $crate::support::World::start_with($crate::support::Backend::Postgres, change) {
                    run(&world);
                }
            }
        }
    )+ };
}
