//! Answering a recommendation: by whom, how often, with what, and what it does to the clock and to the review.

use crate::support::bulk::at_once;
use crate::support::dialogue::{Dialogue, accepted, answer, refused};
use crate::support::{Personas, Reply};
use chrono::Duration;
use serde_json::{Value, json};

fn field(reply: &Reply) -> Value {
    reply.at("/payload/userErrors/0/field").clone()
}

on_both! {
    fn a_body_answers_with_reasons_and_a_plan_and_meets_its_clock(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        world.advance(Duration::days(1));
        let officer = world.sign_in("officer");
        let reply = d.answer(&officer, d.addressee(), &accepted(&["2026-12-20", "2027-02-01"]));
        let answered = &reply.done()["answer"];
        assert_eq!((&answered["number"], &answered["verdict"]), (&json!(1), &json!("ACCEPTED")));
        assert_eq!(answered["reasons"]["text"], json!("We shall do it (қаз)"));
        assert_eq!(answered["author"], json!({ "id": world.cast.person("officer"), "name": "officer" }));
        assert_eq!((&answered["answeredAt"], &answered["answeredOn"]), (&json!("2026-11-23T06:00:00Z"), &json!("2026-11-23")));
        assert_eq!((&answered["corrects"], &answered["correctedBy"]), (&Value::Null, &Value::Null));
        assert_eq!(answered["addressee"], json!({ "id": d.addressee(), "state": "ANSWERED" }));
        // Ten working days after Sunday, 22 November: Friday, 4 December.
        assert_eq!(answered["deadline"], json!({ "state": "MET", "dueOn": "2026-12-04", "metOn": "2026-11-23" }));
        let step = |number: i64, on: &str| json!([number, format!("Step {number}"), on, "PLANNED"]);
        let plan: Vec<Value> = answered["plan"].as_array().expect("a plan").iter().map(|m| json!([m["number"], m["title"]["text"], m["dueOn"], m["state"]])).collect();
        assert_eq!(plan, [step(1, "2026-12-20"), step(2, "2027-02-01")]);
        let later = Personas::of(world);
        assert_eq!(d.with_people(&later).state(), json!("ANSWERED"));
        let event = later.event_about("RECOMMENDATION_ANSWERED", answered["id"].as_str().expect("an id"));
        assert_eq!(event["actor"]["id"], json!(world.cast.person("officer")));
        let payload = &event["payload"];
        assert_eq!((&payload["verdict"], &payload["clock"], &payload["dueOn"]), (&json!("ACCEPTED"), &json!("MET"), &json!("2026-12-04")));
        assert_eq!((&payload["addressee"], &payload["body"]), (&json!(d.addressee()), &json!(world.cast.ministry.wire())));
        assert_eq!(payload["milestones"][1], json!({ "id": answered["plan"][1]["id"], "dueOn": "2027-02-01" }));
        assert!(later.events("REVIEW_MOVED").iter().any(|e| e["payload"]["to"] == "ANSWERED" && e["subject"] == json!(d.review)));
    }

    fn a_review_is_answered_when_every_addressee_has_answered_every_recommendation(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("For two bodies"), &[&["ministry", "akimat"], &["ministry"]]);
        let (officer, local) = (p.get("officer"), p.get("local-officer"));
        let addressee_of = |reply: &Reply| reply.done()["answer"]["addressee"]["id"].clone();
        let first = d.answer(&officer, &d.addressees[0][0], &refused());
        assert_eq!(addressee_of(&first), json!(d.addressees[0][0]));
        assert_eq!(d.state(), json!("SENT"));
        d.answer(&officer, &d.addressees[1][0], &accepted(&["2027-01-10"])).done();
        assert_eq!(d.state(), json!("SENT"));
        d.answer(&local, &d.addressees[0][1], &refused()).done();
        assert_eq!(d.state(), json!("ANSWERED"));
        assert_eq!(p.events("RECOMMENDATION_ANSWERED").len(), 3);
    }

    fn only_an_officer_of_the_addressed_body_answers(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        for who in ["citizen", "chair", "secretary", "member-05", "local-officer", "registrar", "admin", "ngo", "robot"] {
            assert_eq!(d.answer(&p.get(who), d.addressee(), &refused()).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(d.answer(&world.anonymous(), d.addressee(), &refused()).denied(), "UNAUTHENTICATED");
        let can = |who: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on RecommendationAddressee { viewerCanAnswer } } }";
            p.get(who).ask(query, &json!({ "id": d.addressee() })).at("/node/viewerCanAnswer").clone()
        };
        assert_eq!((can("officer"), can("chair"), can("local-officer")), (json!(true), json!(false), json!(false)));
        d.answer(&p.get("officer"), d.addressee(), &refused()).done();
        assert_eq!(can("officer"), json!(false));
    }

    fn a_recommendation_is_answered_once_also_by_many_at_once(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let addressee = d.addressee();
        let answers = at_once(6, |_| {
            let reply = answer(&officer, addressee, &accepted(&["2027-01-10"]));
            reply.at("/payload/userErrors").get(0).map(|error| error["code"].clone())
        });
        assert_eq!(answers.iter().filter(|code| code.is_none()).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|code| **code == Some(json!("ALREADY_ANSWERED"))).count(), 5, "{answers:?}");
        let again = d.answer(&officer, d.addressee(), &refused());
        assert_eq!((again.refused(), field(&again)), ("ALREADY_ANSWERED", json!(["addresseeId"])));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM answers"), 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM milestones"), 1);
    }

    fn reasons_are_obligatory_and_a_plan_where_something_is_accepted(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let plan = |on: &str| json!([{ "title": { "kk": "Кезең" }, "dueOn": on }]);
        let said = |verdict: &str, reasons: &str, plan: Value| json!({ "verdict": verdict, "reasons": { "kk": reasons }, "plan": plan });
        for (statement, code, path) in [
            (said("REFUSED", " ", json!([])), "BLANK", json!(["reasons", "kk"])),
            (said("ACCEPTED", "Жарайды", json!([])), "PLAN_NEEDED", json!(["plan"])),
            (said("PARTLY", "Жарайды", json!([])), "PLAN_NEEDED", json!(["plan"])),
            (said("REFUSED", "Жоқ", plan("2027-01-10")), "PLAN_UNFIT", json!(["plan"])),
            (said("ACCEPTED", "Жарайды", plan("2026-11-21")), "PLAN_DATE_INVALID", json!(["plan", "0", "dueOn"])),
            (said("ACCEPTED", "Жарайды", plan("2036-11-23")), "PLAN_DATE_INVALID", json!(["plan", "0", "dueOn"])),
        ] {
            let reply = d.answer(&officer, d.addressee(), &statement);
            assert_eq!((reply.refused(), field(&reply)), (code, path));
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM answers"), 0);
        assert_eq!(d.state(), json!("SENT"));
        d.answer(&officer, d.addressee(), &said("PARTLY", "Жарайды", plan("2026-11-22"))).done();
    }

    fn an_answer_after_the_term_is_taken_and_is_late(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        // Saturday, 5 December in Astana begins at 19:00 UTC of Friday, the last day.
        world.advance(Duration::days(12) + Duration::hours(13));
        let later = Personas::of(world);
        let d = d.with_people(&later);
        let reply = d.answer(&later.get("officer"), d.addressee(), &refused());
        let answered = &reply.done()["answer"];
        assert_eq!(answered["answeredOn"], json!("2026-12-05"));
        assert_eq!(answered["deadline"], json!({ "state": "MET_LATE", "dueOn": "2026-12-04", "metOn": "2026-12-05" }));
        let event = later.event_about("RECOMMENDATION_ANSWERED", answered["id"].as_str().expect("an id"));
        assert_eq!(event["payload"]["clock"], json!("MET_LATE"));
        assert_eq!(d.state(), json!("ANSWERED"));
    }
}
