//! Requests byte by byte, for what no well-behaved client sends.

use crate::support::Client;
use std::io::{Read, Write};
use std::net::TcpStream;

/// One connection with one request.
pub struct Wire {
    stream: TcpStream,
}

impl Wire {
    /// Sends the head of a request of this client's. The server closes the connection after its answer.
    pub fn begin(client: &Client, method: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        let address = client.base.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("connects");
        stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).expect("a timeout");
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
        let token = client.token.as_ref().map(|token| format!("Bearer {token}"));
        for (name, value) in headers.iter().copied().chain(token.as_deref().map(|token| ("Authorization", token))) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).expect("sends");
        Self { stream }
    }

    /// `PUT` of so many bytes.
    pub fn put(client: &Client, path: &str, length: usize) -> Self {
        Self::begin(client, "PUT", path, &[("Content-Length", &length.to_string())])
    }

    /// `POST /graphql` of a multipart body of so many bytes.
    pub fn multipart(client: &Client, length: usize) -> Self {
        let (length, kind) = (length.to_string(), "multipart/form-data; boundary=kenes");
        let headers = [("Content-Length", length.as_str()), ("Content-Type", kind), ("GraphQL-Preflight", "1")];
        Self::begin(client, "POST", "/graphql", &headers)
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("sends");
    }

    /// Sends to a server that may have stopped to listen; whether it was taken.
    pub fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// The content of the answer, piece by piece, without what stands before it.
    pub fn content(mut self, mut take: impl FnMut(&[u8])) {
        let (mut head, mut buffer) = (Vec::new(), vec![0; 65_536]);
        let end = loop {
            let read = self.stream.read(&mut buffer).expect("reads");
            assert!(read > 0, "no answer: {}", String::from_utf8_lossy(&head));
            head.extend_from_slice(&buffer[..read]);
            if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        take(&head[end..]);
        loop {
            match self.stream.read(&mut buffer).expect("reads") {
                0 => return,
                read => take(&buffer[..read]),
            }
        }
    }

    /// Status and the whole answer, headers too.
    #[track_caller]
    pub fn answer(mut self) -> (u16, String) {
        let mut answer = Vec::new();
        // A server that did not want the rest of the body may break the connection after its answer.
        let _ = self.stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("no answer: {answer}")), answer)
    }
}
