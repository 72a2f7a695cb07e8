//! GraphQL over HTTP, and whatever else is asked for by a path.

use crate::chance::Chance;
use crate::tally::Tally;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use ureq::RequestBuilder;
use ureq::http::Response;

/// No answer takes as long as this.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// The server closes idle connections after 5 seconds; a request on its way then would be lost.
const KEPT: Duration = Duration::from_secs(2);
const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];
/// Strangers come from so many addresses.
const ADDRESSES: u64 = 2_000;
/// An answer is shown so far when it was unexpected, in characters.
const SHOWN: usize = 300;

/// Whoever asks.
#[derive(Clone)]
pub struct Asker {
    pub token: Option<String>,
    /// The address they come from, as a reverse proxy tells it.
    pub from: String,
    language: &'static str,
}

impl Asker {
    pub fn stranger(chance: &mut Chance) -> Self {
        let number = chance.below(ADDRESSES);
        let language = chance.of(&LANGUAGES).copied().unwrap_or("en");
        Self { token: None, from: format!("10.1.{}.{}", number / 200, number % 200), language }
    }

    /// Somebody with a token.
    pub fn with(token: &str, chance: &mut Chance) -> Self {
        Self { token: Some(token.to_owned()), ..Self::stranger(chance) }
    }
}

/// An answer of the graph.
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

/// An answer that is a file.
pub struct Content {
    pub status: u16,
    pub bytes: Vec<u8>,
}

/// Connections to the server, kept between requests.
pub struct Wire {
    agent: ureq::Agent,
    pub address: SocketAddr,
    pub tally: Arc<Tally>,
}

impl Wire {
    pub fn to(address: SocketAddr, tally: &Arc<Tally>) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_idle_age(KEPT);
        let config = config.timeout_global(Some(PATIENCE)).max_idle_connections_per_host(16).build();
        Self { agent: config.into(), address, tally: Arc::clone(tally) }
    }

    /// Sends an operation.
    pub fn ask(&self, asker: &Asker, query: &str, variables: &Value) -> Result<Answer, String> {
        self.post(asker, "application/json", json!({ "query": query, "variables": variables }).to_string().as_bytes())
    }

    /// Sends any body to the graph.
    pub fn post(&self, asker: &Asker, media: &str, body: &[u8]) -> Result<Answer, String> {
        let request = self.agent.post(self.url("/graphql")).header("Accept", "application/graphql-response+json");
        let request = request.header("Content-Type", media).header("GraphQL-Preflight", "1");
        let (status, bytes) = self.read(marked(request, asker).send(body))?;
        let json = serde_json::from_slice(&bytes).map_err(|error| format!("{status}, and no JSON: {error}"))?;
        Ok(Answer { status, json })
    }

    /// Sends a form.
    pub fn form(&self, asker: &Asker, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        let request = marked(self.agent.post(self.url(path)), asker);
        let (status, bytes) = self.read(request.send_form(fields.iter().copied()))?;
        Ok(Answer { status, json: serde_json::from_slice(&bytes).unwrap_or_default() })
    }

    /// Fetches a path.
    pub fn get(&self, asker: &Asker, path: &str, headers: &[(&str, &str)]) -> Result<Content, String> {
        let mut request = marked(self.agent.get(self.url(path)), asker);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (status, bytes) = self.read(request.call())?;
        Ok(Content { status, bytes })
    }

    /// Sends a content to a path.
    pub fn put(&self, asker: &Asker, path: &str, content: &[u8]) -> Result<Content, String> {
        let (status, bytes) = self.read(marked(self.agent.put(self.url(path)), asker).send(content))?;
        Ok(Content { status, bytes })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn read(&self, answer: Result<Response<ureq::Body>, ureq::Error>) -> Result<(u16, Vec<u8>), String> {
        let mut answer = answer.map_err(|error| format!("no answer: {error}"))?;
        let status = answer.status().as_u16();
        self.tally.status(status);
        let bytes = answer.body_mut().with_config().limit(1 << 28).read_to_vec();
        let bytes = bytes.map_err(|error| format!("{status}, and the body broke off: {error}"))?;
        if status >= 500 {
            return Err(format!("{status}: {}", shown(&String::from_utf8_lossy(&bytes))));
        }
        Ok((status, bytes))
    }
}

fn marked<B>(request: RequestBuilder<B>, asker: &Asker) -> RequestBuilder<B> {
    let request = request.header("Accept-Language", asker.language).header("X-Forwarded-For", &asker.from);
    match &asker.token {
        Some(token) => request.header("Authorization", format!("Bearer {token}")),
        None => request,
    }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

impl Answer {
    fn otherwise<T>(&self, wanted: &str) -> Result<T, String> {
        Err(format!("{wanted} was expected, and not {}: {}", self.status, shown(&self.json.to_string())))
    }

    /// What stands at a place of the data; there must be no errors.
    pub fn data(&self, pointer: &str) -> Result<&Value, String> {
        let found = self.json.pointer(&format!("/data{pointer}")).filter(|_| self.json.get("errors").is_none());
        found.map_or_else(|| self.otherwise(&format!("data at {pointer}")), Ok)
    }

    pub fn text(&self, pointer: &str) -> Result<String, String> {
        let text = self.data(pointer)?.as_str();
        text.map_or_else(|| self.otherwise(&format!("a text at {pointer}")), |text| Ok(text.to_owned()))
    }

    /// The texts at a place of each of some.
    pub fn texts(&self, list: &str, pointer: &str) -> Result<Vec<String>, String> {
        let nodes = self.data(list)?.as_array().cloned().unwrap_or_default();
        Ok(nodes.iter().filter_map(|node| node.pointer(pointer)?.as_str().map(str::to_owned)).collect())
    }

    /// The payload of a mutation that was done.
    pub fn done(&self, mutation: &str) -> Result<&Value, String> {
        let payload = self.data(&format!("/{mutation}"))?;
        if payload["userErrors"] == json!([]) { Ok(payload) } else { self.otherwise("no user error") }
    }

    /// A rule refused the mutation.
    pub fn refused(&self, mutation: &str, code: &str) -> Result<(), String> {
        let found = self.data(&format!("/{mutation}/userErrors/0/code"));
        if found.is_ok_and(|found| found == code) { Ok(()) } else { self.otherwise(code) }
    }

    /// The request was refused as a whole.
    pub fn denied(&self, status: u16, code: &str) -> Result<(), String> {
        let found = self.json.pointer("/errors/0/extensions/code");
        if self.status == status && found.is_some_and(|found| found == code) {
            return Ok(());
        }
        self.otherwise(&format!("{status}, {code}"))
    }
}
