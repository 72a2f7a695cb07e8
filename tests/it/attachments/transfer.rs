//! Transfers that go wrong: bodies that lie, break off, stand still or come in crowds. Nothing half-written is ever seen.

use super::sweep::stored;
use super::wire::Wire;
use crate::support::files::pdf;
use crate::support::{Client, Personas, World};
use serde_json::{Value, json};

/// More than a part of the storage's, so that a half of it is a file somewhere.
fn large() -> Vec<u8> {
    vec![b'a'; 12_000_000]
}

/// What there is of finished files: rows, and whether this one is seen in any way.
#[track_caller]
fn unseen(world: &World, p: &Personas<'_>, id: &str) {
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM attachments WHERE state = 'READY'"), 0);
    for who in ["anonymous", "officer", "admin"] {
        assert_eq!(p.get(who).fetch(&format!("/attachments/{id}"), &[]).status, 404, "{who}");
        let reply = p.get(who).ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id }));
        assert_eq!(reply.at("/node"), &Value::Null, "{who}");
    }
}

fn drafts(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS n FROM blob_drafts")
}

/// A transfer that has begun and whose first half is in the storage.
fn half(world: &World, client: &Client, url: &str) -> Wire {
    let mut wire = Wire::put(client, url, large().len());
    wire.send(&large()[..6_000_000]);
    world.eventually("the first part is stored", || stored(world) > 0);
    wire
}

on_both! {
    fn a_client_that_disconnects_in_the_middle_leaves_nothing(world) {
        let p = Personas::of(world);
        let (id, url) = p.announce("officer", &p.decision("A decision"), "a.txt");
        let wire = half(world, &p.get("officer"), &url);
        unseen(world, &p, &id);
        drop(wire);
        world.eventually("what was written is taken back", || stored(world) == 0);
        unseen(world, &p, &id);
        assert_eq!(p.get("officer").put(&url, &large()).status, 201, "it may be sent again");
        assert_eq!(world.anonymous().fetch(&format!("/attachments/{id}"), &[]).body.len(), large().len());
    }

    fn a_body_that_is_not_as_long_as_it_said_is_not_attached(world) {
        let p = Personas::of(world);
        let (id, url) = p.announce("officer", &p.decision("A decision"), "a.pdf");
        let mut short = Wire::put(&p.get("officer"), &url, 1_000);
        short.send(&pdf("a"));
        world.eventually("it has begun", || drafts(world) == 1);
        drop(short);
        // Without a length and without the mark of its end, too.
        let mut endless = Wire::begin(&p.get("officer"), "PUT", &url, &[("Transfer-Encoding", "chunked")]);
        endless.send(b"9\r\n%PDF-1.7\n\r\n");
        world.eventually("it has begun", || drafts(world) == 2);
        drop(endless);
        unseen(world, &p, &id);
        assert_eq!(stored(world), 0);
        // What comes after the length is no part of the content.
        let content = pdf("a");
        let mut long = Wire::put(&p.get("officer"), &url, content.len());
        long.send(&content);
        long.try_send(b"and more");
        assert_eq!(long.answer().0, 201);
        assert_eq!(world.anonymous().fetch(&format!("/attachments/{id}"), &[]).body, content);
    }

    fn nobody_sends_anything_without_signing_in_or_a_part_of_a_content(world) {
        let p = Personas::of(world);
        let (_, url) = p.announce("officer", &p.decision("A decision"), "a.pdf");
        // Nothing of the body is sent, and there is an answer.
        assert_eq!(Wire::put(&world.anonymous(), &url, 1_000_000).answer().0, 401);
        assert_eq!(Wire::put(&p.get("officer").with_token("no.token"), &url, 1_000_000).answer().0, 401);
        let part = [("Content-Length", "5"), ("Content-Range", "bytes 0-4/100")];
        let (status, answer) = Wire::begin(&p.get("officer"), "PUT", &url, &part).answer();
        assert!(status == 400 && answer.contains("Content-Range"), "{answer}");
        for (method, expected) in [("POST", 404), ("GET", 404), ("DELETE", 404)] {
            let status = Wire::begin(&p.get("officer"), method, &url, &[("Content-Length", "0")]).answer().0;
            assert!([expected, 405].contains(&status), "{method}: {status}");
        }
        assert_eq!((drafts(world), stored(world)), (0, 0));
        assert_eq!(p.get("officer").put(&url, &pdf("a")).status, 201);
    }

    fn a_storage_that_refuses_is_said_to_be_unavailable(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        let (id, url) = p.announce("officer", &decision, "a.pdf");
        let folder = std::path::PathBuf::from(&world.settings.data).join("attachments");
        std::fs::remove_dir_all(&folder).expect("gone");
        std::fs::write(&folder, "no folder").expect("in its place");
        for content in [pdf("a"), large()] {
            let put = officer.put(&url, &content);
            assert_eq!((put.status, put.header("retry-after")), (503, "2"));
            assert_eq!(put.json()["errors"][0]["extensions"]["code"], "UNAVAILABLE");
            let input = json!({ "subjectId": decision, "name": "a.pdf", "access": "PUBLIC" });
            assert_eq!(officer.upload(&input, &content).denied(), "UNAVAILABLE");
        }
        unseen(world, &p, &id);
        std::fs::remove_file(&folder).expect("gone");
        std::fs::create_dir(&folder).expect("back");
        assert_eq!(officer.put(&url, &pdf("a")).status, 201);
    }
}

