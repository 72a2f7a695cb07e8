//! Files over HTTP, as a front end and a script would send and fetch them.

use super::builders::Personas;
use super::client::{Client, Reply};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer that is not GraphQL.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap_or_default();
        Self { status: response.status().as_u16(), headers, body }
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers))
    }

    /// The code of the rule that refused.
    pub fn refused(&self) -> (u16, String) {
        (self.status, self.json()["userErrors"][0]["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// The parts of a multipart body, in order: name, file name where it is a file, content.
pub fn multipart(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream"));
        let head =
            format!("--kenes\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n\r\n", file.unwrap_or_default());
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--kenes--\r\n");
    body
}

/// `uploadAttachment` with its file, as the parts of a request.
pub fn operation(input: &Value, selection: &str, content: &[u8]) -> Vec<u8> {
    let query = format!(
        "mutation($input: UploadAttachmentInput!) {{ payload: uploadAttachment(input: $input) {{ {selection} userErrors {{ code message field rule {{ key }} }} }} }}"
    );
    let mut input = input.clone();
    input["file"] = Value::Null;
    let operations = json!({ "query": query, "variables": { "input": input } }).to_string();
    let map = json!({ "0": ["variables.input.file"] }).to_string();
    multipart(&[("operations", None, operations.as_bytes()), ("map", None, map.as_bytes()), ("0", Some("x"), content)])
}

impl Client {
    /// Sends a multipart body to `/graphql`, with these headers.
    pub fn post_multipart(&self, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = self
            .agent
            .post(format!("{}/graphql", self.base))
            .header("Accept", "application/graphql-response+json")
            .header("Accept-Language", self.language)
            .header("Content-Type", "multipart/form-data; boundary=kenes");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let mut response = request.send(body).expect("the server answers");
        Reply {
            status: response.status().as_u16(),
            json: response.body_mut().read_json().expect("JSON"),
            statements: 0,
        }
    }

    /// Attaches a file that comes with the request.
    pub fn upload(&self, input: &Value, content: &[u8]) -> Reply {
        let selection = "attachment { id name mediaType sizeBytes sha256 access edition url }";
        self.post_multipart(&[("GraphQL-Preflight", "1")], &operation(input, selection, content))
    }

    /// Sends the content of an announced file.
    pub fn put(&self, path: &str, content: &[u8]) -> Answer {
        let mut request = self.agent.put(format!("{}{path}", self.base)).header("Accept-Language", self.language);
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        Answer::of(request.send(content).expect("the server answers"))
    }

    /// Asks for the headers of a path alone.
    pub fn head(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.head(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        Answer::of(request.call().expect("the server answers"))
    }

    /// Fetches a path with these headers.
    pub fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        Answer::of(request.call().expect("the server answers"))
    }
}

/// A PDF, as far as its first bytes tell, that says this.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes()
}

impl Personas<'_> {
    /// A PDF attached to a subject; returns the attachment's id.
    pub fn attach(&self, who: &str, subject: &str, access: &str) -> String {
        let input = json!({ "subjectId": subject, "name": "Есеп.pdf", "access": access });
        self.get(who).upload(&input, &pdf(access)).text("/attachment/id")
    }

    /// The one-time address of an announced file.
    pub fn announce(&self, who: &str, subject: &str, name: &str) -> (String, String) {
        let input = json!({ "subjectId": subject, "name": name, "access": "PUBLIC" });
        let reply = self.get(who).mutate("createUpload", &input, "upload { attachmentId url }");
        (reply.text("/upload/attachmentId"), reply.text("/upload/url"))
    }
}
