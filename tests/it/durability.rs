//! Acknowledged means on disk: the real program, killed and started again, on both databases.

use crate::polls::hall::{Hall, Town, ballots, charter, decision_in, look, poll_on, review_by, seats, sign_in_all};
use crate::support::{Backend, Client, World, cast};
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

const MEMBERS: usize = 9;

/// `kenes serve` as a process of its own.
pub struct Program {
    pub child: Child,
    pub base: String,
    log: Arc<Mutex<String>>,
}

impl Program {
    /// Starts it on the world's database and waits until it says where it serves.
    fn start(world: &World) -> Self {
        Self::start_with(world, &[])
    }

    /// The same with settings of its own.
    pub fn start_with(world: &World, settings: &[(&str, String)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kenes"));
        command.args(["serve", "--data", &world.settings.data, "--listen", "127.0.0.1:0"]);
        command.env("KENES_LOG_FORMAT", "json").env("KENES_LOG", "info").env("KENES_SHUTDOWN_SECONDS", "15");
        command.envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
        match world.backend {
            Backend::Sqlite => command.env_remove("KENES_DATABASE_URL"),
            Backend::Postgres => command.env("KENES_DATABASE_URL", &world.settings.database_url),
        };
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts");
        let log = BufReader::new(child.stderr.take().expect("piped"));
        let (send, receive) = mpsc::channel();
        let read: Arc<Mutex<String>> = Arc::default();
        let lines = Arc::clone(&read);
        // Reads to the end, so that the program never waits for somebody to read its log.
        std::thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                lines.lock().expect("sane").push_str(&line);
                let line: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(address) = line["fields"]["address"].as_str() {
                    drop(send.send(format!("http://{address}")));
                }
            }
        });
        let base = receive.recv_timeout(std::time::Duration::from_secs(60)).expect("says where it serves");
        Self { child, base, log: read }
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("sane").clone()
    }

    pub fn kill(&mut self) {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("is gone");
    }

    /// Asks it to stop, as service managers do.
    pub fn terminate(&self) {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill");
        assert!(done.success());
    }

    fn client(&self, token: &Client) -> Client {
        Client::anonymous(&self.base).with_token(token.token.as_deref().expect("signed in"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A world whose only server is the real program, on the machine's clock, with a council that can vote.
struct Stage {
    program: Program,
    hall: Hall,
    members: Vec<Client>,
    officer: Client,
}

fn stage(world: &World) -> Stage {
    world.stop_serving();
    let instance = Arc::new(Instance::open(&world.settings, Clock::System).expect("opens"));
    let hall = Town::at(&instance, world.cast.city).council(&charter(), &seats(MEMBERS));
    let program = Program::start(world);
    let members = sign_in_all(&program.base, &hall.members);
    let officer = cast::sign_in(&Client::anonymous(&program.base), &hall.officer);
    Stage { program, hall, members, officer }
}

impl Stage {
    fn poll(&self, mode: &str) -> String {
        let (chair, officer) = (self.program.client(&self.members[0]), self.program.client(&self.officer));
        poll_on(&chair, &review_by(&chair, &decision_in(&officer, &self.hall), &self.hall), mode)
    }

    /// Everybody votes, over and over with changing choices, until the program is gone. After `patience`
    /// acknowledgements `end` is called, at once. Returns each member's last acknowledged ballot.
    fn vote_until_gone(&self, poll: &str, patience: usize, end: impl Fn() + Sync) -> BTreeMap<String, (String, u64)> {
        self.of_whom_vote_until_gone(MEMBERS, poll, patience, end)
    }

    /// The same with the first members only.
    fn of_whom_vote_until_gone(
        &self,
        voters: usize,
        poll: &str,
        patience: usize,
        end: impl Fn() + Sync,
    ) -> BTreeMap<String, (String, u64)> {
        let (acknowledged, last) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let vote = |who: &str, client: &Client| {
            for choice in ["FOR", "AGAINST", "ABSTAIN"].iter().cycle() {
                let Some(answer) = try_cast(client, poll, choice) else { return };
                let Some(revision) = answer else { continue };
                last.lock().expect("sane").insert(who.to_owned(), ((*choice).to_owned(), revision));
                if acknowledged.fetch_add(1, Ordering::SeqCst) + 1 == patience {
                    end();
                }
            }
        };
        std::thread::scope(|scope| {
            for (who, member) in self.hall.members.iter().zip(&self.members).take(voters) {
                let (client, vote) = (self.program.client(member), &vote);
                scope.spawn(move || vote(who, &client));
            }
        });
        last.into_inner().expect("sane")
    }
}

/// `None`: the server is gone. `Some(None)`: a rule refused it.
fn try_cast(client: &Client, poll: &str, choice: &str) -> Option<Option<u64>> {
    let query = "mutation($input: CastBallotInput!) { castBallot(input: $input) { ballot { revision } } }";
    let reply = client.try_ask(query, &json!({ "input": { "pollId": poll, "choice": choice } })).ok()?;
    assert_eq!(reply.status, 200, "a server that stops answers well or not at all: {:#}", reply.json);
    Some(reply.at("/castBallot/ballot")["revision"].as_u64())
}

on_both! {
    fn every_acknowledged_ballot_survives_kill_9(world) {
        let mut stage = stage(world);
        for round in 0..3 {
            let poll = stage.poll("ROLL_CALL");
            let id = stage.program.child.id().to_string();
            let acknowledged = stage.vote_until_gone(&poll, 5 + 17 * round, || {
                assert!(Command::new("kill").args(["-KILL", &id]).status().expect("kill").success());
            });
            assert!(!acknowledged.is_empty());
            stage.program.kill();
            stage.program = Program::start(world);
            let stored = ballots(&look(&Client::anonymous(&stage.program.base), &poll));
            for (who, (choice, revision)) in &acknowledged {
                let (kept, kept_revision) = stored.get(who).unwrap_or_else(|| panic!("{who}'s ballot was lost"));
                // One more may have been written whose acknowledgement nobody heard any more.
                assert!(kept_revision == revision || *kept_revision == revision + 1, "{who}: {kept_revision} of {revision}");
                assert!(kept_revision > revision || kept == choice, "{who}: {kept} instead of {choice}");
            }
            let revisions: u64 = stored.values().map(|(_, revision)| revision).sum();
            let logged = "SELECT count(*) AS n FROM events e JOIN polls p ON p.id = e.subject_id WHERE p.state = 'OPEN' AND e.kind LIKE 'Ballot%'";
            assert_eq!(u64::try_from(world.count(logged)), Ok(revisions), "each with its event");
            crate::polls::hall::close(&stage.program.client(&stage.members[0]), &poll).done();
        }
    }

    fn a_secret_ballot_survives_kill_9_whole_or_not_at_all(world) {
        let mut stage = stage(world);
        let poll = stage.poll("SECRET");
        let id = stage.program.child.id().to_string();
        let acknowledged = stage.vote_until_gone(&poll, 4, || {
            assert!(Command::new("kill").args(["-KILL", &id]).status().expect("kill").success());
        });
        assert!(acknowledged.len() >= 4);
        stage.program.kill();
        stage.program = Program::start(world);
        let stored = ballots(&look(&Client::anonymous(&stage.program.base), &poll));
        assert!(acknowledged.keys().all(|who| stored.contains_key(who)), "{acknowledged:?} {stored:?}");
        let slips = world.count("SELECT count(*) AS n FROM secret_choices");
        assert_eq!(usize::try_from(slips), Ok(stored.len()), "a slip for each who took part");
        // The rest vote now, for without a quorum no totals are told; who was acknowledged is refused.
        for (who, member) in stage.hall.members.iter().zip(&stage.members) {
            let again = crate::polls::hall::cast(&stage.program.client(member), &poll, "FOR");
            assert_eq!(again.at("/payload/ballot").is_null(), stored.contains_key(who), "{who}");
        }
        let closed = crate::polls::hall::close(&stage.program.client(&stage.members[0]), &poll);
        assert_eq!(closed.done()["poll"]["tally"]["present"], stage.members.len());
    }

    fn asked_to_stop_it_finishes_what_it_began_and_says_that_all_is_well(world) {
        let mut stage = stage(world);
        let poll = stage.poll("ROLL_CALL");
        let mut unfinished = Unfinished::begin(&stage.program, &stage.members[8], &poll);
        let acknowledged = stage.of_whom_vote_until_gone(8, &poll, 12, || stage.program.terminate());
        // Nobody is let in any more, and the one who is inside is not thrown out.
        let answer = unfinished.finish();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("\"revision\":1"), "{answer}");
        let mut code = None;
        world.eventually("the end", || {
            code = stage.program.child.try_wait().expect("asks");
            code.is_some()
        });
        assert_eq!(code.and_then(|status| status.code()), Some(0));
        stage.program = Program::start(world);
        let mut stored = ballots(&look(&Client::anonymous(&stage.program.base), &poll));
        assert_eq!(stored.remove(&stage.hall.members[8]), Some(("FOR".into(), 1)));
        assert_eq!(stored, acknowledged, "what it did it told, and what it told it did");
    }
}

/// A request of which the server has taken the head and waits for the body.
struct Unfinished {
    stream: TcpStream,
    body: String,
    address: String,
}

impl Unfinished {
    fn begin(program: &Program, voter: &Client, poll: &str) -> Self {
        let address = program.base.trim_start_matches("http://").to_owned();
        let query = "mutation($input: CastBallotInput!) { castBallot(input: $input) { ballot { revision } } }";
        let variables = json!({ "input": { "pollId": poll, "choice": "FOR" } });
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut stream = TcpStream::connect(&address).expect("connects");
        let token = voter.token.as_deref().expect("signed in");
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Authorization: Bearer {token}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sends");
        // The server says when it has taken the request.
        let mut said = [0; 25];
        stream.read_exact(&mut said).expect("goes on");
        assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self { stream, body, address }
    }

    /// Sends the body once the server lets nobody else in, and returns the whole answer.
    fn finish(&mut self) -> String {
        let started = std::time::Instant::now();
        while TcpStream::connect(&self.address).is_ok() {
            assert!(started.elapsed().as_secs() < 10, "it still lets people in");
            std::thread::yield_now();
        }
        self.stream.write_all(self.body.as_bytes()).expect("sends");
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).expect("answers");
        answer
    }
}
