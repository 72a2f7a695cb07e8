//! Signing protocols: each over the hash they name, in the capacity of the seat they hold, and then nothing changes.

use super::room::{act, called, called_in_private, come, hash, lost_vote, open, opened, protocol, sign};
use crate::support::Personas;
use crate::support::bulk::at_once;
use chrono::Duration;
use serde_json::{Value, json};

/// Ends a seat, as of today.
fn end_seat(p: &Personas<'_>, who: &str) {
    let input = json!({ "membershipId": p.world.cast.seats[who], "reason": "OTHER" });
    p.get("registrar").mutate("endMembership", &input, "").done();
}

/// What the viewer is told they may do about a protocol: draw it up anew, sign it.
fn rights(p: &Personas<'_>, who: &str, meeting: &str) -> (bool, bool) {
    let query =
        "query($id: ID!) { node(id: $id) { ... on Meeting { viewerCanRedrawProtocol viewerCanSignProtocol } } }";
    let node = p.get(who).ask(query, &json!({ "id": meeting })).at("/node").clone();
    (node["viewerCanRedrawProtocol"] == true, node["viewerCanSignProtocol"] == true)
}

on_both! {
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
        assert_eq!(sign(&chair, &meeting, &hash(&second)).done()["protocol"]["state"], "SIGNED");
        let kept = p.get("anonymous").ask("query($id: ID!) { node(id: $id) { ... on Protocol { number signatures { capacity } } } }", &json!({ "id": first["id"] }));
        assert_eq!(kept.at("/node"), &json!({ "number": 1, "signatures": [{ "capacity": "CHAIR" }] }), "what was signed stays signed");
    }

    fn of_two_who_sign_in_one_capacity_at_once_one_does(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        world.advance(Duration::minutes(1));
        act(&p.get("deputy"), "openMeeting", &meeting).done();
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

    fn chair_and_secretary_who_sign_at_once_both_have_signed(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("chair"), &meeting));
        let hands = [p.get("chair"), p.get("secretary")];
        let replies = at_once(6, |n| sign(&hands[n % 2], &meeting, &sha256));
        replies.iter().for_each(|reply| { reply.done(); });
        let signed = protocol(&p.get("chair"), &meeting);
        assert_eq!((&signed["state"], signed["signatures"].as_array().map(Vec::len)), (&json!("SIGNED"), Some(2)));
        assert_eq!(p.events("PROTOCOL_SIGNED").len(), 2);
    }

    fn a_signature_and_a_new_version_at_once_leave_nobody_having_signed_what_they_did_not_read(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let first = protocol(&p.get("chair"), &meeting);
        let (chair, secretary) = (p.get("chair"), p.get("secretary"));
        sign(&chair, &meeting, &hash(&first)).done();
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "The road floods" }), "").done();
        let replies = at_once(2, |n| match n {
            0 => sign(&secretary, &meeting, &hash(&first)),
            _ => act(&chair, "redrawProtocol", &meeting),
        });
        let refused: Vec<&str> = replies.iter().filter(|reply| reply.at("/payload/protocol").is_null()).map(|reply| reply.refused()).collect();
        let now = protocol(&chair, &meeting);
        match refused.as_slice() {
            ["PROTOCOL_SEALED"] => assert_eq!((&now["number"], &now["state"]), (&json!(1), &json!("SIGNED"))),
            ["PROTOCOL_CHANGED"] => assert_eq!((&now["number"], &now["signatures"]), (&json!(2), &json!([]))),
            others => panic!("one of the two comes first: {others:?}"),
        }
    }

    fn an_earlier_version_is_not_signed_also_not_from_the_console(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        sign(&p.get("chair"), &meeting, &hash(&protocol(&p.get("chair"), &meeting))).done();
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "The road floods" }), "").done();
        act(&p.get("chair"), "redrawProtocol", &meeting).done();
        let forged = "INSERT INTO protocol_signatures (protocol_id, capacity, person_id, name, signed_at) \
                      SELECT s.protocol_id, 'SECRETARY', p.id, 'secretary', s.signed_at \
                      FROM protocol_signatures AS s, people AS p WHERE p.name = 'secretary'";
        let refused = world.raw(forged).expect_err("refused");
        assert!(refused.contains("there is a later version"), "{refused}");
    }

    fn a_deputy_signs_what_they_presided_over_and_nothing_else_while_there_is_a_chair(world) {
        let p = Personas::of(world);
        let of_the_chair = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &of_the_chair).done();
        let sha256 = hash(&protocol(&p.get("chair"), &of_the_chair));
        assert_eq!(rights(&p, "deputy", &of_the_chair), (true, false));
        assert_eq!(sign(&p.get("deputy"), &of_the_chair, &sha256).refused(), "CHAIR_SIGNS");
        let of_the_deputy = called(&p, &[]);
        world.advance(Duration::minutes(1));
        act(&p.get("deputy"), "openMeeting", &of_the_deputy).done();
        act(&p.get("deputy"), "closeMeeting", &of_the_deputy).done();
        let sha256 = hash(&protocol(&p.get("deputy"), &of_the_deputy));
        assert_eq!((rights(&p, "deputy", &of_the_deputy), rights(&p, "chair", &of_the_deputy)), ((true, true), (true, true)));
        let signed = sign(&p.get("deputy"), &of_the_deputy, &sha256);
        assert_eq!(signed.done()["protocol"]["signatures"], json!([{ "capacity": "CHAIR", "person": { "name": "deputy" } }]));
    }

    fn when_the_seat_of_the_chair_ended_a_deputy_signs_and_whoever_was_the_chair_does_not(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("anonymous"), &meeting));
        end_seat(&p, "chair");
        assert_eq!(rights(&p, "chair", &meeting), (false, false));
        assert_eq!(sign(&p.get("chair"), &meeting, &sha256).denied(), "FORBIDDEN");
        assert_eq!(rights(&p, "deputy", &meeting), (true, true));
        let signed = sign(&p.get("deputy"), &meeting, &sha256);
        assert_eq!(signed.done()["protocol"]["signatures"], json!([{ "capacity": "CHAIR", "person": { "name": "deputy" } }]));
        sign(&p.get("secretary"), &meeting, &sha256).done();
        assert_eq!(protocol(&p.get("anonymous"), &meeting)["state"], "SIGNED");
    }

    fn when_the_seat_of_the_secretary_ended_the_next_one_signs_what_is_on_record(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("anonymous"), &meeting));
        end_seat(&p, "secretary");
        assert_eq!(sign(&p.get("secretary"), &meeting, &sha256).denied(), "FORBIDDEN");
        let seat = json!({ "councilId": world.cast.council.wire(), "personId": world.cast.person("citizen-2"), "category": "CITIZEN", "position": "SECRETARY" });
        p.get("registrar").mutate("appointMember", &seat, "").done();
        assert_eq!(rights(&p, "citizen-2", &meeting), (true, true));
        sign(&p.get("citizen-2"), &meeting, &sha256).done();
        sign(&p.get("chair"), &meeting, &sha256).done();
        let signed = protocol(&p.get("anonymous"), &meeting);
        let names: Vec<&Value> = signed["signatures"].as_array().expect("two").iter().map(|one| &one["person"]["name"]).collect();
        assert_eq!((names, &signed["state"]), (vec![&json!("chair"), &json!("citizen-2")], &json!("SIGNED")));
    }

    fn nobody_signs_in_both_capacities(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("anonymous"), &meeting));
        sign(&p.get("secretary"), &meeting, &sha256).done();
        end_seat(&p, "secretary");
        end_seat(&p, "deputy");
        let seat = json!({ "councilId": world.cast.council.wire(), "personId": world.cast.person("secretary"), "category": "CITIZEN", "position": "DEPUTY_CHAIR" });
        p.get("registrar").mutate("appointMember", &seat, "").done();
        assert_eq!(rights(&p, "secretary", &meeting), (true, false));
        assert_eq!(sign(&p.get("secretary"), &meeting, &sha256).refused(), "ALREADY_SIGNED");
    }

    fn the_viewer_is_told_what_is_left_to_sign(world) {
        let p = Personas::of(world);
        let meeting = called_in_private(&p, &[]);
        open(&p, &meeting);
        assert_eq!(rights(&p, "chair", &meeting), (false, false), "not before the close");
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let sha256 = hash(&protocol(&p.get("chair"), &meeting));
        assert_eq!((rights(&p, "chair", &meeting), rights(&p, "deputy", &meeting)), ((true, true), (true, false)));
        sign(&p.get("chair"), &meeting, &sha256).done();
        assert_eq!((rights(&p, "chair", &meeting), rights(&p, "deputy", &meeting)), ((true, false), (true, false)));
        assert_eq!(rights(&p, "secretary", &meeting), (true, true));
        sign(&p.get("secretary"), &meeting, &sha256).done();
        for who in ["chair", "deputy", "secretary", "member-05", "citizen", "admin"] {
            assert_eq!(rights(&p, who, &meeting), (false, false), "{who}");
        }
    }
}
