//! A mail server: real SMTP over a real socket, small enough to be read, that does at each step what a test wants.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kenes::config::Settings;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

/// Where a conversation stands when the test is asked what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Connected,
    SignIn,
    Sender,
    Recipient,
    /// The mail came whole; it is not accepted yet.
    Content,
    /// It is accepted; the word of it has not left yet.
    Accepted,
}

pub const STAGES: [Stage; 5] = [Stage::Connected, Stage::Sender, Stage::Recipient, Stage::Content, Stage::Accepted];

/// What to do at a stage.
#[derive(Clone, Debug)]
pub enum Next {
    GoOn,
    Refuse(&'static str),
    HangUp,
    /// Say nothing more, for as long as the other side has patience.
    Hang,
    /// Say nothing until the test lets it go on.
    WaitFor(Arc<Gate>),
}

/// What a slow server waits for.
#[derive(Debug, Default)]
pub struct Gate(Mutex<bool>, Condvar);

impl Gate {
    pub fn open(&self) {
        *self.0.lock().expect("sane") = true;
        self.1.notify_all();
    }

    fn pass(&self) {
        let mut open = self.0.lock().expect("sane");
        while !*open {
            open = self.1.wait(open).expect("sane");
        }
    }
}

type Hook = Box<dyn FnMut(Stage) -> Next + Send>;

/// A mail that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub to: String,
    pub content: String,
}

/// The server. It ends with the process.
pub struct Sink {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    signed_in: Arc<Mutex<Vec<(String, String)>>>,
    hook: Arc<Mutex<Hook>>,
}

impl Received {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.content.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: "))).map(str::to_owned)
    }

    pub fn message_id(&self) -> String {
        self.header("Message-ID").expect("every mail has one")
    }

    /// The parts of the mail as text, decoded from quoted-printable or base 64.
    pub fn parts(&self) -> Vec<(String, String)> {
        let kind = self.header("Content-Type").expect("a type");
        let boundary = kind.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a boundary");
        let (_, body) = self.content.split_once("\r\n\r\n").expect("a body");
        let border = format!("--{boundary}");
        let parts = body.split(&border).filter_map(|part| part.trim_start().split_once("\r\n\r\n"));
        parts.map(|(head, text)| (head.to_owned(), decode(head, text))).collect()
    }
}

fn decode(head: &str, text: &str) -> String {
    let text = text.trim_end();
    if head.contains("base64") {
        let bytes = STANDARD.decode(text.replace("\r\n", "")).expect("base 64");
        return String::from_utf8(bytes).expect("UTF-8");
    }
    if !head.contains("quoted-printable") {
        return text.to_owned();
    }
    let (text, mut bytes, mut at) = (text.replace("=\r\n", ""), Vec::new(), 0);
    let raw = text.as_bytes();
    while at < raw.len() {
        if raw[at] == b'=' {
            bytes.push(u8::from_str_radix(&text[at + 1..at + 3], 16).expect("two digits"));
            at += 3;
        } else {
            bytes.push(raw[at]);
            at += 1;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

impl Sink {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let hook: Arc<Mutex<Hook>> = Arc::new(Mutex::new(Box::new(|_| Next::GoOn)));
        let signed_in: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let (mails, users, asked) = (Arc::clone(&received), Arc::clone(&signed_in), Arc::clone(&hook));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mails, users, asked) = (Arc::clone(&mails), Arc::clone(&users), Arc::clone(&asked));
                // Who hangs up in the middle is not our trouble.
                std::thread::spawn(move || converse(stream, &mails, &users, &asked));
            }
        });
        Self { port, received, signed_in, hook }
    }

    /// Lets a world send its mails here.
    pub fn configure(&self, settings: &mut Settings) {
        settings.smtp_host = "127.0.0.1".into();
        settings.smtp_port = self.port.into();
        settings.smtp_tls = "none".into();
        settings.mail_from = "Kenes <kenes@kenes.test>".into();
    }

    /// What to do from now on.
    pub fn hook(&self, hook: impl FnMut(Stage) -> Next + Send + 'static) {
        *self.hook.lock().expect("sane") = Box::new(hook);
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("sane").clone()
    }

    /// The Message-IDs of what came after the first so many.
    pub fn ids_since(&self, before: usize) -> Vec<String> {
        self.received().iter().skip(before).map(Received::message_id).collect()
    }

    /// Who signed in, with their passwords.
    pub fn signed_in(&self) -> Vec<(String, String)> {
        self.signed_in.lock().expect("sane").clone()
    }

    /// The settings of a program of its own that sends its mails here.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("KENES_SMTP_HOST", "127.0.0.1".into()),
            ("KENES_SMTP_PORT", self.port.to_string()),
            ("KENES_SMTP_TLS", "none".into()),
            ("KENES_MAIL_FROM", "Kenes <kenes@kenes.test>".into()),
        ]
    }
}

