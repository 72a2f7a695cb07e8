//! What was said stays said, whatever code or console tries.

use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted};
use serde_json::json;

on_both! {
    fn answers_ratings_promises_and_reports_are_never_changed_or_deleted(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answer(&p.get("officer"), d.addressee(), &accepted(&["2026-12-20"]));
        let milestone = answer.text("/answer/plan/0/id");
        d.rated(&answer.text("/answer/id"), "TO_THE_POINT");
        d.report(&milestone);
        d.confirm(&milestone);
        for sql in [
            "UPDATE answers SET verdict = 'REFUSED'",
            "UPDATE answers SET reasons = '{}'",
            "UPDATE rating_motions SET verdict = 'NOT_TO_THE_POINT'",
            "DELETE FROM rating_motions",
            "UPDATE answer_ratings SET verdict = 'NOT_TO_THE_POINT'",
            "UPDATE milestones SET due_on = '2030-01-01'",
            "UPDATE milestones SET title = '{}'",
            "UPDATE milestones SET state = 'PLANNED'",
            "UPDATE milestone_reports SET evidence = 'Another'",
            "UPDATE milestone_reports SET judgement = 'DISPUTED', judged_reason = 'No'",
            "DELETE FROM milestone_reports",
            "DELETE FROM milestones",
            "DELETE FROM answer_ratings",
            "DELETE FROM answers",
        ] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
        let query = "query($id: ID!) { node(id: $id) { ... on Milestone { state dueOn reports(first: 1) { nodes { evidence judgement { verdict } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": milestone }));
        let reports = json!({ "nodes": [{ "evidence": "Order No. 12", "judgement": { "verdict": "CONFIRMED" } }] });
        assert_eq!(*read.at("/node"), json!({ "state": "CONFIRMED", "dueOn": "2026-12-20", "reports": reports }));
    }
}
