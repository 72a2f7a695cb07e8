//! From the opening of the review until the final document lies before the bodies.

use super::stage::{Asked, Stage};
use crate::support::builders::text;
use serde_json::{Value, json};

const CLOCK: &str = "sendDeadline { id state startedOn dueOn metOn provisional rule { key } }";

pub fn open(stage: &Stage<'_>) -> String {
    let p = &stage.p;
    let decision = p.decision("A road through the park");
    stage.told("DECISION_PUBLISHED", &decision, Some("officer"));
    let review = p.review_of(&decision);
    stage.told("REVIEW_OPENED", &review, Some("chair"));
    stage.only(&["citizen", "member-01", "officer"], &["anonymous", "robot"], "Review", &review, "viewerCanComment");
    let comment = p.comment("citizen", &review);
    stage.told("COMMENT_ADDED", &comment, Some("citizen"));
    review
}

pub fn vote(stage: &Stage<'_>, review: &str) {
    stage.only(&["chair", "secretary"], &["officer", "member-01", "citizen"], "Review", review, "viewerCanOpenPoll");
    let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Shall the council say so?") });
    let poll = stage.who("secretary").mutate("openPoll", &input, "poll { id }").text("/poll/id");
    stage.told("POLL_OPENED", &poll, Some("secretary"));
    stage.only(&["chair", "member-01"], &["officer", "citizen", "local-chair"], "Poll", &poll, "viewerCanVote");
    stage.adopt(&poll);
    assert_eq!(stage.told("POLL_CLOSED", &poll, Some("chair"))["outcome"], json!("ADOPTED"));
}

pub fn conclude(stage: &Stage<'_>, review: &str) {
    stage.only(&["chair", "deputy"], &["secretary", "officer"], "Review", review, "viewerCanConclude");
    let reply = stage.who("chair").mutate(
        "concludeReview",
        &json!({ "reviewId": review }),
        &format!("review {{ state {CLOCK} }}"),
    );
    let concluded = &reply.done()["review"];
    let clock = &concluded["sendDeadline"];
    assert_eq!(
        (&concluded["state"], &clock["rule"]["key"], &clock["state"]),
        (&json!("CONCLUDED"), &json!("document.send"), &json!("RUNNING"))
    );
    let (started_on, due_on) = (stage.today(), stage.due(&stage.today(), 7));
    assert_eq!((&clock["startedOn"], &clock["dueOn"]), (&json!(started_on), &json!(due_on)));
    stage.told("REVIEW_CONCLUDED", review, Some("chair"));
    assert_eq!(
        stage.told("DEADLINE_STARTED", clock["id"].as_str().expect("an id"), Some("chair"))["dueOn"],
        json!(due_on)
    );
}

/// The input of the document: one recommendation to the ministry, one to both bodies, one to the akimat.
fn wording(stage: &Stage<'_>, facts: &str) -> Value {
    let (ministry, akimat) = (stage.world.cast.ministry.wire(), stage.world.cast.akimat.wire());
    let wish = |word: &str, priority: &str, bodies: Value| json!({ "text": text(word), "priority": priority, "addresseeIds": bodies });
    json!({
        "heldOn": stage.today(), "place": text("Astana"), "facts": text(facts), "conclusion": text("The road spares the oaks"),
        "participants": [{ "name": "A forester", "standing": text("Expert") }],
        "recommendations": [
            wish("Publish the plan", "HIGH", json!([ministry])),
            wish("Plant two trees for each felled", "NORMAL", json!([ministry, akimat])),
            wish("Move the stop", "LOW", json!([akimat])),
        ],
    })
}

pub fn adopt(stage: &Stage<'_>, review: &str) -> String {
    stage.only(
        &["chair", "deputy"],
        &["secretary", "member-01", "officer", "admin"],
        "Review",
        review,
        "viewerCanAdoptFinalDocument",
    );
    let mut input = wording(stage, "Forty oaks stand in the way");
    input["reviewId"] = json!(review);
    let adopted = stage.who("chair").mutate(
        "adoptFinalDocument",
        &input,
        "document { id designation revision state poll { id } }",
    );
    let document = adopted.text("/document/id");
    assert_eq!(adopted.text("/document/designation"), format!("{}/1", &stage.today()[..4]));
    stage.told("FINAL_DOCUMENT_ADOPTED", &document, Some("chair"));
    assert_eq!(stage.look("officer", "FinalDocument", &document, "id"), Value::Null, "a draft is the council's own");
    stage.only(&["chair", "deputy"], &["secretary", "member-01"], "FinalDocument", &document, "viewerCanRevise");
    let mut changed = wording(stage, "Forty-one oaks stand in the way");
    changed["documentId"] = json!(document);
    changed["expectedRevision"] = json!(1);
    let revised = stage.who("deputy").mutate("reviseFinalDocument", &changed, "document { revision }");
    assert_eq!(revised.done()["document"]["revision"], json!(2));
    stage.told("FINAL_DOCUMENT_REVISED", &document, Some("deputy"));
    document
}

