//! A secret ballot: who took part is public, what they chose is nobody's, neither in the API nor in the tables.

use super::hall::{
    Hall, Town, annul, ballots, cast, charter, close, events, look, poll_on, review_in, seats, texts, totals,
};
use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the members of [`voting`] chose, in the order of their ballots.
const CHOICES: [&str; 7] = ["FOR", "AGAINST", "FOR", "FOR", "ABSTAIN", "AGAINST", "FOR"];

/// A secret poll in a hall of eight in which seven have voted.
fn voting(personas: &Personas<'_>, world: &World) -> (Hall, String) {
    let hall = Town::of(world).council(&charter(), &seats(8));
    let poll = poll_on(&personas.get(hall.chair()), &review_in(personas, &hall), "SECRET");
    for (who, choice) in hall.members.iter().zip(CHOICES) {
        world.advance(chrono::Duration::seconds(7));
        cast(&personas.get(who), &poll, choice).done();
    }
    (hall, poll)
}

/// Ids as 32 hexadecimal digits.
fn hex(world: &World, column: &str) -> String {
    match world.backend {
        Backend::Sqlite => format!("lower(hex({column}))"),
        Backend::Postgres => format!("replace(CAST({column} AS text), '-', '')"),
    }
}

/// The ids of the slips, in the order in which they lie in the table: on SQLite it is a tree ordered by them.
fn slips(world: &World) -> Vec<String> {
    let order = match world.backend {
        Backend::Sqlite => {
            let made = texts(world, "SELECT sql AS t FROM sqlite_schema WHERE name = 'secret_choices'");
            assert!(made[0].ends_with("WITHOUT ROWID"), "a rowid would tell who came first: {made:?}");
            "id"
        }
        Backend::Postgres => "ctid",
    };
    texts(world, &format!("SELECT {} AS t FROM secret_choices ORDER BY {order}", hex(world, "id")))
}

fn columns(world: &World, table: &str) -> Vec<String> {
    texts(
        world,
        &match world.backend {
            Backend::Sqlite => format!("SELECT name AS t FROM pragma_table_info('{table}') ORDER BY name"),
            Backend::Postgres => format!(
                "SELECT CAST(column_name AS text) AS t FROM information_schema.columns WHERE table_name = '{table}' \
             AND table_schema = 'public' ORDER BY column_name"
            ),
        },
    )
}

fn tables(world: &World) -> Vec<String> {
    texts(
        world,
        match world.backend {
            Backend::Sqlite => {
                "SELECT name AS t FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_fts%' AND name NOT LIKE 'sqlite_%'"
            }
            Backend::Postgres => {
                "SELECT CAST(table_name AS text) AS t FROM information_schema.tables WHERE table_schema = 'public'"
            }
        },
    )
}

/// Every row of a table as one text.
fn rows(world: &World, table: &str) -> Vec<String> {
    match world.backend {
        Backend::Postgres => texts(world, &format!("SELECT CAST(row_to_json(r) AS text) AS t FROM {table} r")),
        Backend::Sqlite => {
            let columns =
                columns(world, table).iter().map(|c| format!("quote({c})")).collect::<Vec<_>>().join(" || ',' || ");
            texts(world, &format!("SELECT {columns} AS t FROM {table}"))
        }
    }
}

/// A choice as it would stand in a text, quoted one way or the other.
fn tells_a_choice(text: &str) -> bool {
    ["FOR", "AGAINST", "ABSTAIN"].iter().any(|c| text.contains(&format!("\"{c}\"")) || text.contains(&format!("'{c}'")))
}

/// The schema as it tells of itself. Unions are left out: of what a poll leads to, only decisions and roles have any.
fn schema(client: &Client) -> Schema {
    let query = "{ __schema { types { kind name fields { name args { type { kind } } type { ...T } } } } }
        fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
    let reply = client.ask(query, &json!({}));
    let named = |mut of: &Value| {
        while of["ofType"].is_object() {
            of = &of["ofType"];
        }
        of["name"].as_str().expect("a name").to_owned()
    };
    let fields = |of: &Value| -> Vec<(String, String)> {
        let free = |f: &&Value| {
            f["args"].as_array().is_some_and(|args| args.iter().all(|arg| arg["type"]["kind"] != "NON_NULL"))
        };
        let all = of["fields"].as_array().into_iter().flatten();
        all.filter(free).map(|f| (f["name"].as_str().expect("a name").to_owned(), named(&f["type"]))).collect()
    };
    let types = reply.at("/__schema/types").as_array().expect("types").iter().filter(|of| of["kind"] != "UNION");
    types.map(|of| (of["name"].as_str().expect("a name").to_owned(), fields(of))).collect()
}

