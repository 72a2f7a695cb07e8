//! The rows of `sessions` and `refresh_tokens`.

use super::super::model::{EndReason, Session};
use crate::db::AnyConn;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{refresh_tokens, sessions};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{PersonId, SessionId};
use diesel::prelude::*;

/// Begins a session.
///
/// # Errors
/// A fault when the database refuses.
pub fn begin(conn: &mut AnyConn, session: &Session) -> Outcome<()> {
    let values = (
        sessions::id.eq(session.id),
        sessions::account_id.eq(session.account),
        sessions::started_at.eq(session.started_at),
        sessions::expires_at.eq(session.expires_at),
    );
    diesel::insert_into(sessions::table).values(values).execute(conn)?;
    Ok(())
}

type Row = (SessionId, PersonId, Timestamp, Timestamp, Option<Timestamp>);
type Columns = (sessions::id, sessions::account_id, sessions::started_at, sessions::expires_at, sessions::ended_at);
const COLUMNS: Columns =
    (sessions::id, sessions::account_id, sessions::started_at, sessions::expires_at, sessions::ended_at);

fn session((id, account, started_at, expires_at, ended_at): Row) -> Session {
    Session { id, account, started_at, expires_at, ended_at }
}

/// A session, held until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: SessionId) -> Outcome<Option<Session>> {
    let rows: Vec<Row> = Lock(sessions::table.find(id).select(COLUMNS), LockMode::Update).load(conn)?;
    Ok(rows.into_iter().next().map(session))
}

/// The running sessions of an account, held until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock_running(conn: &mut AnyConn, account: PersonId, now: Timestamp) -> Outcome<Vec<Session>> {
    let query = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order(sessions::id)
        .select(COLUMNS);
    let rows: Vec<Row> = Lock(query, LockMode::Update).load(conn)?;
    Ok(rows.into_iter().map(session).collect())
}

/// Whose session it is.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn account_of(conn: &mut AnyConn, id: SessionId) -> Outcome<Option<PersonId>> {
    Ok(sessions::table.find(id).select(sessions::account_id).first(conn).optional()?)
}

/// Ends a session, unless it has ended before: whether it was this that ended it.
///
/// # Errors
/// A fault when the database refuses.
pub fn end(conn: &mut AnyConn, id: SessionId, reason: EndReason, now: Timestamp) -> Outcome<bool> {
    let ended = diesel::update(sessions::table.find(id))
        .filter(sessions::ended_at.is_null())
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(conn)?;
    Ok(ended > 0)
}

/// Ends every running session of an account; returns how many.
///
/// # Errors
/// A fault when the database refuses.
pub fn end_all(conn: &mut AnyConn, account: PersonId, reason: EndReason, now: Timestamp) -> Outcome<usize> {
    let ended = diesel::update(sessions::table)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(conn)?;
    Ok(ended)
}

/// Adds a refresh token to a session's family.
///
/// # Errors
/// A fault when the database refuses.
pub fn issue(conn: &mut AnyConn, session: &Session, token_hash: &[u8], now: Timestamp) -> Outcome<()> {
    let values = (
        refresh_tokens::token_hash.eq(token_hash),
        refresh_tokens::session_id.eq(session.id),
        refresh_tokens::issued_at.eq(now),
        refresh_tokens::expires_at.eq(session.expires_at),
    );
    diesel::insert_into(refresh_tokens::table).values(values).execute(conn)?;
    Ok(())
}

/// Uses a refresh token up. Of any number who try at once, exactly one is told `true`.
///
/// # Errors
/// A fault when the database refuses.
pub fn use_up(conn: &mut AnyConn, token_hash: &[u8], now: Timestamp) -> Outcome<bool> {
    let used = diesel::update(refresh_tokens::table.find(token_hash))
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::expires_at.gt(now))
        .set(refresh_tokens::used_at.eq(now))
        .execute(conn)?;
    Ok(used > 0)
}

/// The family a refresh token belongs to, and whether it was used up.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn family(conn: &mut AnyConn, token_hash: &[u8]) -> Outcome<Option<(SessionId, Option<Timestamp>)>> {
    let columns = (refresh_tokens::session_id, refresh_tokens::used_at);
    Ok(refresh_tokens::table.find(token_hash).select(columns).first(conn).optional()?)
}

/// Deletes refresh tokens that ran out: their session ran out with them, so there is no reuse left to notice.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget_tokens(conn: &mut AnyConn, now: Timestamp) -> Outcome<usize> {
    Ok(diesel::delete(refresh_tokens::table).filter(refresh_tokens::expires_at.lt(now)).execute(conn)?)
}
