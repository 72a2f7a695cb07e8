//! Moderation: a hidden comment is a tombstone, and everybody reads who hid it and why.

use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn hide(client: &Client, comment: &str, reason: &str) -> Reply {
    let input = json!({ "commentId": comment, "reason": reason });
    client.mutate("hideComment", &input, "comment { id body hiddenAt hiddenReason hiddenBy { id } edits { body } }")
}

/// A comment that was edited once and then hidden.
fn hidden(p: &Personas<'_>) -> (String, String) {
    let review = p.review("A decision");
    let comment = p.comment("citizen", &review);
    let edit = json!({ "commentId": comment, "expectedRevision": 1, "body": "An insult" });
    p.get("citizen").mutate("editComment", &edit, "").done();
    hide(&p.get("moderator"), &comment, "It insults the akim").done();
    (review, comment)
}

fn tombstone(world: &World, id: &str) -> Value {
    json!({
        "id": id, "body": null, "edits": [], "hiddenAt": "2026-11-22T06:00:00Z", "hiddenReason": "It insults the akim",
        "hiddenBy": { "id": world.cast.person("moderator"), "name": "moderator" }, "stance": "FOR", "revision": 2,
        "author": { "name": "citizen" },
    })
}

const FIELDS: &str =
    "id body edits { body } hiddenAt hiddenReason hiddenBy { id name } stance revision author { name }";

