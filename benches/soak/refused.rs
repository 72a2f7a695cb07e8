//! Requests that must be refused, and clients that leave in the middle of one.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::raw::{Raw, head, request, want};
use crate::scene::Scene;
use crate::support::operations::NESTED;
use crate::tally::Family;
use crate::wire::Asker;
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("too deep", 2, |scene, chance| scene.limited(chance, &deep())),
    turn("too many objects", 2, |scene, chance| scene.limited(chance, WIDE)),
    turn("fragments that double", 2, |scene, chance| scene.limited(chance, &doubling())),
    turn("too many aliases", 1, |scene, chance| scene.limited(chance, &aliases())),
    turn("a field that is none", 1, |scene, chance| scene.bad(chance, "{ nothing { of this } }")),
    turn("a document that breaks off", 1, |scene, chance| scene.bad(chance, "{ decisions { nodes {")),
    turn("a variable that is missing", 1, |scene, chance| scene.bad(chance, NESTED)),
    turn("a token that is none", 2, bad_token),
    turn("bad JSON", 2, |scene, chance| body(scene, chance, "application/json", "{\"query\":", 400)),
    turn("a list of operations", 1, |scene, chance| body(scene, chance, "application/json", "[{},{}]", 400)),
    turn("the wrong type of content", 2, |scene, chance| body(scene, chance, "text/plain", "{\"query\":\"{a}\"}", 415)),
    turn("a form of another site", 1, |scene, chance| {
        body(scene, chance, "application/x-www-form-urlencoded", "query=%7Ba%7D", 415)
    }),
    turn("parts that are none", 1, |scene, chance| {
        body(scene, chance, "multipart/form-data; boundary=x", "--x\r\n\r\n", 400)
    }),
    turn("a body that is too large", 1, too_large),
    turn("a mutation by GET", 1, |scene, chance| {
        path(scene, chance, "/graphql?query=mutation%7BsignOut(input:%7B%7D)%7BsessionsEnded%7D%7D", 405)
    }),
    turn("a path that is none", 1, |scene, chance| path(scene, chance, "/attachments/../../etc/passwd", 404)),
    turn("no such file", 1, |scene, chance| path(scene, chance, "/attachments/att_01m45dsec0e00804cdcba4kgez", 404)),
    turn("no HTTP at all", 1, nonsense),
    turn("a body cut off in the middle", 3, cut_off),
    turn("gone before the body is sent", 2, gone_before),
    turn("gone before the answer", 4, gone_after),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Refused, name, weight, run }
}

const WIDE: &str =
    "{ decisions(first: 100) { nodes { comments(first: 100) { nodes { replies(first: 100) { nodes { id } } } } } } }";
const CHUNKED: &str =
    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
/// The largest body the server takes, in bytes.
const BODY_BYTES: usize = 2 * 1024 * 1024;

fn deep() -> String {
    format!("{}id{}", "{ decision ".repeat(25), " }".repeat(25))
}

/// A short text that would be a thousand million selections.
fn doubling() -> String {
    let fragments = (0..30).map(|n| format!("fragment F{n} on Query {{ ...F{} ...F{} }}\n", n + 1, n + 1));
    format!("{{ ...F0 }}\n{}fragment F30 on Query {{ __typename }}", fragments.collect::<String>())
}

fn aliases() -> String {
    let aliases = (0..100).map(|n| format!("a{n}: id "));
    format!("{{ decisions(first: 1) {{ nodes {{ {} }} }} }}", aliases.collect::<String>())
}

impl Scene {
    fn limited(&self, chance: &mut Chance, query: &str) -> Done {
        self.wire.ask(&Asker::stranger(chance), query, &Value::Null)?.denied(400, "LIMIT_EXCEEDED")
    }

    fn bad(&self, chance: &mut Chance, query: &str) -> Done {
        self.wire.ask(&Asker::stranger(chance), query, &Value::Null)?.denied(400, "BAD_INPUT")
    }
}

fn bad_token(scene: &Scene, chance: &mut Chance) -> Done {
    let token = *chance.of(&["x", "eyJhbGciOiJub25lIn0.e30.", "kenes_svc_0000", "a b c"])?;
    scene.wire.ask(&Asker::with(token, chance), "{ viewer { locale } }", &Value::Null)?.denied(401, "UNAUTHENTICATED")
}

fn body(scene: &Scene, chance: &mut Chance, media: &str, body: &str, status: u16) -> Done {
    let answer = scene.wire.post(&Asker::stranger(chance), media, body.as_bytes())?;
    answer.denied(status, "BAD_INPUT")
}

fn too_large(scene: &Scene, chance: &mut Chance) -> Done {
    let body = vec![b' '; BODY_BYTES + 1];
    scene.wire.post(&Asker::stranger(chance), "application/json", &body)?.denied(413, "LIMIT_EXCEEDED")
}

fn path(scene: &Scene, chance: &mut Chance, path: &str, status: u16) -> Done {
    want(scene.wire.get(&Asker::stranger(chance), path, &[]).map(|content| content.status), status)
}

fn nonsense(scene: &Scene, _: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    raw.say("\u{1}\u{2} these are not the words of a request\r\n\r\n")?;
    want(raw.status(), 400)
}

/// Half a body, and the word that this was all.
fn cut_off(scene: &Scene, chance: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    let half = "{\"query\": \"";
    match chance.below(2) {
        0 => raw.say(format!("{CHUNKED}ff\r\n{half}"))?,
        _ => raw.say(head(5_000, "") + half)?,
    }
    raw.finish()?;
    want(raw.status(), 400)
}

/// Half a body, and nobody there any more.
fn gone_before(scene: &Scene, chance: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    let whole = request(&json!({ "query": NESTED }).to_string(), "");
    raw.say(whole.get(..50 + usize::try_from(chance.below(120)).unwrap_or(0)).unwrap_or_default())
}

/// A whole request that costs something, and nobody there to hear the answer.
fn gone_after(scene: &Scene, chance: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    let ids: Vec<&String> = scene.bodies.iter().take(10).collect();
    raw.say(request(&json!({ "query": NESTED, "variables": { "ids": ids } }).to_string(), ""))?;
    std::thread::sleep(std::time::Duration::from_millis(chance.below(8)));
    Ok(())
}
