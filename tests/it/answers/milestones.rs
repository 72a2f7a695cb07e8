//! Milestones: reported by the body with evidence, confirmed or disputed by the council.

use crate::support::dialogue::{Dialogue, accepted};
use crate::support::{Client, Personas, Reply};
use chrono::Duration;
use serde_json::{Value, json};

fn report(client: &Client, milestone: &str, url: Option<&str>) -> Reply {
    let input = json!({ "milestoneId": milestone, "evidence": " Order No. 12 ", "url": url });
    client.mutate("reportMilestone", &input, "milestone { id state reportedOn }")
}

fn confirm(client: &Client, milestone: &str) -> Reply {
    client.mutate("confirmMilestone", &json!({ "milestoneId": milestone }), "milestone { state }")
}

fn dispute(client: &Client, milestone: &str, reason: &str) -> Reply {
    client.mutate("disputeMilestone", &json!({ "milestoneId": milestone, "reason": reason }), "milestone { state }")
}

fn look(client: &Client, milestone: &str, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Milestone {{ {fields} }} }} }}");
    client.ask(&query, &json!({ "id": milestone })).at("/node").clone()
}

on_both! {
    fn a_milestone_is_reported_disputed_reported_again_and_confirmed_on_record(world) {
        let p = Personas::of(world);
        let (officer, chair, d) = (p.get("officer"), p.get("chair"), Dialogue::begin(&p));
        let milestone = d.promised("2026-12-20");
        let done = report(&officer, &milestone, Some("https://gov.kz/order/12"));
        assert_eq!(done.done()["milestone"], json!({ "id": milestone, "state": "REPORTED", "reportedOn": "2026-11-22" }));
        world.advance(Duration::minutes(1));
        assert_eq!(dispute(&chair, &milestone, "The order is a draft").text("/milestone/state"), "DISPUTED");
        world.advance(Duration::minutes(1));
        report(&officer, &milestone, None).done();
        world.advance(Duration::minutes(1));
        assert_eq!(confirm(&p.get("deputy"), &milestone).text("/milestone/state"), "CONFIRMED");
        let fields = "state punctuality reports(first: 5) { totalCount nodes { number evidence url author { name } reportedAt
            judgement { verdict reason judgedBy { name } judgedAt } } }";
        let judged = |verdict: &str, reason: Option<&str>, by: &str, at: &str| json!({ "verdict": verdict, "reason": reason, "judgedBy": { "name": by }, "judgedAt": at });
        let reported = |number: i64, url: Option<&str>, at: &str, judgement: Value| {
            json!({ "number": number, "evidence": "Order No. 12", "url": url, "author": { "name": "officer" }, "reportedAt": at, "judgement": judgement })
        };
        let nodes = json!([
            reported(1, Some("https://gov.kz/order/12"), "2026-11-22T06:00:00Z", judged("DISPUTED", Some("The order is a draft"), "chair", "2026-11-22T06:01:00Z")),
            reported(2, None, "2026-11-22T06:02:00Z", judged("CONFIRMED", None, "deputy", "2026-11-22T06:03:00Z")),
        ]);
        let expected = json!({ "state": "CONFIRMED", "punctuality": "KEPT", "reports": { "totalCount": 2, "nodes": nodes } });
        assert_eq!(look(&world.anonymous(), &milestone, fields), expected);
        for (kind, times) in [("MILESTONE_REPORTED", 2), ("MILESTONE_DISPUTED", 1), ("MILESTONE_CONFIRMED", 1)] {
            let events = p.events(kind);
            assert_eq!(events.len(), times, "{kind}");
            assert!(events.iter().all(|event| event["subject"] == json!(milestone)), "{kind}");
        }
    }

    fn the_council_judges_what_was_reported_and_each_report_once(world) {
        let p = Personas::of(world);
        let (officer, chair, d) = (p.get("officer"), p.get("chair"), Dialogue::begin(&p));
        let milestone = d.promised("2026-12-20");
        assert_eq!(confirm(&chair, &milestone).refused(), "WRONG_STATE");
        assert_eq!(dispute(&chair, &milestone, "Nothing was done").refused(), "WRONG_STATE");
        report(&officer, &milestone, None).done();
        assert_eq!(report(&officer, &milestone, None).refused(), "WRONG_STATE");
        assert_eq!(dispute(&chair, &milestone, " ").refused(), "BLANK");
        dispute(&chair, &milestone, "The order is a draft").done();
        assert_eq!(confirm(&chair, &milestone).refused(), "WRONG_STATE");
        report(&officer, &milestone, None).done();
        confirm(&chair, &milestone).done();
        for reply in [confirm(&chair, &milestone), dispute(&chair, &milestone, "On second thought"), report(&officer, &milestone, None)] {
            assert_eq!(reply.refused(), "WRONG_STATE");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM milestone_reports"), 2);
    }

    fn a_superseded_milestone_is_reported_no_more(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let answer = d.answer(&officer, d.addressee(), &accepted(&["2026-12-20"]));
        let milestone = answer.text("/answer/plan/0/id");
        d.correct(&officer, &answer.text("/answer/id"), &accepted(&["2026-12-25"])).done();
        assert_eq!(report(&officer, &milestone, None).refused(), "WRONG_STATE");
        assert_eq!(look(&officer, &milestone, "state punctuality viewerCanReport"), json!({ "state": "SUPERSEDED", "punctuality": null, "viewerCanReport": false }));
    }

    fn evidence_is_obligatory_and_a_link_is_one_that_cannot_run(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let milestone = d.promised("2026-12-20");
        let blank = json!({ "milestoneId": milestone, "evidence": " " });
        assert_eq!(officer.mutate("reportMilestone", &blank, "").refused(), "BLANK");
        let script = report(&officer, &milestone, Some("javascript:alert(1)"));
        assert_eq!((script.refused(), script.at("/payload/userErrors/0/field")), ("URL_INVALID", &json!(["url"])));
        report(&officer, &milestone, Some("https://gov.kz/order/12?lang=kk")).done();
    }

    fn the_body_reports_and_those_who_preside_judge(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let milestone = d.promised("2026-12-20");
        for who in ["citizen", "chair", "local-officer", "admin", "robot"] {
            assert_eq!(report(&p.get(who), &milestone, None).denied(), "FORBIDDEN", "{who}");
        }
        let can = "viewerCanReport viewerCanConfirm viewerCanDispute";
        let rights = |who: &str| look(&p.get(who), &milestone, can);
        let may = |report: bool, judge: bool| json!({ "viewerCanReport": report, "viewerCanConfirm": judge, "viewerCanDispute": judge });
        assert_eq!((rights("officer"), rights("chair")), (may(true, false), may(false, false)));
        report(&p.get("officer"), &milestone, None).done();
        assert_eq!((rights("officer"), rights("chair"), rights("secretary")), (may(false, false), may(false, true), may(false, false)));
        for who in ["citizen", "officer", "secretary", "member-05", "local-chair", "admin", "robot"] {
            assert_eq!(confirm(&p.get(who), &milestone).denied(), "FORBIDDEN", "{who}");
            assert_eq!(dispute(&p.get(who), &milestone, "No").denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(confirm(&world.anonymous(), &milestone).denied(), "UNAUTHENTICATED");
        confirm(&p.get("chair"), &milestone).done();
    }

    fn a_promise_is_late_from_the_day_after_its_last(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let plan = d.answer(&p.get("officer"), d.addressee(), &accepted(&["2026-11-24", "2026-11-24"]));
        let (kept, late) = (plan.text("/answer/plan/0/id"), plan.text("/answer/plan/1/id"));
        d.report(&kept);
        // The evening of the last day, in Astana.
        world.advance(Duration::days(2) + Duration::hours(12));
        let stands = |milestone: &str| look(&world.anonymous(), milestone, "punctuality")["punctuality"].clone();
        assert_eq!((stands(&kept), stands(&late)), (json!("PENDING"), json!("PENDING")));
        world.advance(Duration::hours(2));
        assert_eq!((stands(&kept), stands(&late)), (json!("PENDING"), json!("LATE")));
        let later = Personas::of(world);
        let d = d.with_people(&later);
        d.report(&late);
        d.confirm(&late);
        d.confirm(&kept);
        assert_eq!((stands(&kept), stands(&late)), (json!("KEPT"), json!("LATE")));
    }
}
