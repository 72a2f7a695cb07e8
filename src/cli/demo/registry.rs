//! The registry of the demonstration: regions, bodies and their heads, organisations, people with accounts and roles,
//! councils and their seats. What is older than the demonstration is entered in one morning; what came later, on its
//! day.

use super::content::{Body, Content, Council, Granted, Organization, Person, REPUBLIC, Region, Seat};
use super::script::{Rank, Scene, Script};
use super::world::{Actor, World, known};
use crate::access::viewer::{self, AccountKind, Accreditation, Grant, Represented, Role, Scope};
use crate::features::bodies::appoint_head::{HeadAppointment, Who, appoint_head};
use crate::features::bodies::create::NewStateBody;
use crate::features::bodies::end::BodyEnd;
use crate::features::councils::appoint::Appointment;
use crate::features::councils::charter::Term;
use crate::features::councils::create::NewCouncil;
use crate::features::councils::end_membership::{MembershipEnd, end_membership};
use crate::features::councils::model::EndReason;
use crate::features::organizations::accredit::AccreditationChange;
use crate::features::organizations::model::Kind as OrganizationKind;
use crate::features::organizations::register::NewOrganization;
use crate::features::people::bootstrap;
use crate::features::people::grant::Granting;
use crate::features::people::{self};
use crate::features::regions::create::NewRegion;
use crate::features::{bodies, councils, organizations, regions};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use chrono::{Duration, NaiveDate};

/// Who keeps the registry, and who grants the roles.
const REGISTRAR: &str = "registrar";
const ADMINISTRATOR: &str = "admin";

/// The morning on which the registry was first entered, one entry a second: before the first council's term.
struct Morning {
    begins: Timestamp,
    entries: i64,
}

impl Morning {
    fn next(&mut self) -> Timestamp {
        self.entries += 1;
        self.begins.plus(Duration::seconds(self.entries))
    }

    /// A day's morning, if it comes later than this one.
    fn or_on(&mut self, day: NaiveDate) -> Timestamp {
        if day <= self.begins.day() { self.next() } else { morning_of(day) }
    }
}

/// Nine o'clock in Kazakhstan.
pub fn morning_of(day: NaiveDate) -> Timestamp {
    Timestamp::from_datetime(day.and_hms_opt(4, 0, 0).unwrap_or_default().and_utc())
}

/// Adds every step of the registry. `hash` is that of the demonstration's password, the same for all accounts: hashing
/// it 250 times would take longer than everything else.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content, hash: &'c str) {
    let first_term = content.councils.iter().map(|council| council.term_starts_on).min().unwrap_or_default();
    let mut morning = Morning { begins: morning_of(first_term).plus(Duration::days(-14)), entries: 0 };
    for person in &content.people {
        script.add(morning.next(), Rank::Registry, &person.slug, move |world, scene| enter(world, scene, person, hash));
    }
    let global = |granted: &&Granted| granted.body.is_none() && granted.organization.is_none();
    for person in &content.people {
        for granted in person.roles.iter().filter(global) {
            let grant =
                move |world: &mut World<'c>, scene: &mut Scene<'_, '_>| give(world, scene, person, granted, None);
            script.add(morning.next(), Rank::Registry, &person.slug, grant);
        }
    }
    for region in &content.regions {
        script
            .add(morning.next(), Rank::Registry, &region.kato, move |world, scene| enter_region(world, scene, region));
    }
    for body in &content.bodies {
        tell_body(script, &mut morning, body);
    }
    for organization in &content.organizations {
        let register = move |world: &mut World<'c>, scene: &mut Scene<'_, '_>| register(world, scene, organization);
        script.add(morning.next(), Rank::Registry, &organization.slug, register);
    }
    for person in &content.people {
        for granted in person.roles.iter().filter(|granted| !global(granted)) {
            tell_role(script, &mut morning, content, person, granted);
        }
    }
    for council in &content.councils {
        tell_council(script, council);
    }
}

