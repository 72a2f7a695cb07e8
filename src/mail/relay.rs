//! A mail server as the settings describe it, and what is refused before it is spoken to.

use crate::kernel::failure::{Fault, Outcome};
use lettre::transport::smtp::authentication::Credentials;
#[cfg(feature = "smtp-tls")]
use lettre::transport::smtp::client::{Tls as Means, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

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
    /// The longest it may take for a step.
    pub patience: Duration,
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

impl Relay {
    /// Whether letters to it leave this machine unprotected.
    pub fn is_in_the_clear(&self) -> bool {
        let here = self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        self.tls == Tls::None && !here
    }

    /// # Errors
    /// A sentence naming the setting at fault: a password that everybody on the way could read, TLS that is not in this
    /// build.
    pub fn admit(&self) -> Result<(), String> {
        if self.is_in_the_clear() && !self.user.is_empty() {
            return Err(
                "smtp_user: a password is not sent over the network without TLS; set smtp_tls to starttls or tls"
                    .to_owned(),
            );
        }
        if cfg!(not(feature = "smtp-tls")) && self.tls != Tls::None {
            return Err(
                "smtp_tls: this build has no TLS for mail; build with --features smtp-tls, or set smtp_tls to none \
                        and use a relay on this machine"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// The way to a mail server that is not spoken to yet.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) hello: ClientId,
    #[cfg(feature = "smtp-tls")]
    pub(super) means: Means,
    /// Says nothing of the password when it is printed.
    pub(super) credentials: Option<Credentials>,
    pub(super) patience: Duration,
}

impl Way {
    /// # Errors
    /// A fault that names the setting at fault.
    pub(super) fn to(relay: &Relay, domain: &str) -> Outcome<Self> {
        relay.admit().map_err(Fault::new)?;
        Ok(Self {
            host: relay.host.clone(),
            port: if relay.port == 0 { relay.tls.port() } else { relay.port },
            hello: ClientId::Domain(domain.to_owned()),
            #[cfg(feature = "smtp-tls")]
            means: means(relay)?,
            credentials: credentials(relay)?,
            patience: relay.patience,
        })
    }
}

fn credentials(relay: &Relay) -> Outcome<Option<Credentials>> {
    if relay.user.is_empty() {
        return Ok(None);
    }
    let password = std::fs::read_to_string(&relay.password_file)
        .map_err(|e| Fault::new(format!("smtp_password_file cannot be read: {e}")))?;
    Ok(Some(Credentials::new(relay.user.clone(), password.trim_end().to_owned())))
}

#[cfg(feature = "smtp-tls")]
fn means(relay: &Relay) -> Outcome<Means> {
    let parameters = || TlsParameters::new(relay.host.clone()).map_err(|e| Fault::new(format!("smtp_tls: {e}")));
    Ok(match relay.tls {
        Tls::None => Means::None,
        Tls::Starttls => Means::Required(parameters()?),
        Tls::Wrapped => Means::Wrapper(parameters()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(host: &str, tls: Tls, user: &str) -> Relay {
        let (host, user, password_file) = (host.into(), user.into(), "/nowhere".into());
        Relay { host, port: 0, tls, user, password_file, patience: Duration::from_secs(30) }
    }

    #[test]
    fn a_password_never_crosses_the_network_in_the_clear() {
        assert_eq!(relay("mail.kenes.test", Tls::None, "").admit(), Ok(()));
        let refused = relay("mail.kenes.test", Tls::None, "kenes").admit();
        assert!(refused.as_ref().is_err_and(|why| why.contains("without TLS")), "{refused:?}");
        assert!(Way::to(&relay("mail.kenes.test", Tls::None, "kenes"), "kenes.test").is_err());
        for here in ["localhost", "127.0.0.1", "127.0.0.2", "::1"] {
            assert_eq!(relay(here, Tls::None, "kenes").admit(), Ok(()), "{here}");
        }
        let unread = Way::to(&relay("127.0.0.1", Tls::None, "kenes"), "kenes.test");
        assert!(format!("{unread:?}").contains("smtp_password_file"), "{unread:?}");
    }

    #[test]
    fn a_way_that_is_printed_does_not_tell_the_password() {
        let file = std::env::temp_dir().join(format!("kenes-smtp-{}", std::process::id()));
        std::fs::write(&file, "hunter2\n").expect("written");
        let relay = Relay { password_file: file.clone(), ..relay("127.0.0.1", Tls::None, "kenes") };
        let way = Way::to(&relay, "kenes.test").expect("opens");
        assert_eq!(way.credentials, Some(Credentials::new("kenes".into(), "hunter2".into())));
        assert!(!format!("{way:?}{relay:?}").contains("hunter2"));
        std::fs::remove_file(file).expect("removed");
    }

    #[cfg(not(feature = "smtp-tls"))]
    #[test]
    fn a_build_without_tls_says_so_at_the_start() {
        let refused = relay("mail.kenes.test", Tls::Starttls, "").admit();
        assert!(refused.as_ref().is_err_and(|why| why.contains("smtp-tls")), "{refused:?}");
    }

    #[cfg(feature = "smtp-tls")]
    #[test]
    fn with_tls_a_password_may_travel_and_the_usual_port_is_that_of_the_protection() {
        assert_eq!(relay("mail.kenes.test", Tls::Starttls, "kenes").admit(), Ok(()));
        let port = |tls| Way::to(&relay("mail.kenes.test", tls, ""), "kenes.test").expect("opens").port;
        assert_eq!([Tls::None, Tls::Starttls, Tls::Wrapped].map(port), [25, 587, 465]);
    }
}
