//! What the registry gives the multiplier to build on.

use super::domain::Domain;
use crate::access::viewer::{Position, Viewer};
use crate::cli::demo::content::{self, Body, Content, Person, Remark, Templates};
use crate::cli::demo::world::{World, known};
use crate::db::AnyConn;
use crate::features::bodies::model::Kind as BodyKind;
use crate::features::comments::model::Stance;
use crate::features::councils::composition;
use crate::features::councils::law::CouncilLaw;
use crate::features::councils::model::{Council, Membership};
use crate::features::councils::store::Span;
use crate::features::polls::model::{Citation, PollRules};
use crate::features::rules::key;
use crate::features::transitions::model::Actor;
use crate::features::{councils, rules};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{PersonId, StateBodyId};
use crate::kernel::localized::Locale;
use chrono::NaiveDate;
use std::collections::HashMap;

/// A council that reviews, with a body whose decisions it reviews: its own, or the maslikhat of the same place.
pub struct Assembly<'c> {
    pub council: Council,
    pub body: StateBodyId,
    /// Every seat there ever was.
    pub seats: Vec<Membership>,
    /// What the body decides, and where.
    pub domain: Domain<'c>,
    /// Who writes the body's decisions.
    pub officer: &'c str,
    /// What its polls are held under.
    pub rules: PollRules,
    law: CouncilLaw,
}

impl Assembly<'_> {
    /// The seats held on a day.
    pub fn seated(&self, day: NaiveDate) -> impl Iterator<Item = &Membership> {
        self.seats.iter().filter(move |seat| seat.valid_on(day))
    }

    /// Whether it may open a poll on a day.
    pub fn may_vote(&self, day: NaiveDate) -> bool {
        composition::check(&self.council, &self.law, &self.seats, day).compliant()
    }

    /// Whether it can take up anything on a day: somebody must chair it.
    pub fn sits(&self, day: NaiveDate) -> bool {
        self.council.term_covers(day) && self.holder(Position::Chair, day).is_some()
    }

    fn holder(&self, position: Position, day: NaiveDate) -> Option<&Membership> {
        self.seated(day).find(|seat| seat.position == position)
    }

    /// The chair on a day, who signs what the council does.
    ///
    /// # Errors
    /// A fault on a day on which nobody chairs.
    pub fn chair(&self, day: NaiveDate) -> Outcome<Actor> {
        let chair = self.holder(Position::Chair, day).or_else(|| self.holder(Position::DeputyChair, day));
        let chair =
            chair.ok_or_else(|| Failure::fault(format!("nobody chairs {} on {day}", self.council.id.wire())))?;
        Ok(Actor { id: chair.person_id, name: chair.person_name.clone() })
    }
}

/// Everything the multiplier builds on. Lists are in the order of the files, never in that of a hash map: the same
/// seed must draw the same.
pub struct Ground<'c> {
    pub world: &'c World<'c>,
    pub templates: &'c Templates,
    pub assemblies: Vec<Assembly<'c>>,
    /// Citizens and representatives: those who comment without a seat.
    pub public: Vec<&'c str>,
    pub moderator: Actor,
    members: HashMap<PersonId, &'c str>,
}

impl<'c> Ground<'c> {
    /// Reads councils, seats and rules.
    ///
    /// # Errors
    /// A fault when the database cannot be read or the content lacks somebody.
    pub fn survey(conn: &mut AnyConn, content: &'c Content, world: &'c World<'c>) -> Outcome<Self> {
        let members: HashMap<PersonId, &'c str> = world.people.iter().map(|(slug, actor)| (actor.id, *slug)).collect();
        let mut assemblies = Vec::new();
        for council in &content.councils {
            for body in reviewed(council, content) {
                let of_body =
                    |person: &&Person| person.roles.iter().any(|granted| granted.body.as_ref() == Some(&body.slug));
                let Some(officer) = content.people.iter().find(of_body) else { continue };
                assemblies.push(assembly(
                    conn,
                    world,
                    (&council.slug, body, &officer.slug),
                    Domain::of(body, content),
                )?);
            }
        }
        let seated = |slug: &str| content.councils.iter().flat_map(|c| &c.seat).any(|seat| seat.person == slug);
        let speaks = |person: &&Person| {
            person.email.is_some()
                && !seated(&person.slug)
                && person.roles.iter().all(|granted| granted.organization.is_some())
        };
        let public = content.people.iter().filter(speaks).map(|person| person.slug.as_str()).collect();
        let moderator = known(&world.people, &"moderator")?;
        let moderator = Actor { id: moderator.id, name: moderator.name };
        Ok(Self { world, templates: &content.templates, assemblies, public, moderator, members })
    }

    /// A member as a viewer.
    ///
    /// # Errors
    /// A fault when the seat is nobody's.
    pub fn member(&self, seat: &Membership, at: Timestamp) -> Outcome<Viewer> {
        self.world.viewer(known(&self.members, &seat.person_id)?, at)
    }

    /// Somebody who acts by a slug.
    ///
    /// # Errors
    /// A fault when there is no such person.
    pub fn actor(&self, slug: &'c str) -> Outcome<Actor> {
        let actor = known(&self.world.people, &slug)?;
        Ok(Actor { id: actor.id, name: actor.name })
    }

    /// Remarks somebody could make in their language; in any, where there is none.
    pub fn remarks(&self, locale: Locale, stance: Stance) -> Vec<&'c Remark> {
        let all = || self.templates.remark.iter().filter(move |remark| remark.stance == stance);
        let own: Vec<&Remark> = all().filter(|remark| remark.locale == locale).collect();
        if own.is_empty() { all().collect() } else { own }
    }
}

/// The bodies whose decisions a council reviews: its own, and of an akimat the maslikhat of the same place.
fn reviewed<'c>(council: &content::Council, content: &'c Content) -> impl Iterator<Item = &'c Body> {
    let own = content.bodies.iter().find(|body| body.slug == council.body);
    let local = own.filter(|body| body.kind == BodyKind::Akimat);
    let beside = content
        .bodies
        .iter()
        .find(|body| body.kind == BodyKind::Maslikhat && local.is_some_and(|local| local.region == body.region));
    own.into_iter().chain(beside)
}

fn assembly<'c>(
    conn: &mut AnyConn,
    world: &World<'c>,
    (council, body, officer): (&'c str, &'c Body, &'c str),
    domain: Domain<'c>,
) -> Outcome<Assembly<'c>> {
    let body = known(&world.bodies, &body.slug.as_str())?;
    let id = known(&world.councils, &council)?;
    let council = councils::store::find(conn, id)?.ok_or_else(|| Failure::fault("a council without a row"))?;
    let seats = councils::store::of_councils(conn, &[id], Span::All)?;
    let day = council.term_starts_on;
    let mut cite = |key| rules::store::in_force(conn, key, day).map(|rule| Citation::from(&rule));
    let rules = PollRules {
        charter: council.charter.clone(),
        term_ends_on: council.term_ends_on,
        quorum: cite(key::QUORUM)?,
        majority: cite(key::MAJORITY)?,
        tie_break: cite(key::TIE_BREAK)?,
    };
    let law = CouncilLaw::load(conn, day)?;
    Ok(Assembly { council, body, seats, domain, officer, rules, law })
}
