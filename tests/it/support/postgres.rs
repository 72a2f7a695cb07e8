//! A PostgreSQL for the tests: the one of `KENES_TEST_DATABASE_URL`, else a throw-away server of our own, started
//! from installed binaries in a temporary folder (as another user when we are root, whom PostgreSQL refuses) and
//! stopped by a watchdog as soon as this process is gone, however it goes.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A server's address without a database name: `postgres://user@host:port`.
static SERVER: OnceLock<Option<String>> = OnceLock::new();

/// The server, or `None` after one clear line; under `CI=true` its absence is a failure.
pub fn server() -> Option<&'static str> {
    SERVER
        .get_or_init(|| {
            if let Ok(url) = std::env::var("KENES_TEST_DATABASE_URL") {
                return Some(url.rsplit_once('/').map_or(url.clone(), |(server, _)| server.to_owned()));
            }
            match throw_away() {
                Ok(url) => Some(url),
                Err(why) => {
                    let line =
                        format!("PostgreSQL tests do NOT run: {why}. Install it or set KENES_TEST_DATABASE_URL.");
                    assert!(std::env::var("CI").as_deref() != Ok("true"), "{line}");
                    eprintln!("{line}");
                    None
                }
            }
        })
        .as_deref()
}

fn throw_away() -> Result<String, String> {
    let place = Place::make("all")?;
    let child = watchdog(&place)?;
    // The pipe must stay open as long as this process lives.
    std::mem::forget(child);
    wait_until_it_answers(&place)?;
    Ok(place.url())
}

/// Where a server of ours lives.
struct Place {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    owner: Option<(u32, u32)>,
    /// Whether what is committed survives that it is killed.
    keeps: bool,
}

impl Place {
    fn make(name: &str) -> Result<Self, String> {
        let bin = binaries().ok_or("no initdb was found")?;
        let dir = std::env::temp_dir().join(format!("kenes-pg-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).map_err(|e| e.to_string())?;
        let owner = other_user()?;
        if let Some((uid, gid)) = owner {
            std::os::unix::fs::chown(&dir, Some(uid), Some(gid)).map_err(|e| e.to_string())?;
        }
        let mut initdb = as_user(Command::new(bin.join("initdb")), owner);
        initdb
            .args(["-A", "trust", "-U", "kenes", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(dir.join("data"))
            .current_dir(&dir);
        let made = initdb.output().map_err(|e| e.to_string())?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)));
        }
        Ok(Self { bin, dir, port: free_port()?, owner, keeps: false })
    }

    fn url(&self) -> String {
        format!("postgres://kenes@127.0.0.1:{}", self.port)
    }
}

/// A server of one test's own, which may stop and start it.
pub struct Own {
    place: Place,
    running: Option<Child>,
}

impl Own {
    /// `None` where [`server`] has none either, or is not ours.
    pub fn start(name: &str) -> Option<Self> {
        server()?;
        let place = Place { keeps: true, ..Place::make(name).expect("what was possible a moment ago") };
        let mut own = Self { place, running: None };
        own.begin();
        Some(own)
    }

    /// Its address without a database name.
    pub fn url(&self) -> String {
        self.place.url()
    }

    /// Starts it again where it stopped.
    pub fn begin(&mut self) {
        self.running = Some(watchdog(&self.place).expect("starts"));
        wait_until_it_answers(&self.place).expect("answers");
    }

    /// Stops it at once, as a failure would: connections break.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let mut pipe = child.stdin.take().expect("piped");
            std::io::Write::write_all(&mut pipe, b"keep\n").expect("it listens");
            child.wait().expect("ends");
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(mut child) = self.running.take() {
            drop(child.stdin.take());
            drop(child.wait());
        }
        drop(std::fs::remove_dir_all(&self.place.dir));
    }
}

/// `sh` holds the server and reads from a pipe whose other end is ours: when we are gone it stops the server and
/// removes the folder, unless it is told to keep it.
fn watchdog(place: &Place) -> Result<Child, String> {
    let Place { bin, dir, port, owner, keeps } = place;
    let script = r#""$1/postgres" -D "$2" -p "$3" -k "$4" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
        -c synchronous_commit="$5" -c max_connections=400 -c shared_buffers=64MB >"$4/log" 2>&1 & pid=$!
        read keep; kill -QUIT $pid; wait $pid; [ -n "$keep" ] || rm -rf "$4""#;
    let mut command = as_user(Command::new("sh"), *owner);
    command.args(["-c", script, "sh"]).arg(bin).arg(dir.join("data")).arg(port.to_string()).arg(dir).arg(if *keeps {
        "on"
    } else {
        "off"
    });
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir(dir).process_group(0);
    command.spawn().map_err(|e| e.to_string())
}

fn wait_until_it_answers(place: &Place) -> Result<(), String> {
    let Place { dir, port, .. } = place;
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(60) {
        let ready =
            std::fs::read_to_string(dir.join("log")).is_ok_and(|log| log.contains("ready to accept connections"));
        if ready && std::net::TcpStream::connect(("127.0.0.1", *port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(std::fs::read_to_string(dir.join("log")).unwrap_or_default())
}

fn as_user(mut command: Command, owner: Option<(u32, u32)>) -> Command {
    if let Some((uid, gid)) = owner {
        command.gid(gid).uid(uid);
    }
    command
}

/// `postgres` or `nobody` when we are root.
fn other_user() -> Result<Option<(u32, u32)>, String> {
    let id = |args: &[&str]| -> Option<u32> {
        let out = Command::new("id").args(args).output().ok()?;
        String::from_utf8_lossy(&out.stdout).trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return Ok(None);
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|user| Some((id(&["-u", user])?, id(&["-g", user])?)))
        .map(Some)
        .ok_or_else(|| "there is no user postgres or nobody to run it as".to_owned())
}

fn binaries() -> Option<PathBuf> {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let mut versions: Vec<PathBuf> = installed.filter(|bin| bin.join("initdb").exists()).collect();
    versions.sort();
    let path = std::env::var("PATH").unwrap_or_default();
    versions.pop().or_else(|| std::env::split_paths(&path).find(|dir| dir.join("initdb").exists()))
}

fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|e| e.to_string())
}
