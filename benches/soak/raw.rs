//! Connections byte by byte, for what no proper client does.

use crate::wire::PATIENCE;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// A connection.
pub struct Raw {
    pub stream: TcpStream,
    /// What has come so far.
    pub heard: Vec<u8>,
}

/// The head of a request with a body of JSON.
pub fn head(length: usize, more: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n"
    )
}

/// A whole request with a body of JSON.
pub fn request(body: &str, more: &str) -> String {
    head(body.len(), more) + body
}

impl Raw {
    pub fn to(address: SocketAddr) -> Result<Self, String> {
        Self::on(TcpStream::connect(address).map_err(|error| format!("no connection: {error}"))?)
    }

    /// A connection whose client's side keeps as little as it can.
    pub fn narrow(address: SocketAddr) -> Result<Self, String> {
        let open = || {
            let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
            socket.set_recv_buffer_size(4096)?;
            socket.connect(&address.into())?;
            Ok::<_, std::io::Error>(socket.into())
        };
        Self::on(open().map_err(|error| format!("no connection: {error}"))?)
    }

    fn on(stream: TcpStream) -> Result<Self, String> {
        let raw = Self { stream, heard: Vec::new() };
        raw.wait_at_most(PATIENCE)?;
        Ok(raw)
    }

    /// How long reading and writing wait.
    pub fn wait_at_most(&self, time: Duration) -> Result<(), String> {
        let set = self.stream.set_read_timeout(Some(time)).and_then(|()| self.stream.set_write_timeout(Some(time)));
        set.map_err(|error| format!("a timeout: {error}"))
    }

    pub fn say(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), String> {
        self.stream.write_all(bytes.as_ref()).map_err(|error| format!("sending: {error}"))
    }

    /// Says that nothing more comes.
    pub fn finish(&self) -> Result<(), String> {
        self.stream.shutdown(Shutdown::Write).map_err(|error| format!("finishing: {error}"))
    }

    /// Reads once; false when the server has ended the connection.
    fn hear(&mut self) -> Result<bool, String> {
        let mut piece = [0; 16 * 1024];
        let length = self.stream.read(&mut piece).map_err(|error| format!("reading: {error}"))?;
        self.heard.extend_from_slice(piece.get(..length).unwrap_or_default());
        Ok(length > 0)
    }

    /// Reads until the answer holds a text.
    pub fn hear_until(&mut self, wanted: &str) -> Result<(), String> {
        while !self.has(wanted) {
            if !self.hear()? {
                return Err(format!("it ended before {wanted:?}: {}", self.shown()));
            }
        }
        Ok(())
    }

    /// Reads until there is so much.
    pub fn hear_bytes(&mut self, wanted: usize) -> Result<(), String> {
        while self.heard.len() < wanted {
            if !self.hear()? {
                return Err(format!("it ended after {} bytes", self.heard.len()));
            }
        }
        Ok(())
    }

    /// Reads to the end, and says how much came; an end without a word is one too, a server that goes on is not.
    pub fn hear_to_the_end(&mut self) -> Result<usize, String> {
        loop {
            match self.stream.read(&mut [0; 16 * 1024]) {
                Ok(0) => return Ok(self.heard.len()),
                Ok(length) => self.heard.resize(self.heard.len() + length, 0),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return Ok(self.heard.len()),
                Err(error) => return Err(format!("the server did not end it: {error}")),
            }
        }
    }

    /// The status of the answer.
    pub fn status(&mut self) -> Result<u16, String> {
        self.hear_until("\r\n\r\n")?;
        let head = String::from_utf8_lossy(&self.heard).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.ok_or_else(|| format!("no status: {}", self.shown()))
    }

    /// Forgets what came.
    pub fn forget(&mut self) {
        self.heard.clear();
    }

    fn has(&self, wanted: &str) -> bool {
        self.heard.windows(wanted.len()).any(|window| window == wanted.as_bytes())
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.heard).chars().take(300).collect()
    }
}

/// The status that was wanted, or what was answered instead.
pub fn want(found: Result<u16, String>, wanted: u16) -> Result<(), String> {
    match found? {
        status if status == wanted => Ok(()),
        status => Err(format!("{wanted} was expected, and not {status}")),
    }
}
