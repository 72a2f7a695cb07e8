//! The bus: what other instances (and the command line) committed reaches this one.
//!
//! On PostgreSQL every event that makes something remembered untrue is announced by `pg_notify` in its own transaction,
//! and each instance has one connection that listens. While that connection is down nothing is answered from memory, so that a session
//! revoked elsewhere never lives on here. On SQLite there is one server process; once a second the bus reads the
//! newest events, because the command line may have written some.
//!
//! On a channel of its own it is said that the feed has grown, or that somebody was told something, for those who wait for that.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::db::conn::DatabaseUrl;
use crate::db::log;
use crate::features::feed::Hub;
use crate::kernel::event::EventKind;
use futures_util::stream::{StreamExt, poll_fn};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::AsyncMessage;
use uuid::Uuid;

/// How often SQLite is asked for events of other processes, and how far back it looks, in seconds.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LOOK_BACK_SECONDS: i64 = 5;
/// Events read at once; more than that in one look forgets everything, which is always right.
const LOOK_LIMIT: i64 = 500;
const RETRY_FIRST: Duration = Duration::from_millis(100);
const RETRY_LAST: Duration = Duration::from_secs(5);

/// Starts hearing.
pub fn start(core: &Arc<Core>, hub: &Arc<Hub>) {
    let (core, hub) = (Arc::clone(core), Arc::clone(hub));
    match core.db.url().clone() {
        DatabaseUrl::Postgres(url) => {
            core.set_hearing(false);
            tokio::spawn(async move { listen_forever(&core, &hub, &for_listening(&url)).await });
        }
        DatabaseUrl::Sqlite(_) => {
            tokio::spawn(async move { look_forever(&core).await });
        }
    }
}

/// The URL as tokio-postgres takes it. It knows fewer parameters than libpq, and of TLS only "require": its connector
/// always checks the certificate, so `verify-ca` and `verify-full` lose nothing by being called that.
fn for_listening(url: &str) -> String {
    const KNOWN: &[&str] =
        &["user", "password", "dbname", "options", "application_name", "host", "port", "connect_timeout"];
    let Some((address, parameters)) = url.split_once('?') else { return url.to_owned() };
    let kept = parameters.split('&').filter_map(|parameter| match parameter.split_once('=') {
        Some(("sslmode", "verify-ca" | "verify-full")) => Some("sslmode=require"),
        Some(("sslmode", "allow")) => Some("sslmode=prefer"),
        Some((name, _)) if name == "sslmode" || KNOWN.contains(&name) => Some(parameter),
        _ => None,
    });
    format!("{address}?{}", kept.collect::<Vec<_>>().join("&"))
}

async fn listen_forever(core: &Arc<Core>, hub: &Hub, url: &str) {
    let mut wait = RETRY_FIRST;
    loop {
        match listen(core, hub, url, &mut wait).await {
            Ok(()) => tracing::warn!("the bus was disconnected"),
            Err(error) => tracing::warn!(%error, "the bus cannot connect"),
        }
        core.set_hearing(false);
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RETRY_LAST);
    }
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

async fn listen(core: &Arc<Core>, hub: &Hub, url: &str, wait: &mut Duration) -> Result<(), Failed> {
    let (client, mut connection) = connect(url).await?;
    let mut messages = poll_fn(move |context| connection.poll_message(context));
    let listening = client.batch_execute("LISTEN kenes_events; LISTEN kenes_feed");
    tokio::pin!(listening);
    let mut heard_from_start = false;
    loop {
        tokio::select! {
            done = &mut listening, if !heard_from_start => {
                done?;
                heard_from_start = true;
                // Everything remembered before this moment may be stale: forgotten in set_hearing.
                core.set_hearing(true);
                // And whoever waits for what was said meanwhile reads it now.
                hub.ring();
                hub.tell();
                *wait = RETRY_FIRST;
                tracing::info!("the bus is connected");
            }
            message = messages.next() => match message {
                None => return Ok(()),
                Some(Err(error)) => return Err(error.into()),
                Some(Ok(AsyncMessage::Notification(notice))) if notice.channel() == log::FEED_CHANNEL => {
                    match notice.payload() {
                        log::TOLD => hub.tell(),
                        _ => hub.ring(),
                    }
                }
                Some(Ok(AsyncMessage::Notification(notice))) => hear(core, notice.payload()),
                Some(Ok(_)) => {}
            }
        }
    }
}

#[cfg(not(feature = "postgres-tls"))]
type Link = tokio_postgres::Connection<tokio_postgres::Socket, tokio_postgres::tls::NoTlsStream>;
#[cfg(feature = "postgres-tls")]
type Link = tokio_postgres::Connection<tokio_postgres::Socket, postgres_openssl::TlsStream<tokio_postgres::Socket>>;

#[cfg(not(feature = "postgres-tls"))]
async fn connect(url: &str) -> Result<(tokio_postgres::Client, Link), Failed> {
    Ok(tokio_postgres::connect(url, tokio_postgres::NoTls).await?)
}

#[cfg(feature = "postgres-tls")]
async fn connect(url: &str) -> Result<(tokio_postgres::Client, Link), Failed> {
    Ok(tokio_postgres::connect(url, super::tls::connector()?).await?)
}

/// A notice is `EventKind subject`. One that cannot be read forgets everything.
fn hear(core: &Core, notice: &str) {
    let read = notice.split_once(' ').and_then(|(kind, id)| Some((EventKind::parse(kind)?, Uuid::parse_str(id).ok()?)));
    match read {
        Some((kind, subject)) => core.heard(kind, subject),
        None => core.set_hearing(true),
    }
    core.committed.notify_waiters();
}

async fn look_forever(core: &Arc<Core>) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        let now = core.clock.now();
        let since = now.plus(chrono::Duration::seconds(-LOOK_BACK_SECONDS));
        let act = Act::new(Arc::clone(core), Viewer::anonymous(now));
        match act.read(move |r| Ok(log::since(r.conn, since, LOOK_LIMIT)?)).await {
            Ok(events) if events.len() >= usize::try_from(LOOK_LIMIT).unwrap_or(usize::MAX) => core.set_hearing(true),
            Ok(events) => {
                for event in events {
                    if let Some(kind) = EventKind::parse(&event.kind) {
                        core.heard(kind, event.subject_id.uuid());
                    }
                }
            }
            // Not migrated yet, or the disk is away: the requests themselves will say so.
            Err(failure) => tracing::debug!(?failure, "the bus could not look"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listening_connection_understands_a_url_made_for_libpq() {
        let url = "postgres://kenes@db/kenes?sslmode=verify-full&sslrootcert=system&connect_timeout=3";
        let listening = for_listening(url);
        assert_eq!(listening, "postgres://kenes@db/kenes?sslmode=require&connect_timeout=3");
        assert!(listening.parse::<tokio_postgres::Config>().is_ok());
        assert!(url.parse::<tokio_postgres::Config>().is_err());
        assert_eq!(for_listening("postgres://db/kenes"), "postgres://db/kenes");
    }
}