on_both_with! { |settings| settings.attachment_bytes = 100_000;
    fn a_body_longer_than_the_limit_is_cut_off(world) {
        let p = Personas::of(world);
        let (id, url) = p.announce("officer", &p.decision("A decision"), "a.txt");
        // It says how long it is: not a byte is waited for.
        let (status, answer) = Wire::put(&p.get("officer"), &url, 100_001).answer();
        assert!(status == 413 && answer.contains("FILE_TOO_LARGE") && answer.contains("100000"), "{answer}");
        assert_eq!(drafts(world), 0);
        // It does not say, and never ends.
        let mut endless = Wire::begin(&p.get("officer"), "PUT", &url, &[("Transfer-Encoding", "chunked")]);
        let chunk = [b"2000\r\n".as_slice(), &[b'a'; 0x2000], b"\r\n"].concat();
        while endless.try_send(&chunk) && drafts(world) == 0 {}
        for _ in 0..20 {
            endless.try_send(&chunk);
        }
        assert_eq!(endless.answer().0, 413);
        unseen(world, &p, &id);
        assert_eq!(stored(world), 0);
        assert_eq!(p.get("officer").put(&url, &vec![b'a'; 100_000]).status, 201);
    }
}

/// What a slow body is told, and that nothing of it is left; its address stays good.
fn too_slow(world: &World, limits: &[&str]) {
    let p = Personas::of(world);
    let (decision, officer) = (p.decision("A decision"), p.get("officer"));
    let (id, url) = p.announce("officer", &decision, "a.txt");
    let (status, answer) = half(world, &officer, &url).answer();
    assert!(status == 408 && answer.contains("UPLOAD_TOO_SLOW"), "{answer}");
    assert!(limits.iter().all(|limit| answer.contains(limit)), "{answer}");
    let body = crate::support::files::operation(
        &json!({ "subjectId": decision, "name": "a.txt", "access": "PUBLIC" }),
        "",
        &large(),
    );
    let mut wire = Wire::multipart(&officer, body.len());
    wire.send(&body[..6_000_000]);
    let (status, answer) = wire.answer();
    assert!(status == 200 && answer.contains("UPLOAD_TOO_SLOW"), "{answer}");
    unseen(world, &p, &id);
    assert_eq!(stored(world), 0);
    assert_eq!(officer.put(&url, b"a").status, 201);
}

on_both_with! { |settings| settings.upload_silence_seconds = 1;
    fn an_upload_that_stands_still_is_ended(world) {
        too_slow(world, &["900", "pause for 1"]);
    }
}

on_both_with! { |settings| settings.upload_seconds = 2;
    fn an_upload_that_takes_too_long_is_ended(world) {
        too_slow(world, &["2 seconds in all"]);
    }
}

on_both_with! { |settings| settings.uploads_at_once = 2;
    fn one_account_brings_only_so_many_files_at_once_and_keeps_nobody_else_waiting(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        let addresses: Vec<(String, String)> = (0..3).map(|_| p.announce("officer", &decision, "a.txt")).collect();
        let mut running: Vec<Wire> = addresses[..2].iter().map(|(_, url)| Wire::put(&officer, url, 10)).collect();
        running.iter_mut().for_each(|wire| wire.send(b"12345"));
        world.eventually("both have begun", || drafts(world) == 2);
        let third = officer.put(&addresses[2].1, b"third");
        assert_eq!(third.refused(), (429, "TOO_MANY_UPLOADS".to_owned()));
        assert!(third.json()["userErrors"][0]["message"].as_str().is_some_and(|message| message.contains('2')));
        let input = json!({ "subjectId": decision, "name": "a.txt", "access": "PUBLIC" });
        assert_eq!(officer.upload(&input, b"fourth").refused(), "TOO_MANY_UPLOADS");
        // Another account is not kept waiting.
        let document = crate::documents::draft(&p, &decision);
        let annex = json!({ "subjectId": document, "name": "a.txt", "access": "PUBLIC" });
        p.get("chair").upload(&annex, b"an annex").done();
        let mut first = running.remove(0);
        first.send(b"67890");
        assert_eq!(first.answer().0, 201);
        // The second breaks off; both turns are free again.
        drop(running);
        assert_eq!(officer.put(&addresses[2].1, b"third").status, 201);
        world.eventually("the second turn is free", || officer.upload(&input, b"fourth").json["data"]["payload"]["attachment"].is_object());
    }
}
