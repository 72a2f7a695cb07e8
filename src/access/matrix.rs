//! The matrix of roles and actions as people read it, computed from the policy itself: `kenes access matrix`.

use super::policy::{Action, Place, decide};
use super::scopes::{Scopes, ServiceScope};
use super::viewer::{Accreditation, Grant, Position, Represented, Role, Scope, Seat, Service, Standing, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{Id, PersonId};
use crate::kernel::localized::Locale;
use std::fmt::Write;
use std::sync::Arc;
use uuid::Uuid;

/// The columns, in the order of the design's matrix.
const PERSONAS: [&str; 14] = [
    "anonymous",
    "citizen",
    "member",
    "chair",
    "deputy",
    "secretary",
    "ngo",
    "media",
    "service",
    "officer",
    "moderator",
    "registrar",
    "admin",
    "auditor",
];

/// Every action and what each role may do: `all` everywhere, `own` in its own scope only, `–` not at all.
pub fn render() -> String {
    let mut out =
        String::from("own = in the own body, council, organisation or account; all = everywhere; - = never\n\n");
    let _ = write!(out, "{:<22}", "");
    for persona in PERSONAS {
        let _ = write!(out, " {persona:<9}");
    }
    out.push('\n');
    for action in Action::ALL {
        let _ = write!(out, "{:<22}", action.name());
        for persona in PERSONAS {
            let _ = write!(out, " {:<9}", cell(persona, *action));
        }
        let trimmed = out.trim_end().len();
        out.truncate(trimmed);
        out.push('\n');
    }
    out
}

fn cell(persona: &str, action: Action) -> &'static str {
    let (viewer, own) = stage(persona);
    let elsewhere = Place { body: id(91), council: id(92), organization: id(93), person: id(94), ..own };
    match (decide(&viewer, action, &own).is_ok(), decide(&viewer, action, &elsewhere).is_ok()) {
        (_, true) => "all",
        (true, false) => "own",
        (false, false) => "-",
    }
}

fn id<K>(n: u128) -> Option<Id<K>> {
    Some(Id::from_uuid(Uuid::from_u128(n)))
}

/// A viewer of the persona, and a place that is its own in every respect.
fn stage(persona: &str) -> (Viewer, Place) {
    let scope = Some(ServiceScope::FindingsWrite);
    let own = Place { body: id(1), council: id(2), organization: id(3), person: id(4), elector: None, scope };
    let now = Timestamp::from_datetime(chrono::DateTime::UNIX_EPOCH);
    let mut viewer = Viewer::anonymous(now);
    if persona != "anonymous" {
        viewer.standing = Some(Arc::new(standing(persona, &own, now)));
    }
    (viewer, own)
}

