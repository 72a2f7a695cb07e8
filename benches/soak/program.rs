//! The server's process: `kenes demo` in a temporary folder, ended by its id.

use crate::plan::{Database, Plan};
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Filling the demonstration takes a debug build some minutes on a busy machine.
const FILLING: Duration = Duration::from_secs(600);
/// What is logged of a client that does not speak HTTP: loud, and no fault of ours.
const THEIRS: &str = "stream error: request parse error";
const STOPPING: Duration = Duration::from_secs(40);

/// Settings of the server under the soak, and why they are not the default.
const SETTINGS: &[(&str, &str)] = &[
    ("KENES_LOG", "warn"),
    ("NO_COLOR", "1"),
    // Everybody comes from one machine. The rates are counted all the same.
    ("KENES_RATE_ACCOUNT", "2000000000"),
    ("KENES_RATE_ADDRESS", "2000000000"),
    ("KENES_LIVE_CONNECTIONS_EACH", "500"),
    // A request may say where it comes from.
    ("KENES_TRUSTED_PROXIES", "127.0.0.1"),
    // The receiver of webhooks is here.
    ("KENES_WEBHOOK_ANYWHERE", "true"),
    // Who stalls is cut off often, and not once.
    ("KENES_STALLED_SECONDS", "8"),
    ("KENES_LIVE_PATIENCE_SECONDS", "6"),
    ("KENES_LIVE_INIT_SECONDS", "3"),
    ("KENES_UPLOAD_SILENCE_SECONDS", "3"),
    // Each of a few people uploads from several threads.
    ("KENES_UPLOADS_AT_ONCE", "64"),
];

/// The server, running as long as this value lives.
pub struct Program {
    process: Child,
    /// Ends the server when we are gone.
    watchdog: Child,
    pub address: SocketAddr,
    /// Where its metrics are.
    pub metrics: SocketAddr,
    folder: PathBuf,
}

impl Program {
    /// Starts it, and waits until it is ready.
    pub fn start(plan: &Plan, database: &Database) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("kenes-soak-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let metrics = free_address()?;
        let mut command = Command::new(&plan.program);
        command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder.join("data"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KENES_")) {
            command.env_remove(name);
        }
        command.envs(SETTINGS.iter().copied()).env("KENES_METRICS_LISTEN", metrics.to_string());
        if let Some(url) = database.url() {
            command.env("KENES_DATABASE_URL", url);
        }
        let log = || File::create_new(folder.join("log")).map_err(|error| format!("the log: {error}"));
        let out = log()?;
        let err = out.try_clone().map_err(|error| format!("the log: {error}"))?;
        command.stdin(Stdio::null()).stdout(out).stderr(err);
        let process = command.spawn().map_err(|error| format!("{}: {error}", plan.program.display()))?;
        let watchdog = watchdog(process.id())?;
        let mut program = Self { process, watchdog, address: metrics, metrics, folder };
        program.address = program.ready()?;
        Ok(program)
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    fn log(&self) -> String {
        std::fs::read(self.folder.join("log")).map(|log| String::from_utf8_lossy(&log).into_owned()).unwrap_or_default()
    }

    /// The address it prints when it serves.
    fn ready(&mut self) -> Result<SocketAddr, String> {
        let started = Instant::now();
        while started.elapsed() < FILLING {
            if let Some(ended) = self.ended()? {
                return Err(format!("the program ended by itself ({ended}): {}", self.log()));
            }
            let log = self.log();
            let printed = |line: &str| line.split_once("http://")?.1.split_once("/graphql")?.0.parse().ok();
            if let Some(address) = log.lines().find_map(printed)
                && ureq::get(format!("http://{address}/readyz")).call().is_ok()
            {
                return Ok(address);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(format!("the program is not ready after {} seconds: {}", FILLING.as_secs(), self.log()))
    }

    fn ended(&mut self) -> Result<Option<ExitStatus>, String> {
        self.process.try_wait().map_err(|error| format!("the program: {error}"))
    }

    /// What it logged that nobody should have to read.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.log();
        let bad = |line: &&str| [" WARN ", " ERROR ", "panicked"].iter().any(|word| line.contains(word));
        let bad = |line: &&str| bad(line) && !line.contains(THEIRS);
        log.lines().filter(bad).map(str::to_owned).collect()
    }

    /// Asks it to stop, and says how long that took; an error when it does not stop in order.
    pub fn end(mut self) -> Result<Duration, String> {
        let started = Instant::now();
        signal(self.process.id())?;
        while started.elapsed() < STOPPING {
            match self.ended()? {
                Some(status) if status.success() => return Ok(started.elapsed()),
                Some(status) => return Err(format!("the program ended with {status}")),
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        Err(format!("the program did not stop in {} seconds", STOPPING.as_secs()))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Before its process ends, or it would signal whoever has the number then.
        drop(self.watchdog.kill());
        drop(self.watchdog.wait());
        drop(self.process.kill());
        drop(self.process.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// SIGTERM; the standard library only knows how to kill.
fn signal(process: u32) -> Result<(), String> {
    let sent = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &process.to_string()]).status();
    match sent {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("the program could not be signalled: {other:?}")),
    }
}

/// Reads from a pipe whose other end is ours: when we are gone, it ends the server.
fn watchdog(process: u32) -> Result<Child, String> {
    let mut command = Command::new("sh");
    command.args(["-c", "read _; kill -TERM \"$1\"", "sh", &process.to_string()]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().map_err(|error| format!("the watchdog: {error}"))
}

fn free_address() -> Result<SocketAddr, String> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map_err(|error| format!("a free port: {error}"))
}
