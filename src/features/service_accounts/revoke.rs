//! A program is revoked: at once, on every instance, for good.

use super::model::ServiceAccount;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ServiceAccountId;

/// Revokes an account; one that is revoked already is left as it is. What it wrote stays its own.
///
/// # Errors
/// NOT_FOUND.
pub fn revoke(tx: &mut Writing<'_>, id: ServiceAccountId) -> Outcome<ServiceAccount> {
    // load
    let account = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("service account"))?;
    // authorize: whoever may know of it may revoke it
    let permit = tx.authorize::<can::RevokeServiceAccount>(account.place());
    let permit = permit.map_err(|_| Denied::NotFound("service account"))?;
    let by = permit.actor.ok_or(Denied::Unauthenticated)?;
    // admit
    if account.revoked_at.is_some() {
        return Ok(account);
    }
    // write
    let account = ServiceAccount { revoked_by: Some(by), revoked_at: Some(tx.now), ..account };
    store::revoke(tx.conn, &permit, id, by, tx.now)?;
    // record
    tx.record(event::revoked(&account));
    Ok(account)
}
