//! One connection type for both databases, and how a URL becomes a connection.

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use std::cell::Cell;
use std::path::PathBuf;

/// A connection to whichever database this installation runs on.
#[derive(diesel::MultiConnection)]
pub enum AnyConn {
    Pg(diesel::PgConnection),
    Sqlite(diesel::SqliteConnection),
}

impl AnyConn {
    /// Whether the database at the other end still answers.
    pub fn answers(&mut self) -> bool {
        diesel::r2d2::R2D2Connection::ping(self).is_ok()
    }
}

/// Where the data lives. Anything that is neither is refused: a typing error must not become a new SQLite file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    Postgres(String),
    Sqlite(PathBuf),
}

impl DatabaseUrl {
    /// Reads `postgres://…`, `postgresql://…` or `sqlite:PATH`.
    ///
    /// # Errors
    /// A sentence that says what is accepted. It does not repeat the URL, which may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err("the database URL must begin with postgres:// or postgresql://, or be sqlite:PATH".to_owned()),
        }
    }

    /// The URL without user and password, for logs and `kenes config`.
    pub fn redacted(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, place))) => format!("{scheme}://***@{}", without_parameters(place)),
                _ => without_parameters(url).to_owned(),
            },
        }
    }
}

/// Parameters may hold a password too.
fn without_parameters(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

/// Per connection: journal and durability, checked foreign keys, patience with other writers, cache of 16 MiB.
/// What is deleted is overwritten: it was deleted so that nobody can read it.
/// FULL: a ballot is a legal act, so acknowledged means on disk, through a power cut too.
const SQLITE_SETUP: &str = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
    PRAGMA foreign_keys=ON; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=ON; \
    PRAGMA secure_delete=ON;";

/// No statement of a request may run on after the request has been given up, and no lost transaction may hold its locks.
pub(super) const POSTGRES_SETUP: &str =
    "SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'";

/// Opens one connection, ready for use.
///
/// # Errors
/// When the database cannot be reached or refuses the settings.
pub fn establish(url: &DatabaseUrl) -> ConnectionResult<AnyConn> {
    let mut conn = match url {
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url)?;
            conn.batch_execute(POSTGRES_SETUP).map_err(ConnectionError::CouldntSetupConfiguration)?;
            AnyConn::Pg(conn)
        }
        DatabaseUrl::Sqlite(path) => {
            // Its journal files take the rights of the database file.
            super::private::create(path).map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
            conn.batch_execute(SQLITE_SETUP).map_err(ConnectionError::CouldntSetupConfiguration)?;
            AnyConn::Sqlite(conn)
        }
    };
    conn.set_instrumentation(StatementCounter);
    Ok(conn)
}

thread_local! {
    static STATEMENTS: Cell<u64> = const { Cell::new(0) };
}

/// How many statements this thread has sent so far. A unit of work runs on one thread, so its cost is a difference.
pub fn statements_of_this_thread() -> u64 {
    STATEMENTS.with(Cell::get)
}

struct StatementCounter;

impl Instrumentation for StatementCounter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            STATEMENTS.with(|count| count.set(count.get() + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_url_is_refused_and_not_taken_for_a_file() {
        for bad in ["mysql://x", "kenes.db", "", "sqlite:", "postgre://h/d"] {
            assert!(DatabaseUrl::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(DatabaseUrl::parse("sqlite:/a/b"), Ok(DatabaseUrl::Sqlite("/a/b".into())));
        assert!(DatabaseUrl::parse("postgres://h/d").is_ok());
    }

    #[test]
    fn a_redacted_url_has_no_password() {
        let url = DatabaseUrl::parse("postgres://user:se@cret@host:5432/kenes").expect("good");
        assert_eq!(url.redacted(), "postgres://***@host:5432/kenes");
        for url in ["postgres://u:p@h/d?password=secret", "postgres://h/d?user=u&password=secret"] {
            assert!(!DatabaseUrl::parse(url).expect("good").redacted().contains("secret"), "{url}");
        }
    }
}
