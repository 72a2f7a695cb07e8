//! Who reads service accounts: administrators all, owners their own, representatives those of their organisation.

use super::model::{ServiceAccount, Token};
use super::store::{self, Readable};
use crate::access::act::Reading;
use crate::access::permit::authorize;
use crate::access::policy::can;
use crate::access::viewer::{Role, Scope, Viewer};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ServiceAccountId;
use crate::kernel::page::{Page, Total, Window, fingerprint};

/// The fingerprint of a viewer's list, for its cursors.
pub fn list(viewer: &Viewer) -> u64 {
    fingerprint(&("serviceAccounts", viewer.account().map(|account| account.wire())))
}

/// One page of those the viewer may read, oldest first.
///
/// # Errors
/// UNAUTHENTICATED; FORBIDDEN for programs.
pub fn page(r: &mut Reading<'_>, window: &Window) -> Outcome<Page<ServiceAccount>> {
    store::page(r.conn, &readable(r.viewer)?, window)
}

/// How many those are, exactly up to the configured cap.
///
/// # Errors
/// As [`page`].
pub fn count(r: &mut Reading<'_>) -> Outcome<Total> {
    store::count(r.conn, &readable(r.viewer)?, r.core.rules.count_cap)
}

/// Those of the accounts asked for that the viewer may read, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(r: &mut Reading<'_>, ids: &[ServiceAccountId]) -> Outcome<Vec<ServiceAccount>> {
    let mut found = store::find(r.conn, ids)?;
    found.retain(|account| authorize::<can::ReadServiceAccounts>(r.viewer, account.place()).is_ok());
    Ok(found)
}

/// The tokens of accounts that the viewer was allowed to read which are good now, the newest of each first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn tokens(r: &mut Reading<'_>, accounts: &[ServiceAccountId]) -> Outcome<Vec<Token>> {
    store::live_tokens(r.conn, accounts, r.viewer.now)
}

/// The same as `can::ReadServiceAccounts` says of each, as a condition on the list.
fn readable(viewer: &Viewer) -> Outcome<Readable> {
    let account = viewer.account().ok_or(Denied::Unauthenticated)?;
    if viewer.service().is_some() {
        return Err(Denied::Forbidden.into());
    }
    if viewer.holds(Role::Administrator) {
        return Ok(Readable::All);
    }
    let represented = viewer.grants().filter_map(|grant| match (grant.role, grant.scope, grant.organization) {
        (Role::Representative, Scope::Organization(id), Some(_)) => Some(id),
        _ => None,
    });
    Ok(Readable::Of { owner: account, organizations: represented.collect() })
}
