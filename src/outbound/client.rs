//! The client: one for an instance, over rustls and the machine's own certificates.

use super::addresses::is_public;
use crate::kernel::failure::Fault;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Url, redirect, retry};
use rustls::crypto::ring;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Host;

/// The longest that a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// How much of an answer is read and kept.
const ANSWER_BYTES: usize = 512;

/// Where requests may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By https to addresses of the public internet.
    Public,
    /// Anywhere, by http too: the operator said so.
    Anywhere,
}

/// Something to post.
pub struct Parcel<'a> {
    pub to: &'a str,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What the other side said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The seconds after which it wants to be asked again.
    pub retry_after: Option<i64>,
    /// The beginning of its answer.
    pub body: String,
}

/// Why there was no answer, in words for whoever chose the address: they tell nothing of the network it was sent from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The address is one that nothing is sent to.
    Forbidden,
    Unresolved,
    Unreachable,
    /// It did not answer in time.
    Late,
    /// Something else went wrong between the two.
    Broken,
}

impl NotSent {
    pub const fn as_str(self) -> &'static str {
        match self {
            // One text for both: names of the operator's network are not told from those that are none.
            Self::Forbidden | Self::Unresolved => "the name leads to no address on the public internet",
            Self::Unreachable => "no connection, or none that is secure",
            Self::Late => "no answer in time",
            Self::Broken => "the connection broke off",
        }
    }
}

/// The way out of one instance.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: Client,
    reach: Reach,
}

impl Outbound {
    /// Opens the way out; nothing is connected to yet. `patience` is the longest that one request may take.
    ///
    /// # Errors
    /// A fault when the client cannot be made.
    pub fn open(reach: Reach, patience: Duration) -> Result<Self, Fault> {
        let fail = |why: String| Fault::new(format!("outgoing requests: {why}"));
        let client = Client::builder()
            .tls_backend_preconfigured(tls().map_err(|e| fail(e.to_string()))?)
            .dns_resolver(Arc::new(Vetted { reach }))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .http1_only()
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECTING)
            .timeout(patience)
            .user_agent(concat!("Kenes/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|e| fail(e.to_string()))?;
        Ok(Self { client, reach })
    }

    /// Where requests may go.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Posts something, once. How long it took is said with what became of it.
    pub async fn post(&self, parcel: Parcel<'_>) -> (Result<Answer, NotSent>, Duration) {
        let started = Instant::now();
        let outcome = self.posted(parcel).await;
        (outcome, started.elapsed())
    }

    async fn posted(&self, parcel: Parcel<'_>) -> Result<Answer, NotSent> {
        let url = admit(parcel.to, self.reach).map_err(|_| NotSent::Forbidden)?;
        let mut request = self.client.post(url).header("Connection", "close").body(parcel.body);
        for (name, value) in parcel.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|error| why(&error))?;
        let (status, retry_after) = (response.status().as_u16(), seconds(response.headers()));
        let mut kept = Vec::new();
        // What it says is for the log; that it broke off while saying it changes nothing.
        while kept.len() < ANSWER_BYTES {
            let Ok(Some(chunk)) = response.chunk().await else { break };
            kept.extend(chunk.into_iter().take(ANSWER_BYTES - kept.len()));
        }
        let body = String::from_utf8_lossy(&kept).chars().filter(|c| !c.is_control() || *c == '\n').collect();
        Ok(Answer { status, retry_after, body })
    }
}

fn seconds(headers: &HeaderMap) -> Option<i64> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().filter(|seconds| *seconds >= 0)
}

fn why(error: &reqwest::Error) -> NotSent {
    if error.is_timeout() {
        return NotSent::Late;
    }
    let mut cause = std::error::Error::source(error);
    while let Some(one) = cause {
        if let Some(refused) = one.downcast_ref::<Refused>() {
            return refused.0;
        }
        cause = one.source();
    }
    if error.is_connect() { NotSent::Unreachable } else { NotSent::Broken }
}

/// Reads an address that requests may go to, as far as can be said before its name is resolved.
///
/// # Errors
/// What is wrong with it.
pub fn admit(text: &str, reach: Reach) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is not an address")?;
    match (url.scheme(), reach) {
        ("https", _) | ("http", Reach::Anywhere) => {}
        _ => return Err("must begin with https://"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a name or a password");
    }
    if url.fragment().is_some() {
        return Err("must not end with a fragment (#…)");
    }
    // A name is looked at when it is resolved; whatever spells an address has become one here.
    let literal = match url.host() {
        Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
        Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
        Some(Host::Domain(_)) => None,
        None => return Err("names no host"),
    };
    match literal {
        Some(address) if reach == Reach::Public && !is_public(address) => Err("must lie on the public internet"),
        _ => Ok(url),
    }
}

fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = rustls::RootCertStore::empty();
    let (known, _) = roots.add_parsable_certificates(found.certs);
    if known == 0 {
        tracing::warn!("this machine has no certificates of authorities: no webhook is delivered over https");
    }
    let mut config = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Resolves a name as the machine does, and gives out what may be dialled: what is looked at and what is dialled are the same.
#[derive(Debug)]
struct Vetted {
    reach: Reach,
}

/// That a name is not to be dialled.
#[derive(Debug)]
struct Refused(NotSent);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str())
    }
}
impl std::error::Error for Refused {}

impl Resolve for Vetted {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| Refused(NotSent::Unresolved))?;
            let all: Vec<SocketAddr> = found.collect();
            // A name that leads into the network too is not half trusted.
            if reach == Reach::Public && !all.iter().all(|address| is_public(address.ip())) {
                return Err(Refused(NotSent::Forbidden).into());
            }
            Ok(Box::new(all.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_and_public_however_it_is_spelt() {
        let admitted = |text| admit(text, Reach::Public).is_ok();
        assert!(admitted("https://hooks.example.org/kenes?a=b") && admitted("https://8.8.8.8:8443/"));
        for text in [
            "http://hooks.example.org/",
            "ftp://hooks.example.org/",
            "hooks.example.org",
            "",
            "https://",
            "javascript:alert(1)",
            "https://user@hooks.example.org/",
            "https://user:pass@hooks.example.org/",
            "https://hooks.example.org/#part",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://017700000001/",
            "https://%3127.0.0.1/",
            "https://127.0.0.1./",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://169.254.169.254/latest",
            "https://[fe80::1%25eth0]/",
            "https://１２７.0.0.1/",
        ] {
            assert!(!admitted(text), "{text}");
        }
        assert!(admit("http://127.0.0.1:1/", Reach::Anywhere).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_into_the_network_is_not_dialled() {
        let heard = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
        heard.set_nonblocking(true).expect("a listener");
        let to = format!("https://localhost:{}/", heard.local_addr().expect("an address").port());
        let outbound = Outbound::open(Reach::Public, Duration::from_secs(5)).expect("opens");
        let (outcome, _) = outbound.post(Parcel { to: &to, headers: Vec::new(), body: Vec::new() }).await;
        assert_eq!(outcome, Err(NotSent::Forbidden));
        assert!(heard.accept().is_err(), "it was dialled");
    }
}
