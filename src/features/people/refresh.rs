//! A refresh token is exchanged for the next pair of tokens.
//!
//! Each token is good once. One that comes back was copied: either the thief or the owner has used it already, and
//! nobody can tell which is which, so the whole session ends and both have to sign in. Two refreshes with the same
//! token at the same moment count as that, too: exactly one wins the `UPDATE … WHERE used_at IS NULL`, the other ends
//! the session. A period of grace would be kinder to careless clients and to thieves alike; clients refresh one at a
//! time.

use super::model::{AccountState, EndReason, Session};
use super::session::{self, SignedIn};
use super::{event, store};
use crate::access::act::{Act, Writing};
use crate::access::token::secret_hash;
use crate::db::dialect::LockMode;
use crate::kernel::failure::Outcome;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What became of a refresh. The end of a session must be committed, so it is not an error inside the transaction.
enum Refreshed {
    Renewed(Box<SignedIn>),
    Ended,
}

/// Refreshes a session.
///
/// # Errors
/// SESSION_ENDED for a token that is unknown, used, or of a session that is over.
pub async fn refresh(act: &Act, token: &str) -> Outcome<SignedIn> {
    let hash = secret_hash(token);
    match act.write(move |tx| exchange(tx, &hash)).await? {
        Refreshed::Renewed(signed_in) => Ok(*signed_in),
        Refreshed::Ended => Err(Refusal::new(Code::SessionEnded).at("refreshToken").into()),
    }
}

fn exchange(tx: &mut Writing<'_>, hash: &[u8]) -> Outcome<Refreshed> {
    let won = store::sessions::use_up(tx.conn, hash, tx.now)?;
    let Some((id, used_at)) = store::sessions::family(tx.conn, hash)? else { return Ok(Refreshed::Ended) };
    let Some(account) = store::sessions::account_of(tx.conn, id)? else { return Ok(Refreshed::Ended) };
    // Account before session, like everybody who locks both.
    let account = store::accounts::lock(tx.conn, account, LockMode::Share)?.map(|found| found.account);
    let (Some(account), Some(session)) = (account, store::sessions::lock(tx.conn, id)?) else {
        return Ok(Refreshed::Ended);
    };
    if !session.open_at(tx.now) || account.state != AccountState::Active {
        return Ok(Refreshed::Ended);
    }
    if !won {
        // Lost to another use of the same token, or simply run out.
        return if used_at.is_some() { end_family(tx, &session) } else { Ok(Refreshed::Ended) };
    }
    tx.record(event::session_refreshed(&session));
    Ok(Refreshed::Renewed(Box::new(session::issue(tx, account, session)?)))
}

fn end_family(tx: &mut Writing<'_>, session: &Session) -> Outcome<Refreshed> {
    store::sessions::end(tx.conn, session.id, EndReason::TokenReused, tx.now)?;
    tx.record(event::refresh_token_reused(session));
    Ok(Refreshed::Ended)
}
