//! Draft, revise, publish, withdraw, supersede, adopt: by the body's officer only, and only where the life allows it.

use crate::support::builders::{content, draft_input, text};
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

const STATES: [&str; 5] = ["DRAFT", "PUBLISHED", "WITHDRAWN", "SUPERSEDED", "ADOPTED"];
const VERBS: [&str; 5] =
    ["reviseDecision", "publishDecision", "withdrawDecision", "supersedeDecision", "adoptDecision"];

/// One verb on a decision at its first revision; `other` is a published decision to be superseded by.
fn act(client: &Client, verb: &str, decision: &str, other: &str) -> Reply {
    let input = match verb {
        "reviseDecision" => {
            let mut input = content("Revised");
            input["decisionId"] = json!(decision);
            input["expectedRevision"] = json!(1);
            input
        }
        "publishDecision" => json!({ "decisionId": decision }),
        "supersedeDecision" => json!({ "decisionId": decision, "supersededById": other, "reason": "A better one" }),
        _ => json!({ "decisionId": decision, "reason": "Order 12 of 22 November" }),
    };
    client.mutate(verb, &input, "decision { id state revision publishedAt supersededBy { id } }")
}

/// A new decision in a state.
fn in_state(p: &Personas<'_>, state: &str, other: &str) -> String {
    let decision = p.draft(&format!("To be {state}"));
    let verbs: &[&str] = match state {
        "DRAFT" => &[],
        "PUBLISHED" => &["publishDecision"],
        "WITHDRAWN" => &["publishDecision", "withdrawDecision"],
        "SUPERSEDED" => &["publishDecision", "supersedeDecision"],
        _ => &["publishDecision", "adoptDecision"],
    };
    for verb in verbs {
        act(&p.get("officer"), verb, &decision, other).done();
    }
    decision
}

fn state_of(p: &Personas<'_>, decision: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Decision { state } } }";
    p.get("officer").ask(query, &json!({ "id": decision })).at("/node/state").clone()
}

fn withdraw(p: &Personas<'_>, decision: &str, reason: &str) -> Reply {
    p.get("officer").mutate(
        "withdrawDecision",
        &json!({ "decisionId": decision, "reason": reason }),
        "decision { state }",
    )
}

/// A decision of the akimat, published.
fn of_the_akimat(world: &World, p: &Personas<'_>) -> String {
    let mut input = draft_input(world, "Of another body");
    input["bodyId"] = json!(world.cast.akimat.wire());
    let officer = p.get("local-officer");
    let id = officer.mutate("draftDecision", &input, "decision { id }").text("/decision/id");
    officer.mutate("publishDecision", &json!({ "decisionId": id }), "").done();
    id
}

