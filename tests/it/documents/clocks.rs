//! The clock of the sending: it runs from the conclusion, if there is anything to send, and is met by the sending.

use super::{adopt, concluded, draft, send, words};
use crate::support::builders::text;
use crate::support::dialogue::{adopted_poll, decide};
use crate::support::{Client, Personas};
use chrono::Duration;
use kenes::features::polls::Choice;
use serde_json::{Value, json};

fn clock(client: &Client, review: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { sendDeadline { state startedOn dueOn metOn rule { key citation { text(locale: EN) } confirmed } } } } }";
    client.ask(query, &json!({ "id": review })).at("/node/sendDeadline").clone()
}

on_both! {
    fn the_council_has_seven_working_days_from_the_conclusion(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let running = clock(&world.anonymous(), &review);
        // Seven working days after Sunday, 22 November: Tuesday, 1 December.
        assert_eq!((&running["state"], &running["startedOn"], &running["dueOn"]), (&json!("RUNNING"), &json!("2026-11-22"), &json!("2026-12-01")));
        assert_eq!((&running["rule"]["key"], &running["rule"]["confirmed"]), (&json!("document.send"), &json!(true)));
        // Adopting sends nothing.
        let document = adopt(&p.get("chair"), &review, &words(&p)).text("/document/id");
        assert_eq!(clock(&world.anonymous(), &review)["state"], json!("RUNNING"));
        world.advance(Duration::days(9));
        let later = Personas::of(world);
        let sent = send(&later.get("chair"), &document, 1);
        let met = json!({ "state": "MET", "startedOn": "2026-11-22", "dueOn": "2026-12-01", "metOn": "2026-12-01" });
        assert_eq!(sent.done()["document"]["sendDeadline"], met);
    }

    fn a_document_that_is_sent_late_is_on_record_as_late(world) {
        let p = Personas::of(world);
        let document = draft(&p, &p.decision("A decision"));
        world.advance(Duration::days(10));
        let later = Personas::of(world);
        let sent = send(&later.get("chair"), &document, 1);
        let clock = &sent.done()["document"]["sendDeadline"];
        assert_eq!((&clock["state"], &clock["metOn"]), (&json!("MET_LATE"), &json!("2026-12-02")));
        let overdue = later.events("DEADLINE_OVERDUE");
        assert_eq!(overdue.iter().filter(|event| event["payload"]["rule"] == "document.send").count(), 1);
    }

    fn a_review_with_nothing_to_send_has_no_clock(world) {
        let p = Personas::of(world);
        let review = p.review("Never voted on");
        assert_eq!(clock(&p.get("chair"), &review), Value::Null);
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        assert_eq!(clock(&p.get("chair"), &review), Value::Null);
        assert_eq!(p.events("DEADLINE_STARTED").len(), 0);
    }

    fn the_clock_stops_when_the_last_adopted_poll_is_annulled(world) {
        let p = Personas::of(world);
        let (chair, review) = (p.get("chair"), p.review("Voted on twice"));
        let (first, second) = (adopted_poll(&p, &review), adopted_poll(&p, &review));
        chair.mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        let annul = |poll: &str| chair.mutate("annulPoll", &json!({ "pollId": poll, "reason": "The notice was late" }), "").done().clone();
        annul(&second);
        assert_eq!(clock(&chair, &review)["state"], json!("RUNNING"));
        annul(&first);
        assert_eq!(clock(&chair, &review)["state"], json!("CANCELLED"));
        assert_eq!(p.events("DEADLINE_CANCELLED").len(), 1);
        // The council votes once more on what it thought it had decided, and the clock runs from the new conclusion.
        let ask = |replaces: Option<&str>| {
            let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Once more?"), "replacesId": replaces });
            chair.mutate("openPoll", &input, "poll { id }")
        };
        assert_eq!(ask(None).refused(), "WRONG_STATE", "a concluded review takes no new question");
        let again = ask(Some(&first)).text("/poll/id");
        decide(&p, &again, Choice::For);
        assert_eq!(clock(&chair, &review)["state"], json!("RUNNING"));
        let document = adopt(&chair, &review, &words(&p)).text("/document/id");
        assert_eq!(send(&chair, &document, 1).done()["document"]["sendDeadline"]["state"], json!("MET"));
    }

    fn a_concluded_review_with_an_adopted_poll_does_not_vote_again(world) {
        let p = Personas::of(world);
        let (chair, review) = (p.get("chair"), p.review("Voted on twice"));
        let (first, _) = (adopted_poll(&p, &review), adopted_poll(&p, &review));
        chair.mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        chair.mutate("annulPoll", &json!({ "pollId": first, "reason": "The notice was late" }), "").done();
        let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Once more?"), "replacesId": first });
        assert_eq!(chair.mutate("openPoll", &input, "poll { id }").refused(), "WRONG_STATE");
    }
}