fn tell_body<'c>(script: &mut Script<'c>, morning: &mut Morning, body: &'c Body) {
    let at = morning.or_on(body.valid_from);
    script.add(at, Rank::Registry, &body.slug, move |world, scene| enter_body(world, scene, body));
    if let Some(valid_to) = body.valid_to {
        let at = morning.or_on(valid_to);
        script.add(at, Rank::End, &body.slug, move |world, scene| {
            let ending = BodyEnd { body_id: known(&world.bodies, &body.slug.as_str())?, valid_to };
            scene.play(world, REGISTRAR, |tx| bodies::end::end(tx, &ending)).map(|_| ())
        });
    }
    if let Some(head) = &body.head {
        let at = morning.or_on(head.since_on);
        script.add(at, Rank::Begin, &body.slug, move |world, scene| {
            let appointment = HeadAppointment {
                body_id: known(&world.bodies, &body.slug.as_str())?,
                who: Who::Named(head.name.clone()),
                title: head.title.clone(),
                since_on: head.since_on,
                until_on: None,
            };
            scene.play(world, REGISTRAR, |tx| appoint_head(tx, &appointment)).map(|_| ())
        });
    }
}

/// A role in a body begins no earlier than the body.
fn tell_role<'c>(
    script: &mut Script<'c>,
    morning: &mut Morning,
    content: &'c Content,
    person: &'c Person,
    granted: &'c Granted,
) {
    let body = content.bodies.iter().find(|body| granted.body.as_ref() == Some(&body.slug));
    let organization = content.organizations.iter().find(|o| granted.organization.as_ref() == Some(&o.slug));
    let at = match body {
        Some(body) => morning.or_on(body.valid_from),
        None => morning.next(),
    };
    script.add(at, Rank::Begin, &person.slug, move |world, scene| give(world, scene, person, granted, organization));
}

fn tell_council<'c>(script: &mut Script<'c>, council: &'c Council) {
    let at = morning_of(council.term_starts_on).plus(Duration::hours(-1));
    script.add(at, Rank::Registry, &council.slug, move |world, scene| enter_council(world, scene, council));
    for (minutes, seat) in (0_i64..).zip(&council.seat) {
        let at = morning_of(seat.since_on).plus(Duration::minutes(minutes));
        let label = format!("{} in {}", seat.person, council.slug);
        script.add(at, Rank::Begin, label.clone(), move |world, scene| appoint(world, scene, council, seat));
        if let Some(until_on) = seat.until_on {
            let at = morning_of(until_on).plus(Duration::minutes(-30));
            script.add(at, Rank::End, label, move |world, scene| leave(world, scene, council, seat, until_on));
        }
    }
}

fn enter<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, person: &'c Person, hash: &str) -> Outcome<()> {
    let locale = person.locale;
    let id = scene.operate(|tx| match &person.email {
        Some(email) => bootstrap::open_account(tx, &person.name, email, hash.to_owned(), locale, AccountKind::Person),
        None => {
            let person = people::Person {
                id: tx.id(),
                name: person.name.clone(),
                kind: AccountKind::Person,
                created_at: tx.now,
            };
            people::store::create_person(tx.conn, &person)?;
            Ok(person.id)
        }
    })?;
    let actor = Actor { id, name: person.name.clone(), locale, grants: Vec::new(), seats: Vec::new() };
    world.people.insert(&person.slug, actor);
    Ok(())
}

/// Grants a role: the first administrator's by the operator, every other by that administrator.
fn give<'c>(
    world: &mut World<'c>,
    scene: &mut Scene<'_, '_>,
    person: &'c Person,
    granted: &'c Granted,
    organization: Option<&'c Organization>,
) -> Outcome<()> {
    let scope = match (granted.body.as_deref(), granted.organization.as_deref()) {
        (Some(body), _) => Scope::Body(known(&world.bodies, &body)?),
        (None, Some(organization)) => Scope::Organization(known(&world.organizations, &organization)?),
        (None, None) => Scope::Global,
    };
    let (account, role) = (known(&world.people, &person.slug.as_str())?.id, granted.role);
    if role == Role::Administrator {
        scene.operate(|tx| bootstrap::grant_directly(tx, account, role, scope))?;
    } else {
        let granting = Granting { account, role, scope, valid_from: None, valid_until: None };
        scene.play(world, ADMINISTRATOR, |tx| people::grant::grant(tx, &granting))?;
    }
    let represented = organization.filter(|organization| organization.verified).map(|organization| Represented {
        medium: organization.kind == OrganizationKind::Media,
        accreditation: if organization.accredited { Accreditation::Accredited } else { Accreditation::None },
    });
    let grant = Grant { role, scope, from: scene.at, until: None, organization: represented };
    world.actor(&person.slug)?.grants.push(grant);
    Ok(())
}

