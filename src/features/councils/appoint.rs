//! A registrar gives somebody a seat in a council.

use super::composition;
use super::law::CouncilLaw;
use super::model::{Category, Membership};
use super::seats::{self, Candidate, Room};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::Position;
use crate::features::bodies;
use crate::features::organizations::{self, Organization};
use crate::features::people::{self, RoleGrant};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{CouncilId, OrganizationId, PersonId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// An appointment to a seat.
#[derive(Clone, Copy, Debug)]
pub struct Appointment {
    pub council_id: CouncilId,
    pub person_id: PersonId,
    pub category: Category,
    pub position: Position,
    /// Who nominates them; needed for NGO, MEDIA and BUSINESS.
    pub organization_id: Option<OrganizationId>,
    /// First day.
    pub since_on: NaiveDate,
}

/// Appoints a member.
///
/// # Errors
/// What [`seats::admit`] refuses; ADMINISTRATOR_SEAT, NOT_A_HUMAN; NOT_FOUND for the council, the person or the organisation.
pub fn appoint(tx: &mut Writing<'_>, input: &Appointment) -> Outcome<Membership> {
    // authorize
    let permit = tx.authorize::<can::AppointMember>(Place::council(input.council_id))?;
    // load
    let council = store::lock(tx.conn, input.council_id)?.ok_or(Denied::NotFound("council"))?;
    let body =
        bodies::store::find(tx.conn, council.body_id)?.ok_or_else(|| Failure::fault("a council without body"))?;
    let person = people::store::lock(tx.conn, input.person_id)?.ok_or(Denied::NotFound("person"))?;
    person.admit_human()?;
    let grants = people::store::grants::of_accounts(tx.conn, &[person.id])?;
    let organization = organization(tx, input.organization_id)?;
    let takes_effect = input.since_on.max(tx.now.day());
    let law = CouncilLaw::load(tx.conn, takes_effect)?;
    let mut taken = store::seats_from(tx.conn, council.id, input.since_on)?;
    // admit
    let candidate = Candidate {
        person_id: person.id,
        category: input.category,
        position: input.position,
        organization: organization.as_ref(),
        since_on: input.since_on,
    };
    seats::admit(&Room { council: &council, body: &body, law: &law, taken: &taken }, &candidate)?;
    admit_beside_roles(&grants, tx.now)?;
    // write
    let seat = seat(tx, input, person.name);
    store::insert_membership(tx.conn, &permit, &seat)?;
    // record
    taken.push(seat.clone());
    let report = composition::check(&council, &law, &taken, takes_effect);
    tx.record(event::appointed(&seat, &report));
    Ok(seat)
}

/// Refuses a seat to an administrator, present or future. They never vote: in the frozen electorate of a poll they would
/// only make the quorum harder to reach.
fn admit_beside_roles(grants: &[RoleGrant], now: Timestamp) -> Result<(), Refusal> {
    if people::model::administers(grants, now) {
        return Err(Refusal::new(Code::AdministratorSeat).at("personId"));
    }
    Ok(())
}

fn organization(tx: &mut Writing<'_>, id: Option<OrganizationId>) -> Outcome<Option<Organization>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(organizations::store::find(tx.conn, id)?.ok_or(Denied::NotFound("organization"))?))
}

fn seat(tx: &Writing<'_>, input: &Appointment, person_name: String) -> Membership {
    Membership {
        id: tx.id(),
        council_id: input.council_id,
        person_id: input.person_id,
        person_name,
        category: input.category,
        position: input.position,
        organization_id: input.organization_id,
        since_on: input.since_on,
        until_on: None,
        end_reason: None,
        appointed_at: tx.now,
    }
}
