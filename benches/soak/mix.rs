//! The mix: which turns there are, how often each comes, and the threads that take them.

use crate::chance::Chance;
use crate::scene::Scene;
use crate::tally::{FAMILIES, Family, Tally};
use crate::{Done, files, live, programs, reads, refused, sessions, slow, writes};

/// Threads that take one turn after the other.
const WORKERS: u64 = 8;

/// A request, or a few that belong together, with what must be answered.
pub struct Turn {
    pub family: Family,
    pub name: &'static str,
    /// How often it comes beside the others.
    pub weight: u64,
    pub run: fn(&Scene, &mut Chance) -> Done,
}

/// Families are named as they are.
///
/// # Errors
/// The names there are, when one is not among them.
pub fn check(only: &[String]) -> Done {
    let names = FAMILIES.map(|(_, name)| name);
    match only.iter().find(|name| !names.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(format!("there are no turns named {name}; there are {}", names.join(", "))),
    }
}

fn is_wanted(turn: &Turn, only: &[String]) -> bool {
    let name = FAMILIES.iter().find(|(family, _)| *family == turn.family).map(|(_, name)| *name);
    only.is_empty() || name.is_some_and(|name| only.iter().any(|wanted| wanted == name))
}

/// Takes turns until the scene is over: the workers each of all, and for each turn that lasts one thread of its own.
pub fn run(scene: &Scene, tally: &Tally, only: &[String]) {
    let all =
        [reads::TURNS, writes::TURNS, sessions::TURNS, files::TURNS, programs::TURNS, live::TURNS, refused::TURNS];
    let turns: Vec<&Turn> = all.into_iter().flatten().filter(|turn| is_wanted(turn, only)).collect();
    let lasting = slow::TURNS.iter().filter(|turn| is_wanted(turn, only));
    std::thread::scope(|scope| {
        for number in 1..=WORKERS {
            let turns = &turns;
            scope.spawn(move || play(scene, tally, number, |chance| pick(turns, chance)));
        }
        for (number, turn) in (WORKERS + 1..).zip(lasting) {
            scope.spawn(move || play(scene, tally, number, |_| Some(turn)));
        }
    });
}

/// One thread of the load.
fn play<'a>(scene: &Scene, tally: &Tally, number: u64, next: impl Fn(&mut Chance) -> Option<&'a Turn>) {
    let mut chance = Chance::new(number);
    while !scene.is_over() {
        let Some(turn) = next(&mut chance) else { return };
        tally.count(turn.family, turn.name, (turn.run)(scene, &mut chance));
    }
}

fn pick<'a>(turns: &[&'a Turn], chance: &mut Chance) -> Option<&'a Turn> {
    let mut left = chance.below(turns.iter().map(|turn| turn.weight).sum());
    turns.iter().copied().find(|turn| {
        let is_it = left < turn.weight;
        left = left.saturating_sub(turn.weight);
        is_it
    })
}
