//! What the registry gives the multiplier to build on.

use crate::access::viewer::{Position, Viewer};
use crate::cli::demo::content::{Body, Content, Person, Remark, Template, Templates};
use crate::cli::demo::world::{World, known};
use crate::db::AnyConn;
use crate::features::bodies::model::Kind as BodyKind;
use crate::features::comments::model::Stance;
use crate::features::councils::composition;
use crate::features::councils::law::CouncilLaw;
use crate::features::councils::model::{Council, Membership};
use crate::features::councils::store::Span;
use crate::features::decisions::DecisionKind;
use crate::features::polls::model::{Citation, PollRules};
use crate::features::regions::Level;
use crate::features::rules::key;
use crate::features::transitions::model::Actor;
use crate::features::{councils, rules};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::localized::{Locale, Localized};
use chrono::NaiveDate;
use std::collections::HashMap;

/// A council that reviews, with the body whose decisions it reviews.
pub struct Assembly<'c> {
    pub council: Council,
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

/// What a body decides: an akimat everything in the districts of its region, a republican body what reaches into the
/// regions.
pub struct Domain<'c> {
    pub kinds: &'static [DecisionKind],
    pub places: Vec<&'c Localized>,
    /// How many lots it has when a decision is given to a body.
    pub weight: usize,
}

const REPUBLICAN: &[DecisionKind] = &[
    DecisionKind::DraftAct,
    DecisionKind::FunctionTransfer,
    DecisionKind::ServiceDigitalisation,
    DecisionKind::HeadAccountability,
];

impl<'c> Domain<'c> {
    fn of(body: &Body, content: &'c Content) -> Self {
        if let (BodyKind::Akimat, Some(region)) = (body.kind, &body.region) {
            let districts = content.regions.iter().filter(|district| district.parent_kato.as_ref() == Some(region));
            let places = content.templates.place.iter().filter(|place| place.region == *region);
            let names = districts.map(|district| &district.name).chain(places.map(|place| &place.name));
            return Self { kinds: DecisionKind::ALL, places: names.collect(), weight: 4 };
        }
        let regions = content.regions.iter().filter(|region| region.level == Level::Region);
        Self { kinds: REPUBLICAN, places: regions.map(|region| &region.name).collect(), weight: 1 }
    }
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
            let of_body =
                |person: &&Person| person.roles.iter().any(|granted| granted.body.as_ref() == Some(&council.body));
            let Some(officer) = content.people.iter().find(of_body) else { continue };
            let Some(body) = content.bodies.iter().find(|body| body.slug == council.body) else { continue };
            assemblies.push(assembly(conn, world, (&council.slug, &officer.slug), Domain::of(body, content))?);
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

    /// The templates of a kind.
    pub fn templates_of(&self, kind: DecisionKind) -> Vec<&'c Template> {
        self.templates.template.iter().filter(|template| template.kind == kind).collect()
    }

    /// Remarks somebody could make in their language; in any, where there is none.
    pub fn remarks(&self, locale: Locale, stance: Stance) -> Vec<&'c Remark> {
        let all = || self.templates.remark.iter().filter(move |remark| remark.stance == stance);
        let own: Vec<&Remark> = all().filter(|remark| remark.locale == locale).collect();
        if own.is_empty() { all().collect() } else { own }
    }
}

fn assembly<'c>(
    conn: &mut AnyConn,
    world: &World<'c>,
    (council, officer): (&'c str, &'c str),
    domain: Domain<'c>,
) -> Outcome<Assembly<'c>> {
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
    Ok(Assembly { council, seats, domain, officer, rules, law })
}
