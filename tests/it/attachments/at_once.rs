//! Files that come with a GraphQL request.

use crate::support::files::{operation, pdf};
use crate::support::{Personas, World};
use serde_json::{Value, json};

fn input(subject: &str, name: &str) -> Value {
    json!({ "subjectId": subject, "name": name, "access": "PUBLIC" })
}

fn attached(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS n FROM attachments")
}

on_both! {
    fn an_officer_attaches_a_file_and_everybody_finds_it_on_the_decision(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let content = pdf("Есеп");
        let reply = p.get("officer").upload(&input(&decision, "C:\\fakepath\\Есеп"), &content);
        let made = reply.done()["attachment"].clone();
        assert_eq!(made["name"], "Есеп.pdf");
        assert_eq!((&made["mediaType"], &made["sizeBytes"]), (&json!("application/pdf"), &json!(content.len())));
        let query = "query($id: ID!) { node(id: $id) { ... on Decision { attachments { totalCount nodes {
            id name sha256 url author { name } attachedAt subject { id } viewerCanRestrict } } viewerCanAttach } } }";
        let read = |who: &str| p.get(who).ask(query, &json!({ "id": decision })).at("/node").clone();
        let expected = json!({
            "id": made["id"], "name": "Есеп.pdf", "sha256": made["sha256"], "url": made["url"], "author": { "name": "officer" },
            "attachedAt": "2026-11-22T06:00:00Z", "subject": { "id": decision }, "viewerCanRestrict": false,
        });
        assert_eq!(read("anonymous"), json!({ "attachments": { "totalCount": 1, "nodes": [expected] }, "viewerCanAttach": false }));
        assert_eq!(read("officer")["viewerCanAttach"], true);
        let event = p.event_about("ATTACHMENT_UPLOADED", made["id"].as_str().expect("an id"));
        assert_eq!(event["payload"]["sha256"], made["sha256"]);
        assert!(!event.to_string().contains("Есеп"), "a name may be a person's");
    }

    fn whoever_may_not_attach_is_denied_before_a_byte_is_stored(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        for (who, code) in [("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("chair", "FORBIDDEN"), ("local-officer", "FORBIDDEN"), ("admin", "FORBIDDEN"), ("robot", "FORBIDDEN")] {
            assert_eq!(p.get(who).upload(&input(&decision, "a.pdf"), &pdf("a")).denied(), code, "{who}");
        }
        let draft = p.draft("A draft");
        assert_eq!(p.get("citizen").upload(&input(&draft, "a.pdf"), &pdf("a")).denied(), "NOT_FOUND");
        assert_eq!((attached(world), world.count("SELECT COUNT(*) AS n FROM blob_drafts")), (0, 0));
        p.get("officer").upload(&input(&draft, "a.pdf"), &pdf("a")).done();
    }

    fn a_decision_that_has_ended_takes_no_more_files(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        p.get("officer").mutate("withdrawDecision", &json!({ "decisionId": decision, "reason": "A mistake" }), "").done();
        assert_eq!(p.get("officer").upload(&input(&decision, "a.pdf"), &pdf("a")).refused(), "WRONG_STATE");
        assert_eq!(attached(world), 0);
    }

    fn what_a_file_is_is_told_by_its_content(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        let page = b"<!DOCTYPE html><script>alert(1)</script>";
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        for content in [page.as_slice(), svg, b"#!/bin/sh\n", b"MZ\x90\x00\x03\x00\x00", b"PK\x03\x04nothing of Office", b"\x00\x01"] {
            for name in ["report.pdf", "photo.png", "page.html", "picture.svg"] {
                assert_eq!(officer.upload(&input(&decision, name), content).refused(), "FILE_TYPE_UNFIT", "{name}");
            }
        }
        assert_eq!(officer.upload(&input(&decision, "report.pdf"), b"").refused(), "FILE_EMPTY");
        assert_eq!(attached(world), 0);
        let text = officer.upload(&input(&decision, "report.pdf"), "Мәтін".as_bytes());
        assert_eq!((text.text("/attachment/mediaType"), text.text("/attachment/name")), ("text/plain".into(), "report.pdf.txt".into()));
    }

    fn no_form_on_another_site_can_send_a_file(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let body = operation(&input(&decision, "a.pdf"), "attachment { id }", &pdf("a"));
        let refused = p.get("officer").post_multipart(&[], &body);
        assert_eq!((refused.status, refused.denied()), (415, "BAD_INPUT"));
        assert_eq!(attached(world), 0);
        for header in ["GraphQL-Preflight", "Apollo-Require-Preflight"] {
            p.get("officer").post_multipart(&[(header, "1")], &body).done();
        }
    }
}

on_both_with! { |settings| settings.attachment_bytes = 100_000;
    fn a_file_larger_than_the_limit_is_refused_and_leaves_nothing(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        assert_eq!(officer.upload(&input(&decision, "a.txt"), &vec![b'a'; 100_001]).refused(), "FILE_TOO_LARGE");
        let (_, url) = p.announce("officer", &decision, "a.txt");
        assert_eq!(officer.put(&url, &vec![b'a'; 100_001]).refused(), (413, "FILE_TOO_LARGE".to_owned()));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM attachments WHERE state = 'READY'"), 0);
        assert_eq!(crate::attachments::sweep::stored(world), 0);
        officer.upload(&input(&decision, "a.txt"), &vec![b'a'; 100_000]).done();
        assert_eq!(officer.put(&url, &vec![b'a'; 100_000]).status, 201);
    }
}
