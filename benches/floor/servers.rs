//! The two servers, each a process of its own, so that the client's CPU is not counted with theirs.

use crate::handlers;
use crate::support::{OrStop, settings};
use kenes::http::instance::Instance;
use kenes::http::server;
use kenes::kernel::clock::Clock;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Kenes,
    Floor,
}

/// A server in a process of its own, which ends with this value.
pub struct Child {
    process: std::process::Child,
    address: String,
}

impl Child {
    /// Starts this program again as a server and waits for its address.
    pub fn start(side: Side, url: &str) -> Self {
        let program = std::env::current_exe().or_stop("this program");
        let role = if side == Side::Kenes { "serve-kenes" } else { "serve-floor" };
        let mut command = Command::new(program);
        let mut process = command.args([role, url]).stdout(Stdio::piped()).spawn().or_stop("a server");
        let mut address = String::new();
        let out = process.stdout.take().or_stop("the server's output");
        BufReader::new(out).read_line(&mut address).or_stop("the server's address");
        Self { process, address: address.trim().to_owned() }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Kenes as it is served, with the default settings; only the line per request in the log is not written.
pub fn serve_kenes(url: &str) {
    let settings = settings(url);
    let instance = Arc::new(Instance::open(&settings, Clock::System).or_stop("an instance"));
    instance.migrate().or_stop("the schema");
    actix_web::rt::System::new().block_on(async {
        let running = server::start(&instance, &settings).or_stop("serving");
        println!("{}", running.address);
        drop(running.done.await);
    });
}

/// The floor on as many threads.
pub fn serve_floor(url: &str) {
    actix_web::rt::System::new().block_on(async {
        let (address, running) = handlers::start(url).await;
        println!("{address}");
        drop(running.await);
    });
}
