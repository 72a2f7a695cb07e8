//! Files announced first and sent to a one-time address.

use crate::support::bulk::at_once;
use crate::support::files::pdf;
use crate::support::{Personas, World};
use serde_json::{Value, json};

fn node(world: &World, id: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Attachment { id name sizeBytes } } }";
    world.anonymous().ask(query, &json!({ "id": id })).at("/node").clone()
}

fn list(p: &Personas<'_>, decision: &str) -> i64 {
    let query = "query($id: ID!) { node(id: $id) { ... on Decision { attachments { totalCount nodes { id } } } } }";
    let reply = p.get("officer").ask(query, &json!({ "id": decision }));
    let nodes = reply.at("/node/attachments/nodes").as_array().expect("a list").len();
    assert_eq!(*reply.at("/node/attachments/totalCount"), json!(nodes));
    i64::try_from(nodes).expect("few")
}

on_both! {
    fn a_file_is_seen_by_nobody_until_its_content_has_come(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (id, url) = p.announce("officer", &decision, "Есеп.pdf");
        assert_eq!((node(world, &id), list(&p, &decision)), (Value::Null, 0));
        for who in ["anonymous", "officer", "admin"] {
            assert_eq!(p.get(who).fetch(&format!("/attachments/{id}"), &[]).status, 404, "{who}");
        }
        let content = pdf("Есеп");
        let put = p.get("officer").put(&url, &content);
        assert_eq!((put.status, put.header("location")), (201, format!("/attachments/{id}").as_str()));
        assert_eq!(put.json()["attachment"]["id"], json!(id));
        assert_eq!(node(world, &id), json!({ "id": id, "name": "Есеп.pdf", "sizeBytes": content.len() }));
        assert_eq!(list(&p, &decision), 1);
        p.event_about("UPLOAD_CREATED", &id);
        p.event_about("ATTACHMENT_UPLOADED", &id);
    }

    fn an_address_is_good_once_and_only_for_who_asked_for_it(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (_, url) = p.announce("officer", &decision, "a.pdf");
        assert_eq!(world.anonymous().put(&url, &pdf("a")).status, 401);
        for who in ["citizen", "chair", "admin", "local-officer"] {
            assert_eq!(p.get(who).put(&url, &pdf("a")).refused(), (410, "UPLOAD_INVALID".to_owned()), "{who}");
        }
        assert_eq!(p.get("officer").put("/uploads/kenes_up_guess", &pdf("a")).refused(), (410, "UPLOAD_INVALID".to_owned()));
        // What was refused may be tried again with a better file.
        assert_eq!(p.get("officer").put(&url, b"MZ\x00\x00").refused(), (415, "FILE_TYPE_UNFIT".to_owned()));
        assert_eq!(p.get("officer").put(&url, &pdf("a")).status, 201);
        assert_eq!(p.get("officer").put(&url, &pdf("b")).refused(), (410, "UPLOAD_INVALID".to_owned()));
        assert_eq!(list(&p, &decision), 1);
    }

    fn an_address_runs_out(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (_, late) = p.announce("officer", &decision, "late.pdf");
        world.advance(chrono::Duration::minutes(60));
        // Access tokens run out sooner; this one is new.
        let officer = world.sign_in("officer");
        assert_eq!(officer.put(&late, &pdf("a")).refused(), (410, "UPLOAD_INVALID".to_owned()));
        let again = json!({ "subjectId": decision, "name": "in time.pdf", "access": "PUBLIC" });
        let url = officer.mutate("createUpload", &again, "upload { url }").text("/upload/url");
        assert_eq!(officer.put(&url, &pdf("a")).status, 201);
    }

    fn the_right_is_asked_again_when_the_content_has_come(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (_, url) = p.announce("officer", &decision, "a.pdf");
        p.get("officer").mutate("withdrawDecision", &json!({ "decisionId": decision, "reason": "A mistake" }), "").done();
        assert_eq!(p.get("officer").put(&url, &pdf("a")).refused(), (422, "WRONG_STATE".to_owned()));
        assert_eq!(list(&p, &decision), 0);
    }

    fn of_two_contents_sent_at_once_one_attaches(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (id, url) = p.announce("officer", &decision, "a.txt");
        let officer = p.get("officer");
        let contents: Vec<Vec<u8>> = (0..4_u8).map(|n| vec![b'a' + n; 300_000]).collect();
        let statuses = at_once(4, |n| officer.put(&url, &contents[n]).status);
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [201, 410].contains(status)), "{statuses:?}");
        let winner = statuses.iter().position(|status| *status == 201).expect("one");
        assert_eq!(officer.fetch(&format!("/attachments/{id}"), &[]).body, contents[winner]);
        assert_eq!(crate::attachments::sweep::stored(world), 1, "the others were taken back");
    }
}
