//! The operator's door: what is done at the machine, by `kenes account` and for the demonstration, without a viewer.
//!
//! Whoever can run a command against the database could write into it anyway; this way it is at least done right and
//! leaves its events, which name no actor. Nothing in the graph or in `http/` may call it.

use super::event::{self, Opening};
use super::grant::{admit_beside_seats, expect_scope};
use super::model::{Account, AccountState, Credentials, Email, EndReason, Person, RoleGrant, fits};
use super::store;
use crate::access::act::Writing;
use crate::access::viewer::{AccountKind, Role, Scope};
use crate::db::dialect::LockMode;
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{PersonId, RoleGrantId};
use crate::kernel::localized::Locale;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Opens an account for somebody new.
///
/// # Errors
/// BLANK or TOO_LONG for the name, INVALID_EMAIL, EMAIL_TAKEN.
pub fn open_account(
    tx: &mut Writing<'_>,
    name: &str,
    email: &str,
    password_hash: String,
    locale: Locale,
    kind: AccountKind,
) -> Outcome<PersonId> {
    let name = check::text(name, "name", check::NAME_CHARS)?;
    let person = Person { id: tx.id(), name, kind, created_at: tx.now };
    store::create_person(tx.conn, &person)?;
    open_account_of(tx, &person, email, password_hash, locale, kind)
}

/// Opens the account of a person the registry knows.
///
/// # Errors
/// INVALID_EMAIL, EMAIL_TAKEN, ACCOUNT_EXISTS.
pub fn open_account_of(
    tx: &mut Writing<'_>,
    person: &Person,
    email: &str,
    password_hash: String,
    locale: Locale,
    kind: AccountKind,
) -> Outcome<PersonId> {
    let account = Account {
        id: person.id,
        name: person.name.clone(),
        kind,
        email: Email::parse(email)?,
        locale,
        state: AccountState::Active,
        created_at: tx.now,
    };
    let opened = event::account_opened(&account, Opening::Operator);
    store::create_account(tx.conn, &Credentials { account, password_hash })?;
    tx.record(opened);
    Ok(person.id)
}

/// Grants a role from now on, without end.
///
/// # Errors
/// ROLE_SCOPE; NOT_FOUND for an unknown account or scope; ADMINISTRATOR_SEAT.
pub fn grant_directly(tx: &mut Writing<'_>, account: PersonId, role: Role, scope: Scope) -> Outcome<RoleGrantId> {
    if !fits(role, scope) {
        return Err(Refusal::new(Code::RoleScope).at("scope").into());
    }
    store::find_account(tx.conn, account)?.ok_or(Denied::NotFound("account"))?;
    expect_scope(tx.conn, scope)?;
    admit_beside_seats(tx, account, role)?;
    let grant = RoleGrant {
        id: tx.id(),
        account,
        role,
        scope,
        valid_from: tx.now,
        valid_until: None,
        granted_by: None,
        granted_at: tx.now,
        revoked_by: None,
        revoked_at: None,
    };
    store::grants::enter(tx.conn, &grant)?;
    tx.record(event::role_granted(&grant));
    Ok(grant.id)
}

/// Gives an account a new password and ends its sessions. A suspended account stays suspended.
///
/// # Errors
/// NOT_FOUND.
pub fn reset_password(tx: &mut Writing<'_>, email: &str, password_hash: &str) -> Outcome<PersonId> {
    let found = store::accounts::find_by_email(tx.conn, &Email::normalised(email))?;
    let id = found.ok_or(Denied::NotFound("account"))?.account.id;
    store::accounts::lock(tx.conn, id, LockMode::Update)?;
    store::accounts::set_password(tx.conn, id, password_hash)?;
    let ended = store::sessions::end_all(tx.conn, id, EndReason::PasswordChanged, tx.now)?;
    tx.record(event::password_changed(id, ended));
    Ok(id)
}
