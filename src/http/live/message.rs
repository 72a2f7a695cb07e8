//! The messages of the `graphql-transport-ws` protocol.

use crate::http::operation::Body;
use actix_ws::{CloseCode, CloseReason};
use async_graphql::{Response, Value};
use serde::Deserialize;
use serde_json::{Map, json};

/// The subprotocol's name.
pub const PROTOCOL: &str = "graphql-transport-ws";
/// The longest id of an operation, in bytes.
const LONGEST_ID: usize = 128;
/// The longest answer to a ping, in bytes.
const LONGEST_PONG: usize = 1_024;
/// The longest reason a close frame can hold, in bytes.
const LONGEST_REASON: usize = 123;

type Payload = Option<Map<String, serde_json::Value>>;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    ConnectionInit {
        #[serde(default)]
        payload: Payload,
    },
    Ping {
        #[serde(default)]
        payload: Payload,
    },
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Payload,
    },
    Subscribe {
        id: String,
        payload: Box<Body>,
    },
    Complete {
        id: String,
    },
}

/// Why a connection ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub code: u16,
    pub why: String,
}

impl End {
    pub fn new(code: u16, why: impl Into<String>) -> Self {
        Self { code, why: why.into() }
    }

    pub fn invalid(why: &str) -> Self {
        Self::new(4400, why)
    }

    pub fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized: send connection_init and wait for connection_ack")
    }

    pub fn forbidden() -> Self {
        Self::new(4403, "Forbidden: the token is not good, or not any more")
    }

    pub fn slow() -> Self {
        Self::new(1013, "Try again later: what was sent was not taken in time")
    }
}

impl End {
    /// As much of why as a close frame can hold.
    pub fn reason(&self) -> &str {
        let cut = (0..=LONGEST_REASON.min(self.why.len())).rev().find(|at| self.why.is_char_boundary(*at));
        self.why.get(..cut.unwrap_or(0)).unwrap_or_default()
    }
}

impl From<End> for CloseReason {
    fn from(end: End) -> Self {
        Self { code: CloseCode::from(end.code), description: Some(end.reason().to_owned()) }
    }
}

/// Reads a message.
///
/// # Errors
/// 4400 for one that the protocol does not know.
pub fn read(text: &str) -> Result<Said, End> {
    let said = serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        End::new(4400, format!("Invalid message: not one of {PROTOCOL} ({place})"))
    })?;
    match &said {
        Said::Subscribe { id, .. } | Said::Complete { id } if id.is_empty() || id.len() > LONGEST_ID => {
            Err(End::new(4400, format!("Invalid message: an id has 1 to {LONGEST_ID} bytes")))
        }
        Said::Subscribe { payload, .. } if !payload.is_something() => {
            Err(End::invalid("Invalid message: the payload of subscribe has no query"))
        }
        _ => Ok(said),
    }
}

pub fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to a ping, with what came with it, if that is little: nobody makes us send much by sending it.
pub fn pong(payload: Payload) -> String {
    match payload.map(|payload| json!({ "type": "pong", "payload": payload }).to_string()) {
        Some(text) if text.len() <= LONGEST_PONG => text,
        _ => json!({ "type": "pong" }).to_string(),
    }
}

pub fn next(id: &str, response: &Response) -> String {
    json!({ "type": "next", "id": id, "payload": response }).to_string()
}

pub fn error(id: &str, response: &Response) -> String {
    json!({ "type": "error", "id": id, "payload": response.errors }).to_string()
}

pub fn complete(id: &str) -> String {
    json!({ "type": "complete", "id": id }).to_string()
}

/// Whether a response says that nothing was executed: then it is an error of the whole operation.
pub fn is_refusal(response: &Response, root: usize) -> bool {
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.len() <= root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_the_protocol_is_read() {
        assert!(matches!(read(r#"{"type":"connection_init"}"#), Ok(Said::ConnectionInit { payload: None })));
        assert!(matches!(read(r#"{"type":"ping","payload":null}"#), Ok(Said::Ping { payload: None })));
        assert!(matches!(read(r#"{"type":"pong","payload":{"a":1}}"#), Ok(Said::Pong { .. })));
        assert!(matches!(read(r#"{"type":"complete","id":"1"}"#), Ok(Said::Complete { .. })));
        let subscribe = r#"{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":null}}"#;
        assert!(matches!(read(subscribe), Ok(Said::Subscribe { .. })));
    }

    #[test]
    fn another_is_not() {
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "x".repeat(129));
        for text in [
            "",
            "[]",
            "null",
            r#"{"type":"start","id":"1","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"connection_init","payload":7}"#,
            r#"{"type":"complete"}"#,
            &long,
        ] {
            assert_eq!(read(text).err().map(|end| end.code), Some(4400), "{text}");
        }
    }

    #[test]
    fn a_reason_fits_into_its_frame() {
        let reason = CloseReason::from(End::new(4400, "ж".repeat(100)));
        assert_eq!(reason.description.map(|text| text.len()), Some(122));
    }
}
