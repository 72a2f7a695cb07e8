//! Protocols: generated from what is on record, signed over a hash, and then immutable.

use super::room::{act, come, enter, opened, poll_in, protocol, sign};
use crate::support::bulk::at_once;
use crate::support::{Cast, Personas};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A meeting of eleven in which `member-08` lost a vote on one of two reviews, still open: meeting, review, poll.
fn lost_vote(p: &Personas<'_>) -> (String, String, String) {
    let (review, other) = (p.review("A road"), p.review("A bridge"));
    let meeting = opened(p, &[&review, &other]);
    let members = Cast::members();
    enter(p, &members[..11], &meeting);
    let poll = poll_in(p, &meeting, &review, "ROLL_CALL");
    members[..10].iter().for_each(|who| p.vote(who, &poll, "FOR"));
    p.vote("member-08", &poll, "AGAINST");
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    (meeting, review, poll)
}

fn said(protocol: &Value) -> Value {
    serde_json::from_str(protocol["canonical"].as_str().expect("a text")).expect("JSON")
}

fn hash(protocol: &Value) -> String {
    protocol["sha256"].as_str().expect("a hash").to_owned()
}

on_both! {
    fn the_close_draws_up_who_what_the_votes_and_the_dissent_over_a_hash_anybody_can_recompute(world) {
        let p = Personas::of(world);
        let (meeting, review, poll) = lost_vote(&p);
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "The road floods" }), "").done();
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let drawn = protocol(&world.anonymous(), &meeting);
        assert_eq!((&drawn["number"], &drawn["state"], &drawn["signatures"]), (&json!(1), &json!("DRAFT"), &json!([])));
        let canonical = drawn["canonical"].as_str().expect("a text");
        let recomputed: String = Sha256::digest(canonical).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash(&drawn), recomputed);
        let said = said(&drawn);
        assert_eq!((&said["meeting"], &said["quorum"], &said["openness"]), (&json!(meeting), &json!("MET"), &json!("PUBLIC")));
        assert_eq!((said["present"].as_array().map(Vec::len), said["absent"].as_array().map(Vec::len)), (Some(11), Some(4)));
        let first = &said["agenda"][0];
        assert_eq!((&first["number"], &first["review"], &first["decision"]["title"]["en"]), (&json!(1), &json!(review), &json!("A road")));
        let vote = &first["polls"][0];
        assert_eq!((&vote["poll"], &vote["count"]["for"], &vote["count"]["outcome"]), (&json!(poll), &json!(10), &json!("ADOPTED")));
        assert_eq!(vote["votes"].as_array().map(Vec::len), Some(11));
        let against = json!({ "membership": world.cast.seats["member-08"], "name": "member-08", "choice": "AGAINST" });
        assert!(vote["votes"].as_array().expect("ballots").contains(&against));
        assert_eq!((&vote["dissents"][0]["name"], &vote["dissents"][0]["text"]), (&json!("member-08"), &json!("The road floods")));
        assert_eq!(said["agenda"][1].get("polls"), None, "nothing was voted on the bridge");
        assert_eq!(p.event_about("PROTOCOL_DRAWN_UP", &meeting)["payload"]["sha256"], json!(recomputed));
    }

    fn chair_and_secretary_sign_the_hash_they_name_and_then_nothing_changes(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let drawn = protocol(&p.get("chair"), &meeting);
        let (chair, secretary) = (p.get("chair"), p.get("secretary"));
        assert_eq!(sign(&chair, &meeting, &"0".repeat(64)).refused(), "PROTOCOL_CHANGED");
        let half = sign(&chair, &meeting, &hash(&drawn).to_uppercase());
        assert_eq!(half.done()["protocol"]["state"], "DRAFT");
        assert_eq!(sign(&p.get("deputy"), &meeting, &hash(&drawn)).refused(), "ALREADY_SIGNED", "in the chair's place the chair has signed");
        sign(&chair, &meeting, &hash(&drawn)).done();
        let whole = sign(&secretary, &meeting, &hash(&drawn));
        let signed = &whole.done()["protocol"];
        assert_eq!(signed["state"], "SIGNED");
        let names: Vec<&Value> = signed["signatures"].as_array().expect("two").iter().map(|one| &one["person"]["name"]).collect();
        assert_eq!(names, [&json!("chair"), &json!("secretary")]);
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "Too late for the protocol" }), "").done();
        assert_eq!(act(&chair, "redrawProtocol", &meeting).refused(), "PROTOCOL_SEALED");
        assert_eq!(protocol(&chair, &meeting)["sha256"], drawn["sha256"]);
        assert_eq!(p.events("PROTOCOL_SIGNED").len(), 2, "signing twice is signing once");
        for sql in ["UPDATE protocols SET content = '{}'", "DELETE FROM protocols", "DELETE FROM protocol_signatures", "UPDATE protocol_signatures SET name = 'x'"] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
    }

    fn a_dissent_after_the_close_makes_another_version_that_both_sign_anew(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let (chair, secretary) = (p.get("chair"), p.get("secretary"));
        let first = protocol(&chair, &meeting);
        assert_eq!(act(&secretary, "redrawProtocol", &meeting).refused(), "NOTHING_CHANGED");
        sign(&chair, &meeting, &hash(&first)).done();
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "The road floods" }), "").done();
        let redrawn = act(&secretary, "redrawProtocol", &meeting);
        assert_eq!(redrawn.done()["protocol"]["number"], 2);
        assert_eq!(sign(&secretary, &meeting, &hash(&first)).refused(), "PROTOCOL_CHANGED", "the first version is not the current one");
        let second = protocol(&chair, &meeting);
        assert_eq!((&second["number"], &second["state"], &second["signatures"]), (&json!(2), &json!("DRAFT"), &json!([])));
        sign(&secretary, &meeting, &hash(&second)).done();
        assert_eq!(sign(&p.get("deputy"), &meeting, &hash(&second)).done()["protocol"]["state"], "SIGNED", "a deputy in the chair's place");
        let kept = p.get("anonymous").ask("query($id: ID!) { node(id: $id) { ... on Protocol { number signatures { capacity } } } }", &json!({ "id": first["id"] }));
        assert_eq!(kept.at("/node"), &json!({ "number": 1, "signatures": [{ "capacity": "CHAIR" }] }), "what was signed stays signed");
    }

    fn of_two_who_sign_in_one_capacity_at_once_one_does(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("chair"), &meeting));
        let hands = [p.get("chair"), p.get("deputy")];
        let replies = at_once(2, |n| sign(&hands[n], &meeting, &sha256));
        let refused: Vec<_> = replies.iter().filter(|reply| reply.at("/payload/protocol").is_null()).collect();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].refused(), "ALREADY_SIGNED");
    }

    fn a_protocol_is_signed_only_after_the_close_and_only_by_those_two(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        come(&p, "member-05", &meeting);
        assert_eq!(sign(&p.get("chair"), &meeting, "ab").refused(), "WRONG_STATE");
        assert_eq!(act(&p.get("chair"), "redrawProtocol", &meeting).refused(), "WRONG_STATE");
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("chair"), &meeting));
        for who in ["member-05", "admin", "local-chair", "citizen"] {
            assert_eq!(sign(&p.get(who), &meeting, &sha256).denied(), "FORBIDDEN", "{who}");
        }
    }

    fn drawing_a_protocol_up_costs_the_same_statements_whatever_was_voted(world) {
        let p = Personas::of(world);
        let empty = opened(&p, &[]);
        let without = act(&p.get("chair"), "closeMeeting", &empty);
        without.done();
        let reviews: Vec<String> = (0..4).map(|n| p.review(&format!("Road {n}"))).collect();
        let names: Vec<&str> = reviews.iter().map(String::as_str).collect();
        let full = opened(&p, &names);
        come(&p, "member-05", &full);
        for review in &reviews {
            let poll = poll_in(&p, &full, review, "ROLL_CALL");
            p.vote("member-05", &poll, "FOR");
            p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        }
        let with = act(&p.get("chair"), "closeMeeting", &full);
        with.done();
        assert!(with.statements <= without.statements + 4, "{} after {}", with.statements, without.statements);
    }
}
