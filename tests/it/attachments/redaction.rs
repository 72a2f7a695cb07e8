//! Restricted originals, their copies for the public, and files that should not have been public.

use crate::documents;
use crate::support::files::pdf;
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

fn copy(client: &Client, subject: &str, original: &str, access: &str) -> Reply {
    let input = json!({ "subjectId": subject, "name": "Есеп.pdf", "access": access, "redactedOfId": original });
    client.upload(&input, &pdf("blacked out"))
}

fn restrict(client: &Client, id: &str, reason: &str) -> Reply {
    let input = json!({ "attachmentId": id, "reason": reason });
    client.mutate("restrictAttachment", &input, "attachment { access restrictedAt restrictedReason }")
}

on_both! {
    fn the_public_reads_the_redacted_copy_and_those_concerned_both(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let original = p.attach("officer", &decision, "RESTRICTED");
        let made = copy(&p.get("officer"), &decision, &original, "PUBLIC");
        assert_eq!(made.text("/attachment/edition"), "REDACTED");
        let id = made.text("/attachment/id");
        let query = "query($id: ID!, $original: ID!) { copy: node(id: $id) { ... on Attachment { edition redactedOf { id } viewerCanRedact } }
            original: node(id: $original) { ... on Attachment { edition redactedCopies { totalCount nodes { id } } } } }";
        let read = |who: &str| p.get(who).ask(query, &json!({ "id": id, "original": original })).at("").clone();
        let stranger = json!({ "copy": { "edition": "REDACTED", "redactedOf": null, "viewerCanRedact": false }, "original": null });
        assert_eq!(read("citizen"), stranger);
        assert_eq!(read("member-05")["copy"]["redactedOf"], json!({ "id": original }));
        assert_eq!(read("officer")["original"], json!({ "edition": "ORIGINAL", "redactedCopies": { "totalCount": 1, "nodes": [{ "id": id }] } }));
        let event = p.event_about("ATTACHMENT_UPLOADED", &id);
        assert_eq!(event["payload"]["redactedOf"], json!(original));
    }

    fn a_copy_must_be_public_and_its_original_restricted_and_of_the_same_subject(world) {
        let p = Personas::of(world);
        let (decision, other, officer) = (p.decision("A decision"), p.decision("Another"), p.get("officer"));
        let (open, closed) = (p.attach("officer", &decision, "PUBLIC"), p.attach("officer", &decision, "RESTRICTED"));
        assert_eq!(copy(&officer, &decision, &closed, "RESTRICTED").refused(), "REDACTED_OF_UNFIT");
        assert_eq!(copy(&officer, &decision, &open, "PUBLIC").refused(), "REDACTED_OF_UNFIT");
        assert_eq!(copy(&officer, &other, &closed, "PUBLIC").refused(), "REDACTED_OF_UNFIT");
        let (pending, _) = p.announce("officer", &decision, "not here yet.pdf");
        assert_eq!(copy(&officer, &decision, &pending, "PUBLIC").denied(), "NOT_FOUND");
        copy(&officer, &decision, &closed, "PUBLIC").done();
    }

    fn what_was_restricted_after_the_sending_has_its_copy_for_the_public(world) {
        let p = Personas::of(world);
        let (document, chair) = (documents::draft(&p, &p.decision("A decision")), p.get("chair"));
        let annex = p.attach("chair", &document, "PUBLIC");
        chair.mutate("sendFinalDocument", &json!({ "documentId": document, "expectedRevision": 1 }), "").done();
        restrict(&chair, &annex, "It names a child").done();
        let another = json!({ "subjectId": document, "name": "Есеп.pdf", "access": "PUBLIC" });
        assert_eq!(chair.upload(&another, &pdf("more")).refused(), "WRONG_STATE", "nothing else is added");
        let made = copy(&chair, &document, &annex, "PUBLIC").text("/attachment/id");
        assert_eq!(p.get("citizen").fetch(&format!("/attachments/{made}"), &[]).status, 200);
        assert_eq!(p.get("citizen").fetch(&format!("/attachments/{annex}"), &[]).status, 404);
    }

    fn a_file_that_should_not_have_been_public_is_restricted_for_good(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let id = p.attach("officer", &decision, "PUBLIC");
        let fetch = |who: &str| p.get(who).fetch(&format!("/attachments/{id}"), &[]).status;
        for (who, code) in [("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("chair", "FORBIDDEN"), ("admin", "FORBIDDEN")] {
            assert_eq!(restrict(&p.get(who), &id, "A name").denied(), code, "{who}");
        }
        assert_eq!(restrict(&p.get("officer"), &id, " ").refused(), "BLANK");
        assert_eq!(fetch("citizen"), 200);
        // At any time: even when the decision takes no more files.
        p.get("officer").mutate("withdrawDecision", &json!({ "decisionId": decision, "reason": "A mistake" }), "").done();
        let done = restrict(&p.get("officer"), &id, "It names a child");
        let expected = json!({ "access": "RESTRICTED", "restrictedAt": "2026-11-22T06:00:00Z", "restrictedReason": "It names a child" });
        assert_eq!(done.done()["attachment"], expected);
        assert_eq!((fetch("citizen"), fetch("officer")), (404, 200));
        let event = p.event_about("ATTACHMENT_RESTRICTED", &id);
        assert!(!event.to_string().contains("a child"), "the reason may say what it hides");
        assert_eq!(restrict(&p.get("officer"), &id, "Again").refused(), "ALREADY_RESTRICTED");
        assert!(world.raw("UPDATE attachments SET access = 'PUBLIC', restricted_at = NULL, restricted_by_id = NULL, restricted_reason = NULL").is_err());
        assert_eq!(p.get("citizen").ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id })).at("/node"), &Value::Null);
    }
}
