//! A client that costs little: a few threads, each with one keep-alive connection, one request at a time. Its CPU is
//! not measured, it only must not be so greedy that nothing is left for the servers.

use crate::servers::Child;
use crate::support::operations::{Operation, body, choice};
use crate::support::samples::Samples;
use crate::support::writes::{Member, Target};
use crate::support::{OrStop, stop};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Connections at once: as many as the pool of either side.
const CONNECTIONS: usize = 4;

/// A request, ready to be sent.
pub struct Exchange(Vec<u8>);

impl Exchange {
    pub fn graphql(operation: Operation, variables: &Value, token: &str) -> Self {
        let json = json!({ "query": operation.document(), "variables": variables });
        Self::post("/graphql", &json, &format!("Authorization: Bearer {token}\r\nAccept-Language: ru\r\n"))
    }

    pub fn read(operation: Operation, samples: &Samples, number: usize) -> Self {
        let json = match operation {
            Operation::Page => {
                let place = Samples::turn(&samples.places, number);
                json!({ "at": place.at.micros(), "id": place.id.uuid() })
            }
            Operation::Detail => json!({ "id": Samples::turn(&samples.details, number).uuid() }),
            Operation::Nested => {
                json!({ "ids": samples.ten_bodies(number).iter().map(|id| id.uuid()).collect::<Vec<_>>() })
            }
            _ => json!({ "tsquery": Samples::turn(&samples.searches, number).tsquery }),
        };
        Self::post(path(operation), &json, "")
    }

    pub fn write(operation: Operation, target: Target, member: &Member, number: usize) -> Self {
        let person = member.person.uuid();
        let json = match operation {
            Operation::Ballot => json!({ "poll": target.poll.uuid(), "person": person, "choice": choice(number) }),
            _ => json!({ "review": target.review.uuid(), "person": person, "body": body(number) }),
        };
        Self::post(path(operation), &json, "")
    }

    fn post(path: &str, json: &Value, headers: &str) -> Self {
        let body = json.to_string();
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        Self([head.into_bytes(), body.into_bytes()].concat())
    }
}

/// Where the floor answers an operation.
pub fn path(operation: Operation) -> &'static str {
    match operation {
        Operation::Page => "/page",
        Operation::Detail => "/detail",
        Operation::Nested => "/nested",
        Operation::Search => "/search",
        Operation::Ballot => "/ballot",
        Operation::Comment => "/comment",
        Operation::Scorecards | Operation::Ranked | Operation::Councils => stop("the floor counts no scorecards"),
    }
}

/// Sends requests until the time is over; says how many were answered.
pub fn drive(child: &Child, seconds: f64, first: usize, exchange: impl Fn(usize) -> Exchange + Sync) -> usize {
    let (next, ends) = (AtomicUsize::new(first), Instant::now() + Duration::from_secs_f64(seconds));
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut line = Line::to(child);
                while Instant::now() < ends {
                    let answer = line.send(&exchange(next.fetch_add(1, Ordering::Relaxed)));
                    refuse_errors(&answer);
                }
            });
        }
    });
    next.load(Ordering::Relaxed) - first
}

/// One request with its answer as JSON.
pub fn once(child: &Child, exchange: &Exchange) -> Value {
    let answer = Line::to(child).send(exchange);
    refuse_errors(&answer);
    serde_json::from_slice(&answer).or_stop("the answer is JSON")
}

/// A refused request would be measured as a fast one. Refusals are short, so only short answers are searched.
fn refuse_errors(answer: &[u8]) {
    let text = String::from_utf8_lossy(if answer.len() < 3_000 { answer } else { b"long" });
    if answer.len() < 5 || text.contains("\"errors\":[{") || text.contains("\"userErrors\":[{") {
        stop(format!("a request failed: {text}"));
    }
}

struct Line(BufReader<TcpStream>);

impl Line {
    fn to(child: &Child) -> Self {
        let stream = TcpStream::connect(child.address()).or_stop("connecting to the server");
        stream.set_nodelay(true).or_stop("no delay");
        Self(BufReader::with_capacity(64 * 1024, stream))
    }

    fn send(&mut self, Exchange(bytes): &Exchange) -> Vec<u8> {
        self.0.get_mut().write_all(bytes).or_stop("sending");
        let (mut length, mut status) = (None, String::new());
        loop {
            let mut header = String::new();
            self.0.read_line(&mut header).or_stop("reading");
            if status.is_empty() {
                status.clone_from(&header);
            }
            let lower = header.trim().to_ascii_lowercase();
            if lower.is_empty() {
                break;
            }
            length = lower.strip_prefix("content-length: ").and_then(|text| text.parse::<usize>().ok()).or(length);
        }
        let mut answer = vec![0; length.or_stop(&status)];
        self.0.read_exact(&mut answer).or_stop("reading");
        if !status.contains(" 200 ") {
            stop(format!("{}: {}", status.trim(), String::from_utf8_lossy(&answer)));
        }
        answer
    }
}

/// The facts of an answer that both sides must tell: the names, titles, texts, states and totals in it, whatever the
/// nesting around them. Ids are compared without their prefixes' encoding, by what they identify.
pub fn facts(answer: &Value) -> Vec<String> {
    let mut facts = Vec::new();
    collect("", answer, &mut facts);
    facts.sort();
    facts
}

const TOLD: [&str; 17] = [
    "text",
    "name",
    "body",
    "state",
    "kind",
    "stance",
    "present",
    "for",
    "against",
    "abstain",
    "choice",
    "category",
    "position",
    "entitlement",
    "outcome",
    "totalCount",
    "electorateSize",
];

fn collect(key: &str, value: &Value, facts: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| collect(key, value, facts)),
        Value::Array(items) => items.iter().for_each(|item| collect(key, item, facts)),
        Value::String(text) if key == "id" => {
            let id = kenes::kernel::id::split(text).map(|(_, id)| id).or_else(|| text.parse().ok());
            facts.push(format!("id {}", id.or_stop("an id")));
        }
        Value::Null => {}
        plain if TOLD.contains(&key) => facts.push(format!("{key} {plain}")),
        _ => {}
    }
}
