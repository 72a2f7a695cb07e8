//! Protocols: generated from what is on record, over a hash that anybody can recompute.

use super::room::{act, called, come, enter, hash, lost_vote, opened, poll_in, protocol, said};
use crate::support::{Cast, Personas};
use chrono::Duration;
use serde_json::json;
use sha2::{Digest, Sha256};

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
        assert_eq!(serde_json_canonicalizer::to_string(&said).expect("canonical"), canonical, "its form is the canonical one");
        assert_eq!((&said["meeting"], &said["quorum"], &said["openness"]), (&json!(meeting), &json!("MET"), &json!("PUBLIC")));
        assert_eq!((said["present"].as_array().map(Vec::len), said["absent"].as_array().map(Vec::len)), (Some(11), Some(4)));
        let first = &said["agenda"][0];
        assert_eq!((&first["number"], &first["review"], &first["decision"]["title"]["en"]), (&json!(1), &json!(review), &json!("A road")));
        let vote = &first["polls"][0];
        assert_eq!((&vote["poll"], &vote["count"]["for"]), (&json!(poll), &json!(10)));
        assert_eq!(vote["result"], json!({ "quorum": "MET", "outcome": "ADOPTED", "decidedBy": "MAJORITY" }));
        assert_eq!((&said["presidedBy"]["name"], &said["presidedBy"]["position"]), (&json!("chair"), &json!("CHAIR")));
        assert_eq!(vote["votes"].as_array().map(Vec::len), Some(11));
        let against = json!({ "membership": world.cast.seats["member-08"], "name": "member-08", "choice": "AGAINST" });
        assert!(vote["votes"].as_array().expect("ballots").contains(&against));
        assert_eq!((&vote["dissents"][0]["name"], &vote["dissents"][0]["text"]), (&json!("member-08"), &json!("The road floods")));
        assert_eq!(said["agenda"][1].get("polls"), None, "nothing was voted on the bridge");
        assert_eq!(p.event_about("PROTOCOL_DRAWN_UP", &meeting)["payload"]["sha256"], json!(recomputed));
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

    fn a_deputy_presides_in_the_place_of_the_chair_and_the_protocol_says_so(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        world.advance(Duration::minutes(1));
        act(&p.get("deputy"), "openMeeting", &meeting).done();
        act(&p.get("deputy"), "closeMeeting", &meeting).done();
        let seat = json!({ "membership": world.cast.seats["deputy"], "name": "deputy", "category": "CITIZEN", "position": "DEPUTY_CHAIR" });
        assert_eq!(said(&protocol(&p.get("deputy"), &meeting))["presidedBy"], seat);
    }

    fn a_secret_poll_leaves_no_choice_of_anybody_in_the_protocol(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = &Cast::members()[..11];
        enter(&p, members, &meeting);
        let poll = poll_in(&p, &meeting, &review, "SECRET");
        for (who, choice) in members.iter().zip(["FOR", "AGAINST", "ABSTAIN"].into_iter().cycle()) {
            let input = json!({ "pollId": poll, "choice": choice });
            p.get(who).mutate("castBallot", &input, "ballot { revision }").done();
        }
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        p.get("member-05").mutate("attachDissent", &json!({ "pollId": poll, "text": "I say so myself" }), "").done();
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let drawn = protocol(&p.get("chair"), &meeting);
        let vote = said(&drawn)["agenda"][0]["polls"][0].clone();
        assert_eq!(vote["count"], json!({ "present": 11, "presentPublic": 7, "for": 4, "against": 4, "abstain": 3 }));
        assert_eq!((vote.get("votes"), &vote["dissents"][0]["name"]), (None, &json!("member-05")));
        let text = drawn["canonical"].as_str().expect("a text");
        assert!(!text.contains("choice") && !text.contains("\"FOR\"") && !text.contains("AGAINST"), "{text}");
        let (_, page) = p.get("chair").get(&format!("/meetings/{meeting}/protocol.html?lang=ru"));
        assert!(!page.contains("Кто как голосовал"), "{page}");
    }

    fn of_a_secret_poll_without_a_quorum_the_protocol_tells_the_result_and_no_numbers(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        enter(&p, &Cast::members()[..9], &meeting);
        let poll = poll_in(&p, &meeting, &review, "SECRET");
        p.get("member-05").mutate("castBallot", &json!({ "pollId": poll, "choice": "FOR" }), "ballot { revision }").done();
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let vote = said(&protocol(&p.get("chair"), &meeting))["agenda"][0]["polls"][0].clone();
        assert_eq!(vote["result"], json!({ "quorum": "NOT_MET", "outcome": "NO_QUORUM", "decidedBy": "QUORUM" }));
        assert_eq!((vote.get("count"), vote.get("votes")), (None, None));
        let (_, page) = p.get("chair").get(&format!("/meetings/{meeting}/protocol.html?lang=ru"));
        assert!(page.contains("нет кворума"), "{page}");
    }

    fn an_annulled_poll_stands_in_the_protocol_with_the_reason(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        p.get("chair").mutate("annulPoll", &json!({ "pollId": poll, "reason": "The question was misread" }), "").done();
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let vote = said(&protocol(&p.get("chair"), &meeting))["agenda"][0]["polls"][0].clone();
        assert_eq!((&vote["state"], &vote["annulledBecause"]), (&json!("ANNULLED"), &json!("The question was misread")));
        assert_eq!(vote["result"]["outcome"], "ADOPTED", "what it had decided stays on record");
    }

    fn nobody_is_renamed_in_a_protocol_that_was_drawn_up(world) {
        let p = Personas::of(world);
        let (meeting, _, poll) = lost_vote(&p);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let first = protocol(&p.get("chair"), &meeting);
        world.raw("UPDATE people SET name = 'Somebody Else' WHERE name = 'member-05'").expect("people are renamed");
        p.get("member-08").mutate("attachDissent", &json!({ "pollId": poll, "text": "The road floods" }), "").done();
        assert_eq!(hash(&protocol(&p.get("chair"), &meeting)), hash(&first));
        act(&p.get("secretary"), "redrawProtocol", &meeting).done();
        let second = said(&protocol(&p.get("chair"), &meeting));
        let present = second["present"].as_array().expect("members");
        assert!(present.iter().any(|one| one["name"] == "member-05"), "who came is named as they were when they came");
    }
}
