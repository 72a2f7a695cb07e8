//! A review from its opening to its end, driven by its roles over HTTP and by nothing else. At each step it is said who may
//! take the next one, what the log tells, and that every clock agrees with an almanac that shares no code with the program.

mod acts;
mod aftermath;
mod stage;

use crate::support::World;
use stage::Stage;

/// Plays the whole story from a Monday or Thursday on.
fn play(world: &World, begins: &str, decrees: &[(&str, &str)]) {
    let mut stage = Stage::set(world, begins, decrees);
    let review = acts::open(&stage);
    acts::vote(&stage, &review);
    acts::conclude(&stage, &review);
    let document = acts::adopt(&stage, &review);
    let asked = acts::send(&mut stage, &review, &document);
    acts::acknowledge(&stage, &document, &asked);
    acts::a_day_off_is_decreed(&mut stage, &review, &asked);
    let given = aftermath::answer(&mut stage, &review, &asked);
    let late = aftermath::miss_and_answer_late(&mut stage, &review, &asked);
    aftermath::rate(&stage, &review, &given);
    aftermath::carry_out(&mut stage, &review, &given, &late);
    aftermath::close(&stage, &review, &given);
}

on_both! {
    fn a_review_is_driven_by_its_roles_from_its_opening_to_closed_milestones_over_the_new_year(world) {
        play(world, "2026-12-21", &[]);
    }

    fn a_review_is_driven_to_its_end_over_a_decreed_working_saturday(world) {
        play(world, "2027-04-08", &[("2027-04-17", "WORKING_DAY_BY_DECREE"), ("2027-04-16", "DAY_OFF_BY_DECREE")]);
    }
}
