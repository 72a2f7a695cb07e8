//! Bodies after the GraphQL multipart request specification, and bodies that are not quite.

use super::wire::Wire;
use crate::support::files::{multipart, operation, pdf};
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

const TWO: &str = "mutation($a: UploadAttachmentInput!, $b: UploadAttachmentInput!) {
    a: uploadAttachment(input: $a) { attachment { id name sizeBytes } userErrors { code field } }
    b: uploadAttachment(input: $b) { attachment { id name sizeBytes } userErrors { code field } } }";

fn input(subject: &str, name: &str) -> Value {
    json!({ "subjectId": subject, "name": name, "access": "PUBLIC", "file": null })
}

/// Two files to one decision; the parts come as given, after `operations` and `map`.
fn two(client: &Client, decision: &str, files: &[(&str, &[u8])]) -> Reply {
    let variables = json!({ "a": input(decision, "a.txt"), "b": input(decision, "b.txt") });
    let operations = json!({ "query": TWO, "variables": variables }).to_string();
    let map = json!({ "0": ["variables.a.file"], "1": ["variables.b.file"] }).to_string();
    let mut parts = vec![("operations", None, operations.as_bytes()), ("map", None, map.as_bytes())];
    parts.extend(files.iter().map(|(name, content)| (*name, Some("x"), *content)));
    post(client, &parts)
}

fn post(client: &Client, parts: &[(&str, Option<&str>, &[u8])]) -> Reply {
    client.post_multipart(&[("GraphQL-Preflight", "1")], &multipart(parts))
}

fn attached(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS n FROM attachments")
}

/// A part of a form: its name, the name of its file, its content.
type Part<'a> = (&'a str, Option<&'a str>, Vec<u8>);

