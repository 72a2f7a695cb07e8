//! The demonstration, filled by the program's own preparation, on both databases: it holds what a newcomer was
//! promised, and everybody whose sign-in is printed finds something of their own.

mod allowed;
mod plausible;
mod promised;
mod refused;
mod stage;

use crate::support::Backend;
use stage::Stage;

/// Runs each test on both databases, on a demonstration of its own, of the scale said.
macro_rules! on_both_demonstrations {
    ($($scale:literal: fn $name:ident($stage:ident) $body:block)+) => { $(
        mod $name {
            use super::*;
            fn run($stage: &Stage) $body
            #[test]
            fn sqlite() {
                run(&Stage::fill(Backend::Sqlite, $scale).expect("SQLite needs nothing"));
            }
            #[test]
            fn postgres() {
                if let Some(stage) = Stage::fill(Backend::Postgres, $scale) {
                    run(&stage);
                }
            }
        }
    )+ };
}

on_both_demonstrations! {
    1: fn a_newcomer_finds_what_was_promised(stage) {
        promised::regions_and_bodies(stage);
        promised::councils_and_members(stage);
        promised::organizations(stage);
        promised::decisions(stage);
        promised::reviews_and_threads(stage);
        promised::polls(stage);
        plausible::every_decision_suits_its_body(stage);
        promised::the_greeting(stage);
    }

    0: fn everybody_who_is_printed_finds_something_of_their_own(stage) {
        refused::to_everybody_what_is_not_theirs(stage);
        allowed::to_the_public(stage);
        allowed::to_the_council(stage);
        allowed::to_those_who_preside(stage);
        allowed::to_officials(stage);
        allowed::to_those_who_run_the_system(stage);
        refused::a_council_to_a_body_that_may_have_none(stage);
    }
}
