//! A registrar creates the public council of a body for a term.

use super::charter::{self, Charter, Term};
use super::law::CouncilLaw;
use super::model::{Council, Kind};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::{bodies, check};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::StateBodyId;
use crate::kernel::localized::Localized;

/// A council to create.
#[derive(Clone, Debug)]
pub struct NewCouncil {
    pub body_id: StateBodyId,
    pub kind: Kind,
    pub name: Localized,
    pub term: Term,
    pub charter: Charter,
}

/// Creates a council, under the law in force today: what the charter must satisfy is the law at the time of deciding.
///
/// # Errors
/// BLANK, TOO_LONG, COUNCIL_EXCLUDED, BODY_NOT_IN_FORCE, COUNCIL_KIND_UNFIT, COUNCIL_EXISTS, INVALID_PERIOD,
/// OUT_OF_RANGE, CHARTER_INVALID, CHARTER_AGAINST_LAW; NOT_FOUND for the body.
pub fn create(tx: &mut Writing<'_>, input: &NewCouncil) -> Outcome<Council> {
    // authorize
    let permit = tx.authorize::<can::CreateCouncil>(Place::body(input.body_id))?;
    // load
    let body = bodies::store::lock(tx.conn, input.body_id)?.ok_or(Denied::NotFound("state body"))?;
    let existing = store::of_body(tx.conn, body.id)?;
    let law = CouncilLaw::load(tx.conn, tx.now.day())?;
    // admit
    let name = check::required(&input.name, "name", check::NAME_CHARS)?;
    input.term.admit(&law)?;
    charter::admit(&body, input.kind, input.term, &existing, &law)?;
    input.charter.admit(input.kind, &law)?;
    // write
    let council = Council {
        id: tx.id(),
        body_id: body.id,
        kind: input.kind,
        name,
        term_starts_on: input.term.starts_on,
        term_ends_on: input.term.ends_on,
        charter: input.charter.clone(),
        created_at: tx.now,
    };
    store::insert(tx.conn, &permit, &council)?;
    // record
    tx.record(event::created(&council));
    Ok(council)
}