on_both! {
    fn several_files_come_with_one_request(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let reply = two(&p.get("officer"), &decision, &[("0", b"first"), ("1", b"the second")]);
        let made = |alias: &str| reply.at(&format!("/{alias}/attachment")).clone();
        assert_eq!((&made("a")["name"], &made("a")["sizeBytes"]), (&json!("a.txt"), &json!(5)));
        assert_eq!((&made("b")["name"], &made("b")["sizeBytes"]), (&json!("b.txt"), &json!(10)));
        let fetch = |alias: &str| world.anonymous().fetch(&format!("/attachments/{}", made(alias)["id"].as_str().expect("an id")), &[]).body;
        assert_eq!((fetch("a"), fetch("b")), (b"first".to_vec(), b"the second".to_vec()));
    }

    fn a_file_that_is_refused_makes_way_for_the_next(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let program = [b"MZ\x90\x00".to_vec(), vec![0; 300_000]].concat();
        let reply = two(&p.get("officer"), &decision, &[("0", &program), ("1", b"the second")]);
        assert_eq!(*reply.at("/a"), json!({ "attachment": null, "userErrors": [{ "code": "FILE_TYPE_UNFIT", "field": ["file"] }] }));
        assert_eq!(reply.at("/b/attachment/name"), "b.txt");
        assert_eq!(attached(world), 1);
    }

    fn files_in_another_order_or_missing_or_unasked_for_are_refused_in_words(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        for files in [
            [("1", b"b".as_slice()), ("0", b"a")].as_slice(),
            &[("unasked", b"x"), ("0", b"a"), ("1", b"b")],
            &[],
        ] {
            let reply = two(&officer, &decision, files);
            assert_eq!(reply.denied(), "BAD_INPUT", "{files:?}");
            let message = reply.json["errors"][0]["message"].as_str().expect("a message");
            assert!(message.contains("the next part of the body is not 0"), "{message}");
        }
        assert_eq!(attached(world), 0);
        // Whatever comes after all that was asked for is of no interest.
        two(&officer, &decision, &[("0", b"a"), ("1", b"b"), ("2", b"c")]).at("/b/attachment/id");
        assert_eq!(attached(world), 2);
    }

    fn a_body_that_breaks_off_before_its_file_or_within_it_is_incomplete(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        let whole = operation(&input(&decision, "a.pdf"), "attachment { id }", &pdf("a"));
        let at = |mark: &[u8]| whole.windows(mark.len()).rposition(|window| window == mark).expect("there");
        for cut in [at(b"name=\"0\""), at(b"%PDF") + 2, whole.len() - 11] {
            let reply = officer.post_multipart(&[("GraphQL-Preflight", "1")], &whole[..cut]);
            assert_eq!(reply.refused(), "FILE_INCOMPLETE", "{cut}");
        }
        assert_eq!((attached(world), crate::attachments::sweep::stored(world)), (0, 0));
        officer.post_multipart(&[("GraphQL-Preflight", "1")], &whole).done();
    }

    fn a_body_that_is_not_as_specified_is_refused_before_anything_runs(world) {
        let p = Personas::of(world);
        let (decision, officer) = (p.decision("A decision"), p.get("officer"));
        let operations = json!({ "query": TWO, "variables": { "a": input(&decision, "a.txt"), "b": input(&decision, "b.txt") } });
        let (operations, listed) = (operations.to_string(), json!([operations]).to_string());
        let (one, both) = (json!({ "0": ["variables.a.file"] }).to_string(), json!({ "0": ["variables.a.file", "variables.b.file"] }).to_string());
        let many = json!((0..11).map(|n| (n.to_string(), json!(["variables.a.file"]))).collect::<serde_json::Map<_, _>>()).to_string();
        let map = |path: &str| json!({ "0": [path] }).to_string();
        let (nowhere, filled, query) = (map("variables.a.fil"), map("variables.a.name"), map("query"));
        let file = ("0", Some("x"), b"a".as_slice());
        let (ops, maps) = (|text: &'_ str| ("operations", None, text.as_bytes().to_vec()), |text: &'_ str| ("map", None, text.as_bytes().to_vec()));
        let refused: Vec<(Vec<Part>, &str)> = vec![
            (vec![(file.0, file.1, file.2.to_vec()), ops(&operations), maps(&one)], "operations, map, then the files"),
            (vec![ops(&operations), (file.0, file.1, file.2.to_vec()), maps(&one)], "operations, map, then the files"),
            (vec![maps(&one), ops(&operations)], "operations, map, then the files"),
            (vec![ops(&operations)], "operations, map, then the files"),
            (vec![], "operations, map, then the files"),
            (vec![ops(&listed), maps(&one)], "operations is not what it must be"),
            (vec![ops("{"), maps(&one)], "operations is not what it must be"),
            (vec![ops(&operations), maps("[]")], "map is not what it must be"),
            (vec![ops(&operations), maps(&nowhere)], "no null at variables.a.fil"),
            (vec![ops(&operations), maps(&filled)], "no null at variables.a.name"),
            (vec![ops(&operations), maps(&query)], "no null at query"),
            (vec![ops(&operations), maps(&both)], "must have one place"),
            (vec![ops(&operations), maps(&many)], "at most 10 files, there are 11"),
        ];
        for (parts, why) in &refused {
            let parts: Vec<_> = parts.iter().map(|(name, file, content)| (*name, *file, content.as_slice())).collect();
            let reply = post(&officer, &parts);
            assert_eq!((reply.status, reply.denied()), (400, "BAD_INPUT"), "{why}");
            let message = reply.json["errors"][0]["message"].as_str().expect("a message");
            assert!(message.contains(why), "{message}");
        }
        assert_eq!((attached(world), world.count("SELECT COUNT(*) AS n FROM blob_drafts")), (0, 0));
        // A multipart request without a file is a request like any other.
        let plain = json!({ "query": "{ viewer { locale } }" }).to_string();
        assert_eq!(post(&officer, &[("operations", None, plain.as_bytes()), ("map", None, b"{}")]).at("/viewer/locale"), "EN");
    }

    fn a_file_in_a_request_of_json_never_came(world) {
        let p = Personas::of(world);
        let mut input = input(&p.decision("A decision"), "a.pdf");
        for (file, why) in [(json!("part:0"), "not multipart"), (json!("text"), "a part of a multipart body"), (Value::Null, "")] {
            input["file"] = file;
            let query = "mutation($input: UploadAttachmentInput!) { uploadAttachment(input: $input) { userErrors { code } } }";
            let reply = p.get("officer").ask(query, &json!({ "input": input }));
            assert_eq!(reply.denied(), "BAD_INPUT");
            assert!(reply.json["errors"][0]["message"].as_str().is_some_and(|message| message.contains(why)), "{:#}", reply.json);
        }
        assert_eq!(attached(world), 0);
    }

    fn no_form_on_another_site_gets_its_body_read(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        // Of a body of a megabyte nothing is ever sent, and there is an answer.
        let headers = [("Content-Length", "1000000"), ("Content-Type", "multipart/form-data; boundary=kenes")];
        let (status, answer) = Wire::begin(&officer, "POST", "/graphql", &headers).answer();
        assert!(status == 415 && answer.contains("GraphQL-Preflight") && answer.contains("BAD_INPUT"), "{answer}");
        for kind in ["application/x-www-form-urlencoded", "text/plain", ""] {
            let headers = [("Content-Length", "2"), ("Content-Type", kind), ("GraphQL-Preflight", "1")];
            let mut wire = Wire::begin(&officer, "POST", "/graphql", &headers);
            wire.send(b"{}");
            assert_eq!(wire.answer().0, 415, "{kind}");
        }
        let headers = [("Content-Length", "1000"), ("Content-Type", "multipart/form-data"), ("GraphQL-Preflight", "1")];
        let (status, answer) = Wire::begin(&officer, "POST", "/graphql", &headers).answer();
        assert!(status == 400 && answer.contains("boundary"), "{answer}");
    }

    fn the_head_of_a_part_is_not_gathered_without_end(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let endless = [b"--kenes\r\nContent-Disposition: form-data; name=\"".as_slice(), &vec![b'a'; 3_000_000]].concat();
        let reply = world.anonymous().post_multipart(&[("GraphQL-Preflight", "1")], &endless);
        let message = reply.json["errors"][0]["message"].as_str().expect("a message");
        assert!(reply.status == 400 && message.contains("longer than 2097152 bytes"), "{message}");
        let large = json!({ "query": "{ viewer { locale } }", "variables": { "a": "a".repeat(2_200_000) } }).to_string();
        let reply = post(&world.anonymous(), &[("operations", None, large.as_bytes()), ("map", None, b"{}")]);
        assert_eq!((reply.status, reply.denied()), (413, "LIMIT_EXCEEDED"));
        // The same after the first two parts, where a file is expected.
        let mut body = operation(&input(&decision, "a.pdf"), "attachment { id }", b"");
        let mark = b"name=\"0\"";
        let cut = body.windows(mark.len()).rposition(|window| window == mark).expect("there");
        body.truncate(cut);
        body.extend_from_slice(&endless);
        assert_eq!(p.get("officer").post_multipart(&[("GraphQL-Preflight", "1")], &body).refused(), "FILE_INCOMPLETE");
        assert_eq!(attached(world), 0);
    }
}
