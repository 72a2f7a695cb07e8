//! Files: fetched whole and in part, attached, and broken off on both ways.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::raw::{Raw, want};
use crate::scene::{File, Scene};
use crate::tally::Family;
use crate::wire::{Asker, Wire};
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("a file, fetched", 3, fetched),
    turn("a part of a file", 2, part),
    turn("a large file, not to its end", 2, dropped),
    turn("a file, attached", 1, attached),
    turn("a file, put to its address", 1, put),
    turn("an upload that breaks off", 1, broken_off),
    turn("a program, attached as a report", 1, unfit),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Files, name, weight, run }
}

const MULTIPART: &str = "multipart/form-data; boundary=soak";
const ATTACH: &str = "mutation($input: UploadAttachmentInput!) { uploadAttachment(input: $input) {
  attachment { id url sizeBytes } userErrors { code } } }";
const ANNOUNCE: &str = "mutation($input: CreateUploadInput!) { createUpload(input: $input) {
  upload { attachmentId url } userErrors { code } } }";
/// More than the buffers of a connection hold, in bytes.
const LARGE: usize = 8 * 1024 * 1024;

/// Something that says of itself that it is a PDF.
fn pdf(length: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.resize(length, b' ');
    content
}

/// A file as the parts of a request that attaches it.
fn parts(subject: &str, content: &[u8]) -> Vec<u8> {
    let input = json!({ "subjectId": subject, "name": "soak.pdf", "access": "PUBLIC", "file": null });
    let operations = json!({ "query": ATTACH, "variables": { "input": input } });
    let part =
        |name: &str, more: &str| format!("--soak\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
    let mut body = part("operations", "").into_bytes();
    body.extend(operations.to_string().into_bytes());
    body.extend(format!("\r\n{}{}\r\n", part("map", ""), json!({ "0": ["variables.input.file"] })).into_bytes());
    body.extend(part("0", "; filename=\"soak.pdf\"").into_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--soak--\r\n");
    body
}

/// Attaches a large file to something public.
pub fn attach_large(wire: &Wire, officer: &Asker, subject: &str) -> Result<File, String> {
    let answer = wire.post(officer, MULTIPART, &parts(subject, &pdf(LARGE)))?;
    answer.done("uploadAttachment")?;
    let path = answer.text("/uploadAttachment/attachment/url")?;
    Ok(File { path, length: u64::try_from(LARGE).unwrap_or(0) })
}

fn fetched(scene: &Scene, chance: &mut Chance) -> Done {
    let file = chance.of(&scene.files)?;
    let content = scene.wire.get(&Asker::stranger(chance), &file.path, &[])?;
    let length = u64::try_from(content.bytes.len()).unwrap_or(0);
    if (content.status, length) == (200, file.length) {
        return Ok(());
    }
    Err(format!("{}: {} with {length} bytes of {}", file.path, content.status, file.length))
}

fn part(scene: &Scene, chance: &mut Chance) -> Done {
    let start = chance.below(scene.large.length - 100_000);
    let range = format!("bytes={start}-{}", start + 99_999);
    let content = scene.wire.get(&Asker::stranger(chance), &scene.large.path, &[("Range", &range)])?;
    if (content.status, content.bytes.len()) == (206, 100_000) {
        return Ok(());
    }
    Err(format!("{range}: {} with {} bytes", content.status, content.bytes.len()))
}

fn dropped(scene: &Scene, chance: &mut Chance) -> Done {
    let mut raw = Raw::narrow(scene.wire.address)?;
    raw.say(format!("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", scene.large.path))?;
    want(raw.status(), 200)?;
    raw.hear_bytes(20_000 + usize::try_from(chance.below(200_000)).unwrap_or(0))
}

fn attached(scene: &Scene, chance: &mut Chance) -> Done {
    let officer = scene.people.asker(&scene.wire, "officer", chance)?;
    let length = 1_000 + usize::try_from(chance.below(200_000)).unwrap_or(0);
    let answer = scene.wire.post(&officer, MULTIPART, &parts(&scene.subject, &pdf(length)))?;
    let stored = answer.done("uploadAttachment")?.pointer("/attachment/sizeBytes").and_then(Value::as_u64);
    let sent = u64::try_from(length).ok();
    if stored == sent { Ok(()) } else { Err(format!("{stored:?} bytes of {sent:?} are attached")) }
}

fn unfit(scene: &Scene, chance: &mut Chance) -> Done {
    let officer = scene.people.asker(&scene.wire, "officer", chance)?;
    let answer = scene.wire.post(&officer, MULTIPART, &parts(&scene.subject, &b"\x7fELF\x02\x01\x01\0".repeat(500)))?;
    answer.refused("uploadAttachment", "FILE_TYPE_UNFIT")
}

/// The one-time address of a file.
pub fn announced(scene: &Scene, officer: &Asker) -> Result<String, String> {
    let input = json!({ "subjectId": scene.subject, "name": "soak.pdf", "access": "PUBLIC" });
    let answer = scene.wire.ask(officer, ANNOUNCE, &json!({ "input": input }))?;
    answer.text("/createUpload/upload/url")
}

fn put(scene: &Scene, chance: &mut Chance) -> Done {
    let officer = scene.people.asker(&scene.wire, "officer", chance)?;
    let address = announced(scene, &officer)?;
    let content = pdf(1_000 + usize::try_from(chance.below(50_000)).unwrap_or(0));
    want(scene.wire.put(&officer, &address, &content).map(|content| content.status), 201)?;
    want(scene.wire.put(&officer, &address, &content).map(|content| content.status), 410)
}

/// The first half comes; half of the clients say that this was all, the others are gone.
fn broken_off(scene: &Scene, chance: &mut Chance) -> Done {
    let officer = scene.people.asker(&scene.wire, "officer", chance)?;
    let body = parts(&scene.subject, &pdf(300_000));
    let token = officer.token.unwrap_or_default();
    let mut raw = Raw::to(scene.wire.address)?;
    raw.say(format!(
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {MULTIPART}\r\nGraphQL-Preflight: 1\r\n\
         Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    ))?;
    raw.say(body.get(..body.len() / 2).unwrap_or_default())?;
    if chance.below(2) == 0 {
        return Ok(());
    }
    raw.finish()?;
    raw.hear_until("FILE_INCOMPLETE")
}