fn enter_region<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, region: &'c Region) -> Outcome<()> {
    let parent_id = region.parent_kato.as_deref().map(|parent| known(&world.regions, &parent)).transpose()?;
    let new = NewRegion { kato: region.kato.clone(), level: region.level, parent_id, name: region.name.clone() };
    let id = scene.play(world, REGISTRAR, |tx| regions::create::create(tx, &new))?.id;
    world.regions.insert(&region.kato, id);
    Ok(())
}

fn enter_body<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, body: &'c Body) -> Outcome<()> {
    let other = |slug: &'c Option<String>| slug.as_deref().map(|slug| known(&world.bodies, &slug)).transpose();
    let new = NewStateBody {
        kind: body.kind,
        region_id: known(&world.regions, &body.region.as_deref().unwrap_or(REPUBLIC))?,
        parent_id: other(&body.parent)?,
        predecessor_id: other(&body.predecessor)?,
        name: body.name.clone(),
        council_eligibility: body.council,
        valid_from: body.valid_from,
        time_zone: None,
    };
    let entered = scene.play(world, REGISTRAR, |tx| bodies::create::create(tx, &new))?;
    if entered.level != body.level {
        return Err(Failure::fault(format!("its region is of the level {}", entered.level.as_str())));
    }
    world.bodies.insert(&body.slug, entered.id);
    Ok(())
}

fn register<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, organization: &'c Organization) -> Outcome<()> {
    let region_id = organization.region.as_deref().map(|region| known(&world.regions, &region)).transpose()?;
    let Organization { kind, bin, name, .. } = organization;
    let new = NewOrganization { kind: *kind, bin: bin.clone(), name: name.clone(), region_id };
    let id = scene.play(world, REGISTRAR, |tx| {
        let id = organizations::register::register(tx, &new)?.id;
        if organization.verified {
            organizations::verify::verify(tx, id)?;
        }
        if organization.accredited {
            let change = AccreditationChange { organization_id: id, accreditation: Accreditation::Accredited };
            organizations::accredit::accredit(tx, &change)?;
        }
        Ok(id)
    })?;
    world.organizations.insert(&organization.slug, id);
    Ok(())
}

fn enter_council<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, council: &'c Council) -> Outcome<()> {
    let new = NewCouncil {
        body_id: known(&world.bodies, &council.body.as_str())?,
        kind: council.kind,
        name: council.name.clone(),
        term: Term { starts_on: council.term_starts_on, ends_on: council.term_ends_on },
        charter: council.charter.clone(),
    };
    let id = scene.play(world, REGISTRAR, |tx| councils::create::create(tx, &new))?.id;
    world.councils.insert(&council.slug, id);
    Ok(())
}

fn appoint<'c>(world: &mut World<'c>, scene: &mut Scene<'_, '_>, council: &'c Council, seat: &'c Seat) -> Outcome<()> {
    let organization = seat.organization.as_deref();
    let organization_id = organization.map(|slug| known(&world.organizations, &slug)).transpose()?;
    let appointment = Appointment {
        council_id: known(&world.councils, &council.slug.as_str())?,
        person_id: known(&world.people, &seat.person.as_str())?.id,
        category: seat.category,
        position: seat.position,
        organization_id,
        since_on: seat.since_on,
    };
    let membership = scene.play(world, REGISTRAR, |tx| councils::appoint::appoint(tx, &appointment))?;
    world.memberships.insert((&council.slug, &seat.person), membership.id);
    world.actor(&seat.person)?.seats.push(viewer::Seat {
        membership: membership.id,
        council: membership.council_id,
        position: membership.position,
        organization: membership.organization_id,
        since: membership.since_on,
        until: None,
    });
    Ok(())
}

fn leave<'c>(
    world: &mut World<'c>,
    scene: &mut Scene<'_, '_>,
    council: &'c Council,
    seat: &'c Seat,
    until_on: NaiveDate,
) -> Outcome<()> {
    let membership_id = known(&world.memberships, &(council.slug.as_str(), seat.person.as_str()))?;
    let end = MembershipEnd { membership_id, until_on, reason: seat.end_reason.unwrap_or(EndReason::Other) };
    scene.play(world, REGISTRAR, |tx| end_membership(tx, &end))?;
    for held in &mut world.actor(&seat.person)?.seats {
        if held.membership == membership_id {
            held.until = Some(until_on);
        }
    }
    Ok(())
}
