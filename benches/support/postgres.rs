//! A PostgreSQL for the benchmarks: the one of `KENES_BENCH_DATABASE_URL` (a server's address without a database), else
//! a server of our own on installed binaries. Its folder stays in `target/bench-data`, so that a database is filled
//! once. Unlike the tests' server it writes to the disk as a real one does: `fsync` is on.

use super::{OrStop, cache, stop};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// A server, running as long as this value lives.
pub struct Server {
    /// `postgres://user@host:port`, without a database.
    pub address: String,
    /// Closing it stops a server of our own.
    _watchdog: Option<ChildStdin>,
}

/// The server to measure on; `None` where there is neither an address nor a binary.
pub fn server() -> Option<Server> {
    if let Some(address) = std::env::var_os("KENES_BENCH_DATABASE_URL") {
        let address = address.to_string_lossy().trim_end_matches('/').to_owned();
        return Some(Server { address, _watchdog: None });
    }
    let bin = binaries()?;
    let folder = cache().join("postgres");
    let data = folder.join("data");
    let owner = other_user();
    if !data.join("PG_VERSION").exists() {
        make(&bin, &folder, &data, owner);
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).or_stop("a free port").port();
    let watchdog = start(&bin, &folder, &data, port, owner);
    Some(Server { address: format!("postgres://kenes@127.0.0.1:{port}"), _watchdog: Some(watchdog) })
}

fn make(bin: &Path, folder: &Path, data: &Path, owner: Option<(u32, u32)>) {
    std::fs::create_dir_all(folder).or_stop("the server's folder");
    if let Some((uid, gid)) = owner {
        std::os::unix::fs::chown(folder, Some(uid), Some(gid)).or_stop("the server's folder");
    }
    let mut initdb = as_user(Command::new(bin.join("initdb")), owner);
    initdb.args(["-A", "trust", "-U", "kenes", "-E", "UTF8", "--locale=C", "-D"]).arg(data).current_dir(folder);
    let made = initdb.output().or_stop("initdb");
    if !made.status.success() {
        stop(String::from_utf8_lossy(&made.stderr));
    }
}

/// `sh` holds the server and reads from a pipe whose other end is ours: when we are gone it stops the server.
fn start(bin: &Path, folder: &Path, data: &Path, port: u16, owner: Option<(u32, u32)>) -> ChildStdin {
    let script = r#"rm -f "$2/postmaster.pid"; "$1/postgres" -D "$2" -p "$3" -k "$4" -c listen_addresses=127.0.0.1 \
        -c shared_buffers=256MB >"$4/log" 2>&1 & pid=$!; read _; kill -INT $pid; wait $pid"#;
    if UnlockedData(data).is_running() {
        stop(format!("another benchmark is using {}", data.display()));
    }
    let mut command = as_user(Command::new("sh"), owner);
    command.args(["-c", script, "sh"]).arg(bin).arg(data).arg(port.to_string()).arg(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir(folder).process_group(0);
    let pipe = command.spawn().or_stop("starting PostgreSQL").stdin.take().or_stop("the watchdog's pipe");
    let (started, log) = (Instant::now(), folder.join("log"));
    while started.elapsed() < Duration::from_secs(120) {
        let ready = std::fs::read_to_string(&log).is_ok_and(|log| log.contains("ready to accept connections"));
        if ready && std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return pipe;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    stop(std::fs::read_to_string(log).unwrap_or_default())
}

/// A data folder that a server may be using.
struct UnlockedData<'a>(&'a Path);

impl UnlockedData<'_> {
    fn is_running(&self) -> bool {
        let pid = std::fs::read_to_string(self.0.join("postmaster.pid")).unwrap_or_default();
        let pid = pid.lines().next().unwrap_or_default().to_owned();
        let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        !pid.is_empty() && command.contains("postgres")
    }
}

fn as_user(mut command: Command, owner: Option<(u32, u32)>) -> Command {
    if let Some((uid, gid)) = owner {
        command.gid(gid).uid(uid);
    }
    command
}

/// `postgres` or `nobody` when we are root, whom PostgreSQL refuses.
fn other_user() -> Option<(u32, u32)> {
    let id = |args: &[&str]| -> Option<u32> {
        let out = Command::new("id").args(args).output().ok()?;
        String::from_utf8_lossy(&out.stdout).trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    ["postgres", "nobody"].iter().find_map(|user| Some((id(&["-u", user])?, id(&["-g", user])?)))
}

fn binaries() -> Option<PathBuf> {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let mut versions: Vec<PathBuf> = installed.filter(|bin| bin.join("initdb").exists()).collect();
    versions.sort();
    versions.pop()
}
