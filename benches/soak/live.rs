//! Connections that stay a moment: WebSockets and event streams that ask, hear of a comment, and go.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::people::SPEAKERS;
use crate::raw::{Raw, request, want};
use crate::scene::Scene;
use crate::socket::Socket;
use crate::support::operations::PAGE;
use crate::tally::Family;
use crate::wire::Asker;
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("a socket that asks", 3, asks),
    turn("a socket that hears", 3, hears),
    turn("a socket that just goes", 3, goes),
    turn("a socket out of order", 3, out_of_order),
    turn("a handshake without the protocol", 1, no_protocol),
    turn("a stream that hears", 2, stream_hears),
    turn("a stream that is dropped", 3, stream_dropped),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Live, name, weight, run }
}

pub const ADDED: &str = "subscription($subject: ID, $after: String) { commentAdded(subject: $subject, after: $after) {
  cursor event { kind } comment { id body author { name } decision { id title { text } } } } }";
const LAST: &str =
    "query($subject: ID) { events(kinds: [COMMENT_ADDED], subject: $subject, last: 1) { pageInfo { endCursor } } }";

/// Somebody signed in, or a stranger.
fn anybody(scene: &Scene, chance: &mut Chance) -> Result<Asker, String> {
    if chance.below(2) == 0 {
        return Ok(Asker::stranger(chance));
    }
    scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)
}

/// A comment that was added after a cursor: its decision, the cursor, its id.
fn comment_after(scene: &Scene, chance: &mut Chance) -> Result<(Value, String), String> {
    let place = |decision: &str| {
        let answer = scene.wire.ask(&Asker::stranger(&mut Chance::new(1)), LAST, &json!({ "subject": decision }))?;
        Ok::<_, String>(answer.data("/events/pageInfo/endCursor")?.clone())
    };
    // Whoever comments chooses the decision: so the cursors of all are taken first.
    let before: Vec<(String, Value)> =
        scene.reviews.iter().map(|(_, it)| Ok((it.clone(), place(it)?))).collect::<Result<_, String>>()?;
    let (decision, comment) = scene.comment(chance)?;
    let cursor = before.into_iter().find(|(it, _)| *it == decision).map(|(_, cursor)| cursor);
    Ok((json!({ "subject": decision, "after": cursor }), comment))
}

fn asks(scene: &Scene, chance: &mut Chance) -> Done {
    let mut socket = Socket::connect(scene.wire.address, &anybody(scene, chance)?)?;
    for number in 0..3 {
        let id = format!("{number}");
        socket.begin(&id, PAGE, &Value::Null)?;
        let page = socket.told(&id)?;
        if page.pointer("/decisions/nodes/0/id").is_none() {
            return Err(format!("no page: {page}"));
        }
        let end = socket.hear()?;
        if end["type"] != "complete" {
            return Err(format!("complete was expected, and not {end}"));
        }
    }
    socket.close()
}

fn hears(scene: &Scene, chance: &mut Chance) -> Done {
    let (variables, comment) = comment_after(scene, chance)?;
    let mut socket = Socket::connect(scene.wire.address, &anybody(scene, chance)?)?;
    socket.begin("heard", ADDED, &variables)?;
    while socket.told("heard")?.pointer("/commentAdded/comment/id") != Some(&json!(comment)) {}
    socket.say(&json!({ "type": "complete", "id": "heard" }))?;
    socket.close()
}

/// Subscriptions are running, and the connection is gone without a word.
fn goes(scene: &Scene, chance: &mut Chance) -> Done {
    let mut socket = Socket::connect(scene.wire.address, &anybody(scene, chance)?)?;
    (0..5).try_for_each(|number| socket.begin(&number.to_string(), ADDED, &Value::Null))?;
    socket.begin("page", PAGE, &Value::Null)
}

fn out_of_order(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = Asker::stranger(chance);
    let mut socket = Socket::open(scene.wire.address, &asker)?;
    let code = match chance.below(5) {
        0 => socket.begin("early", PAGE, &Value::Null).map(|()| 4401)?,
        1 => socket.say(&json!({ "type": "nonsense" })).map(|()| 4400)?,
        2 => {
            socket.init(&asker)?;
            socket.say(&json!({ "type": "connection_init" })).map(|()| 4429)?
        }
        3 => {
            socket.init(&asker)?;
            socket.begin("one", ADDED, &Value::Null)?;
            socket.begin("one", ADDED, &Value::Null).map(|()| 4409)?
        }
        _ => {
            let payload = json!({ "authorization": "Bearer nonsense" });
            socket.say(&json!({ "type": "connection_init", "payload": payload })).map(|()| 4403)?
        }
    };
    want(socket.ended(), code)
}

fn no_protocol(scene: &Scene, _: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    raw.say(
        "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-ws\r\n\r\n",
    )?;
    want(raw.status(), 400)
}

/// An event stream whose head has come.
pub fn stream(scene: &Scene, mut raw: Raw, variables: &Value) -> Result<Raw, String> {
    let body = json!({ "query": ADDED, "variables": variables }).to_string();
    raw.say(request(&body, "Accept: text/event-stream\r\n"))?;
    want(raw.status(), 200)?;
    scene.wire.tally.status(200);
    raw.hear_until("text/event-stream").map(|()| raw)
}

fn stream_hears(scene: &Scene, chance: &mut Chance) -> Done {
    let (variables, comment) = comment_after(scene, chance)?;
    stream(scene, Raw::to(scene.wire.address)?, &variables)?.hear_until(&comment)
}

fn stream_dropped(scene: &Scene, _: &mut Chance) -> Done {
    stream(scene, Raw::to(scene.wire.address)?, &Value::Null).map(drop)
}
