//! The rows of `service_accounts` and `service_tokens`.

use super::model::{ServiceAccount, Token};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::scopes::Scopes;
use crate::access::viewer::Scope;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{people, service_accounts, service_tokens};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{Id, OrganizationId, PersonId, ServiceAccountId, SessionId, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::helper_types::{Eq, InnerJoinOn, IntoBoxed};
use diesel::prelude::*;

/// Which accounts somebody may read.
#[derive(Clone, Debug)]
pub enum Readable {
    All,
    Of { owner: PersonId, organizations: Vec<OrganizationId> },
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = service_accounts)]
struct Row {
    id: ServiceAccountId,
    owner_id: PersonId,
    bound_kind: String,
    bound_id: Id<kind::Event>,
    scopes: String,
    created_by: PersonId,
    created_at: Timestamp,
    revoked_by: Option<PersonId>,
    revoked_at: Option<Timestamp>,
}

fn model((row, name): (Row, String)) -> Outcome<ServiceAccount> {
    let id = row.bound_id.uuid();
    let bound = match row.bound_kind.as_str() {
        "BODY" => Scope::Body(Id::from_uuid(id)),
        "COUNCIL" => Scope::Council(Id::from_uuid(id)),
        "ORGANIZATION" => Scope::Organization(Id::from_uuid(id)),
        other => return Err(Failure::fault(format!("unknown scope {other}"))),
    };
    let scopes =
        Scopes::parse(&row.scopes).ok_or_else(|| Failure::fault(format!("unknown scope in {}", row.scopes)))?;
    let Row { id, owner_id, created_by, created_at, revoked_by, revoked_at, .. } = row;
    Ok(ServiceAccount { id, name, owner_id, bound, scopes, created_by, created_at, revoked_by, revoked_at })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = service_tokens)]
struct TokenRow {
    id: SessionId,
    service_account_id: ServiceAccountId,
    issued_at: Timestamp,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        let TokenRow { id, service_account_id, issued_at, expires_at, used_at } = row;
        Self { id, service_account_id, issued_at, expires_at, used_at }
    }
}

type Joined = InnerJoinOn<service_accounts::table, people::table, Eq<people::id, service_accounts::id>>;

fn joined() -> IntoBoxed<'static, Joined, MultiBackend> {
    service_accounts::table.inner_join(people::table.on(people::id.eq(service_accounts::id))).into_boxed()
}

/// Those of the accounts asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, ids: &[ServiceAccountId]) -> Outcome<Vec<ServiceAccount>> {
    let columns = (<Row as Selectable<MultiBackend>>::construct_selection(), people::name);
    let rows: Vec<(Row, String)> = joined().filter(any(service_accounts::id, ids)).select(columns).load(conn)?;
    rows.into_iter().map(model).collect()
}

/// An account, held until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: ServiceAccountId) -> Outcome<Option<ServiceAccount>> {
    let query = Lock(service_accounts::table.find(id).select(service_accounts::id), LockMode::Update);
    let held: Option<ServiceAccountId> = query.get_result(conn).optional()?;
    Ok(find(conn, held.as_slice())?.pop())
}

/// How many of an owner's accounts were not revoked.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_live(conn: &mut AnyConn, owner: PersonId) -> Outcome<i64> {
    let live = service_accounts::table
        .filter(service_accounts::owner_id.eq(owner))
        .filter(service_accounts::revoked_at.is_null());
    Ok(live.count().get_result(conn)?)
}

/// One page of those somebody may read, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, readable: &Readable, window: &Window) -> Outcome<Page<ServiceAccount>> {
    let (at, id) = (service_accounts::created_at, service_accounts::id);
    let query = keyset!(narrowed(readable), window, Direction::Ascending, at, id);
    let columns = (<Row as Selectable<MultiBackend>>::construct_selection(), people::name);
    let rows: Vec<(Row, String)> = query.select(columns).load(conn)?;
    Ok(window.page(rows.into_iter().map(model).collect::<Outcome<Vec<_>>>()?))
}

