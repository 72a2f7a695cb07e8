//! Meetings of the ministry's council, made through the API. The clock moves by minutes only, so that who is signed in
//! stays so.

use crate::support::builders::text;
use crate::support::{Cast, Client, Personas, Reply, World};
use chrono::Duration;
use serde_json::{Value, json};

/// The fields that tests of meetings look at.
pub const MEETING: &str = "meeting { id state revision form openness opennessReason title { text(locale: EN) } startsAt
    calledBy { name } calledAt openedAt closedAt agenda { number review { id } }
    presence { members present presentPublic quorum quorumNeeded categories { category present } }
    turnout { members attended attendedPublic quorum categories { category members attended } } }";

/// The input of `callMeeting` of the ministry's council for an instant.
pub fn call_input(world: &World, form: &str, starts_at: &str, reviews: &[&str]) -> Value {
    json!({
        "councilId": world.cast.council.wire(), "form": form, "title": text("A meeting"), "place": text("Room 1"),
        "startsAt": starts_at, "reviewIds": reviews,
    })
}

/// An instant so many minutes from now.
pub fn in_minutes(world: &World, minutes: i64) -> String {
    world.clock.now().plus(Duration::minutes(minutes)).rfc3339()
}

/// A public meeting that begins in a minute.
pub fn called(p: &Personas<'_>, reviews: &[&str]) -> String {
    let input = call_input(p.world, "MEETING", &in_minutes(p.world, 1), reviews);
    p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

/// A closed meeting that begins in a minute.
pub fn called_in_private(p: &Personas<'_>, reviews: &[&str]) -> String {
    let mut input = call_input(p.world, "MEETING", &in_minutes(p.world, 1), reviews);
    input["openness"] = json!("CLOSED");
    input["opennessReason"] = json!("Personal data");
    p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

/// Waits for the time announced and opens.
pub fn open(p: &Personas<'_>, meeting: &str) {
    p.world.advance(Duration::minutes(1));
    act(&p.get("chair"), "openMeeting", meeting).done();
}

/// A meeting that is under way.
pub fn opened(p: &Personas<'_>, reviews: &[&str]) -> String {
    let meeting = called(p, reviews);
    open(p, &meeting);
    meeting
}

/// `openMeeting`, `closeMeeting` and others that need no more than the meeting.
pub fn act(client: &Client, mutation: &str, meeting: &str) -> Reply {
    let selection = if mutation == "redrawProtocol" { "protocol { id number sha256 }" } else { MEETING };
    client.mutate(mutation, &json!({ "meetingId": meeting }), selection)
}

/// A member enters themselves.
pub fn come(p: &Personas<'_>, who: &str, meeting: &str) -> String {
    let reply = p.get(who).mutate("checkIn", &json!({ "meetingId": meeting }), "stay { id }");
    reply.text("/stay/id")
}

/// Members are entered by the secretary.
pub fn enter(p: &Personas<'_>, members: &[String], meeting: &str) {
    let secretary = p.get("secretary");
    for who in members {
        let input = json!({ "meetingId": meeting, "membershipId": p.world.cast.seats[who] });
        secretary.mutate("checkIn", &input, "stay { id }").done();
    }
}

/// A member leaves, entered by the secretary.
pub fn leave(p: &Personas<'_>, who: &str, meeting: &str) {
    let input = json!({ "meetingId": meeting, "membershipId": p.world.cast.seats[who] });
    p.get("secretary").mutate("checkOut", &input, "stay { leftAt }").done();
}

/// A roll call on a review, opened in a meeting.
pub fn poll_in(p: &Personas<'_>, meeting: &str, review: &str, mode: &str) -> String {
    let input = json!({ "reviewId": review, "mode": mode, "question": text("Shall it be so?"), "meetingId": meeting });
    p.get("chair").mutate("openPoll", &input, "poll { id }").text("/poll/id")
}

/// The current protocol of a meeting as this client sees it, or null.
pub fn protocol(client: &Client, meeting: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Meeting { protocol {
        id number state sha256 canonical pagePath signatures { capacity person { name } signedAt } } } } }";
    client.ask(query, &json!({ "id": meeting })).at("/node/protocol").clone()
}

/// Signs a hash.
pub fn sign(client: &Client, meeting: &str, sha256: &str) -> Reply {
    let input = json!({ "meetingId": meeting, "sha256": sha256 });
    client.mutate("signProtocol", &input, "protocol { number state signatures { capacity person { name } } }")
}

/// Everything about a meeting as this client sees it.
pub fn look(client: &Client, meeting: &str) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ...on Meeting {{ {} }} }} }}", inside(MEETING));
    client.ask(&query, &json!({ "id": meeting })).at("/node").clone()
}

/// The selection within `meeting { … }`.
fn inside(selection: &str) -> &str {
    let opened = selection.find('{').expect("a selection") + 1;
    selection[opened..].trim_end().trim_end_matches('}')
}

/// A meeting of eleven in which `member-08` lost a vote on one of two reviews, still open: meeting, review, poll.
pub fn lost_vote(p: &Personas<'_>) -> (String, String, String) {
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

/// What a protocol says.
pub fn said(protocol: &Value) -> Value {
    serde_json::from_str(protocol["canonical"].as_str().expect("a text")).expect("JSON")
}

/// The hash of a protocol, as it is named when it is signed.
pub fn hash(protocol: &Value) -> String {
    protocol["sha256"].as_str().expect("a hash").to_owned()
}
