//! An administrator or registrar invites somebody to open an account, and gets the link to hand over.

use super::model::{Email, Invitation};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::token::new_secret;
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::Duration;

/// What an invitation's secret begins with.
pub const INVITATION_PREFIX: &str = "kenes_inv_";

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Invite {
    pub email: String,
    /// Needed for somebody new; of a known person the registry's name stands.
    pub name: Option<String>,
    /// Somebody the registry knows already, such as a council member without an account.
    pub person: Option<PersonId>,
}

/// An invitation with its secret, which is shown this once and stored only as a hash. Without `Debug`.
#[derive(Clone)]
pub struct Invited {
    pub invitation: Invitation,
    pub token: String,
}

/// Invites. Earlier open invitations to the same address or person run out: only the latest link is good.
///
/// # Errors
/// NOT_FOUND for an unknown person; INVALID_EMAIL, BLANK or TOO_LONG for the name, EMAIL_TAKEN, ACCOUNT_EXISTS.
pub fn invite(tx: &mut Writing<'_>, input: &Invite) -> Outcome<Invited> {
    // authorize
    let permit = tx.authorize::<can::InviteAccount>(Place::EVERYWHERE)?;
    // load and admit
    let email = Email::parse(&input.email)?;
    let name = name(tx, input)?;
    if store::accounts::find_by_email(tx.conn, &email)?.is_some() {
        return Err(Refusal::new(Code::EmailTaken).at("email").into());
    }
    // write
    let secret = new_secret(INVITATION_PREFIX)?;
    let invitation = Invitation {
        id: tx.id(),
        email,
        person: input.person,
        name,
        invited_by: permit.actor,
        invited_at: tx.now,
        expires_at: tx.now.plus(Duration::days(tx.core.rules.invitation_days)),
        accepted_at: None,
    };
    store::invitations::supersede(tx.conn, &permit, &invitation.email, invitation.person, tx.now)?;
    store::invitations::insert(tx.conn, &permit, &invitation, &secret.hash)?;
    // record
    tx.record(event::invitation_issued(&invitation));
    Ok(Invited { invitation, token: secret.text })
}

fn name(tx: &mut Writing<'_>, input: &Invite) -> Outcome<String> {
    let Some(id) = input.person else {
        return Ok(check::text(input.name.as_deref().unwrap_or_default(), "name", check::NAME_CHARS)?);
    };
    let person = store::find(tx.conn, id)?.ok_or(Denied::NotFound("person"))?;
    if store::find_account(tx.conn, id)?.is_some() {
        return Err(Refusal::new(Code::AccountExists).at("personId").into());
    }
    Ok(person.name)
}