/// Fields that need no argument, each with the name of its type, by the type they are of. Scalars and enums have none.
type Schema = BTreeMap<String, Vec<(String, String)>>;

/// A field with everything below it, down to a depth; `None` where it is too deep for anything but a scalar.
fn selection(schema: &Schema, (name, of): &(String, String), depth: usize) -> Option<String> {
    let fields = schema.get(of)?;
    if fields.is_empty() {
        return Some(name.clone());
    }
    let below = depth.checked_sub(1)?;
    let inner: Vec<String> = fields.iter().filter_map(|field| selection(schema, field, below)).collect();
    Some(format!("{name} {{ __typename {} }}", inner.join(" ")))
}

/// Looks at a poll through every field there is, one field of the poll at a time, and returns all answers as one text.
fn everything(client: &Client, schema: &Schema, poll: &str) -> String {
    let mut seen = String::new();
    for inner in schema["Poll"].iter().filter_map(|field| selection(schema, field, 3)) {
        let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Poll {{ {inner} }} }} }}");
        let reply = client.ask(&query, &json!({ "id": poll }));
        assert!(reply.json.get("data").is_some(), "{inner}: {:#}", reply.json);
        seen.push_str(&reply.json.to_string());
    }
    seen
}

on_both! {
    fn a_choice_lies_apart_from_its_voter_under_a_random_id_without_a_time(world) {
        let personas = Personas::of(world);
        let (_, _) = voting(&personas, world);
        assert_eq!(columns(world, "secret_choices"), ["choice", "id", "poll_id"]);
        assert_eq!(columns(world, "participations"), ["membership_id", "participated_at", "poll_id"]);
        let ids = slips(world);
        assert_eq!(ids.len(), 7);
        for id in &ids {
            assert_eq!(&id[12..13], "4", "{id} is random, not ordered by time");
            assert!(matches!(&id[16..17], "8" | "9" | "a" | "b"), "{id}");
        }
        assert_eq!(ids.iter().map(|id| &id[..12]).collect::<BTreeSet<_>>().len(), 7, "no two share a beginning");
    }

    fn the_close_rewrites_the_slips_so_that_their_order_and_ids_tell_nothing(world) {
        let personas = Personas::of(world);
        let (hall, voted) = voting(&personas, world);
        let before: BTreeSet<String> = slips(world).into_iter().collect();
        let poll = texts(world, &format!("SELECT {} AS t FROM polls", hex(world, "id")));
        close(&personas.get(hall.chair()), &voted).done();
        let after = slips(world);
        assert!(after.iter().all(|id| !before.contains(id)), "every slip has a new id");
        assert!(after.is_sorted(), "they lie in the order of their new random ids, not of the ballots");
        assert!(after.iter().all(|id| &id[12..13] == "4"));
        let count = |choice: &str| world.count(&format!("SELECT count(*) AS n FROM secret_choices WHERE choice = '{choice}'"));
        assert_eq!((count("FOR"), count("AGAINST"), count("ABSTAIN")), (4, 2, 1), "and none was lost or changed");
        assert_eq!(texts(world, &format!("SELECT DISTINCT {} AS t FROM secret_choices", hex(world, "poll_id"))), poll);
        if world.backend == Backend::Postgres {
            assert_eq!(world.count("SELECT count(DISTINCT CAST(xmin AS text)) AS n FROM secret_choices"), 1, "one transaction wrote them");
        }
    }

    fn an_annulment_rewrites_the_slips_too(world) {
        let personas = Personas::of(world);
        let (hall, poll) = voting(&personas, world);
        let before: BTreeSet<String> = slips(world).into_iter().collect();
        annul(&personas.get(hall.chair()), &poll, "The notice was late").done();
        let after = slips(world);
        assert!(after.len() == 7 && after.is_sorted() && after.iter().all(|id| !before.contains(id)));
        assert_eq!(look(&world.anonymous(), &poll)["tally"], json!(null), "and nobody counts them");
    }

    fn no_table_but_that_of_the_slips_says_what_anybody_chose(world) {
        let personas = Personas::of(world);
        let (hall, poll) = voting(&personas, world);
        close(&personas.get(hall.chair()), &poll).done();
        let tables = tables(world);
        assert!(tables.len() > 20 && tables.contains(&"events".to_owned()), "{tables:?}");
        for table in tables.iter().filter(|table| *table != "secret_choices") {
            for row in rows(world, table) {
                assert!(!tells_a_choice(&row), "{table}: {row}");
            }
        }
        assert!(rows(world, "secret_choices").iter().all(|row| tells_a_choice(row)), "the search finds what it looks for");
    }

    fn the_events_of_a_secret_poll_say_who_took_part_and_not_how(world) {
        let personas = Personas::of(world);
        let (hall, poll) = voting(&personas, world);
        close(&personas.get(hall.chair()), &poll).done();
        let logged = events(&personas.get("auditor"), &poll, &["BALLOT_CAST", "BALLOT_CHANGED"]);
        let said: Vec<Value> = logged.iter().map(|event| event["payload"].clone()).collect();
        let expected: Vec<Value> = hall.members[..7].iter().map(|who| json!({ "membership": hall.seats[who] })).collect();
        assert_eq!(said, expected);
        for body in texts(world, "SELECT body AS t FROM events") {
            assert!(!tells_a_choice(&body), "{body}");
        }
        for who in ["auditor", "admin"] {
            let query = "{ events: auditLog(first: 100, direction: DESC) { nodes { kind body payload } } }";
            let reply = personas.get(who).ask(query, &json!({}));
            assert!(!tells_a_choice(&reply.at("/events").to_string().replace('\\', "")), "{who}");
        }
    }

    fn only_three_places_of_the_schema_can_hold_a_choice(world) {
        let schema = schema(&world.anonymous());
        let holders = schema.iter().flat_map(|(of, fields)| fields.iter().filter(|(_, kind)| kind == "Choice").map(move |(field, _)| format!("{of}.{field}")));
        assert_eq!(holders.collect::<Vec<_>>(), ["Ballot.choice", "BallotChange.choice"], "beside the input of castBallot");
    }
}

