//! A client of the `graphql-transport-ws` protocol, as a front end would have one.

use serde_json::{Value, json};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, Message, WebSocket};

/// How long a test waits for a message before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
pub struct Socket {
    pub stream: WebSocket<TcpStream>,
}

/// Why there is no connection: the status of the answer.
pub struct NoSocket(pub u16);

impl Socket {
    /// Shakes hands, and no more.
    pub fn open(base: &str) -> Self {
        Self::try_open(base, &[("Sec-WebSocket-Protocol", "graphql-transport-ws")])
            .unwrap_or_else(|no| panic!("{}", no.0))
    }

    /// Tries to, with headers of one's own.
    pub fn try_open(base: &str, headers: &[(&'static str, &str)]) -> Result<Self, NoSocket> {
        let host = base.strip_prefix("http://").expect("an address");
        let mut request = format!("ws://{host}/graphql").into_client_request().expect("an address");
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().expect("a header"));
        }
        let stream = TcpStream::connect(host).expect("connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        match tungstenite::client(request, stream) {
            Ok((stream, answer)) => {
                assert_eq!(answer.headers()["sec-websocket-protocol"], "graphql-transport-ws");
                Ok(Self { stream })
            }
            Err(tungstenite::HandshakeError::Failure(Error::Http(answer))) => Err(NoSocket(answer.status().as_u16())),
            Err(other) => panic!("{other}"),
        }
    }

    /// Connected and acknowledged, with a token or without one.
    pub fn connect(base: &str, token: Option<&str>) -> Self {
        let mut socket = Self::open(base);
        socket.say(&match token {
            Some(token) => {
                json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } })
            }
            None => json!({ "type": "connection_init" }),
        });
        assert_eq!(socket.hear(), json!({ "type": "connection_ack" }));
        socket
    }

    pub fn say(&mut self, message: &Value) {
        self.stream.send(Message::text(message.to_string())).expect("sent");
    }

    /// The same to a server that may have ended the connection already.
    pub fn try_say(&mut self, message: &str) {
        drop(self.stream.send(Message::text(message)));
    }

    pub fn subscribe(&mut self, id: &str, query: &str, variables: &Value) {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": query, "variables": variables } }));
    }

    /// The next message; fails when the connection ends instead.
    #[track_caller]
    pub fn hear(&mut self) -> Value {
        match self.next() {
            Ok(message) => message,
            Err(end) => panic!("it ended: {end:?}"),
        }
    }

    /// The data of the next result of an operation.
    #[track_caller]
    pub fn told(&mut self, id: &str) -> Value {
        let message = self.hear();
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message:#}");
        assert!(message.pointer("/payload/errors").is_none(), "{message:#}");
        message["payload"]["data"].clone()
    }

    /// With which code it ended. Messages before it are passed by.
    #[track_caller]
    pub fn ended(&mut self) -> u16 {
        loop {
            if let Err(end) = self.next() {
                return end.map(|frame| frame.code.into()).expect("it says why");
            }
        }
    }

    fn next(&mut self) -> Result<Value, Option<CloseFrame>> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            match self.stream.read() {
                Ok(Message::Text(text)) => return Ok(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Close(frame)) => return Err(frame),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed) => return Err(None),
                Err(error) => panic!("no message: {error}"),
            }
        }
        panic!("no message, only pings");
    }
}
