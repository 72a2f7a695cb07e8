//! A receiver of webhooks: what it was sent, and what it is to answer.

use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Something that was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Posted {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// The type of the event, and its subject.
    pub fn told(&self) -> (String, String) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let json = self.json();
        (text(&json["type"]), text(&json["data"]["subject"]))
    }
}

#[derive(Default)]
struct State {
    posted: Vec<Posted>,
    /// The next answers; 200 when there is none.
    answers: VecDeque<String>,
    always: Option<String>,
    slow: Duration,
}

/// It ends with the test's process.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || take(stream, &shared));
            }
        });
        Self { url, state }
    }

    /// Answers the next posts so, one after the other: `500`, `410`, or a status with headers in the lines after it.
    pub fn answer(&self, answers: &[&str]) {
        self.state.lock().expect("sound").answers.extend(answers.iter().map(|answer| (*answer).to_owned()));
    }

    /// Lets every post wait so long for its answer.
    pub fn slow(&self, time: Duration) {
        self.state.lock().expect("sound").slow = time;
    }

    /// Answers every post so from now on; `None` takes them again.
    pub fn always(&self, answer: Option<&str>) {
        self.state.lock().expect("sound").always = answer.map(str::to_owned);
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.state.lock().expect("sound").posted.clone()
    }

    pub fn count(&self) -> usize {
        self.state.lock().expect("sound").posted.len()
    }
}

fn take(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let Some(path) = lines.first().and_then(|line| line.split(' ').nth(1)).map(str::to_owned) else { return };
    let header = |line: &String| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: BTreeMap<String, String> = lines.iter().skip(1).filter_map(header).collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let answer = {
        let mut state = state.lock().expect("sound");
        state.posted.push(Posted { path, headers, body });
        state.always.clone().or_else(|| state.answers.pop_front()).unwrap_or_else(|| "200".to_owned())
    };
    let slow = state.lock().expect("sound").slow;
    std::thread::sleep(slow);
    let (status, more) = answer.split_once('\n').unwrap_or((&answer, ""));
    let more = if more.is_empty() { String::new() } else { format!("{more}\r\n") };
    let text = format!("HTTP/1.1 {status} Whatever\r\n{more}Content-Length: 5\r\nConnection: close\r\n\r\nheard");
    let _ = (&stream).write_all(text.as_bytes());
}
