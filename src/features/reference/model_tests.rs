use super::*;
use crate::features::councils::Kind;
use crate::features::councils::fixtures::{council, day, id, state_body};
use crate::features::regions::Level;
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::Localized;
use proptest::prelude::*;

fn name(kk: &str) -> Localized {
    Localized { kk: kk.into(), ru: None, en: Some("Council".into()) }
}

fn region(n: u128, parent: Option<u128>) -> Region {
    let created_at = Timestamp::from_micros(0).expect("in range");
    let parent_id = parent.map(id);
    Region {
        id: id(n),
        kato: format!("{n:09}"),
        level: Level::Region,
        parent_id,
        name: name("Абай облысы"),
        created_at,
    }
}

fn body(n: u128, region: u128, kk: &str) -> StateBody {
    StateBody { id: id(n), region_id: id(region), name: name(kk), ..state_body() }
}

#[test]
fn a_filter_by_region_takes_in_everything_below_it() {
    let regions = vec![region(1, None), region(2, Some(1)), region(3, Some(2)), region(4, Some(1))];
    let bodies = vec![body(10, 1, "А"), body(20, 2, "Б"), body(30, 3, "В"), body(40, 4, "Г")];
    let reference = Reference::new(regions, bodies, vec![], vec![], vec![]);
    assert_eq!(reference.subtree(id(2)), HashSet::from([id(20), id(30)]));
    assert_eq!(reference.subtree(id(1)).len(), 4);
    assert!(reference.subtree(id(99)).is_empty());
}

#[test]
fn bodies_stand_in_alphabetical_order_and_are_found_in_any_language() {
    let bodies = vec![body(1, 1, "Шымкент"), body(2, 1, "Әділет министрлігі"), body(3, 1, "Алматы")];
    let reference = Reference::new(vec![], bodies, vec![], vec![], vec![]);
    let names: Vec<&str> = reference.bodies.entries().iter().map(|entry| entry.item.name.kk.as_str()).collect();
    assert_eq!(names, ["Алматы", "Әділет министрлігі", "Шымкент"]);
    let found = |text: &str| reference.bodies.entries().iter().filter(|entry| entry.is_named(text)).count();
    assert_eq!((found("әділет"), found("council"), found("минздрав")), (1, 3, 0));
    assert_eq!(reference.bodies.get(id(2)).map(|body| body.name.kk.as_str()), Some("Әділет министрлігі"));
}

#[test]
fn the_councils_of_a_body_come_latest_term_first() {
    let of = |n, starts: &str| Council { id: id(n), term_starts_on: day(starts), ..council(Kind::Republican) };
    let councils = vec![of(1, "2019-01-01"), of(2, "2025-01-01"), of(3, "2022-01-01")];
    let reference = Reference::new(vec![], vec![], vec![], councils, vec![]);
    assert_eq!(reference.councils_of(id(1)), [id(2), id(3), id(1)]);
}

proptest! {
    /// Even if the rows formed a circle, a walk through the tree ends.
    #[test]
    fn a_walk_through_the_regions_always_ends(parents in proptest::collection::vec(proptest::option::of(0_u128..12), 12)) {
        let regions = (0_u128..).zip(&parents).map(|(n, parent)| region(n, *parent)).collect();
        let reference = Reference::new(regions, vec![], vec![], vec![], vec![]);
        for n in 0..12 {
            prop_assert!(reference.region_tree(id(n)).len() <= 12);
        }
    }
}
