//! Final documents: what a council concluded, sent to the body, and seen by whom.

mod acknowledge;
mod adopt;
mod clocks;
mod hearing;
mod looks;
mod page;
mod revise;
mod send;
mod visibility;

use crate::support::builders::text;
use crate::support::dialogue::adopted_poll;
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

/// What the tests look at, of a document.
const DOCUMENT: &str = "id designation year number state revision adoptedAt adoptedBy { name } sentAt htmlPath
    review { id state } decision { id } council { id } body { id }
    version { id number sha256 canonicalContent heldOn form place { text(locale: KK) } facts { text(locale: EN) } conclusion { text(locale: RU) }
        participants { name standing { text(locale: EN) } } vote { mode electorate present for against abstain }
        decisionTitle { text(locale: EN) } decisionVersionNumber
        proposals { number text { text(locale: EN) } priority wishedOn addressees { name { text(locale: EN) } body { id } } } }
    recommendations { totalCount nodes { id number text { text(locale: EN) } priority wishedOn addressees { id state body { id } deadline { state startedOn dueOn } } } }
    receipts { body { id } receivedAt acknowledgedAt acknowledgedBy { name } viewerCanAcknowledge }
    sendDeadline { state startedOn dueOn metOn }
    viewerCanRevise viewerCanSend viewerCanAcknowledge";

/// A concluded review of a decision, with a poll that was adopted.
pub fn concluded(p: &Personas<'_>, decision: &str) -> String {
    let review = p.review_of(decision);
    adopted_poll(p, &review);
    p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
    review
}

/// The words of a document with one recommendation to the ministry, without what it is the document of.
pub fn words(p: &Personas<'_>) -> Value {
    json!({
        "heldOn": "2026-11-22", "place": text("Astana"), "facts": text("The facts"), "conclusion": text("The conclusion"),
        "participants": [{ "name": "A witness", "standing": text("Association of Parents") }, { "name": "A passer-by" }],
        "recommendations": [{
            "text": text("Publish it"), "addresseeIds": [p.world.cast.ministry.wire()], "priority": "HIGH", "wishedOn": "2027-01-01",
        }],
    })
}

fn adopt(client: &Client, review: &str, words: &Value) -> Reply {
    let mut input = words.clone();
    input["reviewId"] = json!(review);
    client.mutate("adoptFinalDocument", &input, &format!("document {{ {DOCUMENT} }}"))
}

fn revise(client: &Client, document: &str, expected: i64, words: &Value) -> Reply {
    let mut input = words.clone();
    input["documentId"] = json!(document);
    input["expectedRevision"] = json!(expected);
    client.mutate("reviseFinalDocument", &input, &format!("document {{ {DOCUMENT} }}"))
}

fn send(client: &Client, document: &str, expected: i64) -> Reply {
    let input = json!({ "documentId": document, "expectedRevision": expected });
    client.mutate("sendFinalDocument", &input, &format!("document {{ {DOCUMENT} }}"))
}

fn acknowledge(client: &Client, document: &str, body: &str) -> Reply {
    let input = json!({ "documentId": document, "bodyId": body });
    let selection = "document { id } receipt { body { id } receivedAt acknowledgedAt acknowledgedBy { name } }";
    client.mutate("acknowledgeDocument", &input, selection)
}

/// The id of a draft on a decision.
pub fn draft(p: &Personas<'_>, decision: &str) -> String {
    adopt(&p.get("chair"), &concluded(p, decision), &words(p)).text("/document/id")
}

/// The id of a document on a decision that was sent.
pub fn sent(p: &Personas<'_>, decision: &str) -> String {
    let document = draft(p, decision);
    send(&p.get("chair"), &document, 1).done();
    document
}

fn read(client: &Client, document: &str) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on FinalDocument {{ {DOCUMENT} }} }} }}");
    client.ask(&query, &json!({ "id": document })).at("/node").clone()
}

fn field(reply: &Reply) -> Value {
    reply.at("/payload/userErrors/0/field").clone()
}
