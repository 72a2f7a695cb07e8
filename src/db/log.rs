//! The event table and the notice that wakes the other instances.

use super::conn::{AnyConn, MultiBackend};
use super::schema::{event_secrets, events};
use super::types::{Instant, Uid};
use crate::kernel::clock::Timestamp;
use crate::kernel::event::{self, EventKind, NewEvent};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{EventId, Id, PersonId, kind};
use crate::on_each;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, Text};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The channel of `pg_notify`. The payload is only what changed, never content: `EventKind subject-uuid`.
pub const CHANNEL: &str = "kenes_events";

/// The channel on which it is said that the feed of events or somebody's inbox has grown.
pub const FEED_CHANNEL: &str = "kenes_feed";
/// What is said there: the feed has grown.
pub const PLACED: &str = "placed";
/// What is said there: somebody was told something.
pub const TOLD: &str = "told";

/// Rows per statement: PostgreSQL takes 65,535 values in one, SQLite 32,766.
const ROWS: usize = 1_000;

/// An event as it is stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct EventRow {
    pub id: EventId,
    pub kind: String,
    pub subject_id: Id<kind::Event>,
    pub actor_id: Option<PersonId>,
    pub occurred_at: Timestamp,
    /// Canonical JSON, see `kernel/event.rs`.
    pub body: String,
}

impl EventRow {
    /// A kind this version does not know is announced: forgetting too much is always right.
    fn is_announced(&self) -> bool {
        EventKind::parse(&self.kind).is_none_or(EventKind::is_announced)
    }
}

#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = event_secrets, treat_none_as_default_value = false)]
pub struct SecretRow {
    pub event_id: EventId,
    pub salt: Vec<u8>,
    pub body: String,
}

/// Seals an event: canonical body, and the private part with its salt if it has one.
///
/// # Errors
/// A fault when the payload cannot be written as canonical JSON.
pub fn seal(
    id: EventId,
    event: &NewEvent,
    actor: Option<PersonId>,
    at: Timestamp,
    salt: [u8; 16],
) -> Outcome<(EventRow, Option<SecretRow>)> {
    let canonical = |value: &serde_json::Value| {
        serde_json_canonicalizer::to_string(value).map_err(|error| Failure::fault(format!("canonical JSON: {error}")))
    };
    let secret = match &event.private {
        None => None,
        Some(private) => Some(SecretRow { event_id: id, salt: salt.to_vec(), body: canonical(private)? }),
    };
    let digest = secret.as_ref().map(|secret| {
        let hash = Sha256::new().chain_update(&secret.salt).chain_update(&secret.body).finalize();
        hex(&hash)
    });
    let row = EventRow {
        id,
        kind: event.kind.name().to_owned(),
        subject_id: Id::from_uuid(event.subject.1),
        actor_id: actor,
        occurred_at: at,
        body: canonical(&event::body(id, event, actor, at, digest.as_deref()))?,
    };
    Ok((row, secret))
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes sealed events. On PostgreSQL those that make other instances forget something are announced; one event and
/// its notice are one statement, delivered at the commit.
///
/// # Errors
/// Whatever the database says.
pub fn append(conn: &mut AnyConn, rows: &[EventRow], secrets: &[SecretRow]) -> QueryResult<()> {
    match (&mut *conn, rows) {
        (AnyConn::Pg(pg), [one]) if one.is_announced() => {
            AppendAndNotify(one).execute(pg)?;
        }
        // Alone it is a statement that is prepared once; a batch has another text for every length.
        (conn, [one]) => {
            diesel::insert_into(events::table).values(one).execute(conn)?;
        }
        _ => {
            for some in rows.chunks(ROWS) {
                on_each!(&mut *conn, c => diesel::insert_into(events::table).values(some).execute(c))?;
            }
            if let AnyConn::Pg(pg) = &mut *conn {
                for row in rows.iter().filter(|row| row.is_announced()) {
                    diesel::sql_query("SELECT pg_notify($1, $2)")
                        .bind::<Text, _>(CHANNEL)
                        .bind::<Text, _>(notice(&row.kind, row.subject_id.uuid()))
                        .execute(pg)?;
                }
            }
        }
    }
    for some in secrets.chunks(ROWS) {
        on_each!(&mut *conn, c => diesel::insert_into(event_secrets::table).values(some).execute(c))?;
    }
    Ok(())
}

/// Says on the channel of the feed, when the transaction commits, that it has grown. On SQLite nobody else is there to hear it.
///
/// # Errors
/// Whatever the database says.
pub fn announce(conn: &mut AnyConn, what: &str) -> QueryResult<()> {
    if let AnyConn::Pg(pg) = conn {
        let query = diesel::sql_query("SELECT pg_notify($1, $2)").bind::<Text, _>(FEED_CHANNEL).bind::<Text, _>(what);
        query.execute(pg)?;
    }
    Ok(())
}

/// What goes over the channel: enough to know what to forget, nothing to learn from.
pub fn notice(kind: &str, subject: Uuid) -> String {
    format!("{kind} {}", subject.simple())
}

/// INSERT and NOTIFY in one prepared statement.
struct AppendAndNotify<'a>(&'a EventRow);

impl QueryFragment<Pg> for AppendAndNotify<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH logged AS (INSERT INTO events (id, kind, subject_id, actor_id, occurred_at, body) VALUES (");
        out.push_bind_param::<Uid, _>(&self.0.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.0.kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Uid, _>(&self.0.subject_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Uid>, _>(&self.0.actor_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Instant, _>(&self.0.occurred_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.0.body)?;
        out.push_sql(") RETURNING kind, subject_id) SELECT pg_notify('kenes_events', kind || ' ' || replace(subject_id::text, '-', '')) FROM logged");
        Ok(())
    }
}
impl QueryId for AppendAndNotify<'_> {
    type QueryId = AppendAndNotify<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl RunQueryDsl<PgConnection> for AppendAndNotify<'_> {}

/// Events from `since` on, oldest first: what the bus reads after a silence.
///
/// # Errors
/// Whatever the database says.
pub fn since(conn: &mut AnyConn, since: Timestamp, limit: i64) -> QueryResult<Vec<EventRow>> {
    events::table
        .filter(events::occurred_at.ge(since))
        .order((events::occurred_at, events::id))
        .limit(limit)
        .select(<EventRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)
}
