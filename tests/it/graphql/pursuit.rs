//! What it costs to see how far recommendations have come: bounded, however many there are and whatever hangs on them.

use super::statements::statements;
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::dialogue::{Dialogue, accepted, refused};
use crate::support::files::pdf;
use serde_json::json;

/// (1) Recommendations with those who are asked, their clocks, answers, ratings, plans and files.
const PURSUIT: &str = "query($first: Int!) { recommendations(first: $first) { totalCount nodes {
    number text { text } priority wishedOn sentAt
    document { designation poll { question { text } } protocol { number } receipts { acknowledgedAt viewerCanAcknowledge } }
    decision { title { text } } council { name { text } } review { state viewerCanClose }
    addressees {
        state viewerCanAnswer body { name { text } }
        deadline { state startedOn dueOn metOn skipped { date } moves { reason } rule { key citation { text } } }
        answer {
            verdict reasons { text } author { name } viewerCanCorrect viewerCanRate
            rating { verdict ratedBy { name } poll { motion { verdict answer { id } } } }
            plan { title { text } dueOn state punctuality viewerCanReport viewerCanConfirm reports(first: 2) { totalCount nodes { evidence judgement { verdict } } } }
            attachments(first: 2) { totalCount nodes { name sizeBytes url } }
        }
        answers(first: 3) { totalCount nodes { number corrects { id } correctedBy { id } } }
    }
} } }";

/// (2) Final documents with what they say and who has them.
const DOCUMENTS: &str = "query($first: Int!) { finalDocuments(first: $first) { totalCount nodes {
    designation state sentAt sendDeadline { state dueOn } review { state } body { name { text } } viewerCanSend
    version { number heldOn facts { text } sha256 vote { for } protocol { number } participants { name } proposals { number text { text } addressees { name { text } body { region { name { text } } } } } }
    versions(first: 3) { totalCount nodes { number author { name } } }
    recommendations(first: 10) { totalCount nodes { number addressees { state body { name { text } } deadline { state dueOn } } } }
    receipts { body { name { text } } acknowledgedBy { name } }
    attachments(first: 2) { totalCount nodes { name } }
} } }";

/// A document whose every addressee has answered: with a file and a report, every second after a
/// correction, and the first three rated.
fn pursued(p: &Personas<'_>, title: &str, recommendations: &[&[&str]]) {
    let d = Dialogue::with(p, &p.decision(title), recommendations);
    for (place, addressee) in d.addressees.iter().flatten().enumerate() {
        let whose =
            if d.addressees.iter().any(|of| of.get(1) == Some(addressee)) { "local-officer" } else { "officer" };
        let officer = p.get(whose);
        let mut answer = d.answer(&officer, addressee, &accepted(&["2026-12-20", "2027-01-10", "2027-02-10"]));
        if place % 2 == 1 {
            answer = d.correct(&officer, &answer.text("/answer/id"), &accepted(&["2026-12-21"]));
        }
        let id = answer.text("/answer/id");
        let input = json!({ "subjectId": id, "name": "a.pdf", "access": "PUBLIC" });
        officer.upload(&input, &pdf("a")).done();
        let input = json!({ "milestoneId": answer.text("/answer/plan/0/id"), "evidence": "Order No. 12" });
        officer.mutate("reportMilestone", &input, "").done();
        if place < 3 {
            d.rated(&id, "TO_THE_POINT");
        }
    }
}

on_both! {
    fn a_page_of_recommendations_costs_the_same_for_one_and_for_twenty(world) {
        let p = Personas::of(world);
        pursued(&p, "Few", &[["ministry", "akimat"].as_slice(); 2]);
        let people = ["anonymous", "officer", "chair"].map(|who| p.get(who));
        let page = json!({ "first": 20 });
        let few = people.each_ref().map(|client| statements(client, PURSUIT, &page));
        pursued(&p, "Many", &[&["ministry", "akimat"], &["ministry", "akimat"], &["ministry"], &["ministry", "akimat"], &["ministry", "akimat"]]);
        pursued(&p, "More", &[["ministry", "akimat"].as_slice(); 5]);
        let day_off = json!({ "date": "2026-12-02", "kind": "DAY_OFF_BY_DECREE", "name": text("A day off"), "reason": "Decree 7" });
        p.get("admin").mutate("setCalendarDay", &day_off, "").done();
        let seen = people[1].ask(PURSUIT, &page);
        assert_eq!((seen.at("/recommendations/totalCount"), seen.at("/recommendations/nodes/0/addressees").as_array().map(Vec::len)), (&json!(12), Some(2)));
        assert_eq!(seen.at("/recommendations/nodes/5/addressees/1/answer/attachments/totalCount"), &json!(1));
        for (client, few) in people.iter().zip(few) {
            let mut many = statements(client, PURSUIT, &page);
            // The page has many loads of one kind: how many meet in a breath varies, so the least takes looking for.
            for _ in 0..12 {
                if many > few {
                    many = many.min(statements(client, PURSUIT, &page));
                }
            }
            // Two answers may meet in a breath by chance where twenty do not; what grows with the rows grows by tens.
            assert!(many <= few + 2 && many <= 30, "{few} {many}");
        }
    }

    fn a_page_of_final_documents_costs_the_same_for_one_and_for_many(world) {
        let p = Personas::of(world);
        Dialogue::begin(&p);
        let few = statements(&p.get("officer"), DOCUMENTS, &json!({ "first": 10 }));
        for number in 0..6 {
            let d = Dialogue::with(&p, &p.decision(&format!("Decision {number}")), &[&["ministry", "akimat"], &["akimat"], &["ministry"]]);
            let input = json!({ "documentId": d.document, "bodyId": world.cast.ministry.wire() });
            p.get("officer").mutate("acknowledgeDocument", &input, "").done();
            d.answer(&p.get("officer"), &d.addressees[0][0], &refused()).done();
        }
        let page = p.get("officer").ask(DOCUMENTS, &json!({ "first": 10 }));
        assert_eq!((page.at("/finalDocuments/totalCount"), page.at("/finalDocuments/nodes/0/recommendations/totalCount")), (&json!(7), &json!(3)));
        let many = statements(&p.get("officer"), DOCUMENTS, &json!({ "first": 10 }));
        assert!(many <= few && many <= 16, "{few} {many}");
    }
}
