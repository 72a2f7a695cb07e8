//! Lists of meetings, and what they cost.

use super::room::{act, call_input, called, come, in_minutes, opened, poll_in};
use crate::support::{Personas, Reply};
use serde_json::{Value, json};

const LIST: &str = "query($filter: MeetingFilter, $order: MeetingOrder, $first: Int, $after: String) {
    meetings(filter: $filter, orderBy: $order, first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }";

fn ids(reply: &Reply) -> Vec<String> {
    let nodes = reply.at("/meetings/nodes").as_array().expect("nodes").iter();
    nodes.map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

on_both! {
    fn meetings_are_listed_by_the_time_announced_page_by_page_and_narrowed(world) {
        let p = Personas::of(world);
        let call = |form: &str, starts_at: &str, reviews: &[&str]| {
            p.get("chair").mutate("callMeeting", &call_input(world, form, starts_at, reviews), "meeting { id }").text("/meeting/id")
        };
        let review = p.review("A road");
        let second = call("MEETING", "2026-11-26T05:00:00Z", &[]);
        let third = call("HEARING", "2026-12-01T05:00:00Z", &[&review]);
        let first = call("MEETING", "2026-11-24T05:00:00Z", &[&review]);
        p.get("chair").mutate("cancelMeeting", &json!({ "meetingId": second, "reason": "No hall" }), "").done();
        let citizen = p.get("citizen");
        let list = |variables: Value| citizen.ask(LIST, &variables);
        assert_eq!(ids(&list(json!({}))), [third.clone(), second.clone(), first.clone()]);
        let page = list(json!({ "order": "EARLIEST", "first": 2 }));
        assert_eq!((ids(&page), page.at("/meetings/totalCount")), (vec![first.clone(), second.clone()], &json!(3)));
        let rest = list(json!({ "order": "EARLIEST", "first": 2, "after": page.at("/meetings/pageInfo/endCursor") }));
        assert_eq!(ids(&rest), std::slice::from_ref(&third));
        assert_eq!(ids(&list(json!({ "filter": { "form": "HEARING" } }))), std::slice::from_ref(&third));
        assert_eq!(ids(&list(json!({ "filter": { "states": ["CANCELLED", "CANCELLED"] } }))), std::slice::from_ref(&second));
        assert_eq!(ids(&list(json!({ "filter": { "reviewId": review } }))), [third.clone(), first.clone()]);
        let period = json!({ "from": "2026-11-25T00:00:00Z", "until": "2026-12-01T05:00:00Z" });
        assert_eq!(ids(&list(json!({ "filter": { "starts": period } }))), [second]);
        assert_eq!(ids(&list(json!({ "filter": { "councilId": world.cast.local_council.wire() } }))), Vec::<String>::new());
        let other = list(json!({ "order": "LATEST", "after": page.at("/meetings/pageInfo/endCursor") }));
        assert_eq!(other.denied(), "BAD_INPUT");
    }

    fn the_statements_of_a_page_do_not_grow_with_its_meetings(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let query = "{ meetings(first: 10) { totalCount nodes { title { text } council { name { text } } calledBy { name } transitions { toState }
            agenda { number review { state } } presence { present quorum } turnout { attended } protocol { number signatures { capacity } }
            stays(first: 5) { totalCount nodes { person { name } enteredBy { name } } } polls(first: 5) { totalCount nodes { state meeting { id } } }
            viewerCanOpen } } }";
        let held = |voted: &str| {
            let meeting = opened(&p, &[voted]);
            come(&p, "member-05", &meeting);
            let poll = poll_in(&p, &meeting, voted, "ROLL_CALL");
            p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
            act(&p.get("chair"), "closeMeeting", &meeting).done();
        };
        held(&review);
        called(&p, &[&review]);
        let citizen = p.get("citizen");
        // Two loads of one kind that are asked for in the same breath share a statement, so the least of a few tries
        // counts.
        let cost = |meetings: i64| {
            let replies: Vec<Reply> = (0..6).map(|_| citizen.ask(query, &json!({}))).collect();
            replies.iter().for_each(|reply| assert_eq!(reply.at("/meetings/totalCount"), &json!(meetings)));
            replies.iter().map(|reply| reply.statements).min().expect("six")
        };
        let few = cost(2);
        (0..3).for_each(|_| held(&review));
        (0..3).for_each(|_| { called(&p, &[&review]); });
        let many = cost(8);
        assert!(few > 0 && many <= few, "{many} after {few}");
    }

    fn the_meetings_of_councils_cost_the_same_statements_however_many_there_are(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Council { meetings(first: 20) { totalCount nodes { title { text } state place { text }
            agenda { number review { id } } presence { present } turnout { attended categories { attended } } protocol { sha256 state }
            attachments(first: 5) { totalCount nodes { name } } viewerCanOpen viewerCanSignProtocol viewerCanRedrawProtocol viewerCanAttach } } } } }";
        let councils = json!({ "ids": [world.cast.council.wire(), world.cast.local_council.wire()] });
        let hold = || {
            let meeting = opened(&p, &[&review]);
            act(&p.get("chair"), "closeMeeting", &meeting).done();
            p.attach("secretary", &meeting, "PUBLIC");
            let mut local = call_input(world, "MEETING", &in_minutes(world, 60), &[]);
            local["councilId"] = json!(world.cast.local_council.wire());
            p.get("local-chair").mutate("callMeeting", &local, "").done();
        };
        hold();
        let chair = p.get("chair");
        let cost = |meetings: i64| {
            let replies: Vec<Reply> = (0..6).map(|_| chair.ask(query, &councils)).collect();
            replies.iter().for_each(|reply| assert_eq!(reply.at("/nodes/0/meetings/totalCount"), &json!(meetings)));
            replies.iter().map(|reply| reply.statements).min().expect("six")
        };
        let few = cost(1);
        (0..4).for_each(|_| hold());
        let many = cost(5);
        assert!(few > 0 && many <= few, "{many} after {few}");
    }

    fn a_council_lists_its_meetings_and_a_poll_names_the_one_it_was_held_in(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = opened(&p, &[&review]);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        let later = p.get("chair").mutate("callMeeting", &call_input(world, "MEETING", &in_minutes(world, 30), &[]), "meeting { id }").text("/meeting/id");
        let query = "query($id: ID!) { node(id: $id) { ... on Council { meetings(first: 5) { totalCount nodes { id } } } } }";
        let listed = world.anonymous().ask(query, &json!({ "id": world.cast.council.wire() }));
        assert_eq!(listed.at("/node/meetings"), &json!({ "totalCount": 2, "nodes": [{ "id": later }, { "id": meeting }] }));
        let polls = "query($filter: PollFilter) { polls(filter: $filter) { nodes { id meeting { id } } } }";
        let held = world.anonymous().ask(polls, &json!({ "filter": { "meetingId": meeting } }));
        assert_eq!(held.at("/polls/nodes"), &json!([{ "id": poll, "meeting": { "id": meeting } }]));
        let none = world.anonymous().ask(polls, &json!({ "filter": { "meetingId": later } }));
        assert_eq!(none.at("/polls/nodes"), &json!([]));
    }
}
