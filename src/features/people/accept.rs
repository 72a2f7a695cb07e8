//! Somebody invited opens their account, and is signed in.

use super::event::{self, Opening};
use super::model::{Account, AccountState, Credentials, Invitation, Person};
use super::session::{self, SignedIn};
use super::{password, store};
use crate::access::act::{Act, Writing};
use crate::access::token::secret_hash;
use crate::access::viewer::AccountKind;
use crate::db::AnyConn;
use crate::features::check;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PersonId;
use crate::kernel::localized::Locale;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What is needed to accept. Without `Debug`: it holds secrets.
#[derive(Clone)]
pub struct Acceptance {
    /// The link's secret.
    pub token: String,
    /// How they write their name, where the inviter wrote it otherwise. The name of somebody the registry knows
    /// stands in decisions and votes and is the registry's to change.
    pub name: Option<String>,
    pub password: String,
    /// The language to be answered in; the request's where there is none.
    pub locale: Option<Locale>,
}

/// Accepts an invitation.
///
/// # Errors
/// INVITATION_INVALID; PASSWORD_TOO_SHORT, PASSWORD_WEAK; TOO_LONG for the name; EMAIL_TAKEN or ACCOUNT_EXISTS when an
/// account was opened meanwhile.
pub async fn accept_invitation(act: &Act, input: Acceptance) -> Outcome<SignedIn> {
    let (token_hash, now) = (secret_hash(&input.token), act.viewer.now);
    let new_password = input.password.clone();
    // Nobody without a good link makes us hash.
    let read = act.read(move |r| {
        let invitation = open(r.conn, &token_hash, now)?;
        password::admit(&new_password, &invitation.email, "password")?;
        Ok(invitation)
    });
    let invitation = read.await?;
    let name = check::optional(input.name.as_deref(), "name", check::NAME_CHARS)?;
    let locale = input.locale.unwrap_or(act.viewer.locale());
    let password_hash = act.core.passwords.hash(input.password).await?;
    act.write(move |tx| {
        let name = name.clone().unwrap_or_else(|| invitation.name.clone());
        accept(tx, &invitation, Newcomer { name, locale, password_hash: password_hash.clone() })
    })
    .await
}

struct Newcomer {
    name: String,
    locale: Locale,
    password_hash: String,
}

fn accept(tx: &mut Writing<'_>, invitation: &Invitation, newcomer: Newcomer) -> Outcome<SignedIn> {
    // load and admit, again: the link may have been used while the password was hashed
    let invitation = store::invitations::lock(tx.conn, invitation.id)?;
    let invitation = invitation.filter(|found| found.open_at(tx.now)).ok_or_else(invalid)?;
    // write
    let (person, name) = person(tx, &invitation, newcomer.name)?;
    let account = Account {
        id: person,
        name,
        kind: AccountKind::Person,
        email: invitation.email,
        locale: newcomer.locale,
        state: AccountState::Active,
        created_at: tx.now,
    };
    let credentials = Credentials { account: account.clone(), password_hash: newcomer.password_hash };
    store::create_account(tx.conn, &credentials)?;
    store::invitations::accept(tx.conn, invitation.id, account.id, tx.now)?;
    // record
    tx.record(event::account_opened(&account, Opening::Invitation(invitation.id)));
    session::begin(tx, account)
}

/// The person the account is for: the one the registry knows, or a new one.
fn person(tx: &mut Writing<'_>, invitation: &Invitation, name: String) -> Outcome<(PersonId, String)> {
    if let Some(known) = invitation.person {
        return Ok((known, invitation.name.clone()));
    }
    let person = Person { id: tx.id(), name, kind: AccountKind::Person, created_at: tx.now };
    store::create_person(tx.conn, &person)?;
    Ok((person.id, person.name))
}

fn open(conn: &mut AnyConn, token_hash: &[u8], now: Timestamp) -> Outcome<Invitation> {
    let found = store::invitations::find(conn, token_hash)?;
    Ok(found.filter(|found| found.open_at(now)).ok_or_else(invalid)?)
}

fn invalid() -> Refusal {
    Refusal::new(Code::InvitationInvalid).at("token")
}
