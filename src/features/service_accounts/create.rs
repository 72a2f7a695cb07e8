//! A representative enters a program of their organisation, or an administrator one of somebody else's.

use super::model::{self, Issued, ServiceAccount};
use super::{event, rotate, store};
use crate::access::act::Writing;
use crate::access::grants;
use crate::access::policy::can;
use crate::access::scopes::Scopes;
use crate::access::viewer::{AccountKind, Scope};
use crate::db::dialect::LockMode;
use crate::features::{check, people};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{Id, PersonId};

/// A program to enter.
#[derive(Clone, Debug)]
pub struct NewServiceAccount {
    /// What others see beside what it does.
    pub name: String,
    /// Who answers for it; whoever asks, where it is left out.
    pub owner: Option<PersonId>,
    pub bound: Scope,
    pub scopes: Scopes,
    /// Days its first token is good for; the longest where it is left out.
    pub valid_days: Option<i64>,
}

/// Enters a program. Its token goes to its owner only: whoever enters one for somebody else gets none, and the owner rotates.
///
/// # Errors
/// NOT_FOUND of the owner or of what it is bound to; BLANK or TOO_LONG of the name; BLANK of the scopes; OUT_OF_RANGE of the days;
/// SERVICE_OWNER_WITHOUT_RIGHTS, SERVICE_ACCOUNT_LIMIT.
pub fn create(tx: &mut Writing<'_>, input: &NewServiceAccount) -> Outcome<Issued> {
    // authorize
    let creator = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let owner = input.owner.unwrap_or(creator);
    let permit = tx.authorize::<can::CreateServiceAccount>(model::place(owner, input.bound))?;
    // load; the lock makes two of one owner's wait for each other
    let held = people::store::accounts::lock(tx.conn, owner, LockMode::Update)?;
    let held = held.filter(|held| held.account.kind == AccountKind::Person).ok_or(Denied::NotFound("account"))?;
    people::grant::expect_scope(tx.conn, input.bound)?;
    let (grants, seats) = grants::held_in(tx.conn, owner, input.bound)?;
    let live = store::count_live(tx.conn, owner)?;
    // admit
    let name = check::text(&input.name, "name", check::NAME_CHARS)?;
    model::admit_rights(input.scopes, &grants, &seats, tx.now)?;
    let days = model::days(input.valid_days, tx.core.rules.service_token_days)?;
    model::admit_count(live, tx.core.rules.service_accounts)?;
    // write
    let account = ServiceAccount {
        id: tx.id(),
        name,
        owner_id: owner,
        bound: input.bound,
        scopes: input.scopes,
        created_by: creator,
        created_at: tx.now,
        revoked_by: None,
        revoked_at: None,
    };
    people::store::create_program(
        tx.conn,
        Id::from_uuid(account.id.uuid()),
        &account.name,
        held.account.locale,
        tx.now,
    )?;
    store::insert(tx.conn, &permit, &account)?;
    // record
    tx.record(event::created(&account));
    let token = if owner == creator { Some(rotate::issue(tx, &account, days, None)?) } else { None };
    Ok(Issued { account, token })
}
