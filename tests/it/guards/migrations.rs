//! The two sets of migrations are one: same names, same columns, forwards and backwards, and what diesel was told.

use super::sources::root;
use crate::support::{Backend, World};
use diesel::prelude::*;
use diesel::sql_types::Text;
use kenes::db::migrate;
use std::collections::BTreeSet;

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
}

fn names(side: &str) -> BTreeSet<String> {
    let dir = std::fs::read_dir(root().join("migrations").join(side)).expect("a folder");
    dir.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn columns(world: &World) -> BTreeSet<String> {
    let sql = match world.backend {
        Backend::Postgres => {
            "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS place \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
        Backend::Sqlite => {
            "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 0 THEN '?' ELSE '' END AS place \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
    };
    let mut conn = world.instance.core.db.get().expect("a connection");
    let rows: Vec<Column> = diesel::sql_query(sql).load(&mut *conn).expect("reads");
    // Search is where the two engines differ on purpose (db/search.rs); the migration table is diesel's.
    let ours = |place: &String| {
        !["decision_search", "decision_fts", "__diesel", "sqlite_"].iter().any(|p| place.starts_with(p))
    };
    rows.into_iter().map(|row| row.place).filter(ours).collect()
}

#[test]
fn both_sides_have_the_same_migrations() {
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn both_sides_make_the_same_columns() {
    let sqlite = columns(&World::start(Backend::Sqlite).expect("SQLite needs nothing"));
    assert!(sqlite.contains("ballots.choice"), "the guard does not see the columns");
    if let Some(world) = World::start(Backend::Postgres) {
        assert_eq!(sqlite, columns(&world));
    }
}

#[test]
fn diesel_was_told_the_columns_there_are() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("the schema");
    let schema = read("src/db/schema.rs") + &read("src/db/schema/programs.rs");
    let mut told = BTreeSet::new();
    let mut table = String::new();
    for line in schema.lines().map(str::trim) {
        if let Some((name, _)) =
            line.split_once(" (").filter(|(name, rest)| rest.ends_with(") {") && !name.contains(' '))
        {
            table = name.to_owned();
        }
        for column in line.split(", ").flat_map(|part| part.split(',')).filter(|part| part.contains(" -> ")) {
            let (name, kind) = column.trim().split_once(" -> ").expect("a column");
            let optional = if kind.starts_with("Nullable") { "?" } else { "" };
            told.insert(format!("{table}.{name}{optional}"));
        }
    }
    let world = World::start(Backend::Sqlite).expect("SQLite needs nothing");
    assert_eq!(told, columns(&world));
}

on_both! {
    fn migrations_go_up_down_and_up_again(world) {
        // The server's workers hold no lock between their looks; this database is the test's own.
        let mut conn = world.instance.core.db.get().expect("a connection");
        let steps = migrate::status(&mut conn).expect("reads");
        assert!(!steps.is_empty() && steps.iter().all(|step| step.applied));
        let before = columns(world);
        for _ in &steps {
            migrate::down(&mut conn).expect("goes down");
        }
        assert!(migrate::status(&mut conn).expect("reads").iter().all(|step| !step.applied));
        assert_eq!(migrate::up(&mut conn).expect("goes up").len(), steps.len());
        assert_eq!(columns(world), before);
    }
}
