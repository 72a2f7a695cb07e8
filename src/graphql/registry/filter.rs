//! What the lists of the registry can be narrowed to.

use super::list::{day, wire};
use super::words::{
    Accreditation, CouncilEligibility, CouncilKind, Level, OrganizationKind, StateBodyKind, Verification,
};
use crate::features::bodies::StateBody;
use crate::features::councils::Council;
use crate::features::organizations::Organization;
use crate::features::reference::{Entry, Reference, order};
use crate::features::regions::Region;
use crate::features::rules::LegalRule;
use crate::graphql::scalars::Date;
use crate::kernel::id::{RegionId, StateBodyId};
use async_graphql::InputObject;
use serde::Serialize;

/// Whether a list that names what it wants wants this. An empty list wants nothing.
fn wants<A: Copy, B: From<A> + PartialEq>(wanted: Option<&Vec<B>>, is: A) -> bool {
    wanted.is_none_or(|wanted| wanted.contains(&B::from(is)))
}

/// The text of a filter, folded once for the whole list.
enum Text {
    /// Nothing was written: it does not narrow.
    Blank,
    /// Part of a name, or a whole code.
    Part(String),
    /// Not a letter and not a digit: nothing is called so.
    Wordless,
}

impl Text {
    fn of(text: Option<&String>) -> Self {
        let folded = text.map(|text| order::fold(text)).unwrap_or_default();
        if folded.is_empty() {
            Self::Blank
        } else if folded.chars().any(char::is_alphanumeric) {
            Self::Part(folded)
        } else {
            Self::Wordless
        }
    }

    fn names<T>(&self, entry: &Entry<T>) -> bool {
        match self {
            Self::Blank => true,
            Self::Part(text) => entry.is_named(text),
            Self::Wordless => false,
        }
    }

    fn is(&self, code: &str) -> bool {
        matches!(self, Self::Part(text) if text == code)
    }
}

/// Which regions to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct RegionFilter {
    /// Part of a name in any language; case does not matter. A blank text does not narrow, one without a letter or digit
    /// finds nothing.
    pub text: Option<String>,
    /// The levels wanted.
    pub levels: Option<Vec<Level>>,
    /// The region directly above.
    #[serde(serialize_with = "wire")]
    pub parent_id: Option<RegionId>,
}

impl RegionFilter {
    pub(in crate::graphql) fn entries<'a>(&self, reference: &'a Reference) -> Vec<&'a Entry<Region>> {
        let text = Text::of(self.text.as_ref());
        let admitted = |entry: &&Entry<Region>| {
            text.names(entry)
                && wants(self.levels.as_ref(), entry.item.level)
                && self.parent_id.is_none_or(|parent| entry.item.parent_id == Some(parent))
        };
        reference.regions.entries().iter().filter(admitted).collect()
    }
}

/// Which state bodies to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct StateBodyFilter {
    /// Part of a name in any language; case does not matter. A blank text does not narrow, one without a letter or digit
    /// finds nothing.
    pub text: Option<String>,
    /// The kinds wanted.
    pub kinds: Option<Vec<StateBodyKind>>,
    /// The levels wanted.
    pub levels: Option<Vec<Level>>,
    /// The region, with everything below it.
    #[serde(serialize_with = "wire")]
    pub region_id: Option<RegionId>,
    /// The body directly above.
    #[serde(serialize_with = "wire")]
    pub parent_id: Option<StateBodyId>,
    /// Whether the body may have a council.
    pub council_eligibility: Option<CouncilEligibility>,
    /// A day on which the body exists.
    #[serde(serialize_with = "day")]
    pub existing_on: Option<Date>,
}

impl StateBodyFilter {
    pub(super) fn entries<'a>(&self, reference: &'a Reference) -> Vec<&'a Entry<StateBody>> {
        let text = Text::of(self.text.as_ref());
        let within = self.region_id.map(|region| reference.subtree(region));
        let admitted = |entry: &&Entry<StateBody>| {
            text.names(entry)
                && within.as_ref().is_none_or(|bodies| bodies.contains(&entry.item.id))
                && self.admits(&entry.item)
        };
        reference.bodies.entries().iter().filter(admitted).collect()
    }

    fn admits(&self, body: &StateBody) -> bool {
        wants(self.kinds.as_ref(), body.kind)
            && wants(self.levels.as_ref(), body.level)
            && self.parent_id.is_none_or(|parent| body.parent_id == Some(parent))
            && self
                .council_eligibility
                .is_none_or(|wanted| CouncilEligibility::from(body.council_eligibility) == wanted)
            && self.existing_on.is_none_or(|day| body.in_force_on(day.0))
    }
}

