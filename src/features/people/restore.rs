//! An administrator lets a suspended account sign in again. Its roles and seats are what they were.

use super::model::{Account, AccountState};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::db::dialect::LockMode;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;

/// Restores an account; an active one is left as it is.
///
/// # Errors
/// NOT_FOUND.
pub fn restore(tx: &mut Writing<'_>, id: PersonId) -> Outcome<Account> {
    // authorize
    let permit = tx.authorize::<can::SuspendAccount>(Place::person(id))?;
    // load
    let found = store::accounts::lock(tx.conn, id, LockMode::Update)?.ok_or(Denied::NotFound("account"))?;
    let account = found.account;
    if account.state == AccountState::Active {
        return Ok(account);
    }
    // write
    store::accounts::set_state(tx.conn, &permit, AccountState::Active)?;
    // record
    tx.record(event::account_restored(id));
    Ok(Account { state: AccountState::Active, ..account })
}