on_both! {
    fn a_hidden_comment_is_a_tombstone_to_everybody_on_every_path(world) {
        let p = Personas::of(world);
        let (review, comment) = hidden(&p);
        let reply = p.get("citizen-2").mutate("addComment", &json!({ "reviewId": review, "parentId": comment, "stance": "FOR", "body": "So what?" }), "comment { id }");
        let reply = reply.text("/comment/id");
        let query = format!(
            "query($id: ID!, $review: ID!, $reply: ID!) {{
                node(id: $id) {{ ... on Comment {{ {FIELDS} }} }}
                review: node(id: $review) {{ ... on Review {{ comments(first: 1) {{ nodes {{ {FIELDS} }} }} threads {{ nodes {{ {FIELDS} replies {{ totalCount }} }} }}
                    decision {{ comments(first: 1) {{ nodes {{ {FIELDS} }} }} }} }} }}
                reply: node(id: $reply) {{ ... on Comment {{ parent {{ {FIELDS} }} }} }}
                moderationLog {{ nodes {{ comment {{ {FIELDS} }} }} }}
            }}"
        );
        for who in ["anonymous", "citizen", "moderator", "admin", "auditor", "chair", "officer"] {
            let read = p.get(who).ask(&query, &json!({ "id": comment, "review": review, "reply": reply }));
            let mut thread = tombstone(world, &comment);
            for pointer in ["/node", "/review/comments/nodes/0", "/review/decision/comments/nodes/0", "/reply/parent", "/moderationLog/nodes/0/comment"] {
                assert_eq!(*read.at(pointer), thread, "{who} {pointer}");
            }
            thread["replies"] = json!({ "totalCount": 1 });
            assert_eq!(*read.at("/review/threads/nodes/0"), thread, "{who}");
            assert!(!read.json.to_string().contains("An insult") && !read.json.to_string().contains("A thought"), "{who}");
        }
    }

    fn the_moderation_log_is_public_and_says_who_hid_what_when_and_why(world) {
        let p = Personas::of(world);
        let (_, first) = hidden(&p);
        world.advance(chrono::Duration::minutes(1));
        let second = p.comment("ngo", &p.review("Another"));
        hide(&p.get("moderator"), &second, "An advertisement").done();
        let query = "query($council: ID) { moderationLog(councilId: $council) { totalCount nodes { comment { id } hiddenBy { id } hiddenAt reason } } }";
        let entry = |id: &str, at: &str, reason: &str| {
            json!({ "comment": { "id": id }, "hiddenBy": { "id": world.cast.person("moderator") }, "hiddenAt": at, "reason": reason })
        };
        let entries = [entry(&second, "2026-11-22T06:01:00Z", "An advertisement"), entry(&first, "2026-11-22T06:00:00Z", "It insults the akim")];
        let read = |council: Value| world.anonymous().ask(query, &json!({ "council": council })).at("/moderationLog").clone();
        assert_eq!(read(Value::Null), json!({ "totalCount": 2, "nodes": entries }));
        assert_eq!(read(json!(world.cast.council.wire()))["totalCount"], 2);
        assert_eq!(read(json!(world.cast.local_council.wire())), json!({ "totalCount": 0, "nodes": [] }));
        let event = p.event_about("COMMENT_HIDDEN", &first);
        assert_eq!(event["actor"]["id"], json!(world.cast.person("moderator")));
        assert!(!event.to_string().contains("An insult"));
    }

    fn a_comment_is_hidden_once_with_a_reason_by_a_moderator(world) {
        let p = Personas::of(world);
        let comment = p.comment("citizen", &p.review("A decision"));
        for who in ["citizen", "chair", "secretary", "officer", "admin", "registrar", "auditor"] {
            assert_eq!(hide(&p.get(who), &comment, "A reason").denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(hide(&world.anonymous(), &comment, "A reason").denied(), "UNAUTHENTICATED");
        let moderator = p.get("moderator");
        let blank = hide(&moderator, &comment, "  ");
        assert_eq!((blank.refused(), blank.at("/payload/userErrors/0/field")), ("BLANK", &json!(["reason"])));
        assert_eq!(hide(&moderator, &comment, &"x".repeat(2_001)).refused(), "TOO_LONG");
        let done = hide(&moderator, &comment, " It insults the akim ");
        assert_eq!((&done.done()["comment"]["body"], &done.done()["comment"]["hiddenReason"]), (&Value::Null, &json!("It insults the akim")));
        assert_eq!(hide(&moderator, &comment, "Again").refused(), "COMMENT_HIDDEN");
        assert_eq!(p.events("COMMENT_HIDDEN").len(), 1);
    }

    fn a_moderator_of_one_council_or_body_hides_there_and_nowhere_else(world) {
        let p = Personas::of(world);
        let comment = p.comment("citizen", &p.review("A decision"));
        let grant = |who: &str, scope: Value| {
            p.get("admin").mutate("grantRole", &json!({ "accountId": world.cast.person(who), "role": "MODERATOR", "scope": scope }), "").done();
        };
        grant("ngo", json!({ "councilId": world.cast.local_council.wire() }));
        grant("press", json!({ "stateBodyId": world.cast.akimat.wire() }));
        grant("media", json!({ "councilId": world.cast.council.wire() }));
        grant("citizen-2", json!({ "stateBodyId": world.cast.ministry.wire() }));
        let can = |who: &str, comment: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on Comment { viewerCanHide } } }";
            p.get(who).ask(query, &json!({ "id": comment })).at("/node/viewerCanHide").clone()
        };
        for who in ["ngo", "press"] {
            assert_eq!((hide(&p.get(who), &comment, "A reason").denied(), can(who, &comment)), ("FORBIDDEN", json!(false)), "{who}");
        }
        assert_eq!(can("media", &comment), json!(true));
        hide(&p.get("media"), &comment, "A reason").done();
        // Hidden, it cannot be hidden again, and nobody is offered to.
        assert_eq!((can("media", &comment), can("moderator", &comment)), (json!(false), json!(false)));
        let other = p.comment("citizen", &p.review("Another"));
        assert_eq!(can("citizen-2", &other), json!(true));
        hide(&p.get("citizen-2"), &other, "A reason").done();
    }

    fn a_moderator_hides_also_where_not_everybody_reads_but_in_their_scope_only(world) {
        let p = Personas::of(world);
        let grant = |who: &str, scope: Value| {
            p.get("admin").mutate("grantRole", &json!({ "accountId": world.cast.person(who), "role": "MODERATOR", "scope": scope }), "").done();
        };
        grant("citizen", json!({ "stateBodyId": world.cast.ministry.wire() }));
        grant("citizen-2", json!({ "councilId": world.cast.council.wire() }));
        grant("ngo", json!({ "stateBodyId": world.cast.akimat.wire() }));
        grant("press", json!({ "councilId": world.cast.local_council.wire() }));
        for how in [json!({ "access": "RESTRICTED" }), json!({ "embargoedUntil": "2026-12-01T00:00:00Z" })] {
            for who in ["moderator", "citizen", "citizen-2"] {
                let decision = p.draft("A decision");
                p.publish(&decision, &how);
                let review = p.review_of(&decision);
                let comment = p.comment("member-01", &review);
                for elsewhere in ["ngo", "press"] {
                    assert_eq!(hide(&p.get(elsewhere), &comment, "An insult").denied(), "NOT_FOUND", "{elsewhere}");
                }
                hide(&p.get(who), &comment, "An insult").done();
            }
        }
    }

    fn a_hidden_comment_is_edited_by_nobody_and_its_thread_goes_on(world) {
        let p = Personas::of(world);
        let (review, comment) = hidden(&p);
        let edit = json!({ "commentId": comment, "expectedRevision": 2, "body": "I did not mean it" });
        assert_eq!(p.get("citizen").mutate("editComment", &edit, "").refused(), "COMMENT_HIDDEN");
        let reply = json!({ "reviewId": review, "parentId": comment, "stance": "NEUTRAL", "body": "Let us stay polite" });
        p.get("chair").mutate("addComment", &reply, "").done();
        // What breaks the law does not become lawful by age.
        let late = p.comment("citizen", &review);
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        hide(&p.get("moderator"), &late, "An insult").done();
    }
}
