//! A citizen opens an account by themselves, where the operator allows it.
//!
//! Unlike signing in, this has to say that an address is taken. So that nobody reads off a list of addresses this way,
//! such an answer counts as a failure of the address it is given to.

use super::attempt::{Attempt, Verdict};
use super::event::{self, Opening};
use super::model::{Account, AccountState, Credentials, Email, Person};
use super::session::{self, SignedIn};
use super::{password, store};
use crate::access::act::{Act, Writing};
use crate::access::viewer::AccountKind;
use crate::features::check;
use crate::kernel::failure::Outcome;
use crate::kernel::localized::Locale;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Who registers. Without `Debug`: it holds a password.
#[derive(Clone)]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
    /// The language to be answered in; the request's where there is none.
    pub locale: Option<Locale>,
}

/// Registers a citizen and signs in.
///
/// # Errors
/// REGISTRATION_CLOSED; BLANK or TOO_LONG for the name, INVALID_EMAIL, EMAIL_TAKEN, PASSWORD_TOO_SHORT,
/// PASSWORD_WEAK; RATE_LIMITED.
pub async fn register(act: &Act, input: Registration) -> Outcome<SignedIn> {
    // admit
    if !act.core.rules.self_registration {
        return Err(Refusal::new(Code::RegistrationClosed).into());
    }
    let name = check::text(&input.name, "name", check::NAME_CHARS)?;
    let email = Email::parse(&input.email)?;
    password::admit(&input.password, &email, "password")?;
    let locale = input.locale.unwrap_or(act.viewer.locale());
    let attempt = Attempt::from_address(act.viewer.address);
    let (asking, asked) = (attempt.clone(), email.clone());
    if act.write(move |tx| is_taken(tx, &asking, &asked)).await? {
        return Err(Refusal::new(Code::EmailTaken).at("email").into());
    }
    // write
    let password_hash = attempt.hash(act, input.password).await?;
    act.write(move |tx| {
        let person = Person { id: tx.id(), name: name.clone(), kind: AccountKind::Person, created_at: tx.now };
        open(tx, &attempt, &person, Citizen { email: email.clone(), locale, password_hash: password_hash.clone() })
    })
    .await
}

struct Citizen {
    email: Email,
    locale: Locale,
    password_hash: String,
}

fn is_taken(tx: &mut Writing<'_>, attempt: &Attempt, email: &Email) -> Outcome<bool> {
    attempt.charge(tx)?;
    let taken = store::accounts::find_by_email(tx.conn, email)?.is_some();
    if taken {
        attempt.settle(tx, Verdict::Wrong)?;
    }
    Ok(taken)
}

fn open(tx: &mut Writing<'_>, attempt: &Attempt, person: &Person, citizen: Citizen) -> Outcome<SignedIn> {
    attempt.settle(tx, Verdict::Unjudged)?;
    let account = Account {
        id: person.id,
        name: person.name.clone(),
        kind: AccountKind::Person,
        email: citizen.email,
        locale: citizen.locale,
        state: AccountState::Active,
        created_at: tx.now,
    };
    store::create_person(tx.conn, person)?;
    store::create_account(tx.conn, &Credentials { account: account.clone(), password_hash: citizen.password_hash })?;
    // record
    tx.record(event::account_opened(&account, Opening::Registration));
    session::begin(tx, account)
}
