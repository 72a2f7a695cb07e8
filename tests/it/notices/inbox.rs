//! The inbox: every kind of event, once for each who follows something it concerns, and no more after it was read.

use super::{follow, inbox, kinds, tell, told};
use crate::support::bulk::at_once;
use crate::support::dialogue::{Dialogue, refused};
use crate::support::{Client, Personas};
use chrono::Duration;
use kenes::kernel::clock::Timestamp;
use serde_json::json;

on_both! {
    fn who_follows_a_body_is_told_of_each_thing_once(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        follow(&citizen, &world.cast.ministry.wire()).done();
        // Another way to the same events, which tells nothing twice.
        follow(&citizen, &world.cast.council.wire()).done();
        let dialogue = Dialogue::begin(&p);
        dialogue.answered(&refused());
        told(&p, "citizen", 4);
        assert_eq!(kinds(&citizen).len(), 4);
        let mut all = kinds(&citizen);
        all.sort();
        assert_eq!(all, ["ANSWER", "NEW_DECISION", "POLL_CLOSED", "POLL_OPENED"]);
        let answer = inbox(&citizen).into_iter().find(|one| one["kind"] == "ANSWER").expect("told of the answer");
        assert_eq!(answer["headline"]["text"], "Recommendation answered (refused): “Recommended on”");
        assert!(answer["subject"]["id"].as_str().expect("an id").starts_with("ans_"));
        assert!(inbox(&p.get("citizen-2")).is_empty(), "who follows nothing is told nothing");
    }

    fn who_follows_a_recommendation_is_told_of_its_answer_and_of_its_terms(world) {
        let p = Personas::of(world);
        let dialogue = Dialogue::begin(&p);
        follow(&p.get("citizen"), &dialogue.recommendations[0]).done();
        let day = json!({ "date": "2026-11-27", "kind": "DAY_OFF_BY_DECREE", "name": { "kk": "Демалыс" }, "reason": "Decree 7" });
        p.get("admin").mutate("setCalendarDay", &day, "movedDeadlines").done();
        let moved = told(&p, "citizen", 1).remove(0);
        assert_eq!(moved["kind"], "DEADLINE_MOVED");
        assert!(moved["headline"]["text"].as_str().expect("a line").contains('→'), "{moved:#}");
        world.stop_serving();
        world.clock.set(Timestamp::parse("2027-02-01T06:00:00Z").expect("a time"));
        let later = world.second_instance();
        let citizen = crate::support::cast::sign_in(&Client::anonymous(&later), "citizen");
        world.eventually("the overdue", || kinds(&citizen) == ["OVERDUE", "DEADLINE_MOVED"]);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices WHERE kind = 'OVERDUE'"), 1);
    }

    fn what_happened_before_the_following_and_after_its_end_is_not_told(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        p.decision("Before");
        world.advance(Duration::minutes(1));
        follow(&citizen, &world.cast.ministry.wire()).done();
        world.advance(Duration::minutes(1));
        p.decision("Meanwhile");
        told(&p, "citizen", 1);
        citizen.mutate("unfollow", &json!({ "subjectId": world.cast.ministry.wire() }), "").done();
        p.decision("After");
        world.stop_serving();
        tell(world);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 1);
    }

    fn many_instances_that_look_at_once_tell_each_person_of_each_event_once(world) {
        let p = Personas::of(world);
        for who in ["citizen", "citizen-2", "ngo"] {
            follow(&p.get(who), &world.cast.ministry.wire()).done();
        }
        // The server looks once a second, and six more look at the same moment.
        let decisions: Vec<String> = (0..8).map(|n| p.draft(&format!("Decision {n}"))).collect();
        decisions.iter().for_each(|decision| p.publish(decision, &json!({})));
        at_once(6, |_| tell(world));
        tell(world);
        world.eventually("all is told", || world.count("SELECT count(*) AS n FROM notices") >= 24);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 24);
        let twice = "SELECT count(*) AS n FROM (SELECT 1 AS one FROM notices GROUP BY event_id, person_id HAVING count(*) > 1) AS t";
        assert_eq!(world.count(twice), 0);
    }

    fn an_event_that_appears_after_newer_ones_is_told_all_the_same(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        follow(&citizen, &world.cast.ministry.wire()).done();
        // Signed in before the clock goes forward and back.
        p.get("officer");
        let start = world.clock.now();
        world.advance(Duration::minutes(10));
        p.decision("The newer");
        told(&p, "citizen", 1);
        // A request that began five minutes earlier and commits only now.
        world.clock.set(start.plus(Duration::minutes(5)));
        p.decision("The older");
        // Now that the newer is published too, both are seen.
        world.clock.set(start.plus(Duration::minutes(10)));
        told(&p, "citizen", 2);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 2);
    }

    fn an_inbox_is_paged_filtered_and_marked_by_its_owner_alone(world) {
        let p = Personas::of(world);
        let (citizen, other) = (p.get("citizen"), p.get("citizen-2"));
        follow(&citizen, &world.cast.ministry.wire()).done();
        (0..3).for_each(|n| { p.decision(&format!("Decision {n}")); });
        let all = told(&p, "citizen", 3);
        let query = "query($after: String, $unread: Boolean) { notifications(first: 2, after: $after, filter: { unread: $unread }) {
            totalCount nodes { id viewerCanMarkRead } pageInfo { hasNextPage endCursor } } }";
        let first = citizen.ask(query, &json!({}));
        assert_eq!(first.at("/notifications/totalCount"), 3);
        let second = citizen.ask(query, &json!({ "after": first.at("/notifications/pageInfo/endCursor") }));
        assert_eq!(second.at("/notifications/nodes/0/id"), &all[2]["id"]);
        let one = json!({ "notificationIds": [all[0]["id"]] });
        assert_eq!(other.mutate("markRead", &one, "marked").done()["marked"], 0, "nobody else's");
        assert_eq!(citizen.mutate("markRead", &one, "marked").done()["marked"], 1);
        assert_eq!(citizen.mutate("markRead", &one, "marked").done()["marked"], 0);
        let unread = citizen.ask(query, &json!({ "unread": true }));
        assert_eq!(unread.at("/notifications/totalCount"), 2);
        assert_eq!(citizen.mutate("markRead", &json!({}), "marked").done()["marked"], 2);
        assert_eq!(citizen.ask(query, &json!({ "unread": true })).at("/notifications/nodes"), &json!([]));
        assert_eq!(p.events("NOTICES_READ").len(), 2, "nothing marked leaves no event");
        let node = "query($id: ID!) { node(id: $id) { id } }";
        assert_eq!(other.ask(node, &json!({ "id": all[0]["id"] })).at("/node"), &json!(null));
        assert_eq!(citizen.ask(node, &json!({ "id": all[0]["id"] })).at("/node/id"), &all[0]["id"]);
    }

    fn a_page_of_an_inbox_costs_the_same_however_many_it_holds(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        follow(&citizen, &world.cast.ministry.wire()).done();
        let query = "{ notifications(first: 50) { nodes { headline { text } subject { id } decision { title { text } viewerFollow { id } } } } }";
        p.decision("One");
        told(&p, "citizen", 1);
        citizen.ask(query, &json!({}));
        let few = citizen.ask(query, &json!({})).statements;
        (0..5).for_each(|n| { p.decision(&format!("Decision {n}")); });
        told(&p, "citizen", 6);
        let many = citizen.ask(query, &json!({}));
        assert_eq!(many.at("/notifications/nodes").as_array().expect("a list").len(), 6);
        assert_eq!(many.statements, few);
    }
}
