//! Meetings and their protocols.

use super::{CITIZEN, Row, STRANGER, forbidden};
use crate::support::Personas;
use crate::support::builders::text;
use serde_json::{Value, json};

/// A meeting of a council that begins in a second.
fn meeting(p: &Personas<'_>, chair: &str, council: &str, reviews: &[String]) -> String {
    let input = call(p, council, reviews);
    p.get(chair).mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

fn call(p: &Personas<'_>, council: &str, reviews: &[String]) -> Value {
    let starts_at = p.world.clock.now().plus(chrono::Duration::seconds(1)).rfc3339();
    json!({ "councilId": council, "form": "MEETING", "title": text("A meeting"), "place": text("Room 1"), "startsAt": starts_at, "reviewIds": reviews })
}

/// A meeting of the ministry's council that is under way; whoever asks for it closes it.
fn opened_meeting(p: &Personas<'_>, reviews: &[String]) -> String {
    let meeting = meeting(p, "chair", &p.world.cast.council.wire(), reviews);
    p.world.advance(chrono::Duration::seconds(1));
    p.get("chair").mutate("openMeeting", &json!({ "meetingId": meeting }), "").done();
    meeting
}

/// A meeting that is over, of whose polls one was annulled afterwards.
fn closed_meeting(p: &Personas<'_>) -> String {
    let review = p.review("Met about");
    let meeting = opened_meeting(p, std::slice::from_ref(&review));
    let poll =
        json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Shall it be so?"), "meetingId": meeting });
    let poll = p.get("chair").mutate("openPoll", &poll, "poll { id }").text("/poll/id");
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    p.get("chair").mutate("closeMeeting", &json!({ "meetingId": meeting }), "").done();
    p.get("chair").mutate("annulPoll", &json!({ "pollId": poll, "reason": "A mistake" }), "").done();
    meeting
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "callMeeting",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| call(p, &p.world.cast.council.wire(), &[]),
    },
    Row {
        mutation: "cancelMeeting",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": meeting(p, "chair", &p.world.cast.council.wire(), &[]), "reason": "No hall" }),
    },
    Row {
        mutation: "changeAgenda",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            json!({ "meetingId": called, "expectedRevision": 1, "reviewIds": [p.review("Met about")] })
        },
    },
    Row {
        mutation: "checkIn",
        allowed: "member-05",
        denied: &[STRANGER, CITIZEN, forbidden("member-06"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            json!({ "meetingId": called, "membershipId": p.world.cast.seats["member-05"] })
        },
    },
    Row {
        mutation: "checkOut",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-06"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            let input = json!({ "meetingId": called, "membershipId": p.world.cast.seats["member-05"] });
            p.get("member-05").mutate("checkIn", &input, "").done();
            input
        },
    },
    Row {
        mutation: "closeMeeting",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": opened_meeting(p, &[]) }),
    },
    Row {
        mutation: "openMeeting",
        allowed: "local-chair",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "local-chair", &p.world.cast.local_council.wire(), &[]);
            p.world.advance(chrono::Duration::seconds(1));
            json!({ "meetingId": called })
        },
    },
    Row {
        mutation: "redrawProtocol",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": closed_meeting(p) }),
    },
    Row {
        mutation: "signProtocol",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let meeting = closed_meeting(p);
            let query = "query($id: ID!) { node(id: $id) { ... on Meeting { protocol { sha256 } } } }";
            let sha256 = p.get("chair").ask(query, &json!({ "id": meeting })).at("/node/protocol/sha256").clone();
            json!({ "meetingId": meeting, "sha256": sha256 })
        },
    },
];
