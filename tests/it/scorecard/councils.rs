//! The scorecards of councils: meetings, who came, what was concluded, and who disagreed.

use crate::support::builders::text;
use crate::support::dialogue::adopted_poll;
use crate::support::{Client, Personas, World};
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn card(client: &Client, council: &str, period: &Value) -> Value {
    let query = "query($id: ID!, $period: ScorecardPeriodInput) { node(id: $id) { ... on Council { scorecard(period: $period) {
        meetings hearings publicMeetings quorumMet quorumShare { numerator denominator } reviewsConcluded pollsClosed dissents
        attendance { category seats attended share { numerator denominator } } } } } }";
    client.ask(query, &json!({ "id": council, "period": period })).at("/node/scorecard").clone()
}

/// A meeting of the ministry's council in a minute, at which these members come.
fn meet(world: &World, p: &Personas<'_>, openness: &Value, who: &[&str]) -> String {
    let (council, chair) = (world.cast.council.wire(), p.get("chair"));
    let starts_at = world.clock.now().plus(Duration::minutes(1)).rfc3339();
    let mut input = json!({ "councilId": council, "form": "MEETING", "title": text("A meeting"), "place": text("Astana"), "startsAt": starts_at, "reviewIds": [] });
    for (name, value) in openness.as_object().expect("an object") {
        input[name] = value.clone();
    }
    let meeting = chair.mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
    world.advance(Duration::minutes(1));
    chair.mutate("openMeeting", &json!({ "meetingId": meeting }), "").done();
    for one in who {
        chair.mutate("checkIn", &json!({ "meetingId": meeting, "membershipId": world.cast.seats[*one] }), "").done();
    }
    world.advance(Duration::minutes(1));
    chair.mutate("closeMeeting", &json!({ "meetingId": meeting }), "").done();
    meeting
}

/// The turnout of public meetings as their closing events tell it, by category.
fn turnout(p: &Personas<'_>, closed_ones: &[&str]) -> BTreeMap<String, (u64, u64)> {
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for event in p.events("MEETING_CLOSED").iter().filter(|e| !closed_ones.iter().any(|id| e["subject"] == **id)) {
        for line in event["payload"]["turnout"].as_array().expect("a list") {
            let sum = sums.entry(line["category"].as_str().expect("a word").to_owned()).or_default();
            sum.0 += line["members"].as_u64().expect("a number");
            sum.1 += line["attended"].as_u64().expect("a number");
        }
    }
    sums
}

on_both! {
    fn meetings_are_counted_with_their_quorum_and_who_came_to_the_public_ones(world) {
        let p = Personas::of(world);
        let council = world.cast.council.wire();
        let ten = ["chair", "secretary", "member-01", "member-02", "member-03", "member-04", "member-05", "member-06", "member-07", "member-08"];
        meet(world, &p, &json!({}), &ten);
        meet(world, &p, &json!({}), &ten[..3]);
        let inside = meet(world, &p, &json!({ "openness": "CLOSED", "opennessReason": "Personal data" }), &ten);
        for who in ["anonymous", "chair", "admin"] {
            let found = card(&p.get(who), &council, &json!({}));
            assert_eq!((&found["meetings"], &found["hearings"], &found["publicMeetings"]), (&json!(3), &json!(0), &json!(2)), "{who}");
            assert_eq!((&found["quorumMet"], &found["quorumShare"]), (&json!(1), &json!({ "numerator": 1, "denominator": 2 })), "{who}");
            let lines = found["attendance"].as_array().expect("a list");
            let told: BTreeMap<String, (u64, u64)> = lines.iter().map(|line| {
                assert_eq!(line["share"], json!({ "numerator": line["attended"], "denominator": line["seats"] }));
                (line["category"].as_str().expect("a word").to_owned(), (line["seats"].as_u64().expect("seats"), line["attended"].as_u64().expect("attended")))
            }).collect();
            assert_eq!(told, turnout(&p, &[&inside]), "{who}");
            assert_eq!(told.values().map(|(seats, _)| seats).sum::<u64>(), 30, "two meetings of fifteen seats");
            assert_eq!(told.values().map(|(_, attended)| attended).sum::<u64>(), 13, "{who}");
        }
    }

    fn what_a_council_concluded_and_who_disagreed_is_counted(world) {
        let p = Personas::of(world);
        let council = world.cast.council.wire();
        let review = p.review("Public");
        let poll = p.poll_of(&review, "ROLL_CALL");
        for who in ["chair", "deputy", "secretary", "member-01", "member-02", "member-03", "member-04", "member-05", "member-06"] {
            p.vote(who, &poll, "FOR");
        }
        p.vote("member-07", &poll, "AGAINST");
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        p.get("member-07").mutate("attachDissent", &json!({ "pollId": poll, "text": "I see it otherwise" }), "").done();
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        // Restricted: none of it is told.
        let restricted = p.draft("Restricted");
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        let hidden = p.review_of(&restricted);
        adopted_poll(&p, &hidden);
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": hidden }), "").done();
        let counts = |period: Value| {
            let found = card(&p.get("admin"), &council, &period);
            (found["reviewsConcluded"].clone(), found["pollsClosed"].clone(), found["dissents"].clone())
        };
        assert_eq!(counts(json!({})), (json!(1), json!(1), json!(1)));
        assert_eq!(counts(json!({ "fromOn": "2026-11-22", "untilOn": "2026-11-23" })), (json!(1), json!(1), json!(1)));
        for other in [json!({ "fromOn": "2026-11-23" }), json!({ "untilOn": "2026-11-22" })] {
            assert_eq!(counts(other), (json!(0), json!(0), json!(0)));
        }
        assert_eq!(card(&p.get("admin"), &world.cast.local_council.wire(), &json!({}))["pollsClosed"], json!(0));
        // A result that counts for nothing is nobody's to dissent from.
        p.get("chair").mutate("annulPoll", &json!({ "pollId": poll, "reason": "A mistake" }), "").done();
        assert_eq!(counts(json!({})), (json!(1), json!(0), json!(0)));
    }

    fn the_days_of_a_period_begin_at_midnight_where_the_body_is(world) {
        let council = world.cast.council.wire();
        // Called for 18:59:00 and for 19:01:00 UTC, which is 23:59 and 00:01 in Astana.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-22T18:58:00Z").expect("an instant"));
        let p = Personas::of(world);
        meet(world, &p, &json!({}), &["chair"]);
        meet(world, &p, &json!({}), &["chair"]);
        let meetings = |from: &str, until: &str| card(&world.anonymous(), &council, &json!({ "fromOn": from, "untilOn": until }))["meetings"].clone();
        assert_eq!((meetings("2026-11-22", "2026-11-23"), meetings("2026-11-23", "2026-11-24")), (json!(1), json!(1)));
        assert_eq!(meetings("2026-11-22", "2026-11-24"), json!(2));
    }
}
