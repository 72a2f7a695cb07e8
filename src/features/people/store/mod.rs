//! The SQL of the people, one file per table. Writes that the policy judges take its permit. Those that nobody needs
//! leave for (signing in, accepting an invitation, registering, a new password) take none: what allows them is a secret
//! that the use case has checked, or the operator's hand at the machine.

pub mod accounts;
pub mod grants;
pub mod invitations;
pub mod sessions;
pub mod throttles;

pub use accounts::{create_account, create_program, find_account};

use super::model::{Person, search_form};
use crate::access::viewer::AccountKind;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::people::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PersonId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = people)]
struct Row {
    id: PersonId,
    name: String,
    kind: AccountKind,
    created_at: Timestamp,
}

impl From<Row> for Person {
    fn from(Row { id, name, kind, created_at }: Row) -> Self {
        Self { id, name, kind, created_at }
    }
}

/// A person, if there is one.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: PersonId) -> Outcome<Option<Person>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = dsl::people.find(id).select(selection).first(conn).optional()?;
    Ok(row.map(Person::from))
}

/// A person, held until the transaction ends: by whoever gives them a seat and by whoever makes them an administrator,
/// because nobody may be both. Everybody has a person, with an account or without.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: PersonId) -> Outcome<Option<Person>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = Lock(dsl::people.find(id).select(selection), LockMode::Update).load(conn)?;
    Ok(rows.into_iter().next().map(Person::from))
}

/// Those of the people asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn names(conn: &mut AnyConn, ids: &[PersonId]) -> Outcome<Vec<Person>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::people.filter(any(dsl::id, ids)).select(selection).load(conn)?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Enters a person. Whoever calls has authorized what the person is entered for: a seat, an office, an account.
///
/// # Errors
/// A fault when the database refuses.
pub fn create_person(conn: &mut AnyConn, person: &Person) -> Outcome<()> {
    let values = (
        dsl::id.eq(person.id),
        dsl::name.eq(&person.name),
        dsl::search_name.eq(search_form(&person.name)),
        dsl::kind.eq(person.kind),
        dsl::created_at.eq(person.created_at),
    );
    diesel::insert_into(dsl::people).values(values).execute(conn)?;
    Ok(())
}
