//! The rows of `transitions`. They are written by the verbs of decisions, reviews and polls with the permit of the
//! verb, and read by the ids of subjects that were themselves read under a sight.

use super::model::{Actor, Transition};
use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::transitions::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, PersonId, TransitionId, kind};
use diesel::prelude::*;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = transitions, treat_none_as_default_value = false)]
struct Row {
    id: TransitionId,
    subject_id: Id<kind::Event>,
    from_state: Option<String>,
    to_state: String,
    actor_id: Option<PersonId>,
    actor_name: Option<String>,
    occurred_at: Timestamp,
    reason: Option<String>,
}

impl From<Row> for Transition {
    fn from(row: Row) -> Self {
        let Row { id, subject_id, from_state, to_state, actor_id, actor_name, occurred_at, reason } = row;
        let actor = actor_id.zip(actor_name).map(|(id, name)| Actor { id, name });
        Self { id, subject_id: subject_id.uuid(), from_state, to_state, actor, occurred_at, reason }
    }
}

/// Enters a transition, with the permit of the verb that changed the state.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert<A: Can>(conn: &mut AnyConn, _permit: &Permit<A>, transition: &Transition) -> Outcome<()> {
    let Transition { id, subject_id, from_state, to_state, actor, occurred_at, reason } = transition.clone();
    let (actor_id, actor_name) = actor.map(|actor| (actor.id, actor.name)).unzip();
    let subject_id = Id::from_uuid(subject_id);
    let row = Row { id, subject_id, from_state, to_state, actor_id, actor_name, occurred_at, reason };
    diesel::insert_into(dsl::transitions).values(row).execute(conn)?;
    Ok(())
}

/// The transitions of decisions or reviews already read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_subjects(conn: &mut AnyConn, subjects: &[Uuid]) -> Outcome<Vec<Transition>> {
    let subjects: Vec<Id<kind::Event>> = subjects.iter().map(|id| Id::from_uuid(*id)).collect();
    let rows: Vec<Row> = dsl::transitions
        .filter(any(dsl::subject_id, &subjects))
        .order((dsl::occurred_at, dsl::id))
        .select(<Row as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Transition::from).collect())
}