// Looking at everything at once takes longer questions than the API otherwise answers.
on_both_with! {
    |settings| {
        settings.document_selections = 100_000;
        settings.document_complexity = 100_000_000;
    };
    fn no_field_of_the_api_shows_anybody_a_secret_choice_or_a_total_before_the_close(world) {
        let personas = Personas::of(world);
        let (hall, poll) = voting(&personas, world);
        let schema = schema(&world.anonymous());
        let viewers = [hall.chair(), "hall-01", "admin", "auditor", &hall.officer, "anonymous"];
        for who in viewers {
            let client = personas.get(who);
            let seen = look(&client, &poll);
            assert_eq!((&seen["tally"], &seen["result"]), (&json!(null), &json!(null)), "{who}");
            assert_eq!(ballots(&seen).len(), 7, "{who} sees that they took part");
            let all = everything(&client, &schema, &poll);
            assert!(all.contains("\"choice\":null") && all.contains("electorateSize"), "{who} looked: {all}");
            assert!(!tells_a_choice(&all), "{who} learns a choice: {all}");
            assert!(!all.contains("\"tally\":{") && !all.contains("\"result\":{"), "{who} learns a total: {all}");
        }
        close(&personas.get(hall.chair()), &poll).done();
        for who in viewers {
            let client = personas.get(who);
            let seen = look(&client, &poll);
            assert_eq!(totals(&seen), (4, 2, 1), "{who} sees the totals after the close");
            assert!(ballots(&seen).values().all(|(choice, _)| choice == "SECRET"), "{who}");
            assert!(!tells_a_choice(&everything(&client, &schema, &poll)), "{who}");
        }
    }

    fn a_roll_call_shows_its_choices_to_everybody(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        personas.vote("member-01", &poll, "AGAINST");
        let schema = schema(&world.anonymous());
        let all = everything(&world.anonymous(), &schema, &poll);
        assert!(tells_a_choice(&all) && all.contains("\"tally\":{"), "the same look at a roll call finds them: {all}");
    }
}