on_both! {
    fn from_each_state_exactly_the_steps_of_the_lifecycle_are_taken(world) {
        let p = Personas::of(world);
        let (officer, other) = (p.get("officer"), p.decision("The successor"));
        for state in STATES {
            let kept = in_state(&p, state, &other);
            for verb in VERBS {
                let possible = match state {
                    "DRAFT" => ["reviseDecision", "publishDecision"].contains(&verb),
                    "PUBLISHED" => verb != "publishDecision",
                    _ => false,
                };
                if possible {
                    act(&officer, verb, &in_state(&p, state, &other), &other).done();
                } else {
                    let refused = act(&officer, verb, &kept, &other);
                    assert_eq!(refused.refused(), "WRONG_STATE", "{verb} from {state}");
                    let why = refused.at("/payload/userErrors/0/message").as_str().expect("a text");
                    assert!(why.contains(&state.to_lowercase()), "{why}");
                }
            }
            assert_eq!(state_of(&p, &kept), json!(state));
        }
    }

    fn each_step_leaves_one_event_about_the_decision_by_the_officer(world) {
        let p = Personas::of(world);
        let (officer, other) = (p.get("officer"), p.decision("The successor"));
        let mine = |kind: &str, id: &str| {
            p.events(kind).into_iter().filter(|event| event["subject"] == json!(id)).collect::<Vec<_>>()
        };
        for (verb, kind, state) in [
            ("reviseDecision", "DECISION_REVISED", "DRAFT"),
            ("publishDecision", "DECISION_PUBLISHED", "DRAFT"),
            ("withdrawDecision", "DECISION_WITHDRAWN", "PUBLISHED"),
            ("supersedeDecision", "DECISION_SUPERSEDED", "PUBLISHED"),
            ("adoptDecision", "DECISION_ADOPTED", "PUBLISHED"),
        ] {
            let decision = in_state(&p, state, &other);
            assert_eq!(mine("DECISION_DRAFTED", &decision).len(), 1);
            act(&officer, verb, &decision, &other).done();
            let events = mine(kind, &decision);
            assert_eq!(events.len(), 1, "{verb}");
            assert_eq!(events[0]["actor"]["id"], json!(world.cast.person("officer")));
            // What is refused leaves none.
            let before = world.count("SELECT COUNT(*) AS n FROM events");
            act(&officer, verb, &decision, &decision).refused();
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM events"), before, "{verb}");
        }
    }

    fn nobody_but_the_officer_of_the_body_does_any_of_it(world) {
        let p = Personas::of(world);
        let other = p.decision("The successor");
        let (draft, published) = (p.draft("A draft"), p.decision("Published"));
        for who in ["local-officer", "chair", "member-01", "admin", "registrar", "moderator", "citizen", "media"] {
            let client = p.get(who);
            let drafting = client.mutate("draftDecision", &draft_input(world, "Mine"), "decision { id }");
            assert_eq!(drafting.denied(), "FORBIDDEN", "{who}");
            // Administrators see drafts; to everybody else there is none.
            let hidden = if who == "admin" { "FORBIDDEN" } else { "NOT_FOUND" };
            for verb in ["reviseDecision", "publishDecision"] {
                assert_eq!(act(&client, verb, &draft, &other).denied(), hidden, "{who} {verb}");
            }
            for verb in ["reviseDecision", "withdrawDecision", "supersedeDecision", "adoptDecision"] {
                assert_eq!(act(&client, verb, &published, &other).denied(), "FORBIDDEN", "{who} {verb}");
            }
        }
        let nobody = world.anonymous();
        let drafting = nobody.mutate("draftDecision", &draft_input(world, "Mine"), "decision { id }");
        assert_eq!(drafting.denied(), "UNAUTHENTICATED");
        assert_eq!(act(&nobody, "withdrawDecision", &published, &other).denied(), "UNAUTHENTICATED");
        assert_eq!((state_of(&p, &draft), state_of(&p, &published)), (json!("DRAFT"), json!("PUBLISHED")));
        act(&p.get("officer"), "publishDecision", &draft, &other).done();
        act(&p.get("officer"), "withdrawDecision", &published, &other).done();
    }

    fn a_decision_is_superseded_only_by_another_published_one_of_its_body(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let old = p.decision("The old one");
        let unfit = [
            old.clone(),
            p.draft("Not published"),
            in_state(&p, "WITHDRAWN", &old),
            of_the_akimat(world, &p),
            "dec_00000000000000000000000000".to_owned(),
        ];
        for other in &unfit {
            let refused = act(&officer, "supersedeDecision", &old, other);
            assert_eq!(refused.refused(), "SUCCESSOR_INVALID", "{other}");
            assert_eq!(*refused.at("/payload/userErrors/0/field"), json!(["supersededById"]));
        }
        let new = p.decision("The new one");
        let done = act(&officer, "supersedeDecision", &old, &new);
        assert_eq!(done.done()["decision"]["supersededBy"]["id"], json!(new));
    }

    fn a_decision_a_council_votes_on_is_not_withdrawn_until_the_poll_has_ended(world) {
        let p = Personas::of(world);
        let decision = p.decision("Under a vote");
        let poll = p.poll_of(&p.review_of(&decision), "ROLL_CALL");
        assert_eq!(withdraw(&p, &decision, "Changed our mind").refused(), "POLL_RUNNING");
        assert_eq!(state_of(&p, &decision), json!("PUBLISHED"));
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        assert_eq!(withdraw(&p, &decision, "Changed our mind").text("/decision/state"), "WITHDRAWN");
    }

    fn a_body_adopts_without_waiting_for_its_council_and_the_poll_goes_on(world) {
        let p = Personas::of(world);
        let decision = p.decision("Under a vote");
        let review = p.review_of(&decision);
        let poll = p.poll_of(&review, "ROLL_CALL");
        p.vote("member-01", &poll, "AGAINST");
        world.advance(chrono::Duration::minutes(5));
        let input = json!({ "decisionId": decision, "reason": "Order No. 1" });
        p.get("officer").mutate("adoptDecision", &input, "decision { id }").done();
        assert_eq!(p.event_about("DECISION_ADOPTED", &decision)["actor"]["id"], world.cast.person("officer"));
        for who in ["member-02", "member-03"] {
            p.vote(who, &poll, "AGAINST");
        }
        let closed = p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "poll { state result { tally { against } } }");
        assert_eq!(closed.done()["poll"], json!({ "state": "CLOSED", "result": { "tally": { "against": 3 } } }));
        // Everybody sees that the body did not wait.
        let query = "query($id: ID!) { node(id: $id) { ... on Decision { state transitions { toState occurredAt reason } } } }";
        let seen = world.anonymous().ask(query, &json!({ "id": decision }));
        let adopted = json!({ "toState": "ADOPTED", "occurredAt": "2026-11-22T06:05:00Z", "reason": "Order No. 1" });
        assert_eq!((seen.at("/node/state"), seen.at("/node/transitions").as_array().and_then(|all| all.last())), (&json!("ADOPTED"), Some(&adopted)));
        let another = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Once more?") });
        assert_eq!(p.get("chair").mutate("openPoll", &another, "").refused(), "WRONG_STATE");
    }

    fn a_withdrawal_and_an_adoption_say_why(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let long = "x".repeat(2_001);
        for (reason, code) in [("   ", "BLANK"), (long.as_str(), "TOO_LONG")] {
            let refused = withdraw(&p, &decision, reason);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), (code, &json!(["reason"])));
            let input = json!({ "decisionId": decision, "reason": reason });
            assert_eq!(p.get("officer").mutate("adoptDecision", &input, "").refused(), code);
        }
        withdraw(&p, &decision, &"x".repeat(2_000)).done();
    }

    fn a_title_in_kazakh_is_obligatory_and_no_text_is_longer_than_the_limit(world) {
        let officer = world.sign_in("officer");
        let draft = |pointer: &str, value: Value| {
            let mut input = draft_input(world, "A decision");
            *input.pointer_mut(pointer).expect("a field") = value;
            officer.mutate("draftDecision", &input, "decision { title { translations { locale text } } }")
        };
        for (pointer, value, code) in [
            ("/title/kk", json!(" "), "BLANK"),
            ("/summary/kk", json!(""), "BLANK"),
            ("/text/kk", json!("\u{200b}"), "BLANK"),
            ("/title/ru", json!("ж".repeat(501)), "TOO_LONG"),
            ("/summary/en", json!("x".repeat(5_001)), "TOO_LONG"),
            ("/text/kk", json!("x".repeat(100_001)), "TOO_LONG"),
        ] {
            let refused = draft(pointer, value);
            let path: Vec<&str> = pointer.split('/').skip(1).collect();
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), (code, &json!(path)));
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM decisions"), 0);
        // 500 Kazakh letters are 500, however many bytes they take; a blank translation is none.
        draft("/title/ru", json!("ж".repeat(500))).done();
        let done = draft("/title", json!({ "kk": "  Бюджет  ", "ru": "  " }));
        assert_eq!(done.done()["decision"]["title"]["translations"], json!([{ "locale": "KK", "text": "Бюджет" }]));
    }

    fn a_nul_that_no_database_keeps_is_left_out_of_every_text(world) {
        let p = Personas::of(world);
        let mut input = draft_input(world, "A decision");
        input["title"] = json!({ "kk": "бір\u{0}екі" });
        let drafted = p.get("officer").mutate("draftDecision", &input, "decision { title { text(locale: KK) } }");
        assert_eq!(drafted.text("/decision/title/text"), "бірекі");
        let review = p.review("Another");
        let comment = json!({ "reviewId": review, "stance": "FOR", "body": "one\u{0}two" });
        let added = p.get("citizen").mutate("addComment", &comment, "comment { body }");
        assert_eq!(added.text("/comment/body"), "onetwo");
    }

    fn an_embargo_lies_in_the_future(world) {
        let p = Personas::of(world);
        let draft = p.draft("A draft");
        let publish = |until: &str| {
            let input = json!({ "decisionId": draft, "embargoedUntil": until });
            p.get("officer").mutate("publishDecision", &input, "decision { publicFrom embargoedUntil publishedAt }")
        };
        for past in ["2026-11-22T05:59:59Z", "2026-11-22T06:00:00Z"] {
            let refused = publish(past);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("EMBARGO_PAST", &json!(["embargoedUntil"])));
        }
        let done = publish("2026-11-22T06:00:01Z");
        let expected = json!({ "publicFrom": "2026-11-22T06:00:01Z", "embargoedUntil": "2026-11-22T06:00:01Z", "publishedAt": "2026-11-22T06:00:00Z" });
        assert_eq!(done.done()["decision"], expected);
    }

    fn the_name_of_the_officer_is_the_one_at_the_time_of_drafting(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        world.raw("UPDATE people SET name = 'Renamed' WHERE name = 'officer'").expect("renames");
        let query = "query($id: ID!) { node(id: $id) { ... on Decision { author { id name } title { text(locale: EN) } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": decision }));
        assert_eq!(*read.at("/node/author"), json!({ "id": world.cast.person("officer"), "name": "officer" }));
        assert_eq!(read.at("/node/title/text"), &text("A decision")["en"]);
    }
}
