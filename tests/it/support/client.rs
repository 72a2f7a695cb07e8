//! A client of the API, as a front end would be one.

use serde_json::{Value, json};
use ureq::Agent;

/// Somebody with a connection to the server, signed in or not.
#[derive(Clone)]
pub struct Client {
    pub agent: Agent,
    pub base: String,
    pub token: Option<String>,
    pub language: &'static str,
    /// What a reverse proxy would say about where the request comes from.
    pub forwarded_for: Option<String>,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub json: Value,
    /// SQL statements the request cost.
    pub statements: u64,
}

impl Client {
    pub fn anonymous(base: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            // The server closes idle connections after 5 seconds; a request on its way then would be lost.
            .max_idle_age(std::time::Duration::from_secs(2))
            .build();
        Self { agent: config.into(), base: base.to_owned(), token: None, language: "en", forwarded_for: None }
    }

    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    #[must_use]
    pub fn speaking(&self, language: &'static str) -> Self {
        Self { language, ..self.clone() }
    }

    /// The same somebody behind a reverse proxy that names this address.
    #[must_use]
    pub fn seen_from(&self, address: &str) -> Self {
        Self { forwarded_for: Some(address.to_owned()), ..self.clone() }
    }

    /// Sends an operation.
    pub fn ask(&self, query: &str, variables: &Value) -> Reply {
        self.try_ask(query, variables).expect("the server answers")
    }

    /// Sends an operation to a server that may be gone.
    pub fn try_ask(&self, query: &str, variables: &Value) -> Result<Reply, ureq::Error> {
        self.try_post(&json!({ "query": query, "variables": variables }))
    }

    /// Sends a request as it is.
    pub fn post_json(&self, body: &Value) -> Reply {
        self.try_post(body).expect("the server answers")
    }

    fn try_post(&self, body: &Value) -> Result<Reply, ureq::Error> {
        let mut request = self
            .agent
            .post(format!("{}/graphql", self.base))
            .header("Accept", "application/graphql-response+json")
            .header("Accept-Language", self.language);
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        if let Some(address) = &self.forwarded_for {
            request = request.header("X-Forwarded-For", address);
        }
        let mut response = request.send_json(body)?;
        let timing =
            response.headers().get("Server-Timing").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let statements =
            timing.split('"').nth(1).and_then(|d| d.split(' ').next()).and_then(|n| n.parse().ok()).unwrap_or(0);
        Ok(Reply { status: response.status().as_u16(), json: response.body_mut().read_json()?, statements })
    }

    /// Runs a mutation named `name` with an input and returns its payload: `selection` are the payload's fields.
    ///
    /// An input with a text at `file` is sent with that text as its file.
    pub fn mutate(&self, name: &str, input: &Value, selection: &str) -> Reply {
        if let Some(text) = input.get("file").and_then(Value::as_str).filter(|text| !text.starts_with("part:")) {
            let body = super::files::operation(input, selection, text.as_bytes());
            return self.post_multipart(&[("GraphQL-Preflight", "1")], &body);
        }
        let mut type_name = name.to_owned();
        type_name[..1].make_ascii_uppercase();
        let query = format!(
            "mutation($input: {type_name}Input!) {{ payload: {name}(input: $input) {{ {selection} userErrors {{ code message field rule {{ key }} }} }} }}"
        );
        self.ask(&query, &json!({ "input": input }))
    }

    /// Any path of the server.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().expect("the server answers");
        (response.status().as_u16(), response.body_mut().read_to_string().unwrap_or_default())
    }
}

impl Reply {
    /// The data at a JSON pointer; fails with the whole answer when there are errors.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> &Value {
        assert!(self.json.get("errors").is_none(), "{:#}", self.json);
        self.json.pointer(&format!("/data{pointer}")).unwrap_or_else(|| panic!("nothing at {pointer}: {:#}", self.json))
    }

    /// The payload of [`Client::mutate`], which must have been done.
    #[track_caller]
    pub fn done(&self) -> &Value {
        let payload = self.at("/payload");
        assert_eq!(payload["userErrors"], json!([]), "{:#}", self.json);
        payload
    }

    /// The text at a pointer below the payload.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        let found = self.done().pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {pointer}: {:#}", self.json)).to_owned()
    }

    /// The code of the rule that refused the mutation.
    #[track_caller]
    pub fn refused(&self) -> &str {
        self.at("/payload/userErrors/0/code").as_str().expect("a code")
    }

    /// The code of the first top-level error.
    #[track_caller]
    pub fn denied(&self) -> &str {
        self.json
            .pointer("/errors/0/extensions/code")
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("not denied: {:#}", self.json))
    }
}
