//! Who may take a seat: what a single appointment can break is refused here.

use super::law::CouncilLaw;
use super::model::{Category, Council, EndReason, Membership};
use crate::access::viewer::Position;
use crate::features::bodies::StateBody;
use crate::features::organizations::{self, Organization, Verification};
use crate::kernel::id::PersonId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// Who is to sit, as what, from when on.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub person_id: PersonId,
    pub category: Category,
    pub position: Position,
    pub organization: Option<&'a Organization>,
    pub since_on: NaiveDate,
}

/// Where: a council, its body, the law, and every seat of it that is held on or after the candidate's first day.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    pub council: &'a Council,
    pub body: &'a StateBody,
    pub law: &'a CouncilLaw,
    pub taken: &'a [Membership],
}

/// Whether the candidate may take a seat.
///
/// # Errors
/// BODY_NOT_IN_FORCE, OUTSIDE_TERM, ORGANIZATION_NEEDED, ORGANIZATION_UNFIT, ORGANIZATION_UNVERIFIED,
/// CHAIR_IN_PUBLIC_SERVICE, ALREADY_MEMBER, POSITION_TAKEN, SEAT_OF_ORGANIZATION_TAKEN, COUNCIL_FULL.
pub fn admit(room: &Room<'_>, candidate: &Candidate<'_>) -> Result<(), Refusal> {
    admit_day(room, candidate.since_on)?;
    admit_organization(candidate.category, candidate.organization)?;
    if candidate.position == Position::Chair && candidate.category == Category::State {
        let rule = room.law.chair_not_in_service.clone();
        return Err(Refusal::new(Code::ChairInPublicService).at("category").under(rule));
    }
    admit_beside(room, candidate)
}

fn admit_day(room: &Room<'_>, since: NaiveDate) -> Result<(), Refusal> {
    let council = room.council;
    if !council.term_covers(since) {
        return Err(outside_term(council, "sinceOn"));
    }
    if !room.body.in_force_on(since) {
        return Err(Refusal::new(Code::BodyNotInForce).at("sinceOn"));
    }
    Ok(())
}

fn outside_term(council: &Council, field: &str) -> Refusal {
    let refusal = Refusal::new(Code::OutsideTerm).at(field);
    refusal.with("starts", council.term_starts_on).with("ends", council.term_ends_on)
}

/// Some categories are nominated by organisations of their own kinds; experts may be; the state, deputies and
/// citizens speak for themselves.
fn admit_organization(category: Category, organization: Option<&Organization>) -> Result<(), Refusal> {
    use organizations::Kind;
    let fitting: &[Kind] = match category {
        Category::Ngo => &[Kind::Ngo, Kind::TradeUnion, Kind::LocalCommunity, Kind::Academic],
        Category::Media => &[Kind::Media],
        Category::Business => &[Kind::BusinessAssociation],
        Category::Expert => Kind::ALL,
        Category::State | Category::Deputy | Category::Citizen => &[],
    };
    let needed = matches!(category, Category::Ngo | Category::Media | Category::Business);
    match organization {
        None if needed => Err(Refusal::new(Code::OrganizationNeeded).at("organizationId")),
        None => Ok(()),
        Some(found) if !fitting.contains(&found.kind) => {
            Err(Refusal::new(Code::OrganizationUnfit).at("organizationId"))
        }
        Some(found) if found.verification != Verification::Verified => {
            Err(Refusal::new(Code::OrganizationUnverified).at("organizationId"))
        }
        Some(_) => Ok(()),
    }
}

/// What the seats already taken leave room for. A new seat has no end, so it meets every seat still held after it
/// begins.
fn admit_beside(room: &Room<'_>, candidate: &Candidate<'_>) -> Result<(), Refusal> {
    let law = room.law;
    let met: Vec<&Membership> = room.taken.iter().filter(|seat| is_held_after(seat, candidate.since_on)).collect();
    if met.iter().any(|seat| seat.person_id == candidate.person_id) {
        return Err(Refusal::new(Code::AlreadyMember).at("personId"));
    }
    let single = matches!(candidate.position, Position::Chair | Position::Secretary);
    if single && met.iter().any(|seat| seat.position == candidate.position) {
        return Err(Refusal::new(Code::PositionTaken).at("position"));
    }
    if let Some(organization) = candidate.organization {
        let theirs: Vec<&Membership> =
            met.iter().copied().filter(|seat| seat.organization_id == Some(organization.id)).collect();
        if most_at_once(&theirs, candidate.since_on) >= law.seats_per_organization.value {
            let rule = law.seats_per_organization.rule.clone();
            return Err(Refusal::new(Code::SeatOfOrganizationTaken).at("organizationId").under(rule));
        }
    }
    let max = room.council.charter.seats_max;
    if most_at_once(&met, candidate.since_on) >= max {
        let rule = law.size(room.council.kind, &room.council.charter).max.rule;
        return Err(Refusal::new(Code::CouncilFull).with("max", max).under(rule));
    }
    Ok(())
}

/// Whether the seat is held on some day from `since` on. A seat that ended on its first day was never held.
pub fn is_held_after(seat: &Membership, since: NaiveDate) -> bool {
    seat.until_on.is_none_or(|until| until > since && until > seat.since_on)
}

/// The most seats held on any one day from `since` on. The number only grows on first days, so those are enough.
fn most_at_once(seats: &[&Membership], since: NaiveDate) -> u32 {
    let days = std::iter::once(since).chain(seats.iter().map(|seat| seat.since_on).filter(|day| *day > since));
    let counts = days.map(|day| seats.iter().filter(|seat| seat.valid_on(day)).count());
    u32::try_from(counts.max().unwrap_or(0)).unwrap_or(u32::MAX)
}

/// How a membership ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The first day on which the seat is no longer held.
    pub until_on: NaiveDate,
    pub reason: EndReason,
}

/// Whether a membership may end so.
///
/// # Errors
/// MEMBERSHIP_ENDED when an end is set already, INVALID_PERIOD before its first day, OUTSIDE_TERM when the seat would
/// outlast the council.
pub fn admit_ending(council: &Council, seat: &Membership, ending: Ending) -> Result<(), Refusal> {
    if seat.until_on.is_some() {
        return Err(Refusal::new(Code::MembershipEnded).at("membershipId"));
    }
    if ending.until_on < seat.since_on {
        return Err(Refusal::new(Code::InvalidPeriod).at("untilOn"));
    }
    if ending.until_on.pred_opt().is_some_and(|last| last > council.term_ends_on) {
        return Err(outside_term(council, "untilOn"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "seats_tests.rs"]
mod tests;
