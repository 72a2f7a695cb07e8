//! The conversation with a mail server after RFC 5321, one connection per letter: none is kept that might have died unnoticed
//! in between.
//!
//! It is led step by step, because it matters at which step a server refuses. What it says of us (the connection, the sign-in,
//! the sender) may be mended by whoever runs the two servers; what it says of the recipient or of the whole letter, with a
//! 5yz code, is its last word.
//!
//! Every step has the same time, but the last: between the end of a letter and the server's word on it lie its checks, and a
//! client that hangs up there sends a letter again that was taken. RFC 5321 (4.5.3.2.6) asks for ten minutes.

use super::NotTaken;
use super::relay::Way;
use lettre::Message;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::SmtpConnection;
#[cfg(feature = "smtp-tls")]
use lettre::transport::smtp::client::Tls as Means;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailParameter};
use std::error::Error as _;
use std::time::Duration;

/// How many times as long as for a step the server may take for its word on the whole letter.
pub(super) const LAST_WORD: u32 = 20;
/// All steps of one letter, its last word included, and some to spare: after as many times a step's patience nobody speaks
/// with the server about it any more.
pub const STEPS: u32 = 40;
/// How long a farewell may take, of which nothing depends.
const FAREWELL: Duration = Duration::from_secs(1);
/// "Requested mail action aborted: exceeded storage allocation": of a recipient's box that is full, not of the letter.
const FULL: u16 = 552;

/// Hands a message over: when this returns, the server has taken responsibility for it.
///
/// # Errors
/// The server's words, or the network's.
pub(super) fn send(way: &Way, message: &Message) -> Result<(), NotTaken> {
    let mut conn = connect(way).map_err(|error| of_us(&error))?;
    let handed = hand_over(&mut conn, way, message);
    if conn.set_timeout(Some(FAREWELL)).is_ok() {
        conn.abort();
    }
    handed
}

fn connect(way: &Way) -> Result<SmtpConnection, Error> {
    let address = (way.host.as_str(), way.port);
    let mut conn = open(way, address)?;
    if let Some(credentials) = &way.credentials {
        conn.auth(DEFAULT_MECHANISMS, credentials)?;
    }
    Ok(conn)
}

#[cfg(feature = "smtp-tls")]
fn open(way: &Way, address: (&str, u16)) -> Result<SmtpConnection, Error> {
    let wrapped = if let Means::Wrapper(parameters) = &way.means { Some(parameters) } else { None };
    let mut conn = SmtpConnection::connect(address, Some(way.patience), &way.hello, wrapped, None)?;
    if let Means::Required(parameters) = &way.means {
        conn.starttls(parameters, &way.hello)?;
    }
    Ok(conn)
}

#[cfg(not(feature = "smtp-tls"))]
fn open(way: &Way, address: (&str, u16)) -> Result<SmtpConnection, Error> {
    SmtpConnection::connect(address, Some(way.patience), &way.hello, None, None)
}

fn hand_over(conn: &mut SmtpConnection, way: &Way, message: &Message) -> Result<(), NotTaken> {
    let envelope = message.envelope();
    let options = options(conn, envelope)?;
    conn.command(Mail::new(envelope.from().cloned(), options)).map_err(|error| of_us(&error))?;
    for address in envelope.to() {
        conn.command(Rcpt::new(address.clone(), Vec::new())).map_err(|error| of_recipient(&error))?;
    }
    conn.command(Data).map_err(|error| of_letter(&error))?;
    let slow = |error: std::io::Error| NotTaken::Now(error.to_string());
    conn.set_timeout(Some(way.patience * LAST_WORD)).map_err(slow)?;
    conn.message(&message.formatted()).map_err(|error| of_letter(&error))?;
    Ok(())
}

/// Letters are ASCII throughout; addresses need not be.
fn options(conn: &SmtpConnection, envelope: &Envelope) -> Result<Vec<MailParameter>, NotTaken> {
    if envelope.from().into_iter().chain(envelope.to()).all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        return Ok(Vec::new());
    }
    if conn.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Ok(vec![MailParameter::SmtpUtfEight]);
    }
    Err(NotTaken::Ever("the mail server takes no addresses beyond ASCII".to_owned()))
}

fn of_us(error: &Error) -> NotTaken {
    NotTaken::Now(with_causes(error))
}

fn of_letter(error: &Error) -> NotTaken {
    if error.is_permanent() { NotTaken::Ever(with_causes(error)) } else { of_us(error) }
}

/// Of a recipient most refusals are for ever; but not that the box is full, and not that the server does not trust us to
/// send there (5.7.z, RFC 3463), which is no fault of the recipient's.
fn of_recipient(error: &Error) -> NotTaken {
    let code = error.status().map(u16::from);
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    if code == Some(FULL) || said.starts_with("5.7.") { of_us(error) } else { of_letter(error) }
}

/// An error with its causes: lettre's own first line is only the kind.
fn with_causes(error: &dyn std::error::Error) -> String {
    let (mut text, mut next) = (error.to_string(), error.source());
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        next = cause.source();
    }
    text
}
