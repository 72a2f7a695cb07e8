//! Every kind of event, really brought about, and who of those who follow a body, a council, a decision or a recommendation is
//! told of it.

use super::{follow, noticed, tell};
use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted, refused};
use kenes::kernel::clock::Timestamp;
use serde_json::json;

const KINDS: [&str; 6] = ["NEW_DECISION", "POLL_OPENED", "POLL_CLOSED", "DEADLINE_MOVED", "ANSWER", "OVERDUE"];

on_both! {
    fn who_follows_one_thing_is_told_of_what_concerns_it_and_of_nothing_else(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        follow(&p.get("citizen-2"), &world.cast.council.wire()).done();
        follow(&p.get("local-officer"), &world.cast.akimat.wire()).done();
        let decision = p.draft("Recommended on");
        follow(&p.get("officer"), &decision).done();
        p.publish(&decision, &json!({}));
        // Of another decision, which the follower of this one does not hear of.
        p.decision("Not recommended on");
        let dialogue = Dialogue::with(&p, &decision, &[&["ministry"], &["ministry"]]);
        follow(&p.get("ngo"), &dialogue.recommendations[0]).done();
        follow(&p.get("press"), &dialogue.recommendations[1]).done();
        let day = json!({ "date": "2026-11-27", "kind": "DAY_OFF_BY_DECREE", "name": { "kk": "Демалыс" }, "reason": "Decree 7" });
        assert_eq!(p.get("admin").mutate("setCalendarDay", &day, "movedDeadlines").done()["movedDeadlines"], 2);
        let officer = p.get("officer");
        let answer = dialogue.answer(&officer, &dialogue.addressees[0][0], &refused()).text("/answer/id");
        dialogue.correct(&officer, &answer, &accepted(&["2027-03-01"])).done();
        world.stop_serving();
        world.clock.set(Timestamp::parse("2027-02-01T06:00:00Z").expect("a time"));
        world.second_instance();
        world.eventually("the last of all", || noticed(world, "citizen", "OVERDUE") == 1);
        world.stop_serving();
        tell(world);
        let expected = [
            ("citizen", [2, 1, 1, 2, 2, 1]),
            ("citizen-2", [0, 1, 1, 2, 2, 1]),
            ("officer", [1, 1, 1, 2, 2, 1]),
            ("ngo", [0, 0, 0, 1, 2, 0]),
            ("press", [0, 0, 0, 1, 0, 1]),
            ("local-officer", [0; 6]),
            ("moderator", [0; 6]),
        ];
        for (who, counts) in expected {
            assert_eq!(KINDS.map(|kind| noticed(world, who, kind)), counts, "{who}: {KINDS:?}");
        }
    }
}
