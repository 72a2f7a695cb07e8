//! Search: inflected words of three languages, hostile strings, and the same results on both databases.

use super::corpus::{QUERIES, TEXTS};
use crate::support::bulk::{self, together};
use crate::support::{Backend, Client, Personas, World};
use kenes::features::decisions::details::{Details, Other};
use kenes::features::decisions::version::Content;
use kenes::features::decisions::{Access, draft, publish};
use kenes::kernel::localized::Localized;
use serde_json::{Value, json};

/// Enters the whole corpus, published, in one transaction.
fn enter(world: &World) {
    let officer = bulk::viewer(world, "officer");
    let plain = |kk: &str, en: Option<&str>| Localized { kk: kk.to_owned(), ru: None, en: en.map(str::to_owned) };
    together(world, |batch| {
        for (title, text) in TEXTS {
            let content = Content {
                // Nothing but the text is to be found: the title is a single letter with its name in no language asked.
                title: plain("ә", Some(&title.replace('-', "zq"))),
                summary: plain("ә", None),
                text: plain(text, None),
                details: Details::Other(Other { subject: plain("ә", None) }),
            };
            let decision = batch.act(&officer, |tx| {
                draft::draft(tx, &draft::Draft { body: world.cast.ministry, content: content.clone() })
            })?;
            let publication =
                publish::Publication { decision: decision.id, access: Access::Public, embargoed_until: None };
            batch.act(&officer, |tx| publish::publish(tx, &publication))?;
        }
        Ok(())
    });
}

/// The titles a query finds, in alphabetical order; the total must be theirs.
#[track_caller]
fn find(client: &Client, text: &str) -> Vec<String> {
    let query = "query($text: String!) { decisions(first: 100, filter: { text: $text }) { totalCount nodes { title { text(locale: EN) } } } }";
    let reply = client.ask(query, &json!({ "text": text }));
    let nodes = reply.at("/decisions/nodes").as_array().expect("a list");
    assert_eq!(*reply.at("/decisions/totalCount"), json!(nodes.len()));
    let mut titles: Vec<String> =
        nodes.iter().map(|node| node["title"]["text"].as_str().expect("a title").replace("zq", "-")).collect();
    titles.sort();
    titles
}

#[test]
fn the_same_queries_find_the_same_decisions_on_both_databases() {
    assert!(TEXTS.len() >= 30 && QUERIES.len() >= 40);
    let worlds: Vec<World> = [Backend::Sqlite, Backend::Postgres].into_iter().filter_map(World::start).collect();
    let found: Vec<Vec<(&str, Vec<String>)>> = worlds
        .iter()
        .map(|world| {
            enter(world);
            let client = world.anonymous();
            // Every word of the corpus is a query too.
            let words = TEXTS.iter().flat_map(|(_, text)| text.split_whitespace());
            QUERIES.iter().map(|(query, _)| *query).chain(words).map(|query| (query, find(&client, query))).collect()
        })
        .collect();
    if let [sqlite, postgres] = found.as_slice() {
        for (left, right) in sqlite.iter().zip(postgres) {
            assert_eq!(left, right);
        }
    }
}

on_both! {
    fn words_are_found_in_their_inflected_forms_and_strangers_are_not(world) {
        enter(world);
        let client = world.anonymous();
        let wrong: Vec<String> = QUERIES
            .iter()
            .map(|(query, expected)| (query, expected, find(&client, query)))
            .filter(|(_, expected, found)| found != *expected)
            .map(|(query, expected, found)| format!("{query}: expected {expected:?}, found {found:?}"))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
    }

    fn a_question_without_a_word_finds_nothing_and_breaks_nothing(world) {
        enter(world);
        let client = world.anonymous();
        for text in ["а", "!", "\"", "'", "''", "\\", "*", "%", "_", "()", "&", "|", ":*", "<->", "--", ";", "\u{0}", "\u{200b}", "🙂", "a!"] {
            assert_eq!(find(&client, text), Vec::<String>::new(), "{text:?}");
        }
        assert_eq!(find(&client, "балабақша"), ["kindergarten-kk"]);
    }

    fn a_hostile_question_is_answered_like_any_other(world) {
        enter(world);
        let client = world.anonymous();
        let long = "балабақша ".repeat(500);
        let letters = "ж".repeat(10_000);
        let many: String = (0..2_000).map(|n| format!("сөз{n} ")).collect();
        for (text, expected) in [
            ("балабақша\"", vec!["kindergarten-kk"]),
            ("'балабақша", vec!["kindergarten-kk"]),
            ("балабақша'; DROP TABLE decisions; --", vec![]),
            ("балабақша) OR (1=1", vec![]),
            ("\"балабақша\" NOT \"кезек\"", vec![]),
            ("балабақша & !кезек", vec!["kindergarten-kk"]),
            ("бала\u{0}бақша", vec![]),
            ("балабақша\u{0}", vec!["kindergarten-kk"]),
            ("^балабақша", vec!["kindergarten-kk"]),
            ("{балабақша}", vec!["kindergarten-kk"]),
            ("балабақша:*", vec!["kindergarten-kk"]),
            ("бала\u{ad}бақша", vec!["kindergarten-kk"]),
            (long.as_str(), vec!["kindergarten-kk"]),
            (letters.as_str(), vec![]),
            (many.as_str(), vec![]),
            ("\u{fffd}\u{202e}балабақша", vec!["kindergarten-kk"]),
        ] {
            assert_eq!(find(&client, text), expected, "{:?}", text.chars().take(40).collect::<String>());
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM decisions"), i64::try_from(TEXTS.len()).expect("few"));
    }

    fn the_current_version_is_what_is_found(world) {
        let p = Personas::of(world);
        let mut input = crate::support::builders::draft_input(world, "tram");
        let officer = p.get("officer");
        let id = officer.mutate("draftDecision", &input, "decision { id }").text("/decision/id");
        p.publish(&id, &json!({}));
        let client = world.anonymous();
        let hits = |text: &str| {
            let query = "query($text: String!) { decisions(filter: { text: $text }) { nodes { id } } }";
            client.ask(query, &json!({ "text": text })).at("/decisions/nodes").clone()
        };
        assert_eq!((hits("trams"), hits("metro")), (json!([{ "id": id }]), json!([])));
        input["title"]["en"] = json!("metro");
        input["title"]["kk"] = json!("метро");
        input["title"]["ru"] = Value::Null;
        let map = input.as_object_mut().expect("an object");
        map.remove("bodyId");
        map.insert("decisionId".into(), json!(id));
        map.insert("expectedRevision".into(), json!(1));
        officer.mutate("reviseDecision", &input, "").done();
        assert_eq!((hits("trams"), hits("metro")), (json!([]), json!([{ "id": id }])));
    }
}
