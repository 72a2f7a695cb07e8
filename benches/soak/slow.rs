//! Connections that last, each kind on a thread of its own: one that listens, and those that take nothing, send nothing, or stop in the
//! middle. The server has to end what stalls by itself, in the times that `program.rs` sets.

use crate::Done;
use crate::chance::Chance;
use crate::files::announced;
use crate::live::{ADDED, stream};
use crate::mix::Turn;
use crate::raw::{Raw, head, request, want};
use crate::scene::Scene;
use crate::socket::Socket;
use crate::support::operations::PAGE;
use crate::tally::Family;
use crate::wire::Asker;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub const TURNS: &[Turn] = &[
    turn("a socket that stays", stays),
    turn("a socket that takes nothing", takes_nothing),
    turn("a socket that says nothing", says_nothing),
    turn("a stream that takes nothing", stalled_stream),
    turn("answers that nobody takes", stalled_answers),
    turn("a head that does not end", endless_head),
    turn("a body that does not come", no_body),
    turn("an upload that pauses", pausing_upload),
];

const fn turn(name: &'static str, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Slow, name, weight: 0, run }
}

const POLLS: &str = "subscription { pollChanged { cursor poll { id state } } }";
const DECISIONS: &str = "subscription { decisionPublished { cursor decision { id } } }";
const TERMS: &str = "subscription { deadlineChanged { cursor deadline { dueOn } } }";
const INBOX: &str = "subscription { notificationReceived { cursor } }";
/// How long somebody who stays does so.
const STAY: Duration = Duration::from_secs(20);
/// Longer than any connection may stall.
const STALL: Duration = Duration::from_secs(10);
/// The schema is a quarter of a megabyte: so many are more than the buffers between hold.
const SCHEMAS: usize = 40;

/// Listens to everything; then closes, or is gone. In that time somebody commented.
fn stays(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = scene.people.asker(&scene.wire, "member", chance)?;
    let mut socket = Socket::connect(scene.wire.address, &asker)?;
    for (id, query) in
        [("comments", ADDED), ("polls", POLLS), ("decisions", DECISIONS), ("terms", TERMS), ("inbox", INBOX)]
    {
        socket.begin(id, query, &Value::Null)?;
    }
    let (started, mut heard) = (Instant::now(), 0_u64);
    while started.elapsed() < STAY && !scene.is_over() {
        let message = socket.hear()?;
        if message["type"] != "next" {
            return Err(format!("next was expected, and not {message}"));
        }
        heard += u64::from(message["id"] == "comments");
    }
    if heard == 0 && !scene.is_over() {
        return Err("nobody commented".to_owned());
    }
    if chance.below(2) == 0 {
        socket.say(&json!({ "type": "complete", "id": "comments" }))
    } else {
        drop(socket);
        Ok(())
    }
}

/// Asks and asks, and reads nothing: it does not answer pings either, so the server ends it, and has the last word or none.
fn takes_nothing(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = Asker::stranger(chance);
    let mut socket = Socket::on(Raw::narrow(scene.wire.address)?, &asker)?;
    socket.init(&asker)?;
    for number in 0..60 {
        // Whoever is not read from does not take more either.
        if socket.begin(&format!("{number}"), PAGE, &Value::Null).is_err() {
            break;
        }
    }
    // All of it even when the load is over: who reads before does not stall.
    std::thread::sleep(STALL);
    match socket.ended()? {
        0 | 1013 => Ok(()),
        code => Err(format!("1013 or no word was expected, and not {code}")),
    }
}

/// No `connection_init`.
fn says_nothing(scene: &Scene, chance: &mut Chance) -> Done {
    let mut socket = Socket::open(scene.wire.address, &Asker::stranger(chance))?;
    want(socket.ended(), 4408)
}

/// Too little is said on it to fill what is between: it is the client that goes.
fn stalled_stream(scene: &Scene, _: &mut Chance) -> Done {
    let stalled = stream(scene, Raw::narrow(scene.wire.address)?, &Value::Null)?;
    scene.wait(STALL);
    drop(stalled);
    Ok(())
}

/// The system cuts the connection: not all of it comes.
fn stalled_answers(scene: &Scene, _: &mut Chance) -> Done {
    let mut raw = Raw::narrow(scene.wire.address)?;
    raw.say("GET /schema.graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(SCHEMAS))?;
    want(raw.status(), 200)?;
    raw.forget();
    std::thread::sleep(STALL + STALL / 2);
    let come = raw.hear_to_the_end()?;
    if come < SCHEMAS * 200_000 { Ok(()) } else { Err(format!("all came, {come} bytes")) }
}

/// A line now and then.
fn endless_head(scene: &Scene, _: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    raw.say("POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n")?;
    for number in 0..4 {
        std::thread::sleep(Duration::from_secs(1));
        raw.say(format!("X-More-{number}: and more\r\n"))?;
    }
    want(raw.status(), 408)
}

/// A request whose body is waited for, beside one that is answered; the client gives up first.
fn no_body(scene: &Scene, _: &mut Chance) -> Done {
    let mut raw = Raw::to(scene.wire.address)?;
    raw.say(request(&json!({ "query": "{ __typename }" }).to_string(), ""))?;
    want(raw.status(), 200)?;
    raw.say(head(1_000, "") + "{")?;
    scene.wait(STALL);
    Ok(())
}

fn pausing_upload(scene: &Scene, chance: &mut Chance) -> Done {
    let officer = scene.people.asker(&scene.wire, "officer", chance)?;
    let address = announced(scene, &officer)?;
    let mut raw = Raw::to(scene.wire.address)?;
    let token = officer.token.unwrap_or_default();
    raw.say(format!(
        "PUT {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Length: 100000\r\n\r\n%PDF-1.7\n"
    ))?;
    want(raw.status(), 408)
}
