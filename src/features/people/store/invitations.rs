//! The rows of `invitations`.

use super::super::model::{Email, Invitation};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::invitations::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{InvitationId, PersonId};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = invitations)]
struct Row {
    id: InvitationId,
    email: String,
    person_id: Option<PersonId>,
    person_name: String,
    invited_by: Option<PersonId>,
    invited_at: Timestamp,
    expires_at: Timestamp,
    accepted_at: Option<Timestamp>,
}

impl From<Row> for Invitation {
    fn from(row: Row) -> Self {
        let Row { id, email, person_id, person_name, invited_by, invited_at, expires_at, accepted_at } = row;
        let email = Email::normalised(&email);
        Self { id, email, person: person_id, name: person_name, invited_by, invited_at, expires_at, accepted_at }
    }
}

/// An invitation by the hash of its link's secret.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, token_hash: &[u8]) -> Outcome<Option<Invitation>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> =
        dsl::invitations.filter(dsl::token_hash.eq(token_hash)).select(selection).first(conn).optional()?;
    Ok(row.map(Invitation::from))
}

/// An invitation, held until the transaction ends: a link opens one account, however often it is clicked at once.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: InvitationId) -> Outcome<Option<Invitation>> {
    let query = dsl::invitations.find(id).select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(query, LockMode::Update).load(conn)?;
    Ok(rows.into_iter().next().map(Invitation::from))
}

/// Enters an invitation.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(
    conn: &mut AnyConn,
    _permit: &Permit<can::InviteAccount>,
    new: &Invitation,
    token_hash: &[u8],
) -> Outcome<()> {
    let values = (
        dsl::id.eq(new.id),
        dsl::token_hash.eq(token_hash),
        dsl::email.eq(new.email.as_str()),
        dsl::person_id.eq(new.person),
        dsl::person_name.eq(&new.name),
        dsl::invited_by.eq(new.invited_by),
        dsl::invited_at.eq(new.invited_at),
        dsl::expires_at.eq(new.expires_at),
    );
    diesel::insert_into(dsl::invitations).values(values).execute(conn)?;
    Ok(())
}

/// Makes the open invitations to an address, or for a person, run out now: only the latest link opens the account.
///
/// # Errors
/// A fault when the database refuses.
pub fn supersede(
    conn: &mut AnyConn,
    _permit: &Permit<can::InviteAccount>,
    email: &Email,
    person: Option<PersonId>,
    now: Timestamp,
) -> Outcome<()> {
    let open = || diesel::update(dsl::invitations).filter(dsl::accepted_at.is_null()).filter(dsl::expires_at.gt(now));
    open().filter(dsl::email.eq(email.as_str())).set(dsl::expires_at.eq(now)).execute(conn)?;
    if let Some(person) = person {
        open().filter(dsl::person_id.eq(person)).set(dsl::expires_at.eq(now)).execute(conn)?;
    }
    Ok(())
}

/// Notes that an invitation became an account.
///
/// # Errors
/// A fault when the database refuses.
pub fn accept(conn: &mut AnyConn, id: InvitationId, account: PersonId, now: Timestamp) -> Outcome<()> {
    diesel::update(dsl::invitations.find(id))
        .set((dsl::accepted_at.eq(now), dsl::account_id.eq(account)))
        .execute(conn)?;
    Ok(())
}
