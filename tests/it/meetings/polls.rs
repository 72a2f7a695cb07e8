//! Polls in a meeting: who is in the hall votes and is present, nobody else.

use crate::meetings::room::{act, call_input, called, come, enter, in_minutes, leave, open, opened, poll_in};
use crate::support::builders::text;
use crate::support::bulk::at_once;
use crate::support::{Cast, Personas, Reply};
use kenes::features::councils::{Category, Charter};
use kenes::kernel::fraction::Fraction;
use serde_json::{Value, json};

fn close(p: &Personas<'_>, poll: &str) -> Value {
    let selection = "poll { tally { present presentPublic for against abstain } result { outcome decidedBy quorum } meeting { id } }";
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), selection).done()["poll"].clone()
}

fn vote(p: &Personas<'_>, who: &str, poll: &str, choice: &str) -> Reply {
    p.get(who).mutate("castBallot", &json!({ "pollId": poll, "choice": choice }), "ballot { revision }")
}

fn tally(poll: &Value) -> [u64; 5] {
    ["present", "presentPublic", "for", "against", "abstain"].map(|name| poll["tally"][name].as_u64().expect("a total"))
}

on_both! {
    fn a_poll_is_opened_in_a_meeting_only_while_it_is_open_and_on_a_review_of_its_agenda(world) {
        let p = Personas::of(world);
        let (taken_up, other) = (p.review("A road"), p.review("A bridge"));
        let meeting = called(&p, &[&taken_up]);
        let attempt = |review: &str| {
            let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("So?"), "meetingId": meeting });
            p.get("chair").mutate("openPoll", &input, "poll { meeting { id } }")
        };
        assert_eq!(attempt(&taken_up).refused(), "WRONG_STATE");
        open(&p, &meeting);
        assert_eq!(attempt(&other).refused(), "NOT_ON_AGENDA");
        assert_eq!(attempt(&taken_up).text("/poll/meeting/id"), meeting);
        let mut local = call_input(world, "MEETING", &in_minutes(world, 1), &[]);
        local["councilId"] = json!(world.cast.local_council.wire());
        let local = p.get("local-chair").mutate("callMeeting", &local, "meeting { id }").text("/meeting/id");
        let input = json!({ "reviewId": other, "mode": "ROLL_CALL", "question": text("So?"), "meetingId": local });
        assert_eq!(p.get("chair").mutate("openPoll", &input, "").denied(), "NOT_FOUND", "a meeting of another council");
    }

    fn nobody_votes_who_is_not_checked_in_and_who_leaves_after_voting_has_voted(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        assert_eq!(vote(&p, "member-05", &poll, "FOR").refused(), "NOT_PRESENT");
        let can = |who: &str| p.get(who).ask("query($id: ID!) { node(id: $id) { ... on Poll { viewerCanVote } } }", &json!({ "id": poll })).at("/node/viewerCanVote").clone();
        assert_eq!(can("member-05"), false);
        come(&p, "member-05", &meeting);
        assert_eq!(can("member-05"), true);
        vote(&p, "member-05", &poll, "FOR").done();
        leave(&p, "member-05", &meeting);
        assert_eq!(vote(&p, "member-05", &poll, "AGAINST").refused(), "NOT_PRESENT", "nor changes the choice from outside");
        assert_eq!(tally(&close(&p, &poll)), [1, 1, 1, 0, 0]);
    }

    fn who_is_in_the_hall_at_the_close_is_present_without_a_ballot(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = Cast::members();
        enter(&p, &members[..11], &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        for who in &members[..6] {
            vote(&p, who, &poll, "FOR").done();
        }
        // One leaves without a vote and one with: ten present, six of them with a ballot.
        leave(&p, &members[10], &meeting);
        leave(&p, &members[0], &meeting);
        let live = p.get("anonymous").ask("query($id: ID!) { node(id: $id) { ... on Poll { tally { present presentPublic for against abstain } } } }", &json!({ "id": poll }));
        assert_eq!(tally(live.at("/node")), [10, 6, 6, 0, 0], "the live totals say the same as the count will");
        let closed = close(&p, &poll);
        assert_eq!(tally(&closed), [10, 6, 6, 0, 0]);
        assert_eq!((&closed["result"]["quorum"], &closed["result"]["outcome"]), (&json!("MET"), &json!("ADOPTED")));
        let told = p.event_about("POLL_CLOSED", &poll);
        assert_eq!((told["payload"]["silent"].as_array().map(Vec::len), &told["payload"]["present"]), (Some(4), &json!(10)));
        assert_eq!(p.event_about("POLL_OPENED", &poll)["payload"]["meeting"], json!(meeting));
    }

    fn silence_in_the_hall_weighs_against_a_majority_of_those_present(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = Cast::members();
        enter(&p, &members[..12], &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        members[..6].iter().for_each(|who| { vote(&p, who, &poll, "FOR").done(); });
        let closed = close(&p, &poll);
        assert_eq!((&closed["result"]["quorum"], &closed["result"]["outcome"]), (&json!("MET"), &json!("REJECTED")), "six of twelve are not more than half");
    }

    fn a_secret_poll_counts_the_hall_without_telling_who_chose_what(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = Cast::members();
        enter(&p, &members[..10], &meeting);
        let poll = poll_in(&p, &meeting, &review, "SECRET");
        members[..6].iter().for_each(|who| { vote(&p, who, &poll, "FOR").done(); });
        let closed = close(&p, &poll);
        assert_eq!(tally(&closed)[0], 10);
        assert_eq!(closed["result"]["outcome"], "ADOPTED");
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let canonical = crate::meetings::room::protocol(&p.get("chair"), &meeting)["canonical"].as_str().expect("a text").to_owned();
        let said: Value = serde_json::from_str(&canonical).expect("JSON");
        let vote = &said["agenda"][0]["polls"][0];
        assert_eq!((&vote["count"]["for"], vote.get("votes")), (&json!(6), None));
    }

    fn a_member_who_recused_themselves_sits_in_the_hall_and_does_not_count(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        p.get("member-05").mutate("declareRecusal", &json!({ "reviewId": review, "reason": "My brother builds it" }), "").done();
        let meeting = opened(&p, &[&review]);
        enter(&p, &["member-05".to_owned(), "member-06".to_owned()], &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        assert_eq!(tally(&close(&p, &poll))[0], 1);
    }

    fn officials_who_sit_in_silence_cost_the_quorum_of_two_parts(world) {
        use crate::polls::hall::{Town, charter, review_in, seats};
        let p = Personas::of(world);
        let mut members = seats(9);
        let officials = [Category::State, Category::State, Category::State, Category::Deputy, Category::Deputy];
        members.iter_mut().skip(4).zip(officials).for_each(|(seat, category)| seat.2 = category);
        let land = Charter { public_quorum: Some(Fraction::HALF), ..charter() };
        let hall = Town::of(world).council(&land, &members);
        let review = review_in(&p, &hall);
        let mut input = call_input(world, "MEETING", &in_minutes(world, 1), &[&review]);
        input["councilId"] = json!(hall.council);
        let chair = p.get(hall.chair());
        let meeting = chair.mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        world.advance(chrono::Duration::minutes(1));
        act(&chair, "openMeeting", &meeting).done();
        let decide = |who: &[String]| {
            for name in who {
                let input = json!({ "meetingId": meeting, "membershipId": hall.seats[name] });
                chair.mutate("checkIn", &input, "stay { id }").done();
            }
            let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("So?"), "meetingId": meeting });
            let poll = chair.mutate("openPoll", &input, "poll { id }").text("/poll/id");
            hall.members[..4].iter().for_each(|name| { vote(&p, name, &poll, "FOR").done(); });
            let closed = chair.mutate("closePoll", &json!({ "pollId": poll }), "poll { result { quorum outcome } }");
            closed.done()["poll"]["result"]["quorum"].clone()
        };
        // Four of the public side and four officials; then a fifth official comes in and says nothing.
        assert_eq!(decide(&hall.members[..8]), "MET");
        assert_eq!(decide(&hall.members[8..]), "NOT_MET");
    }

    fn a_chair_who_closes_amid_the_voting_counts_the_whole_hall_once(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = &Cast::members()[..12];
        enter(&p, members, &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        let (chair, clients): (_, Vec<_>) = (p.get("chair"), members.iter().map(|who| p.get(who)).collect());
        let input = json!({ "pollId": poll, "choice": "FOR" });
        let taken = at_once(13, |n| match clients.get(n) {
            Some(client) => {
                let reply = client.mutate("castBallot", &input, "ballot { revision }");
                reply.at("/payload/userErrors") == &json!([]) || { assert_eq!(reply.refused(), "POLL_CLOSED"); false }
            }
            None => { chair.mutate("closePoll", &json!({ "pollId": poll }), "").done(); false }
        });
        let voted = u64::try_from(taken.iter().filter(|taken| **taken).count()).expect("few");
        let told = p.event_about("POLL_CLOSED", &poll)["payload"].clone();
        assert_eq!((&told["present"], &told["for"]), (&json!(12), &json!(voted)), "with a ballot or without");
        assert_eq!(told["silent"].as_array().map(Vec::len), Some(12 - usize::try_from(voted).expect("few")));
    }

    fn who_comes_while_a_poll_is_closed_is_counted_or_comes_after_it(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let members = &Cast::members()[..12];
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        let (chair, secretary, seats) = (p.get("chair"), p.get("secretary"), &world.cast.seats);
        at_once(13, |n| match members.get(n) {
            Some(who) => {
                let input = json!({ "meetingId": meeting, "membershipId": seats[who] });
                secretary.mutate("checkIn", &input, "stay { id }").done();
            }
            None => { chair.mutate("closePoll", &json!({ "pollId": poll }), "").done(); }
        });
        let told = p.event_about("POLL_CLOSED", &poll)["payload"].clone();
        let order = p.get("auditor").ask("{ events: auditLog(first: 100, filter: { kinds: [POLL_CLOSED, MEMBER_CHECKED_IN] }) { nodes { kind } } }", &json!({}));
        let newest_first = order.at("/events/nodes").as_array().expect("events");
        let older = newest_first.iter().skip_while(|event| event["kind"] != "POLL_CLOSED").skip(1).count();
        assert_eq!((newest_first.len(), &told["present"]), (13, &json!(older)), "whoever had come before the close, and nobody else");
        assert_eq!(told["silent"].as_array().map(Vec::len), Some(older));
    }

    fn the_deadline_of_a_poll_counts_who_was_there_then(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        enter(&p, &Cast::members()[..10], &meeting);
        let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("So?"), "meetingId": meeting, "closesAt": in_minutes(world, 2) });
        let poll = p.get("chair").mutate("openPoll", &input, "poll { id }").text("/poll/id");
        world.stop_serving();
        world.advance(chrono::Duration::minutes(3));
        // No server ran at the deadline.
        let client = crate::support::Client::anonymous(&world.second_instance());
        let seen = || client.ask("query($id: ID!) { node(id: $id) { ... on Poll { state closedAt tally { present } } } }", &json!({ "id": poll })).at("/node").clone();
        world.eventually("the poll is closed", || seen()["state"] == "CLOSED");
        let closed = seen();
        assert_eq!((&closed["closedAt"], &closed["tally"]["present"]), (&json!("2026-11-22T06:03:00Z"), &json!(10)));
    }
}
