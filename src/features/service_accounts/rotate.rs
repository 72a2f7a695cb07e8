//! The owner gets the next token of a program; the one before stays good for a while.

use super::model::{self, Issued, ServiceAccount, Token};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::grants;
use crate::access::policy::can;
use crate::access::service_token;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ServiceAccountId;
use chrono::Duration;

/// The token to be had.
#[derive(Clone, Copy, Debug)]
pub struct Rotation {
    pub id: ServiceAccountId,
    /// Hours for which the newest of those before stays good; with 0 it ends at once.
    pub overlap_hours: Option<i64>,
    /// Days the new one is good for; the longest where it is left out.
    pub valid_days: Option<i64>,
}

/// Issues the next token. So two are good at most: the new one, and for a while the one it replaces.
///
/// # Errors
/// NOT_FOUND; SERVICE_ACCOUNT_REVOKED, SERVICE_OWNER_WITHOUT_RIGHTS; OUT_OF_RANGE of the hours or the days.
pub fn rotate(tx: &mut Writing<'_>, input: Rotation) -> Outcome<Issued> {
    // load
    let account = store::lock(tx.conn, input.id)?.ok_or(Denied::NotFound("service account"))?;
    // authorize: whoever may not know of it does not learn that it exists
    tx.authorize::<can::ReadServiceAccounts>(account.place()).map_err(|_| Denied::NotFound("service account"))?;
    tx.authorize::<can::RotateServiceToken>(account.place())?;
    // admit
    account.admit_live()?;
    let (grants, seats) = grants::held_in(tx.conn, account.owner_id, account.bound)?;
    model::admit_rights(account.scopes, &grants, &seats, tx.now)?;
    let days = model::days(input.valid_days, tx.core.rules.service_token_days)?;
    let overlap = model::overlap_hours(input.overlap_hours)?;
    // write
    let until = tx.now.plus(Duration::hours(overlap));
    let token = issue(tx, &account, days, Some(until))?;
    Ok(Issued { account, token: Some(token) })
}

/// Issues a token to the owner, who asks. The newest before it is good until then, the others end now.
pub(super) fn issue(
    tx: &mut Writing<'_>,
    account: &ServiceAccount,
    days: i64,
    others_until: Option<Timestamp>,
) -> Outcome<String> {
    let permit = tx.authorize::<can::RotateServiceToken>(account.place())?;
    let secret = service_token::new(tx.id())?;
    let token = Token {
        id: secret.id,
        service_account_id: account.id,
        issued_at: tx.now,
        expires_at: tx.now.plus(Duration::days(days)),
        used_at: None,
    };
    let live = store::live_tokens(tx.conn, &[account.id], tx.now)?;
    for (place, before) in live.iter().enumerate() {
        let until = if place == 0 { others_until.unwrap_or(tx.now) } else { tx.now };
        store::shorten(tx.conn, &permit, before.id, until.min(before.expires_at))?;
    }
    store::insert_token(tx.conn, &permit, &token, &secret.hash)?;
    tx.record(event::token_issued(&token, others_until));
    Ok(secret.text)
}
