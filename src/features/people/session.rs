//! A session's tokens: what signing in, accepting an invitation, registering and refreshing all end with.

use super::model::{Account, Session};
use super::{event, store};
use crate::access::act::{Writing, time_ordered};
use crate::access::token::{ACCESS_SECONDS, new_secret};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use chrono::Duration;

/// What a refresh token begins with, so that one that leaked into a log or a repository is recognised.
pub const REFRESH_PREFIX: &str = "kenes_rt_";

/// What a client gets when somebody has signed in. Without `Debug`: it holds secrets.
#[derive(Clone)]
pub struct SignedIn {
    pub account: Account,
    pub session: Session,
    pub access_token: String,
    /// When the access token runs out.
    pub access_expires_at: Timestamp,
    /// Good once, to get the next pair.
    pub refresh_token: String,
}

/// Begins a session of an account whose owner has just proved who they are. It lasts
/// [`crate::access::core::Rules::session_days`] and is not prolonged by use, so that a stolen one ends by itself.
pub(super) fn begin(tx: &mut Writing<'_>, account: Account) -> Outcome<SignedIn> {
    let session = Session {
        id: tx.id(),
        account: account.id,
        started_at: tx.now,
        expires_at: tx.now.plus(Duration::days(tx.core.rules.session_days)),
        ended_at: None,
    };
    store::sessions::begin(tx.conn, &session)?;
    tx.record(event::session_started(&session));
    issue(tx, account, session)
}

/// The next pair of tokens of a session.
pub(super) fn issue(tx: &mut Writing<'_>, account: Account, session: Session) -> Outcome<SignedIn> {
    let refresh = new_secret(REFRESH_PREFIX)?;
    store::sessions::issue(tx.conn, &session, &refresh.hash, tx.now)?;
    let jti = time_ordered(tx.now).simple().to_string();
    let access_token = tx.core.keys.sign((account.id, session.id), None, tx.now, jti)?;
    Ok(SignedIn {
        account,
        access_token,
        access_expires_at: end_of_access(tx.now),
        refresh_token: refresh.text,
        session,
    })
}

/// Tokens count whole seconds.
fn end_of_access(now: Timestamp) -> Timestamp {
    let whole = now.micros().div_euclid(1_000_000) * 1_000_000;
    Timestamp::from_micros(whole).unwrap_or(now).plus(Duration::seconds(ACCESS_SECONDS))
}
