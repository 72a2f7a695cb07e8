//! Who comes and goes, what follows for the numbers, and what the close freezes.

use crate::meetings::room::{act, called, called_in_private, come, enter, leave, look, open, opened};
use crate::support::bulk::at_once;
use crate::support::{Cast, Personas};
use chrono::Duration;
use serde_json::{Value, json};

const STAYS: &str = "query($id: ID!) { node(id: $id) { ... on Meeting { stays(first: 50) { totalCount
    nodes { person { name } category position cameAt leftAt enteredBy { name } } } } } }";

on_both! {
    fn members_enter_themselves_from_an_hour_before_and_the_secretary_enters_anybody(world) {
        let p = Personas::of(world);
        let early = crate::meetings::room::call_input(world, "MEETING", &crate::meetings::room::in_minutes(world, 61), &[]);
        let meeting = p.get("chair").mutate("callMeeting", &early, "meeting { id }").text("/meeting/id");
        let own = json!({ "meetingId": meeting });
        assert_eq!(p.get("member-05").mutate("checkIn", &own, "").refused(), "MEETING_TOO_EARLY");
        world.advance(Duration::minutes(1));
        let stay = come(&p, "member-05", &meeting);
        enter(&p, &["member-01".to_owned()], &meeting);
        let seen = world.anonymous().ask(STAYS, &json!({ "id": meeting }));
        let at = "2026-11-22T06:01:00Z";
        assert_eq!(seen.at("/node/stays"), &json!({ "totalCount": 2, "nodes": [
            { "person": { "name": "member-05" }, "category": "NGO", "position": "MEMBER", "cameAt": at, "leftAt": null, "enteredBy": { "name": "member-05" } },
            { "person": { "name": "member-01" }, "category": "STATE", "position": "MEMBER", "cameAt": at, "leftAt": null, "enteredBy": { "name": "secretary" } },
        ] }));
        assert_eq!(come(&p, "member-05", &meeting), stay, "who is there already stays as they are");
        assert_eq!(p.events("MEMBER_CHECKED_IN").len(), 2);
    }

    fn a_member_enters_nobody_else_and_a_stranger_to_the_council_not_even_themselves(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        let others = json!({ "meetingId": meeting, "membershipId": world.cast.seats["member-01"] });
        assert_eq!(p.get("member-05").mutate("checkIn", &others, "").denied(), "FORBIDDEN");
        for who in ["citizen", "local-chair", "admin"] {
            assert_eq!(p.get(who).mutate("checkIn", &json!({ "meetingId": meeting }), "").denied(), "FORBIDDEN", "{who}");
        }
        let elsewhere = json!({ "meetingId": meeting, "membershipId": world.cast.seats["local-01"] });
        assert_eq!(p.get("secretary").mutate("checkIn", &elsewhere, "").denied(), "NOT_FOUND");
    }

    fn a_member_goes_by_themselves_or_is_let_out_by_those_who_keep_the_list_and_goes_only_once(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        enter(&p, &["member-05".to_owned(), "member-06".to_owned(), "member-07".to_owned()], &meeting);
        let out = |who: &str, seat: &str| {
            let input = json!({ "meetingId": meeting, "membershipId": world.cast.seats[seat] });
            p.get(who).mutate("checkOut", &input, "stay { person { name } leftAt }")
        };
        for who in ["member-06", "citizen", "officer", "local-chair", "admin"] {
            assert_eq!(out(who, "member-05").denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(out("member-05", "member-05").done()["stay"], json!({ "person": { "name": "member-05" }, "leftAt": "2026-11-22T06:01:00Z" }));
        world.advance(Duration::minutes(1));
        assert_eq!(out("member-05", "member-05").refused(), "NOT_PRESENT", "who has left has left");
        out("secretary", "member-06").done();
        out("deputy", "member-07").done();
        let actors: Vec<Value> = p.events("MEMBER_CHECKED_OUT").iter().map(|event| event["actor"]["id"].clone()).collect();
        assert_eq!(actors, ["deputy", "secretary", "member-05"].map(|who| json!(world.cast.person(who))), "newest first");
        assert_eq!(look(&world.anonymous(), &meeting)["presence"]["present"], 0);
    }

    fn who_leaves_and_comes_back_has_two_stays_and_who_is_not_there_cannot_leave(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        let out = json!({ "meetingId": meeting });
        assert_eq!(p.get("member-05").mutate("checkOut", &out, "").refused(), "NOT_PRESENT");
        come(&p, "member-05", &meeting);
        world.advance(Duration::minutes(2));
        p.get("member-05").mutate("checkOut", &out, "stay { leftAt }").done();
        world.advance(Duration::minutes(2));
        come(&p, "member-05", &meeting);
        let stays = world.anonymous().ask(STAYS, &json!({ "id": meeting })).at("/node/stays/nodes").clone();
        let times = |n: usize| (stays[n]["cameAt"].clone(), stays[n]["leftAt"].clone());
        assert_eq!(times(0), (json!("2026-11-22T06:01:00Z"), json!("2026-11-22T06:03:00Z")));
        assert_eq!(times(1), (json!("2026-11-22T06:05:00Z"), Value::Null));
        p.event_about("MEMBER_CHECKED_OUT", &meeting);
    }

    fn the_numbers_say_who_is_there_now_and_the_close_freezes_who_came(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        // Ten of fifteen: chair (NGO), deputy and secretary (citizens), four of the state, one NGO, one medium, one
        // expert.
        enter(&p, &Cast::members()[..10], &meeting);
        let presence = look(&world.anonymous(), &meeting)["presence"].clone();
        assert_eq!((&presence["members"], &presence["present"], &presence["presentPublic"]), (&json!(15), &json!(10), &json!(6)));
        assert_eq!((&presence["quorum"], &presence["quorumNeeded"]), (&json!("MET"), &json!(10)));
        leave(&p, "member-03", &meeting);
        assert_eq!(look(&world.anonymous(), &meeting)["presence"]["quorum"], "NOT_MET");
        world.advance(Duration::minutes(3));
        let reply = act(&p.get("chair"), "closeMeeting", &meeting);
        let closed = &reply.done()["meeting"];
        assert_eq!((&closed["state"], &closed["closedAt"], &closed["presence"]), (&json!("CLOSED"), &json!("2026-11-22T06:04:00Z"), &Value::Null));
        let turnout = &closed["turnout"];
        assert_eq!((&turnout["members"], &turnout["attended"], &turnout["attendedPublic"]), (&json!(15), &json!(10), &json!(6)));
        assert_eq!(turnout["quorum"], "MET", "at one moment ten were there at once");
        let state = json!({ "category": "STATE", "members": 4, "attended": 4 });
        assert!(turnout["categories"].as_array().expect("lines").contains(&state), "{turnout:#}");
        let told = p.event_about("MEETING_CLOSED", &meeting);
        assert_eq!((&told["payload"]["quorum"], told["payload"]["remaining"].as_array().map(Vec::len)), (&json!("MET"), Some(9)));
        let late = json!({ "meetingId": meeting });
        assert_eq!(p.get("member-07").mutate("checkIn", &late, "").refused(), "WRONG_STATE");
        assert_eq!(p.get("member-05").mutate("checkOut", &late, "").refused(), "WRONG_STATE");
    }

    fn ten_who_are_never_there_at_once_are_no_quorum(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        let members = Cast::members();
        enter(&p, &members[..6], &meeting);
        world.advance(Duration::minutes(1));
        members[..6].iter().for_each(|who| leave(&p, who, &meeting));
        world.advance(Duration::minutes(1));
        enter(&p, &members[6..12], &meeting);
        let reply = act(&p.get("chair"), "closeMeeting", &meeting);
        let turnout = &reply.done()["meeting"]["turnout"];
        assert_eq!((&turnout["attended"], &turnout["quorum"]), (&json!(12), &json!("NOT_MET")));
    }

    fn two_who_enter_one_member_at_once_enter_them_once(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        let input = json!({ "meetingId": meeting, "membershipId": world.cast.seats["member-05"] });
        let (secretary, member) = (p.get("secretary"), p.get("member-05"));
        let ids = at_once(8, |n| {
            let client = if n % 2 == 0 { &secretary } else { &member };
            client.mutate("checkIn", &input, "stay { id }").text("/stay/id")
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM stays"), 1);
        assert_eq!(p.events("MEMBER_CHECKED_IN").len(), 1);
    }

    fn members_who_come_while_the_meeting_is_closed_are_in_it_to_the_end_or_not_at_all(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        let (chair, secretary) = (p.get("chair"), p.get("secretary"));
        let (members, seats) = (Cast::members(), &world.cast.seats);
        let comings = at_once(10, |n| {
            if n == 5 {
                act(&chair, "closeMeeting", &meeting).done();
                return true;
            }
            let input = json!({ "meetingId": meeting, "membershipId": seats[&members[n]] });
            let reply = secretary.mutate("checkIn", &input, "stay { id }");
            reply.at("/payload/userErrors") == &json!([]) || { assert_eq!(reply.refused(), "WRONG_STATE"); false }
        });
        let came = comings.iter().filter(|came| **came).count() - 1;
        let drawn = crate::meetings::room::protocol(&chair, &meeting);
        let said: Value = serde_json::from_str(drawn["canonical"].as_str().expect("a text")).expect("JSON");
        assert_eq!(said["present"].as_array().map(Vec::len), Some(came), "whoever was let in is in the protocol");
        let attended: u64 = said["turnout"].as_array().expect("lines").iter().filter_map(|line| line["attended"].as_u64()).sum();
        assert_eq!(attended, u64::try_from(came).expect("few"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM stays WHERE left_at IS NULL"), 0);
    }

    fn who_came_and_went_before_the_opening_was_not_in_the_meeting(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        enter(&p, &["member-05".to_owned(), "member-06".to_owned()], &meeting);
        leave(&p, "member-05", &meeting);
        open(&p, &meeting);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let drawn = crate::meetings::room::protocol(&p.get("chair"), &meeting);
        let said: Value = serde_json::from_str(drawn["canonical"].as_str().expect("a text")).expect("JSON");
        let names = |list: &str| said[list].as_array().expect("members").iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
        assert_eq!(names("present"), [json!("member-06")]);
        assert!(names("absent").contains(&json!("member-05")), "{said:#}");
        assert_eq!(look(&world.anonymous(), &meeting)["turnout"]["attended"], 1, "the numbers say the same");
    }

    fn who_came_to_a_closed_meeting_only_its_own_council_sees(world) {
        let p = Personas::of(world);
        let meeting = called_in_private(&p, &[]);
        open(&p, &meeting);
        let stay = come(&p, "member-05", &meeting);
        for who in ["anonymous", "citizen", "local-chair", "officer", "press"] {
            let client = p.get(who);
            assert_eq!(client.ask(STAYS, &json!({ "id": meeting })).at("/node/stays"), &json!({ "totalCount": 0, "nodes": [] }), "{who}");
            let seen = look(&client, &meeting);
            assert_eq!((&seen["presence"], &seen["opennessReason"]), (&Value::Null, &json!("Personal data")), "{who}");
            let found = client.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": stay }));
            assert_eq!(found.at("/node"), &Value::Null, "{who}");
        }
        for who in ["member-01", "admin"] {
            assert_eq!(look(&p.get(who), &meeting)["presence"]["present"], 1, "{who}");
            assert_eq!(p.get(who).ask(STAYS, &json!({ "id": meeting })).at("/node/stays/totalCount"), 1, "{who}");
        }
    }

    fn a_stay_stands_also_against_the_console(world) {
        let p = Personas::of(world);
        let meeting = opened(&p, &[]);
        come(&p, "member-05", &meeting);
        assert!(world.raw("DELETE FROM stays").is_err());
        assert!(world.raw("UPDATE stays SET name = 'somebody else'").is_err());
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        assert!(world.raw("UPDATE stays SET left_at = NULL").is_err());
        assert!(world.raw("DELETE FROM turnouts").is_err());
        assert!(world.raw("UPDATE meetings SET quorum = 'MET'").is_err());
    }
}
