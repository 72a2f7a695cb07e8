//! A thousand hostile requests, of every kind we know, one after the other: each is answered or cut off, none with our own fault, and after each
//! the server still answers somebody else.

use crate::support::World;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long somebody else waits at most. No measure of speed: a server that hangs does not answer in this either.
const PATIENCE: Duration = Duration::from_secs(10);

/// Deterministic, and different for each.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

fn query(document: &str) -> Vec<u8> {
    serde_json::json!({ "query": document }).to_string().into_bytes()
}

fn post(media: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: kenes\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n{more}\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn json(body: &[u8]) -> Vec<u8> {
    post("application/json", "", body)
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: kenes\r\nConnection: close\r\n\r\n").into_bytes()
}

fn doubling(levels: usize) -> String {
    let mut document = String::from("{ ...f0 }");
    for level in 0..levels {
        let next = level + 1;
        let _ = write!(document, " fragment f{level} on Query {{ ...f{next} ...f{next} }}");
    }
    let _ = write!(document, " fragment f{levels} on Query {{ __typename }}");
    document
}

fn nested(levels: usize) -> String {
    let down = "decisions { nodes { reviews { nodes { decision { ".repeat(levels);
    let up = "} } } } } ".repeat(levels);
    format!("{{ {down} id {up} }}")
}

/// One request of a kind; `dice` says of what size.
fn hostile(kind: usize, dice: &mut Dice) -> Vec<u8> {
    let many = 1 + dice.roll(3_000);
    match kind {
        0 => json(&query(&doubling(1 + many % 60))),
        1 => json(&query(&nested(1 + many % 200))),
        2 => json(&query(&format!("{{ {} }}", (0..many).map(|n| format!("a{n}: __typename ")).collect::<String>()))),
        3 => json(&query(&format!("{{ {} }}", "a".repeat(many * 20)))),
        4 => json(&query(&"{ ".repeat(many * 10))),
        5 => json(&query(&format!("{{ __typename {} }}", "@include(if: true) ".repeat(many)))),
        6 => json(&query(&"{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }".repeat(1 + many % 3))),
        7 => json(&query("query A { ...A } fragment A on Query { ...B } fragment B on Query { ...A }")),
        8 => json(&query(&format!("{{ node(id: \"{}\") {{ id }} }}", "\\u0000".repeat(many)))),
        9 => json(&query(&format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"dec_1\" ".repeat(many)))),
        10 => json(&query(&format!("{{ decisions(first: {}) {{ totalCount }} }}", "9".repeat(many)))),
        11 => json(&query(&format!("{{ decisions(after: \"{}\") {{ nodes {{ id }} }} }}", "A".repeat(many * 10)))),
        12 => json(&query(&format!("{{ decisions(filter: {{ text: \"{}\" }}) {{ nodes {{ id }} }} }}", "%' OR ж_*\\\\".repeat(many % 200)))),
        13 => json(&"[".repeat(many * 10).into_bytes()),
        14 => json(&format!("[{}]", vec!["{\"query\":\"{ __typename }\"}"; many].join(",")).into_bytes()),
        15 => json(&(0..many).map(|_| u8::try_from(dice.roll(256)).expect("a byte")).collect::<Vec<u8>>()),
        16 => post("application/x-www-form-urlencoded", "", b"query=mutation%20%7B%20signOut%20%7B%20sessionsEnded%20%7D%20%7D"),
        17 => post("multipart/form-data; boundary=x", "", b"--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--x--"),
        18 => post("application/json", &format!("Authorization: Bearer {}\r\n", "e".repeat(many)), &query("{ __typename }")),
        19 => post("application/json", &format!("Authorization: Bearer kenes_svc_{}\r\n", "0".repeat(104)), &query("{ __typename }")),
        20 => post("application/json", "Content-Encoding: gzip\r\n", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        21 => get(&format!("/graphql?query={}", "%7B".repeat(many % 900))),
        22 => get("/graphql?query=mutation%20%7B%20signOut(input:%20%7B%7D)%20%7B%20sessionsEnded%20%7D%20%7D"),
        23 => get(&format!("/attachments/{}", "../".repeat(many % 200))),
        24 => get(&format!("/{}.ics", "councils/cou_x%00".repeat(many % 50))),
        25 => b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        26 => format!("POST /graphql HTTP/1.1\r\nHost: kenes\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{{", u64::MAX).into_bytes(),
        27 => format!("POST /graphql HTTP/1.1\r\nHost: kenes\r\nContent-Type: application/json\r\nContent-Length: {many}\r\n\r\n{{\"query\"").into_bytes(),
        28 => b"GET /graphql HTTP/1.1\r\nHost: kenes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00".to_vec(),
        29 => post("application/json", "", &query(&format!("mutation {{ signIn(input: {{ email: \"{}\", password: \"x\" }}) {{ userErrors {{ code }} }} }}", "a".repeat(many)))),
        30 => {
            let form = format!("grant_type=client_credentials&{}", "client_id=a&".repeat(many));
            let length = form.len();
            format!("POST /oauth/token HTTP/1.1\r\nHost: kenes\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}").into_bytes()
        }
        31 => json(&serde_json::json!({ "query": "query($x: [ID!]!) { nodes(ids: $x) { id } }", "variables": { "x": vec!["dec_1"; many] } }).to_string().into_bytes()),
        32 => json(&serde_json::json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "f".repeat(many) } } }).to_string().into_bytes()),
        _ => (0..many).map(|_| u8::try_from(dice.roll(256)).expect("a byte")).collect(),
    }
}

const KINDS: usize = 34;

/// The status it was answered with, or nothing when the connection was cut, or the server waits for the rest.
fn send(world: &World, request: &[u8]) -> Option<(u16, String)> {
    let address = world.base.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).expect("the server takes connections");
    stream.set_read_timeout(Some(Duration::from_millis(300))).expect("a timeout");
    // Who is refused in the middle may be cut off before all was sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let mut piece = [0_u8; 4096];
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        answer.extend_from_slice(&piece[..read]);
        if answer.len() > 1 << 20 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok())?;
    Some((status, text))
}

on_both! {
    fn after_each_of_a_thousand_hostile_requests_somebody_else_is_answered(world) {
        let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
        let mut dice = Dice(20_261_123);
        let (mut answered, mut refused) = (0, 0);
        for number in 0..1_000 {
            let kind = number % KINDS;
            let answer = send(world, &hostile(kind, &mut dice));
            if let Some((status, text)) = &answer {
                answered += 1;
                refused += i32::from(*status >= 400 || text.contains("\"errors\""));
                assert!(*status < 500, "kind {kind}: {}", text.chars().take(600).collect::<String>());
                for inside in ["INTERNAL", "panicked", "SELECT ", "/src/", "diesel"] {
                    assert!(!text.contains(inside), "kind {kind} tells {inside}: {}", text.chars().take(600).collect::<String>());
                }
            }
            let health = agent.post(format!("{}/graphql", world.base)).send_json(serde_json::json!({ "query": "{ __typename }" }));
            let health = health.unwrap_or_else(|error| panic!("after kind {kind}, number {number}: {error}"));
            assert_eq!(health.status().as_u16(), 200, "after kind {kind}");
        }
        assert!(answered > 700 && refused > 600, "{answered} answered, {refused} refused");
    }
}
