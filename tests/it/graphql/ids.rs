//! Ids are opaque, typed and never guessed at.

use crate::support::{Client, Personas};
use serde_json::{Value, json};

fn why(client: &Client, query: &str, id: &str) -> (String, String) {
    let reply = client.ask(query, &json!({ "id": id }));
    let message = reply.json["errors"][0]["message"].as_str().expect("a text").to_owned();
    (reply.denied().to_owned(), message)
}

on_both! {
    fn the_id_of_another_kind_is_refused_naming_the_kind_expected(world) {
        let client = world.anonymous();
        let (council, body) = (world.cast.council.wire(), world.cast.ministry.wire());
        for (field, id, expected, found) in [
            ("decisions(filter: { bodyId: $id })", &council, "bod_", "cou_"),
            ("decisions(filter: { councilId: $id })", &body, "cou_", "bod_"),
            ("decisions(filter: { regionId: $id })", &body, "reg_", "bod_"),
            ("reviews(filter: { decisionId: $id })", &body, "dec_", "bod_"),
            ("polls(filter: { reviewId: $id })", &council, "rev_", "cou_"),
            ("councils(filter: { bodyId: $id })", &council, "bod_", "cou_"),
            ("moderationLog(councilId: $id)", &body, "cou_", "bod_"),
        ] {
            let query = format!("query($id: ID!) {{ {field} {{ totalCount }} }}");
            let (code, why) = why(&client, &query, id);
            assert_eq!(code, "BAD_INPUT", "{field}");
            assert!(why.contains(expected) && why.contains(found), "{field}: {why}");
        }
        client.ask("query($id: ID!) { decisions(filter: { bodyId: $id }) { totalCount } }", &json!({ "id": body })).at("/decisions/totalCount");
    }

    fn a_mutation_refuses_the_id_of_another_kind_too(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let input = json!({ "reviewId": decision, "stance": "FOR", "body": "A thought" });
        let reply = p.get("citizen").mutate("addComment", &input, "");
        assert_eq!(reply.denied(), "BAD_INPUT");
        let why = reply.json["errors"][0]["message"].as_str().expect("a text");
        assert!(why.contains("rev_") && why.contains("dec_"), "{why}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM comments"), 0);
    }

    fn what_is_no_id_is_bad_input_and_an_id_of_nothing_is_null(world) {
        let client = world.anonymous();
        let query = "query($id: ID!) { node(id: $id) { id } }";
        let council = world.cast.council.wire();
        for id in ["", "7", "cou", "cou_", "cou_7", "cou_zzzzzzzzzzzzzzzzzzzzzzzzzz", &council.to_uppercase(), &format!("{council}0"), "cou_\u{0}", "' OR 1=1 --"] {
            assert_eq!(why(&client, query, id).0, "BAD_INPUT", "{id:?}");
        }
        for id in ["cou_00000000000000000000000000", "dec_01h455vb4pex5vsknk084sn02q", "moon_01h455vb4pex5vsknk084sn02q", "evt_01h455vb4pex5vsknk084sn02q"] {
            let reply = client.ask(query, &json!({ "id": id }));
            assert_eq!(*reply.at("/node"), Value::Null, "{id}");
        }
        assert_eq!(*client.ask(query, &json!({ "id": council })).at("/node/id"), json!(council));
    }

    fn nodes_come_in_the_order_asked_with_null_where_there_is_none(world) {
        let p = Personas::of(world);
        let (open, draft) = (p.decision("Public"), p.draft("A draft"));
        let ids = [draft.as_str(), &open, "dec_00000000000000000000000000", &world.cast.council.wire(), &open];
        let read = world.anonymous().ask("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", &json!({ "ids": ids }));
        let typed = |name: &str, id: &str| json!({ "__typename": name, "id": id });
        let expected = json!([null, typed("Decision", &open), null, typed("Council", ids[3]), typed("Decision", &open)]);
        assert_eq!(*read.at("/nodes"), expected);
    }

    fn everything_with_an_id_is_found_by_it(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let comment = p.comment("citizen", &review);
        let recusal = json!({ "reviewId": review, "reason": "A conflict of interest" });
        let recusal = p.get("member-02").mutate("declareRecusal", &recusal, "recusal { id }").text("/recusal/id");
        let poll = p.poll_of(&review, "ROLL_CALL");
        let rule = world.anonymous().ask("{ legalRules(first: 1) { nodes { id } } }", &Value::Null);
        let rule = rule.at("/legalRules/nodes/0/id").as_str().expect("an id").to_owned();
        let ids = [
            comment, world.cast.council.wire(), world.cast.seats["chair"].clone(), world.cast.organizations["ngo-1"].wire(),
            world.cast.person("chair"), poll, recusal, world.cast.city.wire(), review, rule, world.cast.ministry.wire(),
        ];
        let read = world.anonymous().ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &json!({ "ids": ids }));
        let found: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        assert_eq!(*read.at("/nodes"), json!(found));
    }
}