fn ask(hook: &Mutex<Hook>, stage: Stage, stream: &mut TcpStream) -> Option<()> {
    // Asked with the lock, done without it: who hangs or waits keeps nobody else.
    let next = (hook.lock().expect("sane"))(stage);
    match next {
        Next::GoOn => Some(()),
        Next::Refuse(word) => {
            write!(stream, "{word}\r\n").ok()?;
            None
        }
        Next::HangUp => None,
        Next::Hang => {
            // Until the other side closes.
            let mut lines = BufReader::new(stream.try_clone().ok()?);
            while lines.read_line(&mut String::new()).is_ok_and(|read| read > 0) {}
            None
        }
        Next::WaitFor(gate) => {
            gate.pass();
            Some(())
        }
    }
}

/// One conversation; `None` when it broke off.
fn converse(
    mut stream: TcpStream,
    mails: &Mutex<Vec<Received>>,
    signed_in: &Mutex<Vec<(String, String)>>,
    hook: &Mutex<Hook>,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    ask(hook, Stage::Connected, &mut stream)?;
    write!(stream, "220 sink.test ESMTP\r\n").ok()?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" => {
                write!(stream, "250-sink.test\r\n250-8BITMIME\r\n250-AUTH PLAIN\r\n250 SMTPUTF8\r\n").ok()?;
            }
            "AUTH" => {
                signed_in.lock().expect("sane").push(credentials(&line));
                ask(hook, Stage::SignIn, &mut stream)?;
                write!(stream, "235 welcome\r\n").ok()?;
            }
            "MAIL" => {
                ask(hook, Stage::Sender, &mut stream)?;
                write!(stream, "250 ok\r\n").ok()?;
            }
            "RCPT" => {
                ask(hook, Stage::Recipient, &mut stream)?;
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                write!(stream, "250 ok\r\n").ok()?;
            }
            "DATA" => {
                write!(stream, "354 go on\r\n").ok()?;
                let content = content(&mut lines)?;
                ask(hook, Stage::Content, &mut stream)?;
                mails.lock().expect("sane").push(Received { to: to.clone(), content });
                ask(hook, Stage::Accepted, &mut stream)?;
                write!(stream, "250 accepted\r\n").ok()?;
            }
            "QUIT" => {
                write!(stream, "221 bye\r\n").ok()?;
                return Some(());
            }
            _ => write!(stream, "250 ok\r\n").ok()?,
        }
    }
}

/// User and password of `AUTH PLAIN`.
fn credentials(line: &str) -> (String, String) {
    let said = line.split_whitespace().nth(2).and_then(|word| STANDARD.decode(word).ok()).unwrap_or_default();
    let said = String::from_utf8(said).expect("UTF-8");
    let mut parts = said.split('\0').skip(1).map(str::to_owned);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn content(lines: &mut impl BufRead) -> Option<String> {
    let mut whole = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(whole);
        }
        // A line that begins with a dot was sent with two.
        whole.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
