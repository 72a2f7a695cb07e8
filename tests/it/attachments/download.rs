//! Files out: headers, ranges, and never anything a browser runs.

use crate::support::Personas;
use crate::support::files::pdf;
use serde_json::json;

on_both! {
    fn a_file_comes_back_byte_for_byte_and_is_never_run(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let id = p.attach("officer", &decision, "PUBLIC");
        let path = format!("/attachments/{id}");
        let got = world.anonymous().fetch(&path, &[("Accept-Encoding", "gzip")]);
        assert_eq!((got.status, &got.body), (200, &pdf("PUBLIC")));
        let query = "query($id: ID!) { node(id: $id) { ... on Attachment { sha256 url } } }";
        let known = world.anonymous().ask(query, &json!({ "id": id })).at("/node").clone();
        assert_eq!((known["url"].as_str(), got.header("etag")), (Some(path.as_str()), format!("\"{}\"", known["sha256"].as_str().expect("a hash")).as_str()));
        assert_eq!(got.header("content-type"), "application/pdf");
        assert_eq!(got.header("content-length"), pdf("PUBLIC").len().to_string());
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(got.header("content-disposition"), "attachment; filename=\"____.pdf\"; filename*=UTF-8''%D0%95%D1%81%D0%B5%D0%BF.pdf");
        assert_eq!((got.header("accept-ranges"), got.header("cache-control")), ("bytes", "no-cache"));
        assert_eq!(got.headers.get("content-encoding"), None, "the tag and the ranges are of the bytes themselves");
    }

    fn ranges_of_a_file_are_served(world) {
        let p = Personas::of(world);
        let whole = pdf("PUBLIC");
        let path = format!("/attachments/{}", p.attach("officer", &p.decision("A decision"), "PUBLIC"));
        let client = world.anonymous();
        let size = whole.len();
        for (range, from, until) in [("bytes=0-3", 0, 4), ("bytes=5-", 5, size), ("bytes=-4", size - 4, size), ("bytes=3-9999", 3, size)] {
            let part = client.fetch(&path, &[("Range", range)]);
            assert_eq!((part.status, part.body.as_slice()), (206, &whole[from..until]), "{range}");
            assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", until - 1));
        }
        let beyond = client.fetch(&path, &[("Range", &format!("bytes={size}-"))]);
        assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{size}").as_str()));
        let tag = client.fetch(&path, &[]).header("etag").to_owned();
        assert_eq!(client.fetch(&path, &[("Range", "bytes=0-3"), ("If-Range", &tag)]).status, 206);
        let other = client.fetch(&path, &[("Range", "bytes=0-3"), ("If-Range", "\"another\"")]);
        assert_eq!((other.status, other.body), (200, whole));
        assert_eq!(client.fetch(&path, &[("If-None-Match", &tag)]).status, 304);
    }

    fn the_headers_alone_are_those_of_the_content(world) {
        let p = Personas::of(world);
        let path = format!("/attachments/{}", p.attach("officer", &p.decision("A decision"), "PUBLIC"));
        let client = world.anonymous();
        let (got, head) = (client.fetch(&path, &[]), client.head(&path, &[]));
        assert_eq!((head.status, head.body.len()), (200, 0));
        for name in ["content-length", "content-type", "etag", "content-disposition", "content-security-policy", "x-content-type-options", "accept-ranges"] {
            assert_eq!(head.header(name), got.header(name), "{name}");
        }
        let part = client.head(&path, &[("Range", "bytes=0-3")]);
        assert_eq!((part.status, part.header("content-length")), (206, "4"));
        assert_eq!(client.head(&path, &[("If-None-Match", got.header("etag"))]).status, 304);
        assert_eq!(client.head(&path.replace("att_", "dec_"), &[]).status, 404);
    }

    fn no_name_breaks_out_of_its_header_and_none_misleads(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        for (name, kept, plain) in [
            ("Қорытынды «есеп» №1.pdf", "Қорытынды «есеп» №1.pdf", "_________ ______ _1.pdf"),
            ("a\"; filename=\"b.exe.pdf", "a\"; filename=\"b.exe.pdf", "a__ filename=_b.exe.pdf"),
            ("a\r\nSet-Cookie: x=y.pdf", "aSet-Cookie: x=y.pdf", "aSet-Cookie: x=y.pdf"),
            ("../../etc/passwd", "passwd.pdf", "passwd.pdf"),
            ("annex\u{202e}fdp.exe", "annexfdp.exe.pdf", "annexfdp.exe.pdf"),
            ("100%.pdf", "100%.pdf", "100_.pdf"),
        ] {
            let reply = officer.upload(&json!({ "subjectId": decision, "name": name, "access": "PUBLIC" }), &pdf("a"));
            assert_eq!(reply.text("/attachment/name"), kept);
            let got = world.anonymous().fetch(&reply.text("/attachment/url"), &[]);
            let disposition = got.header("content-disposition").to_owned();
            assert!(disposition.starts_with(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''")), "{disposition}");
            assert_eq!(unescaped(disposition.rsplit("''").next().expect("a name")), kept);
            assert!(!got.headers.contains_key("set-cookie"));
        }
    }

    fn a_page_that_pretends_to_be_a_document_is_not_run_either(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        // What begins as a PDF is taken for one, whatever comes after; it goes out as a PDF and as nothing else.
        let content = [pdf("a"), b"<html><script>alert(1)</script></html>".to_vec()].concat();
        let input = json!({ "subjectId": decision, "name": "page.html", "access": "PUBLIC" });
        let url = p.get("officer").upload(&input, &content).text("/attachment/url");
        let got = world.anonymous().fetch(&url, &[("Accept", "text/html")]);
        assert_eq!((got.header("content-type"), got.header("x-content-type-options")), ("application/pdf", "nosniff"));
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"page.html.pdf\""));
        assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    }

    fn what_is_not_there_and_what_may_not_be_known_are_answered_alike(world) {
        let p = Personas::of(world);
        let hidden = p.attach("officer", &p.draft("A draft"), "PUBLIC");
        let unknown = hidden.replace("att_", "dec_");
        for path in [format!("/attachments/{hidden}"), format!("/attachments/{unknown}"), "/attachments/nonsense".to_owned()] {
            let got = world.anonymous().fetch(&path, &[]);
            assert_eq!((got.status, got.json()["errors"][0]["extensions"]["code"].as_str()), (404, Some("NOT_FOUND")), "{path}");
        }
        assert_eq!(p.get("officer").fetch(&format!("/attachments/{hidden}"), &[]).status, 200);
        assert_eq!(world.anonymous().with_token("no.token").fetch(&format!("/attachments/{hidden}"), &[]).status, 401);
    }

    fn accredited_media_leave_a_trace_when_they_read_under_embargo(world) {
        let p = Personas::of(world);
        let decision = p.draft("Under embargo");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-25T06:00:00Z" }));
        let path = format!("/attachments/{}", p.attach("officer", &decision, "PUBLIC"));
        assert_eq!((p.get("press").fetch(&path, &[]).status, p.events("EMBARGOED_DECISION_READ").len()), (404, 0));
        assert_eq!((p.get("officer").fetch(&path, &[]).status, p.events("EMBARGOED_DECISION_READ").len()), (200, 0));
        assert_eq!(p.get("media").fetch(&path, &[]).status, 200);
        p.event_about("EMBARGOED_DECISION_READ", &decision);
        assert_eq!(p.get("media").head(&path, &[]).status, 200);
        assert_eq!(p.events("EMBARGOED_DECISION_READ").len(), 2);
        // And in the graph, by its id alone.
        let id = path.trim_start_matches("/attachments/");
        let query = "query($id: ID!) { node(id: $id) { ... on Attachment { name sha256 } } }";
        assert_eq!(p.get("officer").ask(query, &json!({ "id": id })).at("/node/name"), "Есеп.pdf");
        assert_eq!(p.events("EMBARGOED_DECISION_READ").len(), 2);
        assert_eq!(p.get("media").ask(query, &json!({ "id": id })).at("/node/name"), "Есеп.pdf");
        assert_eq!(p.events("EMBARGOED_DECISION_READ").len(), 3);
    }
}

/// A name as it was before it was written into a header.
fn unescaped(escaped: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = escaped.bytes();
    while let Some(byte) = rest.next() {
        let hex = |rest: &mut std::str::Bytes<'_>| String::from_utf8(rest.take(2).collect()).expect("two digits");
        bytes.push(if byte == b'%' { u8::from_str_radix(&hex(&mut rest), 16).expect("a byte") } else { byte });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Larger than several parts. What memory that takes cannot be measured here: other tests share this process.
#[test]
fn a_large_file_streams_in_and_out() {
    let world = crate::support::World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing");
    let p = Personas::of(&world);
    let (id, url) = p.announce("officer", &p.decision("A decision"), "large.txt");
    let content: Vec<u8> = (0..40_000_000_u32).map(|n| b'a' + u8::try_from(n % 23).expect("small")).collect();
    assert_eq!(p.get("officer").put(&url, &content).status, 201);
    let path = format!("/attachments/{id}");
    assert!(world.anonymous().fetch(&path, &[]).body == content);
    let part = world.anonymous().fetch(&path, &[("Range", "bytes=20000000-20000022")]);
    assert_eq!(part.body, content[20_000_000..=20_000_022]);
}
