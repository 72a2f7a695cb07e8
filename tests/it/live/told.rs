//! What subscribers are told: everything, once, in order, of what they asked for.

use super::{COMMENTS, comment_told, follow_comments, now};
use crate::support::{Personas, Socket};
use serde_json::{Value, json};

on_both! {
    fn who_waits_is_told_what_happens_once_and_in_order(world) {
        let p = Personas::of(world);
        let (review, other) = (p.review("Watched"), p.review("Another"));
        let decision = p.world.anonymous().ask("query($id: ID!) { node(id: $id) { ... on Review { decision { id } } } }", &json!({ "id": review }));
        let decision = decision.at("/node/decision/id").as_str().expect("an id").to_owned();
        let mut socket = Socket::connect(&world.base, None);
        follow_comments(&mut socket, &world.anonymous(), "of one", Some(&decision));
        let first = p.comment("member-01", &review);
        p.comment("member-01", &other);
        let second = p.comment("member-02", &review);
        assert_eq!([comment_told(&mut socket, "of one"), comment_told(&mut socket, "of one")], [first, second]);
    }

    fn who_comes_back_with_the_cursor_goes_on_there(world) {
        let p = Personas::of(world);
        let review = p.review("Watched");
        let after = now(&world.anonymous(), &["COMMENT_ADDED"], None);
        let said: Vec<String> = (0..45).map(|_| p.comment("member-01", &review)).collect();
        let (mut heard, mut cursor) = (Vec::new(), after);
        for some in [1, 30, 14] {
            let mut socket = Socket::connect(&world.base, None);
            socket.subscribe("1", COMMENTS, &json!({ "after": cursor }));
            for _ in 0..some {
                let told = socket.told("1");
                heard.push(told["commentAdded"]["comment"]["id"].as_str().expect("an id").to_owned());
                cursor = told["commentAdded"]["cursor"].clone();
            }
        }
        assert_eq!(heard, said);
        // The same cursor is one of the feed.
        let rest = world.anonymous().ask("query($after: String) { events(kinds: [COMMENT_ADDED], after: $after) { nodes { id } } }", &json!({ "after": cursor }));
        assert_eq!(rest.at("/events/nodes"), &json!([]));
    }

    fn a_cursor_of_something_else_is_refused(world) {
        let p = Personas::of(world);
        let review = p.review("Watched");
        p.comment("member-01", &review);
        let mut socket = Socket::connect(&world.base, None);
        let after = now(&world.anonymous(), &["POLL_OPENED"], None);
        for (id, after) in [("1", after), ("2", json!("nonsense"))] {
            socket.subscribe(id, COMMENTS, &json!({ "after": after }));
            let refused = socket.hear();
            assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!(id)), "{refused:#}");
            assert_eq!(refused["payload"][0]["extensions"]["code"], "BAD_INPUT");
        }
    }

    fn a_poll_and_its_deadlines_are_told_of(world) {
        let p = Personas::of(world);
        let council = world.cast.council.wire();
        let kinds = ["POLL_OPENED", "POLL_CLOSED", "POLL_ANNULLED"];
        let after = now(&world.anonymous(), &kinds, Some(&council));
        let mut socket = Socket::connect(&world.base, None);
        let query = "subscription($subject: ID, $after: String) { pollChanged(subject: $subject, after: $after) { event { kind } poll { id state } } }";
        socket.subscribe("polls", query, &json!({ "subject": council, "after": after }));
        let poll = p.poll("Voted on", "ROLL_CALL");
        assert_eq!(socket.told("polls")["pollChanged"], json!({ "event": { "kind": "POLL_OPENED" }, "poll": { "id": poll, "state": "OPEN" } }));
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "poll { id }").done();
        let told = socket.told("polls");
        assert_eq!(told["pollChanged"]["event"]["kind"], "POLL_CLOSED");
        assert_ne!(told["pollChanged"]["poll"]["state"], "OPEN");
    }

    fn an_inbox_is_told_of_what_comes_into_it(world) {
        let p = Personas::of(world);
        let (citizen, decision) = (p.get("citizen"), p.decision("Followed"));
        world.advance(chrono::Duration::seconds(1));
        citizen.mutate("follow", &json!({ "subjectId": decision }), "follow { id }").done();
        let query = "subscription($after: String) { notificationReceived(after: $after) { cursor notification { kind subject { ... on Poll { id } } } } }";
        let mut socket = Socket::connect(&world.base, citizen.token.as_deref());
        socket.subscribe("inbox", query, &Value::Null);
        let review = p.review_of(&decision);
        let mut polls = Vec::new();
        let mut cursor = Value::Null;
        for mode in ["ROLL_CALL", "SECRET"] {
            let poll = p.poll_of(&review, mode);
            p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "poll { id }").done();
            polls.push(poll);
        }
        let mut heard = Vec::new();
        while heard.len() < 4 {
            let told = socket.told("inbox");
            heard.push((told["notificationReceived"]["notification"]["kind"].clone(), told["notificationReceived"]["notification"]["subject"]["id"].clone()));
            if heard.len() == 1 {
                cursor = told["notificationReceived"]["cursor"].clone();
            }
        }
        let expected: Vec<_> = polls.iter().flat_map(|poll| [(json!("POLL_OPENED"), json!(poll)), (json!("POLL_CLOSED"), json!(poll))]).collect();
        assert_eq!(heard, expected);
        let mut again = Socket::connect(&world.base, citizen.token.as_deref());
        again.subscribe("inbox", query, &json!({ "after": cursor }));
        let rest: Vec<Value> = (0..3).map(|_| again.told("inbox")["notificationReceived"]["notification"]["kind"].clone()).collect();
        assert_eq!(rest, [json!("POLL_CLOSED"), json!("POLL_OPENED"), json!("POLL_CLOSED")]);
        // Nobody has an inbox who is nobody.
        let mut stranger = Socket::connect(&world.base, None);
        stranger.subscribe("inbox", query, &Value::Null);
        assert_eq!(stranger.hear()["payload"][0]["extensions"]["code"], "UNAUTHENTICATED");
    }
}
