//! Administrators read accounts; everybody reads their own.

use super::model::{Account, RoleGrant};
use super::store;
use crate::access::act::Reading;
use crate::access::permit::authorize;
use crate::access::policy::{Place, can};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{PersonId, RoleGrantId};
use crate::kernel::page::{Page, Total, Window, fingerprint};

/// The fingerprint of the list under a filter, for its cursors.
pub fn list(text: Option<&str>) -> u64 {
    fingerprint(&("accounts", text))
}

/// One page of the accounts whose name holds every word of `text` or whose address it is, oldest first.
///
/// # Errors
/// FORBIDDEN, UNAUTHENTICATED.
pub fn page(r: &mut Reading<'_>, text: Option<&str>, window: &Window) -> Outcome<Page<Account>> {
    authorize::<can::ReadAccounts>(r.viewer, Place::EVERYWHERE)?;
    store::accounts::page(r.conn, text, window)
}

/// How many accounts match, exactly up to the configured cap.
///
/// # Errors
/// FORBIDDEN, UNAUTHENTICATED.
pub fn count(r: &mut Reading<'_>, text: Option<&str>) -> Outcome<Total> {
    authorize::<can::ReadAccounts>(r.viewer, Place::EVERYWHERE)?;
    store::accounts::count(r.conn, text, r.core.rules.count_cap)
}

/// Those of the accounts asked for that the viewer may read, in no order. Whoever may not read one does not learn
/// whether it exists.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(r: &mut Reading<'_>, ids: &[PersonId]) -> Outcome<Vec<Account>> {
    let readable = |id: &&PersonId| authorize::<can::ReadAccounts>(r.viewer, Place::person(**id)).is_ok();
    let ids: Vec<PersonId> = ids.iter().filter(readable).copied().collect();
    // Most people who are looked at have no account that the one who looks may read.
    if ids.is_empty() { Ok(Vec::new()) } else { store::accounts::find_accounts(r.conn, &ids) }
}

/// Those of the grants asked for that belong to accounts the viewer may read, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn grants(r: &mut Reading<'_>, ids: &[RoleGrantId]) -> Outcome<Vec<RoleGrant>> {
    let mut found = store::grants::find(r.conn, ids)?;
    found.retain(|grant| authorize::<can::ReadAccounts>(r.viewer, Place::person(grant.account)).is_ok());
    Ok(found)
}