/// How many those are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, readable: &Readable, cap: i64) -> Outcome<Total> {
    let query = narrowed(readable).select(service_accounts::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

fn narrowed(readable: &Readable) -> IntoBoxed<'static, Joined, MultiBackend> {
    match readable {
        Readable::All => joined(),
        Readable::Of { owner, organizations } => {
            // To SQL an id is an id, whatever it identifies.
            let ids: Vec<Id<kind::Event>> = organizations.iter().map(|id| Id::from_uuid(id.uuid())).collect();
            joined().filter(service_accounts::owner_id.eq(*owner).or(any(service_accounts::bound_id, &ids)))
        }
    }
}

/// Enters an account, whose person was entered just before.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _: &Permit<can::CreateServiceAccount>, new: &ServiceAccount) -> Outcome<()> {
    let (bound_kind, bound_id) = match new.bound {
        Scope::Global => return Err(Failure::fault("a service account bound to nothing")),
        Scope::Body(id) => ("BODY", id.uuid()),
        Scope::Council(id) => ("COUNCIL", id.uuid()),
        Scope::Organization(id) => ("ORGANIZATION", id.uuid()),
    };
    let values = (
        service_accounts::id.eq(new.id),
        service_accounts::owner_id.eq(new.owner_id),
        service_accounts::bound_kind.eq(bound_kind),
        service_accounts::bound_id.eq(Id::<kind::Event>::from_uuid(bound_id)),
        service_accounts::scopes.eq(new.scopes.to_string()),
        service_accounts::created_by.eq(new.created_by),
        service_accounts::created_at.eq(new.created_at),
    );
    diesel::insert_into(service_accounts::table).values(values).execute(conn)?;
    Ok(())
}

/// Revokes an account.
///
/// # Errors
/// A fault when the database refuses.
pub fn revoke(
    conn: &mut AnyConn,
    _: &Permit<can::RevokeServiceAccount>,
    id: ServiceAccountId,
    by: PersonId,
    now: Timestamp,
) -> Outcome<()> {
    let values = (service_accounts::revoked_by.eq(by), service_accounts::revoked_at.eq(now));
    diesel::update(service_accounts::table.find(id)).set(values).execute(conn)?;
    Ok(())
}

/// The tokens of some accounts that have not run out, the newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn live_tokens(conn: &mut AnyConn, accounts: &[ServiceAccountId], now: Timestamp) -> Outcome<Vec<Token>> {
    let rows: Vec<TokenRow> = service_tokens::table
        .filter(any(service_tokens::service_account_id, accounts))
        .filter(service_tokens::expires_at.gt(now))
        .order((service_tokens::issued_at.desc(), service_tokens::id.desc()))
        .select(<TokenRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Token::from).collect())
}

/// Enters a token by its hash.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_token(
    conn: &mut AnyConn,
    _: &Permit<can::RotateServiceToken>,
    token: &Token,
    hash: &[u8],
) -> Outcome<()> {
    let values = (
        service_tokens::id.eq(token.id),
        service_tokens::service_account_id.eq(token.service_account_id),
        service_tokens::token_hash.eq(hash),
        service_tokens::issued_at.eq(token.issued_at),
        service_tokens::expires_at.eq(token.expires_at),
    );
    diesel::insert_into(service_tokens::table).values(values).execute(conn)?;
    Ok(())
}

/// Lets a token end then.
///
/// # Errors
/// A fault when the database refuses.
pub fn shorten(
    conn: &mut AnyConn,
    _: &Permit<can::RotateServiceToken>,
    token: SessionId,
    until: Timestamp,
) -> Outcome<()> {
    diesel::update(service_tokens::table.find(token)).set(service_tokens::expires_at.eq(until)).execute(conn)?;
    Ok(())
}
