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
    }
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
