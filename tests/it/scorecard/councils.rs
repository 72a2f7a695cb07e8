//! The scorecards of councils: meetings, who came, what was concluded, and who disagreed.

use super::kept::{put_nonsense, settled};
use crate::support::builders::text;
use crate::support::dialogue::adopted_poll;
use crate::support::{Client, Personas, World};
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn card(client: &Client, council: &str, period: &Value) -> Value {
    let query = "query($id: ID!, $period: ScorecardPeriodInput) { node(id: $id) { ... on Council { scorecard(period: $period) {
        meetings hearings publicMeetings quorumMet quorumShare { numerator denominator } reviewsConcluded pollsClosed dissents
        attendance { category seats attended share { numerator denominator } } } } } }";
    client.ask(query, &json!({ "id": council, "period": period })).at("/node/scorecard").clone()
}

/// Calls a meeting of the ministry's council in a minute, unless something else is said of it.
fn call(world: &World, p: &Personas<'_>, how: &Value) -> String {
    let starts_at = world.clock.now().plus(Duration::minutes(1)).rfc3339();
    let mut input = json!({
        "councilId": world.cast.council.wire(), "form": "MEETING", "title": text("A meeting"), "place": text("Astana"),
        "startsAt": starts_at, "reviewIds": [],
    });
    for (name, value) in how.as_object().expect("an object") {
        input[name] = value.clone();
    }
    p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

/// Holds a meeting whose time has come, at which these members come.
fn hold(world: &World, p: &Personas<'_>, meeting: &str, who: &[&str]) {
    let chair = p.get("chair");
    chair.mutate("openMeeting", &json!({ "meetingId": meeting }), "").done();
    for one in who {
        chair.mutate("checkIn", &json!({ "meetingId": meeting, "membershipId": world.cast.seats[*one] }), "").done();
    }
    world.advance(Duration::minutes(1));
    chair.mutate("closeMeeting", &json!({ "meetingId": meeting }), "").done();
}

/// A meeting of the ministry's council in a minute, at which these members come.
fn meet(world: &World, p: &Personas<'_>, how: &Value, who: &[&str]) -> String {
    let meeting = call(world, p, how);
    world.advance(Duration::minutes(1));
    hold(world, p, &meeting, who);
    meeting
}

/// A review that nine of fifteen members vote for, one against, who says why, and that is concluded; with its poll.
fn voted(p: &Personas<'_>, decision: &str) -> (String, String) {
    let review = p.review_of(decision);
    let poll = p.poll_of(&review, "ROLL_CALL");
    for who in
        ["chair", "deputy", "secretary", "member-01", "member-02", "member-03", "member-04", "member-05", "member-06"]
    {
        p.vote(who, &poll, "FOR");
    }
    p.vote("member-07", &poll, "AGAINST");
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    p.get("member-07").mutate("attachDissent", &json!({ "pollId": poll, "text": "I see it otherwise" }), "").done();
    p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
    (review, poll)
}

fn text_of(p: &Personas<'_>, query: &str, pointer: &str) -> String {
    p.get("chair").ask(query, &Value::Null).at(pointer).as_str().expect("a text").to_owned()
}

/// What the events say of a council in the days from the first to before the second, in Astana, without any of the
/// program's counting: the fields of its scorecard.
fn recount(p: &Personas<'_>, council: &str, (from, until): (&str, &str)) -> Value {
    let payloads = |kind: &str| p.events(kind).into_iter();
    let within = |at: &str| {
        let at = chrono::DateTime::parse_from_rfc3339(at).expect("an instant") + Duration::hours(5);
        let day = at.date_naive().to_string();
        from <= day.as_str() && day.as_str() < until
    };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let ours = |event: &Value| event["payload"]["council"] == council;
    let public: BTreeSet<String> = payloads("DECISION_PUBLISHED")
        .filter(|e| e["payload"]["access"] == "PUBLIC")
        .map(|e| text(&e["subject"]))
        .collect();
    let of_public = |event: &Value| public.contains(&text(&event["payload"]["decision"]));

    let closed: BTreeMap<String, Value> =
        payloads("MEETING_CLOSED").map(|e| (text(&e["subject"]), e["payload"].clone())).collect();
    let called = payloads("MEETING_CALLED").filter(|e| ours(e) && within(&text(&e["payload"]["startsAt"])));
    let held: Vec<(Value, Value)> =
        called.filter_map(|e| Some((e["payload"].clone(), closed.get(&text(&e["subject"]))?.clone()))).collect();
    let open: Vec<&Value> =
        held.iter().filter(|(called, _)| called["openness"] == "PUBLIC").map(|(_, closed)| closed).collect();
    let mut seats: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for line in open.iter().flat_map(|closed| closed["turnout"].as_array().expect("a list")) {
        let sum = seats.entry(text(&line["category"])).or_default();
        sum.0 += line["members"].as_u64().expect("a number");
        sum.1 += line["attended"].as_u64().expect("a number");
    }
    let met = open.iter().filter(|closed| closed["quorum"] == "MET").count();

    let polls: BTreeSet<String> =
        payloads("POLL_OPENED").filter(|e| ours(e) && of_public(e)).map(|e| text(&e["subject"])).collect();
    let annulled: BTreeSet<String> = payloads("POLL_ANNULLED").map(|e| text(&e["subject"])).collect();
    let standing = |poll: &str| polls.contains(poll) && !annulled.contains(poll);
    let closed_polls =
        payloads("POLL_CLOSED").filter(|e| standing(&text(&e["subject"])) && within(&text(&e["payload"]["closedAt"])));
    let dissents = payloads("DISSENT_ATTACHED")
        .filter(|e| standing(&text(&e["payload"]["poll"])) && within(&text(&e["occurredAt"])));
    let concluded = payloads("REVIEW_CONCLUDED").filter(|e| ours(e) && of_public(e) && within(&text(&e["occurredAt"])));
    json!({
        "meetings": held.len(), "hearings": held.iter().filter(|(called, _)| called["form"] == "HEARING").count(),
        "publicMeetings": open.len(), "quorumMet": met,
        "quorumShare": if open.is_empty() { Value::Null } else { json!({ "numerator": met, "denominator": open.len() }) },
        "reviewsConcluded": concluded.count(), "pollsClosed": closed_polls.count(), "dissents": dissents.count(),
        "attendance": seats.iter().map(|(category, (seats, attended))| json!({
            "category": category, "seats": seats, "attended": attended, "share": { "numerator": attended, "denominator": seats },
        })).collect::<Vec<_>>(),
    })
}

/// The same with the lines of the attendance by the name of their category.
fn sorted(mut card: Value) -> Value {
    if let Some(lines) = card["attendance"].as_array_mut() {
        lines.sort_by_key(|line| line["category"].as_str().map(str::to_owned));
    }
    card
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
        let (_, poll) = voted(&p, &p.decision("Public"));
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

    fn the_scorecard_of_a_council_is_what_a_recount_of_the_events_gives(world) {
        let council = world.cast.council.wire();
        let agree_now = |p: &Personas<'_>| {
            for (from, until) in [("2000-01-01", "2100-12-31"), ("2026-11-22", "2026-11-23"), ("2026-11-23", "2026-11-25"), ("2026-11-25", "2026-12-31")] {
                let found = card(&world.anonymous(), &council, &json!({ "fromOn": from, "untilOn": until }));
                assert_eq!(sorted(found), recount(p, &council, (from, until)), "{from} {until}");
            }
        };
        // As it is now, and when all of it is kept.
        let agree = |p: &Personas<'_>| {
            agree_now(p);
            settled(world);
            agree_now(p);
        };
        let p = Personas::of(world);
        agree(&p);
        // Sunday: one public meeting with a quorum, one closed; two reviews, of which one restricted.
        let ten = ["chair", "secretary", "member-01", "member-02", "member-03", "member-04", "member-05", "member-06", "member-07", "member-08"];
        meet(world, &p, &json!({}), &ten);
        meet(world, &p, &json!({ "openness": "CLOSED", "opennessReason": "Personal data" }), &ten);
        let (_, first) = voted(&p, &p.decision("Public"));
        let restricted = p.draft("Restricted");
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        voted(&p, &restricted);
        agree(&p);
        // Tuesday: a hearing called for Thursday, a meeting without a quorum, a result that is annulled and one that is not.
        world.advance(Duration::days(2));
        let p = Personas::of(world);
        meet(world, &p, &json!({}), &ten[..2]);
        p.get("chair").mutate("annulPoll", &json!({ "pollId": first, "reason": "A mistake" }), "").done();
        voted(&p, &p.decision("Another"));
        let heard = p.review("Heard");
        call(world, &p, &json!({ "form": "HEARING", "startsAt": "2026-11-30T06:00:00Z", "reviewIds": [heard] }));
        let cancelled = call(world, &p, &json!({}));
        p.get("chair").mutate("cancelMeeting", &json!({ "meetingId": cancelled, "reason": "Nobody can come" }), "").done();
        agree(&p);
        // The Monday after: the hearing is held.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-30T05:58:00Z").expect("an instant"));
        let p = Personas::of(world);
        let hearing = text_of(&p, "{ meetings(filter: { states: [CALLED] }) { nodes { id } } }", "/meetings/nodes/0/id");
        world.advance(Duration::minutes(2));
        hold(world, &p, &hearing, &ten);
        agree(&p);
        // The recount itself is not empty: these are the numbers of the story.
        let found = card(&world.anonymous(), &council, &json!({}));
        let numbers = ["meetings", "hearings", "publicMeetings", "quorumMet", "reviewsConcluded", "pollsClosed", "dissents"].map(|name| found[name].as_u64());
        assert_eq!(numbers, [4, 1, 3, 2, 2, 1, 1].map(Some));
    }

    fn councils_are_ranked_by_each_measure_and_of_whom_it_says_nothing_comes_last(world) {
        let p = Personas::of(world);
        let council = world.cast.council.wire();
        meet(world, &p, &json!({}), &["chair", "secretary", "member-01"]);
        voted(&p, &p.decision("Public"));
        let ask = |arguments: &str| {
            let query = format!("{{ councilScorecards({arguments}) {{ totalCount nodes {{ council {{ id }} scorecard {{ meetings attendanceShare {{ numerator denominator }} }} }} }} }}");
            world.anonymous().ask(&query, &Value::Null).at("/councilScorecards").clone()
        };
        let ids = |found: &Value| found["nodes"].as_array().expect("a list").iter().map(|node| node["council"]["id"].clone()).collect::<Vec<_>>();
        let (busy, idle) = (json!(council), json!(world.cast.local_council.wire()));
        for field in ["MEETINGS", "REVIEWS_CONCLUDED", "POLLS_CLOSED", "DISSENTS"] {
            assert_eq!(ids(&ask(&format!("orderBy: {{ field: {field}, direction: DESC }}"))), [busy.clone(), idle.clone()], "{field}");
            assert_eq!(ids(&ask(&format!("orderBy: {{ field: {field}, direction: ASC }}"))), [idle.clone(), busy.clone()], "{field}");
        }
        for direction in ["ASC", "DESC"] {
            for field in ["QUORUM_SHARE", "ATTENDANCE_SHARE"] {
                assert_eq!(ids(&ask(&format!("orderBy: {{ field: {field}, direction: {direction} }}"))), [busy.clone(), idle.clone()], "{field} {direction}");
            }
        }
        let all = ask("first: 20");
        assert_eq!((&all["totalCount"], ids(&all)[0].clone()), (&json!(2), busy.clone()), "most meetings first");
        assert_eq!(all["nodes"][0]["scorecard"], json!({ "meetings": 1, "attendanceShare": { "numerator": 3, "denominator": 15 } }));
        assert_eq!(ids(&ask(&format!("filter: {{ regionId: \"{}\" }}", world.cast.city.wire()))), [idle]);
        assert_eq!(ids(&ask("filter: { termCoversOn: \"2024-01-01\" }")), Vec::<Value>::new());
        assert_eq!(ask("period: { fromOn: \"2026-11-23\" }")["nodes"][0]["scorecard"]["meetings"], json!(0));
    }

    fn what_is_kept_of_a_council_is_used_until_something_changes(world) {
        let council = world.cast.council.wire();
        let p = Personas::of(world);
        let told = |name: &str| card(&world.anonymous(), &council, &json!({}))[name].clone();
        let tamper = |name: &str| {
            settled(world);
            put_nonsense(world, name);
            assert_eq!(told(name), json!(71), "{name} is not taken from what is kept");
        };
        meet(world, &p, &json!({}), &["chair", "secretary", "member-01"]);
        tamper("meetings");
        let of = |from: &str| card(&world.anonymous(), &council, &json!({ "fromOn": from }))["meetings"].clone();
        assert_eq!((of("2026-11-01"), of("2026-11-02"), of("2026-12-01")), (json!(71), json!(1), json!(0)));
        assert_eq!(world.anonymous().ask("{ councilScorecards { nodes { scorecard { meetings } } } }", &Value::Null).statements, 1);
        meet(world, &p, &json!({}), &["chair"]);
        assert_eq!(told("meetings"), json!(2));
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T18:00:00Z" }));
        let (_, poll) = voted(&p, &decision);
        settled(world);
        assert_eq!((told("reviewsConcluded"), told("pollsClosed"), told("dissents")), (json!(0), json!(0), json!(0)));
        // The end of an embargo changes no row.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-22T18:00:00Z").expect("an instant"));
        let p = Personas::of(world);
        for name in ["reviewsConcluded", "pollsClosed", "dissents"] {
            assert_eq!(told(name), json!(1), "{name}");
        }
        for name in ["pollsClosed", "dissents"] {
            world.eventually("the end of the embargo to be counted", || { put_nonsense(world, name); told(name) == json!(71) });
        }
        p.get("chair").mutate("annulPoll", &json!({ "pollId": poll, "reason": "A mistake" }), "").done();
        assert_eq!((told("reviewsConcluded"), told("pollsClosed"), told("dissents")), (json!(1), json!(0), json!(0)));
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
