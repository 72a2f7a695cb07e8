//! Editing one's own comments: what they said before stays readable.

use crate::support::bulk::at_once;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn edit(client: &Client, comment: &str, expected: i64, body: &str) -> Reply {
    let input = json!({ "commentId": comment, "expectedRevision": expected, "body": body });
    client.mutate("editComment", &input, "comment { body revision editedAt stance }")
}

fn read(world: &World, comment: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Comment {
        body revision createdAt editedAt edits { revision body writtenAt } } } }";
    world.anonymous().ask(query, &json!({ "id": comment })).at("/node").clone()
}

fn can_edit(client: &Client, comment: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Comment { viewerCanEdit } } }";
    client.ask(query, &json!({ "id": comment })).at("/node/viewerCanEdit").clone()
}

fn can_comment(client: &Client, review: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { viewerCanComment } } }";
    client.ask(query, &json!({ "id": review })).at("/node/viewerCanComment").clone()
}

on_both! {
    fn an_edited_comment_shows_what_it_said_before_and_when(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        let comment = p.comment("citizen", &p.review("A decision"));
        world.advance(chrono::Duration::minutes(1));
        edit(&citizen, &comment, 1, "A second thought").done();
        world.advance(chrono::Duration::minutes(1));
        let done = edit(&citizen, &comment, 2, " A third thought ");
        assert_eq!(
            done.done()["comment"],
            json!({ "body": "A third thought", "revision": 3, "editedAt": "2026-11-22T06:02:00Z", "stance": "FOR" })
        );
        assert_eq!(
            read(world, &comment),
            json!({
                "body": "A third thought", "revision": 3,
                "createdAt": "2026-11-22T06:00:00Z", "editedAt": "2026-11-22T06:02:00Z",
                "edits": [
                    { "revision": 1, "body": "A thought", "writtenAt": "2026-11-22T06:00:00Z" },
                    { "revision": 2, "body": "A second thought", "writtenAt": "2026-11-22T06:01:00Z" },
                ],
            })
        );
        let events = p.events("COMMENT_EDITED");
        assert_eq!((events.len(), &events[0]["subject"]), (2, &json!(comment)));
        assert_eq!(events[0]["payload"]["revision"], 3);
        assert!(!events[0]["payload"].to_string().contains("thought"), "the log holds no text");
    }

    fn who_read_an_older_revision_is_told_so(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        let comment = p.comment("citizen", &p.review("A decision"));
        edit(&citizen, &comment, 1, "Two").done();
        let stale = edit(&citizen, &comment, 1, "Another two");
        assert_eq!((stale.refused(), stale.at("/payload/userErrors/0/field")), ("STALE_REVISION", &json!(["expectedRevision"])));
        assert_eq!(edit(&citizen, &comment, 2, "Two").refused(), "NOTHING_CHANGED");
        assert_eq!(edit(&citizen, &comment, 2, " ").refused(), "BLANK");
        assert_eq!((&read(world, &comment)["body"], &read(world, &comment)["revision"]), (&json!("Two"), &json!(2)));
        edit(&citizen, &comment, 2, "Three").done();
    }

    fn edits_at_the_same_moment_make_one_revision(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        let comment = p.comment("citizen", &p.review("A decision"));
        let answers = at_once(6, |number| {
            let reply = edit(&citizen, &comment, 1, &format!("Two of {number}"));
            let payload = reply.at("/payload").clone();
            payload["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
        });
        let done = answers.iter().filter(|answer| *answer == "DONE").count();
        let stale = answers.iter().filter(|answer| *answer == "STALE_REVISION").count();
        assert_eq!((done, stale), (1, 5), "{answers:?}");
        assert_eq!(read(world, &comment)["edits"].as_array().expect("a list").len(), 1);
    }

    fn everybody_edits_their_own_comments_only(world) {
        let p = Personas::of(world);
        let comment = p.comment("citizen", &p.review("A decision"));
        for who in ["citizen-2", "chair", "officer", "moderator", "admin"] {
            assert_eq!(edit(&p.get(who), &comment, 1, "Not mine").denied(), "FORBIDDEN", "{who}");
            assert_eq!(can_edit(&p.get(who), &comment), json!(false), "{who}");
        }
        assert_eq!(edit(&world.anonymous(), &comment, 1, "Not mine").denied(), "UNAUTHENTICATED");
        assert_eq!(can_edit(&p.get("citizen"), &comment), json!(true));
        edit(&p.get("citizen"), &comment, 1, "Mine").done();
    }

    fn what_can_be_edited_and_said_is_promised_as_long_as_it_is_so(world) {
        let p = Personas::of(world);
        let (review, citizen) = (p.review("A decision"), p.get("citizen"));
        let (insult, comment) = (p.comment("citizen", &review), p.comment("citizen", &review));
        assert_eq!(can_edit(&citizen, &insult), json!(true));
        p.get("moderator").mutate("hideComment", &json!({ "commentId": insult, "reason": "An insult" }), "").done();
        assert_eq!(can_edit(&citizen, &insult), json!(false));
        assert_eq!(edit(&citizen, &insult, 1, "I did not mean it").refused(), "COMMENT_HIDDEN");
        let promised = || (can_edit(&citizen, &comment), can_comment(&citizen, &review));
        p.get("chair").mutate("advanceReview", &json!({ "reviewId": review }), "").done();
        assert_eq!(promised(), (json!(true), json!(true)));
        edit(&citizen, &comment, 1, "In time").done();
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        assert_eq!(promised(), (json!(false), json!(false)));
        assert_eq!(edit(&citizen, &comment, 2, "Late").refused(), "DISCUSSION_CLOSED");
    }

    fn on_a_restricted_decision_the_same_is_promised_to_who_sees_it(world) {
        let p = Personas::of(world);
        let decision = p.draft("A decision");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let review = p.review_of(&decision);
        let comment = p.comment("member-01", &review);
        let member = p.get("member-01");
        for who in ["member-01", "officer", "moderator"] {
            assert_eq!(can_comment(&p.get(who), &review), json!(true), "{who}");
            p.comment(who, &review);
        }
        assert_eq!((can_edit(&member, &comment), can_edit(&p.get("officer"), &comment)), (json!(true), json!(false)));
        edit(&member, &comment, 1, "A second thought").done();
        // With the seat ends the sight, and with it everything.
        let end = json!({ "membershipId": world.cast.seats["member-01"], "reason": "OTHER" });
        p.get("registrar").mutate("endMembership", &end, "").done();
        let seen = member.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": comment }));
        assert_eq!(*seen.at("/node"), Value::Null);
        assert_eq!(edit(&member, &comment, 2, "A third thought").denied(), "NOT_FOUND");
    }

    fn a_page_of_ones_own_comments_costs_what_one_of_them_costs(world) {
        let p = Personas::of(world);
        let cost = |count: usize| {
            let review = p.review("A decision");
            for _ in 0..count {
                p.comment("citizen", &review);
            }
            let query = "query($id: ID!) { node(id: $id) { ... on Review { comments(first: 20) { nodes { viewerCanEdit viewerCanHide } } } } }";
            let reply = p.get("citizen").ask(query, &json!({ "id": review }));
            assert_eq!(reply.at("/node/comments/nodes").as_array().map(Vec::len), Some(count));
            reply.statements
        };
        assert_eq!(cost(1), cost(12));
    }
}
