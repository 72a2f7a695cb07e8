//! Where webhooks are posted to: it counts, and now and then it fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Every so many posts are answered with a failure, and come again.
const FAILS_EVERY: u64 = 40;

/// It ends with the process.
pub struct Receiver {
    pub url: String,
    posted: Arc<AtomicU64>,
}

impl Receiver {
    pub fn open() -> Result<Self, String> {
        let failed = |error| format!("the receiver: {error}");
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}/soak", listener.local_addr().map_err(failed)?);
        let posted = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&posted);
        std::thread::spawn(move || {
            // One after the other: a webhook is sent two posts at a time at most.
            for stream in listener.incoming().flatten() {
                drop(take(&stream, &counter));
            }
        });
        Ok(Self { url, posted })
    }

    /// How many posts came.
    pub fn posted(&self) -> u64 {
        self.posted.load(Ordering::Relaxed)
    }
}

fn take(stream: &TcpStream, posted: &AtomicU64) -> std::io::Result<()> {
    stream.set_read_timeout(Some(crate::wire::PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line)? > 2 {
        let lower = line.to_ascii_lowercase();
        length = lower.strip_prefix("content-length:").and_then(|text| text.trim().parse().ok()).unwrap_or(length);
        line.clear();
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    let fails = posted.fetch_add(1, Ordering::Relaxed) % FAILS_EVERY == FAILS_EVERY - 1;
    let status = if fails { "500 Not now" } else { "204 Taken" };
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}
