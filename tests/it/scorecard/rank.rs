//! Ranked lists: their order, what comes last, their pages, and what they cost.

use crate::support::dialogue::{Dialogue, accepted, refused};
use crate::support::{Client, Personas, World};
use chrono::Duration;
use serde_json::{Value, json};

/// The names of the bodies of a list.
fn names(client: &Client, arguments: &str) -> Vec<String> {
    let query = format!(
        "{{ scorecards({arguments}) {{ totalCount nodes {{ body {{ name {{ text(locale: EN) }} }} scorecard {{ sent }} }} }} }}"
    );
    let reply = client.ask(&query, &Value::Null);
    let nodes = reply.at("/scorecards/nodes").as_array().cloned().expect("a list");
    nodes.iter().map(|node| node["body"]["name"]["text"].as_str().expect("a name").to_owned()).collect()
}

const MINISTRY: &str = "Ministry of Digital Development";
const AKIMAT: &str = "Akimat of Astana";
const DEFENCE: &str = "Ministry of Defence";

/// The ministry answers one of two in time and refuses it, the akimat its only one late.
fn story(world: &World) {
    let p = Personas::of(world);
    let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry", "akimat"], &["ministry"]]);
    d.answer(&p.get("officer"), &d.addressees[0][0], &refused()).done();
    world.advance(Duration::days(15));
    let p = Personas::of(world);
    let d = d.with_people(&p);
    d.answer(&p.get("local-officer"), &d.addressees[0][1], &accepted(&["2026-12-20"])).done();
}

