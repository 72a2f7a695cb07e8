//! A client of the `graphql-transport-ws` protocol.

use crate::raw::Raw;
use crate::wire::Asker;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use tungstenite::client::IntoClientRequest;
use tungstenite::{Error, Message, WebSocket};

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Shakes hands, and no more.
    pub fn open(address: SocketAddr, asker: &Asker) -> Result<Self, String> {
        Self::on(Raw::to(address)?, asker)
    }

    /// Shakes hands over a connection.
    pub fn on(raw: Raw, asker: &Asker) -> Result<Self, String> {
        raw.wait_at_most(PATIENCE)?;
        let address = raw.stream.peer_addr().map_err(|error| error.to_string())?;
        let mut request =
            format!("ws://{address}/graphql").into_client_request().map_err(|error| format!("a request: {error}"))?;
        for (name, value) in [("Sec-WebSocket-Protocol", "graphql-transport-ws"), ("X-Forwarded-For", &asker.from)] {
            request.headers_mut().append(name, value.parse().map_err(|error| format!("a header: {error}"))?);
        }
        let shaken = tungstenite::client(request, raw.stream);
        shaken.map(|(socket, _)| Self(socket)).map_err(|error| format!("no handshake: {error}"))
    }

    /// Open and acknowledged.
    pub fn connect(address: SocketAddr, asker: &Asker) -> Result<Self, String> {
        let mut socket = Self::open(address, asker)?;
        socket.init(asker)?;
        Ok(socket)
    }

    pub fn init(&mut self, asker: &Asker) -> Result<(), String> {
        let payload = asker.token.as_ref().map(|token| json!({ "authorization": format!("Bearer {token}") }));
        self.say(&json!({ "type": "connection_init", "payload": payload.unwrap_or(json!({})) }))?;
        match self.hear()? {
            message if message["type"] == "connection_ack" => Ok(()),
            message => Err(format!("connection_ack was expected, and not {message}")),
        }
    }

    pub fn say(&mut self, message: &Value) -> Result<(), String> {
        self.0.send(Message::text(message.to_string())).map_err(|error| format!("sending: {error}"))
    }

    pub fn begin(&mut self, id: &str, query: &str, variables: &Value) -> Result<(), String> {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": query, "variables": variables } }))
    }

    /// The next message; pings are answered on the way.
    pub fn hear(&mut self) -> Result<Value, String> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            match self.0.read() {
                Ok(Message::Text(text)) => {
                    return serde_json::from_str(&text).map_err(|error| format!("no JSON: {error}"));
                }
                Ok(Message::Close(frame)) => return Err(format!("it ended: {frame:?}")),
                Ok(_) => {}
                Err(error) => return Err(format!("no message: {error}")),
            }
        }
        Err("no message, only pings".to_owned())
    }

    /// The data of the next answer to an operation.
    pub fn told(&mut self, id: &str) -> Result<Value, String> {
        let message = self.hear()?;
        let is_it = message["type"] == "next" && message["id"] == id && message.pointer("/payload/errors").is_none();
        if is_it { Ok(message["payload"]["data"].clone()) } else { Err(format!("not told, but {message}")) }
    }

    /// Messages until it ends, and with which code; 0 when it ends without a word.
    pub fn ended(&mut self) -> Result<u16, String> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            match self.0.read() {
                Ok(Message::Close(frame)) => return Ok(frame.map_or(0, |frame| frame.code.into())),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed) => return Ok(0),
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => break,
                Err(Error::Io(_) | Error::Protocol(_)) => return Ok(0),
                Err(error) => return Err(format!("no end: {error}")),
            }
        }
        Err("the server did not end it".to_owned())
    }

    /// Closes it as the protocol wants, and waits for the answer.
    pub fn close(mut self) -> Result<(), String> {
        self.0.close(None).map_err(|error| format!("closing: {error}"))?;
        self.ended().map(drop)
    }
}
