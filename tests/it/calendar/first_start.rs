//! What a new database begins with is entered once, however many instances start for the first time at once.

use crate::support::World;
use crate::support::bulk::at_once;
use kenes::config::Settings;
use kenes::db::migrate;
use kenes::http::instance::Instance;
use kenes::kernel::failure::Outcome;

/// Starts instances on a database until it is migrated; what each of them says.
fn starts(world: &World, settings: &Settings) -> Vec<Outcome<Vec<String>>> {
    at_once(6, |_| Instance::open(settings, world.clock.clone())?.migrate())
}

/// That each succeeded, and that between them they did everything once.
fn once(world: &World, done: Vec<Outcome<Vec<String>>>) {
    let done: Vec<Vec<String>> = done.into_iter().map(|one| one.expect("every start succeeds")).collect();
    let mut applied: Vec<String> = done.into_iter().flatten().collect();
    applied.sort();
    let mut conn = world.instance.core.db.get().expect("a connection");
    assert_eq!(applied.len(), migrate::status(&mut conn).expect("reads").len(), "{applied:?}");
    assert_eq!(applied.iter().collect::<std::collections::BTreeSet<_>>().len(), applied.len(), "each once");
}

on_both! {
    fn several_instances_that_start_first_at_once_enter_rules_and_calendar_once(world) {
        let rules = world.count("SELECT count(*) AS n FROM legal_rules");
        world.stop_serving();
        {
            let mut conn = world.instance.core.db.get().expect("a connection");
            while migrate::status(&mut conn).expect("reads").iter().any(|step| step.applied) {
                migrate::down(&mut conn).expect("goes down");
            }
        }
        once(world, starts(world, &world.settings));
        assert_eq!(world.count("SELECT count(*) AS n FROM legal_rules"), rules);
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_versions"), 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_days"), 125);
        // A start after the first has nothing to do.
        assert_eq!(Instance::open(&world.settings, world.clock.clone()).expect("opens").migrate().expect("migrates"), Vec::<String>::new());
    }
}

#[test]
fn several_instances_may_make_the_file_of_a_database_at_once() {
    let world = World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing");
    let folder = std::path::Path::new(&world.settings.data).join("another");
    std::fs::create_dir_all(&folder).expect("a folder");
    let settings = Settings { data: folder.to_string_lossy().into_owned(), ..world.settings.clone() };
    once(&world, starts(&world, &settings));
}