on_both! {
    fn bodies_are_ranked_by_each_measure_in_both_directions(world) {
        story(world);
        let client = world.anonymous();
        for (field, first, second) in [
            ("OVERDUE", MINISTRY, AKIMAT), ("SENT", MINISTRY, AKIMAT), ("ON_TIME_SHARE", MINISTRY, AKIMAT),
            ("REFUSED_SHARE", MINISTRY, AKIMAT), ("MEDIAN_WORKING_DAYS", AKIMAT, MINISTRY), ("P90_WORKING_DAYS", AKIMAT, MINISTRY),
        ] {
            assert_eq!(names(&client, &format!("orderBy: {{ field: {field}, direction: DESC }}")), [first, second], "{field}");
            assert_eq!(names(&client, &format!("orderBy: {{ field: {field}, direction: ASC }}")), [second, first], "{field}");
        }
        assert_eq!(names(&client, "first: 20"), [MINISTRY, AKIMAT], "most overdue first");
    }

    fn of_whom_the_measure_says_nothing_comes_last_either_way(world) {
        story(world);
        let client = world.anonymous();
        for direction in ["ASC", "DESC"] {
            let all = names(&client, &format!("filter: {{ sentAtLeast: 0 }}, orderBy: {{ field: MEDIAN_WORKING_DAYS, direction: {direction} }}"));
            assert_eq!((all.len(), all[2].as_str()), (3, DEFENCE), "{direction}");
        }
    }

    fn the_list_is_narrowed_by_region_kind_and_number(world) {
        story(world);
        let client = world.anonymous();
        let (city, republic) = (world.cast.city.wire(), world.cast.republic.wire());
        assert_eq!(names(&client, &format!("filter: {{ regionId: \"{city}\" }}")), [AKIMAT]);
        assert_eq!(names(&client, &format!("filter: {{ regionId: \"{republic}\" }}")), [MINISTRY, AKIMAT]);
        assert_eq!(names(&client, "filter: { kind: AKIMAT }"), [AKIMAT]);
        assert_eq!(names(&client, "filter: { sentAtLeast: 2 }"), [MINISTRY]);
        assert_eq!(names(&client, "filter: { sentAtLeast: 3 }"), Vec::<String>::new());
        assert_eq!(names(&client, "period: { fromOn: \"2026-11-23\" }"), Vec::<String>::new());
    }

    fn equal_bodies_keep_their_order_and_every_page_follows_the_last(world) {
        let client = world.anonymous();
        let list = "filter: { sentAtLeast: 0 }, orderBy: { field: SENT }";
        let whole = names(&client, list);
        assert_eq!((whole.len(), names(&client, list)), (3, whole.clone()));
        let mut after = String::new();
        let mut walked = Vec::new();
        loop {
            let query = format!("{{ scorecards(first: 1, {list}{after}) {{ nodes {{ body {{ name {{ text(locale: EN) }} }} }} pageInfo {{ hasNextPage endCursor }} }} }}");
            let reply = client.ask(&query, &Value::Null);
            let page = reply.at("/scorecards");
            walked.push(page["nodes"][0]["body"]["name"]["text"].as_str().expect("a name").to_owned());
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!(walked, whole);
        let foreign = format!("{{ scorecards(orderBy: {{ field: OVERDUE }}{after}) {{ nodes {{ body {{ id }} }} }} }}");
        assert_eq!(client.ask(&foreign, &Value::Null).denied(), "BAD_INPUT");
    }

    fn regions_are_ranked_with_everything_below_them(world) {
        story(world);
        let client = world.anonymous();
        let list_over = |arguments: &str, period: &str| {
            let query = format!("{{ regionScorecards({arguments}{period}) {{ totalCount nodes {{ region {{ name {{ text(locale: EN) }} scorecard({period}) {{ sent overdue }} }} scorecard {{ sent overdue }} }} }} }}");
            let reply = client.ask(&query, &Value::Null);
            let nodes = reply.at("/regionScorecards/nodes").as_array().cloned().expect("a list");
            nodes.into_iter().map(|node| {
                assert_eq!(node["region"]["scorecard"], node["scorecard"], "as the region itself tells it");
                (node["region"]["name"]["text"].as_str().expect("a name").to_owned(), node["scorecard"]["sent"].clone(), node["scorecard"]["overdue"].clone())
            }).collect::<Vec<_>>()
        };
        let always = "period: { untilOn: null }";
        let list = |arguments: &str| list_over(&format!("{arguments}, "), always);
        let (republic, city) = (("Kazakhstan".to_owned(), json!(3), json!(1)), ("Astana".to_owned(), json!(1), json!(0)));
        assert_eq!(list("first: 20"), [republic.clone(), city.clone()], "most overdue first");
        assert_eq!(list("orderBy: { field: SENT, direction: ASC }"), [city.clone(), republic.clone()]);
        assert_eq!(list("filter: { levels: [REGION] }"), [city]);
        let sent = list_over("", "period: { fromOn: \"2026-11-23\" }").into_iter().map(|(_, sent, _)| sent).collect::<Vec<_>>();
        assert_eq!(sent, [json!(0), json!(0)]);
    }

    fn what_scorecards_cost_does_not_grow_with_the_bodies_regions_and_councils_of_a_page(world) {
        story(world);
        let client = world.anonymous();
        let cost = |first: usize| {
            let query = format!("{{ stateBodies(first: {first}) {{ nodes {{ scorecard {{ sent medianWorkingDays }} }} }}
                regions(first: {first}) {{ nodes {{ scorecard {{ sent }} }} }} councils(first: {first}) {{ nodes {{ scorecard {{ meetings }} }} }} }}");
            let costs: Vec<u64> = (0..4).map(|_| client.ask(&query, &Value::Null)).map(|reply| {
                reply.at("/stateBodies/nodes/0/scorecard/sent");
                reply.statements
            }).collect();
            costs.into_iter().min().expect("four")
        };
        // At most six for each.
        assert!(cost(3) <= 18, "{}", cost(3));
        for (list, most) in [("regionScorecards { nodes { region { name { text } } scorecard { sent } } }", 6), ("councilScorecards { nodes { council { name { text } } scorecard { meetings } } }", 6)] {
            let costs = (0..4).map(|_| client.ask(&format!("{{ {list} }}"), &Value::Null).statements);
            let cost = costs.min().expect("four");
            assert!(cost > 0 && cost <= most, "{list}: {cost}");
        }
        let ranked = client.ask("{ scorecards { nodes { body { name { text } region { kato } } scorecard { sent } } } }", &Value::Null);
        assert!(ranked.statements > 0 && ranked.statements <= 6, "{}", ranked.statements);
    }
}
