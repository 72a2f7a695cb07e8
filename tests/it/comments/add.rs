//! Adding comments: threads of bounded depth, and how their stances add up.

use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn add(client: &Client, review: &str, parent: Option<&str>, stance: &str, body: &str) -> Reply {
    let input = json!({ "reviewId": review, "parentId": parent, "stance": stance, "body": body });
    client.mutate(
        "addComment",
        &input,
        "comment { id depth stance body revision parent { id } review { id } author { id name } createdAt editedAt }",
    )
}

fn stances(world: &World, review: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { stanceCounts { for against neutral } } } }";
    world.anonymous().ask(query, &json!({ "id": review })).at("/node/stanceCounts").clone()
}

on_both! {
    fn a_comment_stands_below_what_it_replies_to_down_to_the_limit(world) {
        let p = Personas::of(world);
        let (citizen, review) = (p.get("citizen"), p.review("A decision"));
        let mut parent: Option<String> = None;
        for depth in 0..=4 {
            let done = add(&citizen, &review, parent.as_deref(), "NEUTRAL", &format!("At depth {depth}"));
            let comment = &done.done()["comment"];
            assert_eq!(comment["depth"], depth);
            assert_eq!(comment["parent"], parent.map_or(Value::Null, |id| json!({ "id": id })));
            parent = Some(done.text("/comment/id"));
        }
        let deep = add(&citizen, &review, parent.as_deref(), "NEUTRAL", "Too deep");
        assert_eq!((deep.refused(), deep.at("/payload/userErrors/0/field")), ("COMMENT_TOO_DEEP", &json!(["parentId"])));
        assert!(deep.at("/payload/userErrors/0/message").as_str().expect("a text").contains('4'));
        assert_eq!(p.events("COMMENT_ADDED").len(), 5);
        let query = "query($id: ID!) { node(id: $id) { ... on Review {
            comments { totalCount } threads { totalCount nodes { body replies { totalCount nodes { body replies { nodes { body } } } } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": review }));
        assert_eq!(*read.at("/node/comments/totalCount"), json!(5));
        assert_eq!(
            *read.at("/node/threads"),
            json!({ "totalCount": 1, "nodes": [{ "body": "At depth 0", "replies": { "totalCount": 1, "nodes": [
                { "body": "At depth 1", "replies": { "nodes": [{ "body": "At depth 2" }] } },
            ] } }] })
        );
    }

    fn a_reply_stays_within_its_review(world) {
        let p = Personas::of(world);
        let (here, elsewhere) = (p.review("Here"), p.review("Elsewhere"));
        let there = p.comment("citizen", &elsewhere);
        let refused = add(&p.get("citizen"), &here, Some(&there), "FOR", "A reply");
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("PARENT_ELSEWHERE", &json!(["parentId"])));
        let absent = add(&p.get("citizen"), &here, Some("com_00000000000000000000000000"), "FOR", "A reply");
        assert!(absent.json["errors"].is_array() || absent.refused() == "PARENT_ELSEWHERE", "{:#}", absent.json);
        add(&p.get("citizen"), &elsewhere, Some(&there), "FOR", "A reply").done();
        assert_eq!(p.events("COMMENT_ADDED").len(), 2);
    }

    fn a_comment_says_something_and_no_more_than_the_limit(world) {
        let p = Personas::of(world);
        let (citizen, review) = (p.get("citizen"), p.review("A decision"));
        for (body, code) in [("", "BLANK"), (" \n\t ", "BLANK"), ("\u{200b}", "BLANK"), (&*"ж".repeat(10_001), "TOO_LONG")] {
            let refused = add(&citizen, &review, None, "FOR", body);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), (code, &json!(["body"])));
        }
        add(&citizen, &review, None, "FOR", &"ж".repeat(10_000)).done();
        assert_eq!(add(&citizen, &review, None, "FOR", "  Trimmed \n").text("/comment/body"), "Trimmed");
        let odd = "<script>alert('x')</script> 'quoted' \"double\" \\ % _ 🙂";
        assert_eq!(add(&citizen, &review, None, "FOR", odd).text("/comment/body"), odd);
        // What turns the direction of the text after it is left out.
        assert_eq!(add(&citizen, &review, None, "FOR", "fdp.\u{202e}exe").text("/comment/body"), "fdp.exe");
    }

    fn stances_add_up_per_review_and_hidden_comments_do_not_count(world) {
        let p = Personas::of(world);
        let (review, other) = (p.review("A decision"), p.review("Another"));
        assert_eq!(stances(world, &review), json!({ "for": 0, "against": 0, "neutral": 0 }));
        let citizen = p.get("citizen");
        let first = add(&citizen, &review, None, "FOR", "Yes").text("/comment/id");
        add(&p.get("ngo"), &review, None, "FOR", "Yes").done();
        add(&p.get("chair"), &review, Some(&first), "AGAINST", "No").done();
        let neutral = add(&citizen, &review, None, "NEUTRAL", "Perhaps").text("/comment/id");
        add(&citizen, &other, None, "AGAINST", "No").done();
        assert_eq!(stances(world, &review), json!({ "for": 2, "against": 1, "neutral": 1 }));
        assert_eq!(stances(world, &other), json!({ "for": 0, "against": 1, "neutral": 0 }));
        for hidden in [&first, &neutral] {
            let input = json!({ "commentId": hidden, "reason": "An insult" });
            p.get("moderator").mutate("hideComment", &input, "").done();
        }
        assert_eq!(stances(world, &review), json!({ "for": 1, "against": 1, "neutral": 0 }));
    }

    fn a_concluded_review_takes_no_more_comments(world) {
        let p = Personas::of(world);
        let (citizen, review) = (p.get("citizen"), p.review("A decision"));
        let before = add(&citizen, &review, None, "FOR", "In time").text("/comment/id");
        p.get("chair").mutate("advanceReview", &json!({ "reviewId": review }), "").done();
        add(&citizen, &review, None, "FOR", "In time too").done();
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        assert_eq!(add(&citizen, &review, None, "FOR", "Late").refused(), "DISCUSSION_CLOSED");
        assert_eq!(add(&p.get("chair"), &review, Some(&before), "FOR", "Late").refused(), "DISCUSSION_CLOSED");
        let edit = json!({ "commentId": before, "expectedRevision": 1, "body": "Late" });
        assert_eq!(citizen.mutate("editComment", &edit, "").refused(), "DISCUSSION_CLOSED");
        assert_eq!(p.events("COMMENT_ADDED").len(), 2);
    }

    fn the_comments_of_a_decision_are_those_of_all_its_reviews_oldest_first(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let first = p.review_of(&decision);
        add(&p.get("citizen"), &first, None, "FOR", "One").done();
        world.advance(chrono::Duration::minutes(1));
        let input = json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "EXPERTISE" });
        let second = p.get("local-chair").mutate("openReview", &input, "review { id }").text("/review/id");
        add(&p.get("citizen"), &second, None, "FOR", "Two").done();
        world.advance(chrono::Duration::minutes(1));
        add(&p.get("citizen"), &first, None, "FOR", "Three").done();
        let query = "query($id: ID!) { node(id: $id) { ... on Decision { comments { totalCount nodes { body review { id } decision { id } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": decision }));
        let comment = |body: &str, review: &str| json!({ "body": body, "review": { "id": review }, "decision": { "id": decision } });
        let expected = json!({ "totalCount": 3, "nodes": [comment("One", &first), comment("Two", &second), comment("Three", &first)] });
        assert_eq!(*read.at("/node/comments"), expected);
    }
}
