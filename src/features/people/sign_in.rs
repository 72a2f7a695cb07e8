//! Somebody signs in with address and password.
//!
//! An unknown address, a wrong password and a suspended account get the same answer after the same work: the same
//! statements, one argon2id. What differs is only what follows a right password.

use super::attempt::{Attempt, Verdict};
use super::model::{AccountState, Credentials, Email};
use super::session::{self, SignedIn};
use super::{password, store};
use crate::access::act::{Act, Writing};
use crate::db::dialect::LockMode;
use crate::kernel::failure::Outcome;
use crate::kernel::id::Id;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use uuid::Uuid;

/// What was typed. Without `Debug`: it holds a password.
#[derive(Clone)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}

/// Signs in: charge, look, settle.
///
/// # Errors
/// SIGN_IN_FAILED; RATE_LIMITED after too many failures, see [`super::throttle`].
pub async fn sign_in(act: &Act, input: SignIn) -> Outcome<SignedIn> {
    let email = Email::normalised(&input.email);
    let attempt = Attempt::on_account(&email, act.viewer.address);
    // charge
    let charged = attempt.clone();
    let found = act.write(move |tx| {
        charged.charge(tx)?;
        store::accounts::find_by_email(tx.conn, &email)
    });
    let found = found.await?;
    // look
    let stored = found.as_ref().map(|found| found.password_hash.clone());
    let verdict = attempt.judge(act, password::bounded(input.password), stored).await?;
    // settle: a failure is committed like a success, and becomes a refusal only after
    act.write(move |tx| settle(tx, &attempt, verdict, found.as_ref())).await?
}

fn settle(
    tx: &mut Writing<'_>,
    attempt: &Attempt,
    verdict: Verdict,
    found: Option<&Credentials>,
) -> Outcome<Outcome<SignedIn>> {
    // The account is read again for every verdict, and nobody's where there is none, so that none of them is quicker.
    let id = found.map_or_else(|| Id::from_uuid(Uuid::nil()), |found| found.account.id);
    let current = store::accounts::lock(tx.conn, id, LockMode::Share)?;
    let right = match (verdict, found, current) {
        (Verdict::Right, Some(found), Some(current)) if still_good(found, &current) => Some(current.account),
        _ => None,
    };
    let verdict = if right.is_some() { Verdict::Right } else { Verdict::Wrong };
    match (attempt.settle(tx, verdict)?, right) {
        (Some(withheld), _) => Ok(Err(withheld.into())),
        (None, Some(account)) => session::begin(tx, account).map(Ok),
        (None, None) => Ok(Err(Refusal::new(Code::SignInFailed).into())),
    }
}

/// Between looking and settling, the account may have been suspended or have got another password.
fn still_good(found: &Credentials, current: &Credentials) -> bool {
    current.account.state == AccountState::Active && current.password_hash == found.password_hash
}
