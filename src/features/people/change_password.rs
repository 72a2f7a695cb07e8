//! The viewer changes their password. Every session of the account ends, the one it was changed in too: whoever had
//! the old password has nothing any more.

use super::attempt::{Attempt, Verdict};
use super::model::{Account, Credentials, EndReason};
use super::{event, password, store};
use crate::access::act::{Act, Writing};
use crate::access::policy::{Place, can};
use crate::db::dialect::LockMode;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The old and the new. Without `Debug`.
#[derive(Clone)]
pub struct PasswordChange {
    pub current: String,
    pub new: String,
}

/// Changes the viewer's password.
///
/// # Errors
/// SIGN_IN_FAILED when the current password is wrong, which is counted like a failed sign-in; PASSWORD_TOO_SHORT,
/// PASSWORD_WEAK; NOTHING_CHANGED; RATE_LIMITED; CONFLICT when the password was changed meanwhile.
pub async fn change_password(act: &Act, input: PasswordChange) -> Outcome<Account> {
    let asked = input.clone();
    let (found, attempt) = act.write(move |tx| begin(tx, &asked)).await?;
    let stored = Some(found.password_hash.clone());
    let verdict = attempt.judge(act, password::bounded(input.current), stored).await?;
    if verdict != Verdict::Right {
        let withheld = act.write(move |tx| attempt.settle(tx, verdict)).await?;
        let wrong = || Refusal::new(Code::SignInFailed).at("currentPassword").into();
        return Err(withheld.map_or_else(wrong, Failure::from));
    }
    let new_hash = attempt.hash(act, input.new).await?;
    act.write(move |tx| replace(tx, &attempt, &found, &new_hash)).await?
}

/// Who asks, whether the new password will do, and one attempt charged for the current one.
fn begin(tx: &mut Writing<'_>, input: &PasswordChange) -> Outcome<(Credentials, Attempt)> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let found = store::accounts::lock(tx.conn, own, LockMode::Share)?.ok_or(Denied::Unauthenticated)?;
    // authorize
    tx.authorize::<can::ChangeOwnAccount>(Place::person(own))?;
    // admit
    if input.new == input.current {
        return Err(Refusal::new(Code::NothingChanged).at("newPassword").into());
    }
    password::admit(&input.new, &found.account.email, "newPassword")?;
    let attempt = Attempt::on_account(&found.account.email, tx.viewer.address);
    attempt.charge(tx)?;
    Ok((found, attempt))
}

fn replace(
    tx: &mut Writing<'_>,
    attempt: &Attempt,
    verified: &Credentials,
    new_hash: &str,
) -> Outcome<Outcome<Account>> {
    let id = verified.account.id;
    // Withheld, what was given back is committed all the same.
    if let Some(withheld) = attempt.settle(tx, Verdict::Right)? {
        return Ok(Err(withheld.into()));
    }
    let current = store::accounts::lock(tx.conn, id, LockMode::Update)?.ok_or(Denied::Unauthenticated)?;
    if current.password_hash != verified.password_hash {
        return Err(Denied::Conflict("the password was changed meanwhile").into());
    }
    // write
    store::accounts::set_password(tx.conn, id, new_hash)?;
    let ended = store::sessions::end_all(tx.conn, id, EndReason::PasswordChanged, tx.now)?;
    // record
    tx.record(event::password_changed(id, ended));
    Ok(Ok(current.account))
}
