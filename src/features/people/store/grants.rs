//! The rows of `role_grants`. What the policy judges by is read in `access/grants.rs`, once per session.

use super::super::model::{AccountState, RoleGrant};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::{AccountKind, Role, Scope};
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{accounts, role_grants};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{Id, PersonId, RoleGrantId, kind};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = role_grants, treat_none_as_default_value = false)]
struct Row {
    id: RoleGrantId,
    account_id: PersonId,
    role: Role,
    scope_kind: String,
    scope_id: Option<Id<kind::Event>>,
    valid_from: Timestamp,
    valid_until: Option<Timestamp>,
    granted_by: Option<PersonId>,
    granted_at: Timestamp,
    revoked_by: Option<PersonId>,
    revoked_at: Option<Timestamp>,
}

impl From<&RoleGrant> for Row {
    fn from(grant: &RoleGrant) -> Self {
        let (scope_kind, scope_id) = match grant.scope {
            Scope::Global => ("GLOBAL", None),
            Scope::Body(id) => ("BODY", Some(id.uuid())),
            Scope::Council(id) => ("COUNCIL", Some(id.uuid())),
            Scope::Organization(id) => ("ORGANIZATION", Some(id.uuid())),
        };
        Self {
            id: grant.id,
            account_id: grant.account,
            role: grant.role,
            scope_kind: scope_kind.to_owned(),
            scope_id: scope_id.map(Id::from_uuid),
            valid_from: grant.valid_from,
            valid_until: grant.valid_until,
            granted_by: grant.granted_by,
            granted_at: grant.granted_at,
            revoked_by: grant.revoked_by,
            revoked_at: grant.revoked_at,
        }
    }
}

impl TryFrom<Row> for RoleGrant {
    type Error = Failure;
    fn try_from(row: Row) -> Outcome<Self> {
        let scope = match (row.scope_kind.as_str(), row.scope_id.map(Id::uuid)) {
            ("GLOBAL", None) => Scope::Global,
            ("BODY", Some(id)) => Scope::Body(Id::from_uuid(id)),
            ("COUNCIL", Some(id)) => Scope::Council(Id::from_uuid(id)),
            ("ORGANIZATION", Some(id)) => Scope::Organization(Id::from_uuid(id)),
            (kind, _) => return Err(Failure::fault(format!("unknown scope {kind}"))),
        };
        Ok(Self {
            id: row.id,
            account: row.account_id,
            role: row.role,
            scope,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            granted_by: row.granted_by,
            granted_at: row.granted_at,
            revoked_by: row.revoked_by,
            revoked_at: row.revoked_at,
        })
    }
}

fn models(rows: Vec<Row>) -> Outcome<Vec<RoleGrant>> {
    rows.into_iter().map(RoleGrant::try_from).collect()
}

/// A grant, held until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: RoleGrantId) -> Outcome<Option<RoleGrant>> {
    let query = role_grants::table.find(id).select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(query, LockMode::Update).load(conn)?;
    Ok(models(rows)?.pop())
}

/// The administrators' grants that were not revoked, of people whose accounts are not suspended (a program administers
/// nothing, whatever it was granted), all held until the transaction ends: of two who revoke each other at once, the
/// second sees what the first did.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock_administrators(conn: &mut AnyConn) -> Outcome<Vec<RoleGrant>> {
    let query = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::role.eq(Role::Administrator))
        .filter(role_grants::revoked_at.is_null())
        .filter(accounts::state.eq(AccountState::Active))
        .filter(accounts::kind.eq(AccountKind::Person))
        .order(role_grants::id)
        .select(<Row as Selectable<MultiBackend>>::construct_selection());
    models(Lock(query, LockMode::Update).load(conn)?)
}

/// Those of the grants asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, ids: &[RoleGrantId]) -> Outcome<Vec<RoleGrant>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = role_grants::table.filter(any(role_grants::id, ids)).select(selection).load(conn)?;
    models(rows)
}

/// Every grant of these accounts, revoked ones included, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_accounts(conn: &mut AnyConn, ids: &[PersonId]) -> Outcome<Vec<RoleGrant>> {
    let rows: Vec<Row> = role_grants::table
        .filter(any(role_grants::account_id, ids))
        .order((role_grants::granted_at, role_grants::id))
        .select(<Row as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    models(rows)
}

/// Enters a grant.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::GrantRole>, grant: &RoleGrant) -> Outcome<()> {
    enter(conn, grant)
}

/// Enters a grant for the operator at the machine.
pub(in super::super) fn enter(conn: &mut AnyConn, grant: &RoleGrant) -> Outcome<()> {
    diesel::insert_into(role_grants::table).values(Row::from(grant)).execute(conn)?;
    Ok(())
}

/// Revokes a grant.
///
/// # Errors
/// A fault when the database refuses.
pub fn revoke(conn: &mut AnyConn, permit: &Permit<can::RevokeRole>, id: RoleGrantId, now: Timestamp) -> Outcome<()> {
    diesel::update(role_grants::table.find(id))
        .set((role_grants::revoked_at.eq(now), role_grants::revoked_by.eq(permit.actor)))
        .execute(conn)?;
    Ok(())
}