/// Which organisations to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct OrganizationFilter {
    /// Part of a name in any language, or the whole BIN; case does not matter. A blank text does not narrow, one without a
    /// letter or digit finds nothing.
    pub text: Option<String>,
    /// The kinds wanted.
    pub kinds: Option<Vec<OrganizationKind>>,
    /// The region, with everything below it.
    #[serde(serialize_with = "wire")]
    pub region_id: Option<RegionId>,
    /// Whether the organisation is verified.
    pub verification: Option<Verification>,
    /// Whether the medium is accredited.
    pub accreditation: Option<Accreditation>,
}

impl OrganizationFilter {
    pub(super) fn entries<'a>(&self, reference: &'a Reference) -> Vec<&'a Entry<Organization>> {
        let text = Text::of(self.text.as_ref());
        let within = self.region_id.map(|region| reference.region_tree(region));
        let admitted = |entry: &&Entry<Organization>| {
            let organization = &entry.item;
            (text.names(entry) || text.is(&organization.bin))
                && wants(self.kinds.as_ref(), organization.kind)
                && within
                    .as_ref()
                    .is_none_or(|tree| organization.region_id.is_some_and(|region| tree.contains(&region)))
                && self.verification.is_none_or(|wanted| Verification::from(organization.verification) == wanted)
                && self.accreditation.is_none_or(|wanted| Accreditation::from(organization.accreditation) == wanted)
        };
        reference.organizations.entries().iter().filter(admitted).collect()
    }
}

/// Which councils to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct CouncilFilter {
    /// Part of a name in any language; case does not matter. A blank text does not narrow, one without a letter or digit
    /// finds nothing.
    pub text: Option<String>,
    /// The kinds wanted.
    pub kinds: Option<Vec<CouncilKind>>,
    /// The body the council belongs to.
    #[serde(serialize_with = "wire")]
    pub body_id: Option<StateBodyId>,
    /// The region of the body, with everything below it.
    #[serde(serialize_with = "wire")]
    pub region_id: Option<RegionId>,
    /// A day in the council's term.
    #[serde(serialize_with = "day")]
    pub term_covers_on: Option<Date>,
}

impl CouncilFilter {
    pub(in crate::graphql) fn entries<'a>(&self, reference: &'a Reference) -> Vec<&'a Entry<Council>> {
        let text = Text::of(self.text.as_ref());
        let within = self.region_id.map(|region| reference.subtree(region));
        let admitted = |entry: &&Entry<Council>| {
            let council = &entry.item;
            text.names(entry)
                && wants(self.kinds.as_ref(), council.kind)
                && self.body_id.is_none_or(|body| council.body_id == body)
                && within.as_ref().is_none_or(|bodies| bodies.contains(&council.body_id))
                && self.term_covers_on.is_none_or(|day| council.term_covers(day.0))
        };
        reference.councils.entries().iter().filter(admitted).collect()
    }
}

/// Which legal rules to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct LegalRuleFilter {
    /// Part of the citation in any language; case does not matter. A blank text does not narrow, one without a letter or
    /// digit finds nothing.
    pub text: Option<String>,
    /// The keys wanted.
    pub keys: Option<Vec<String>>,
    /// A day on which the rule is in force.
    #[serde(serialize_with = "day")]
    pub in_force_on: Option<Date>,
    /// Whether the rule was read in the law's text.
    pub confirmed: Option<bool>,
}

impl LegalRuleFilter {
    pub(super) fn entries<'a>(&self, reference: &'a Reference) -> Vec<&'a Entry<LegalRule>> {
        let text = Text::of(self.text.as_ref());
        let admitted = |entry: &&Entry<LegalRule>| {
            let rule = &entry.item;
            text.names(entry)
                && self.keys.as_ref().is_none_or(|keys| keys.contains(&rule.key))
                && self.in_force_on.is_none_or(|day| rule.in_force_on(day.0))
                && self.confirmed.is_none_or(|wanted| rule.confirmed == wanted)
        };
        reference.rules.entries().iter().filter(admitted).collect()
    }
}
