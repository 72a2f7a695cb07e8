//! An administrator suspends an account: it cannot sign in, and its sessions end at once.

use super::model::{Account, AccountState, Credentials, EndReason, keeps_an_administrator};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::db::dialect::LockMode;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Suspends an account; one that is suspended already is left as it is.
///
/// # Errors
/// NOT_FOUND; LAST_ADMINISTRATOR when nobody would be left to restore it.
pub fn suspend(tx: &mut Writing<'_>, id: PersonId) -> Outcome<Account> {
    // authorize
    let permit = tx.authorize::<can::SuspendAccount>(Place::person(id))?;
    // load, the administrators first, like everybody who locks both
    let administrators = store::grants::lock_administrators(tx.conn)?;
    let found = store::accounts::lock(tx.conn, id, LockMode::Update)?;
    let account = found.filter(Credentials::is_a_humans).ok_or(Denied::NotFound("account"))?.account;
    if account.state == AccountState::Suspended {
        return Ok(account);
    }
    // admit
    let leaving: Vec<_> = administrators.iter().filter(|grant| grant.account == id).map(|grant| grant.id).collect();
    if !keeps_an_administrator(&administrators, &leaving, tx.now) {
        return Err(Refusal::new(Code::LastAdministrator).at("accountId").into());
    }
    // write
    store::accounts::set_state(tx.conn, &permit, AccountState::Suspended)?;
    let ended = store::sessions::end_all(tx.conn, id, EndReason::Suspended, tx.now)?;
    // record
    tx.record(event::account_suspended(id, ended));
    Ok(Account { state: AccountState::Suspended, ..account })
}