/// Sends on the last day of the term; who is asked, in the order of the document.
pub fn send(stage: &mut Stage<'_>, review: &str, document: &str) -> Vec<Asked> {
    let due_on = stage.due(&stage.today(), 7);
    stage.on(&due_on);
    stage.only(&["chair", "deputy"], &["secretary", "member-01"], "FinalDocument", document, "viewerCanSend");
    let input = json!({ "documentId": document, "expectedRevision": 2 });
    let selection = format!(
        "document {{ review {{ state }} {CLOCK} recommendations {{ nodes {{ number addressees {{ id body {{ id }} deadline {{ id state startedOn dueOn }} }} }} }} }}"
    );
    let reply = stage.who("chair").mutate("sendFinalDocument", &input, &selection);
    let sent = &reply.done()["document"];
    let clock = &sent["sendDeadline"];
    assert_eq!(
        (&sent["review"]["state"], &clock["state"], &clock["metOn"]),
        (&json!("SENT"), &json!("MET"), &json!(due_on))
    );
    stage.told("FINAL_DOCUMENT_SENT", document, Some("chair"));
    stage.told("DEADLINE_MET", clock["id"].as_str().expect("an id"), Some("chair"));
    let akimat = stage.world.cast.akimat.wire();
    let mut asked = Vec::new();
    for wish in sent["recommendations"]["nodes"].as_array().expect("a list") {
        for addressee in wish["addressees"].as_array().expect("a list") {
            let running = json!({ "id": addressee["deadline"]["id"], "state": "RUNNING", "startedOn": due_on, "dueOn": stage.due(&due_on, 10) });
            assert_eq!(addressee["deadline"], running);
            stage.told("DEADLINE_STARTED", addressee["deadline"]["id"].as_str().expect("an id"), Some("chair"));
            let (id, body) = (
                addressee["id"].as_str().expect("an id").to_owned(),
                addressee["body"]["id"].as_str().expect("an id").to_owned(),
            );
            let officer = if body == akimat { "local-officer" } else { "officer" };
            asked.push(Asked { id, number: wish["number"].as_i64().expect("a number"), body, officer });
        }
    }
    assert_eq!(
        asked.iter().map(|one| (one.number, one.officer)).collect::<Vec<_>>(),
        [(1, "officer"), (2, "officer"), (2, "local-officer"), (3, "local-officer")]
    );
    let moved = stage.p.events("REVIEW_MOVED");
    assert!(moved.iter().any(|event| event["subject"] == json!(review) && event["payload"]["to"] == "SENT"));
    asked
}

pub fn acknowledge(stage: &Stage<'_>, document: &str, asked: &[Asked]) {
    stage.only(
        &["officer", "local-officer"],
        &["chair", "citizen", "anonymous"],
        "FinalDocument",
        document,
        "viewerCanAcknowledge",
    );
    for (who, body) in [("officer", &asked[0].body), ("local-officer", &asked[3].body)] {
        let input = json!({ "documentId": document, "bodyId": body });
        let done = stage.who(who).mutate("acknowledgeDocument", &input, "receipt { acknowledgedBy { name } }");
        assert_eq!(done.text("/receipt/acknowledgedBy/name"), who);
    }
    assert_eq!(stage.p.events("DOCUMENT_ACKNOWLEDGED").len(), 2);
    let (status, page) = stage.world.anonymous().get(&format!("/documents/{document}.html?lang=ru"));
    assert!(status == 200 && page.contains("Forty-one oaks stand in the way (рус)"), "{page}");
    // Acknowledging moves no clock.
    for one in asked {
        stage.stands(one, "RUNNING", &stage.due(&stage.today(), 10), None);
    }
}

/// The government takes a working day away: what runs moves, and what was met does not.
pub fn a_day_off_is_decreed(stage: &mut Stage<'_>, review: &str, asked: &[Asked]) {
    let (sent_on, before) = (stage.today(), stage.due(&stage.today(), 10));
    let met = stage.look("anonymous", "Review", review, CLOCK);
    let day_off = stage.due(&sent_on, 4);
    stage.decree(&day_off, "DAY_OFF_BY_DECREE");
    let after = stage.due(&sent_on, 10);
    assert!(before < after, "{before} {after}");
    for one in asked {
        stage.stands(one, "RUNNING", &after, None);
        let clock = stage.clock(one);
        let told = stage.told("DEADLINE_MOVED", clock["id"].as_str().expect("an id"), Some("admin"));
        assert_eq!((&told["from"], &told["to"]), (&json!(before), &json!(after)));
    }
    assert_eq!(stage.look("anonymous", "Review", review, CLOCK), met);
    assert_eq!(stage.p.events("DEADLINE_MOVED").len(), asked.len());
}
