//! An administrator revokes a role. It ends at once, on every server.

use super::model::{RoleGrant, keeps_an_administrator};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::Role;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::RoleGrantId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Revokes a grant.
///
/// # Errors
/// NOT_FOUND; ROLE_REVOKED when it has ended already; LAST_ADMINISTRATOR.
pub fn revoke(tx: &mut Writing<'_>, id: RoleGrantId) -> Outcome<RoleGrant> {
    // authorize
    let permit = tx.authorize::<can::RevokeRole>(Place::EVERYWHERE)?;
    // load, the administrators first, like everybody who locks both
    let administrators = store::grants::lock_administrators(tx.conn)?;
    let grant = store::grants::lock(tx.conn, id)?.ok_or(Denied::NotFound("role grant"))?;
    // admit
    if !grant.lasts_at(tx.now) {
        return Err(Refusal::new(Code::RoleRevoked).at("roleGrantId").into());
    }
    if grant.role == Role::Administrator && !keeps_an_administrator(&administrators, &[id], tx.now) {
        return Err(Refusal::new(Code::LastAdministrator).at("roleGrantId").into());
    }
    // write
    store::grants::revoke(tx.conn, &permit, id, tx.now)?;
    // record
    let grant = RoleGrant { revoked_by: permit.actor, revoked_at: Some(tx.now), ..grant };
    tx.record(event::role_revoked(&grant));
    Ok(grant)
}
