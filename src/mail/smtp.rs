//! A mail server, one connection per letter: none is kept that might have died unnoticed in between.

use super::NotTaken;
use crate::kernel::failure::{Fault, Outcome};
use lettre::transport::smtp::SmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
#[cfg(feature = "smtp-tls")]
use lettre::transport::smtp::client::{Tls as Means, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The longest a mail server may take for one step. A letter has about ten; its claim (`features/notices`) outlasts them.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server that takes our letters.
#[derive(Clone, Debug)]
pub struct Relay {
    pub host: String,
    /// 0 means the usual one.
    pub port: u16,
    pub tls: Tls,
    /// Empty where none is needed.
    pub user: String,
    pub password_file: PathBuf,
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    None,
    /// Begun in the clear; without TLS nothing is sent.
    Starttls,
    /// From the first byte.
    Wrapped,
}

impl Tls {
    /// Reads `none`, `starttls` or `tls`.
    ///
    /// # Errors
    /// A sentence that says what is accepted.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "starttls" => Ok(Self::Starttls),
            "tls" => Ok(Self::Wrapped),
            _ => Err("smtp_tls must be starttls, tls or none".to_owned()),
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::Starttls => 587,
            Self::Wrapped => 465,
        }
    }
}

/// A way to a mail server, which is not spoken to yet.
///
/// # Errors
/// A fault that names the setting at fault.
pub(super) fn transport(relay: &Relay, domain: &str) -> Outcome<SmtpTransport> {
    let port = if relay.port == 0 { relay.tls.port() } else { relay.port };
    let bare = SmtpTransport::builder_dangerous(&relay.host);
    let mut builder =
        protected(bare, relay)?.port(port).timeout(Some(PATIENCE)).hello_name(ClientId::Domain(domain.to_owned()));
    if !relay.user.is_empty() {
        if relay.tls == Tls::None && !is_this_machine(&relay.host) {
            return Err(Fault::new("smtp_user: a password is not sent over the network without TLS").into());
        }
        let password = std::fs::read_to_string(&relay.password_file)
            .map_err(|e| Fault::new(format!("smtp_password_file cannot be read: {e}")))?;
        builder = builder.credentials(Credentials::new(relay.user.clone(), password.trim_end().to_owned()));
    }
    Ok(builder.build())
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(feature = "smtp-tls")]
fn protected(builder: SmtpTransportBuilder, relay: &Relay) -> Outcome<SmtpTransportBuilder> {
    let parameters = || TlsParameters::new(relay.host.clone()).map_err(|e| Fault::new(format!("smtp_tls: {e}")));
    Ok(builder.tls(match relay.tls {
        Tls::None => Means::None,
        Tls::Starttls => Means::Required(parameters()?),
        Tls::Wrapped => Means::Wrapper(parameters()?),
    }))
}

#[cfg(not(feature = "smtp-tls"))]
fn protected(builder: SmtpTransportBuilder, relay: &Relay) -> Outcome<SmtpTransportBuilder> {
    match relay.tls {
        Tls::None => Ok(builder),
        Tls::Starttls | Tls::Wrapped => {
            let why =
                "smtp_tls: this build has no TLS for mail; build with --features smtp-tls, or use a relay without";
            Err(Fault::new(why).into())
        }
    }
}

/// Hands a message over.
///
/// # Errors
/// The server's words, or the network's.
pub(super) fn send(transport: &SmtpTransport, message: &Message) -> Result<(), NotTaken> {
    transport.send(message).map(drop).map_err(|e| NotTaken(with_causes(&e)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(host: &str, tls: Tls, user: &str) -> Relay {
        Relay { host: host.into(), port: 0, tls, user: user.into(), password_file: "/nowhere".into() }
    }

    #[test]
    fn a_password_never_crosses_the_network_in_the_clear() {
        assert!(transport(&relay("mail.kenes.test", Tls::None, ""), "kenes.test").is_ok());
        let refused = transport(&relay("mail.kenes.test", Tls::None, "kenes"), "kenes.test");
        assert!(format!("{refused:?}").contains("without TLS"), "{refused:?}");
        let unread = transport(&relay("127.0.0.1", Tls::None, "kenes"), "kenes.test");
        assert!(format!("{unread:?}").contains("smtp_password_file"), "{unread:?}");
    }

    #[cfg(not(feature = "smtp-tls"))]
    #[test]
    fn a_build_without_tls_says_so_at_the_start() {
        let refused = transport(&relay("mail.kenes.test", Tls::Starttls, ""), "kenes.test");
        assert!(format!("{refused:?}").contains("smtp-tls"), "{refused:?}");
    }
}