fn standing(persona: &str, own: &Place, now: Timestamp) -> Standing {
    let role = |role, scope, organization| vec![Grant { role, scope, from: now, until: None, organization }];
    let body = own.body.map_or(Scope::Global, Scope::Body);
    let organization = own.organization.map_or(Scope::Global, Scope::Organization);
    let grants = match persona {
        "ngo" => role(
            Role::Representative,
            organization,
            Some(Represented { medium: false, accreditation: Accreditation::None }),
        ),
        "media" => role(
            Role::Representative,
            organization,
            Some(Represented { medium: true, accreditation: Accreditation::Accredited }),
        ),
        "officer" => role(Role::Officer, body, None),
        // With every scope, and an owner who is an officer, a chair and a representative at once.
        "service" => [role(Role::Officer, body, None), standing("media", own, now).grants].concat(),
        "moderator" => role(Role::Moderator, Scope::Global, None),
        "registrar" => role(Role::Registrar, Scope::Global, None),
        "admin" => role(Role::Administrator, Scope::Global, None),
        "auditor" => role(Role::Auditor, Scope::Global, None),
        _ => Vec::new(),
    };
    let position = match persona {
        "member" => Some(Position::Member),
        "chair" | "service" => Some(Position::Chair),
        "deputy" => Some(Position::DeputyChair),
        "secretary" => Some(Position::Secretary),
        _ => None,
    };
    let account = own.person.unwrap_or_else(|| PersonId::from_uuid(Uuid::nil()));
    let seats = position.zip(own.council).map(|(position, council)| Seat {
        membership: Id::from_uuid(Uuid::from_u128(5)),
        council,
        position,
        organization: None,
        since: now.day(),
        until: None,
    });
    Standing {
        account,
        name: persona.to_owned(),
        locale: Locale::Kk,
        session: Id::from_uuid(Uuid::from_u128(6)),
        session_expires: now,
        grants,
        seats: seats.into_iter().collect(),
        service: (persona == "service").then(|| Service {
            scopes: Scopes::of(ServiceScope::ALL),
            owner_everywhere: Vec::new(),
            token_hash: Vec::new(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_and_services_never_vote_and_members_do() {
        assert_eq!(cell("admin", Action::CastBallot), "-");
        assert_eq!(cell("service", Action::CastBallot), "-");
        assert_eq!(cell("member", Action::CastBallot), "own");
    }

    /// Whatever a human is: their program, bound somewhere, may do nothing there or elsewhere that they may not.
    #[test]
    fn a_program_may_do_nothing_that_its_owner_may_not() {
        let (_, own) = stage("member");
        let scopes = [None, Some(ServiceScope::DecisionsWrite), Some(ServiceScope::AnswersWrite), own.scope];
        let elsewhere = Place { body: id(91), council: id(92), organization: id(93), person: None, ..own };
        let mut compared = 0;
        for (one, another) in PERSONAS.iter().flat_map(|one| PERSONAS.iter().map(move |another| (*one, *another))) {
            let (owner, program) = owner_and_program(one, another, &own);
            for (action, scope) in Action::ALL.iter().flat_map(|action| scopes.map(|scope| (*action, scope))) {
                for place in [
                    Place { scope, person: None, ..own },
                    Place { scope, ..elsewhere },
                    Place { council: own.council, scope, ..elsewhere },
                ] {
                    let may = |viewer| decide(viewer, action, &place).is_ok();
                    assert!(!may(&program) || may(&owner), "{action:?} by the program of {one} and {another}");
                    compared += usize::from(may(&program));
                }
            }
        }
        assert!(compared > 1_000, "programs may do something");
    }

    /// Somebody who is two at once, and their program with every scope, bound to the organisation, the body or the council.
    fn owner_and_program(one: &str, another: &str, own: &Place) -> (Viewer, Viewer) {
        let now = Timestamp::from_datetime(chrono::DateTime::UNIX_EPOCH);
        let (first, second) = (standing(one, own, now), standing(another, own, now));
        let (grants, seats) = ([first.grants, second.grants].concat(), [first.seats, second.seats].concat());
        let owner = Standing { grants, seats, service: None, ..standing(one, own, now) };
        let (everywhere, bound) = owner.grants.iter().cloned().partition(|grant| grant.scope == Scope::Global);
        let scopes = Scopes::of(ServiceScope::ALL);
        let service = Some(Service { scopes, owner_everywhere: everywhere, token_hash: Vec::new() });
        let program = Standing { grants: bound, service, ..owner.clone() };
        let viewer = |standing| Viewer { standing: Some(Arc::new(standing)), ..Viewer::anonymous(now) };
        (viewer(owner), viewer(program))
    }

    #[test]
    fn an_electorate_outlasts_the_seat_but_makes_no_administrator_or_service_a_voter() {
        let votes = |persona| {
            let (viewer, own) = stage(persona);
            let poll = Place { elector: own.person, ..Place::EVERYWHERE };
            decide(&viewer, Action::CastBallot, &poll).is_ok()
        };
        assert!(votes("citizen"), "whose seat ended after the poll was opened");
        assert!(!votes("admin") && !votes("service") && !votes("anonymous"));
    }
}
