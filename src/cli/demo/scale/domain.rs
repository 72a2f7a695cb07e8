//! What a body decides, and about which places.

use crate::cli::demo::chance::Chance;
use crate::cli::demo::content::{Body, Content, Template};
use crate::features::bodies::model::Kind as BodyKind;
use crate::features::decisions::DecisionKind;
use crate::features::decisions::details::BudgetLevel;
use crate::features::regions::Level;
use crate::kernel::localized::Localized;

/// How the names of towns end.
const TOWN: &str = "қаласы";

/// The templates that suit a body, and its places: a local body decides about those of its region, a republican one about
/// the regions.
pub struct Domain<'c> {
    templates: Vec<&'c Template>,
    /// Lots: a head's accountability rests on a court's act and is rarer than anything else.
    kinds: Vec<DecisionKind>,
    places: Vec<&'c Localized>,
    pub budget: BudgetLevel,
    /// How many lots it has when a decision is given to a body.
    pub weight: usize,
}

impl<'c> Domain<'c> {
    /// That of a body.
    pub fn of(body: &Body, content: &'c Content) -> Self {
        let suits = |template: &&Template| template.by.iter().any(|by| by == body.kind.as_str() || *by == body.slug);
        let templates: Vec<_> = content.templates.template.iter().filter(suits).collect();
        let there = |kind: &&DecisionKind| templates.iter().any(|template| template.kind == **kind);
        let lots = |kind: &DecisionKind| if *kind == DecisionKind::HeadAccountability { 1 } else { 3 };
        let kinds = DecisionKind::ALL.iter().filter(there).flat_map(|kind| std::iter::repeat_n(*kind, lots(kind)));
        let kinds = kinds.collect();
        let (budget, places) = match &body.region {
            Some(region) => (BudgetLevel::Regional, places_in(region, content)),
            None => (BudgetLevel::Republican, regions(content)),
        };
        let weight = if body.kind == BodyKind::Akimat { 4 } else { 1 };
        Self { templates, kinds, places, budget, weight }
    }

    /// A template and a place that suit each other.
    pub fn draw(&self, chance: &mut Chance) -> Option<(&'c Template, &'c Localized)> {
        let kind = *chance.pick(&self.kinds)?;
        let of_kind: Vec<_> = self.templates.iter().copied().filter(|template| template.kind == kind).collect();
        let template = *chance.pick(&of_kind)?;
        let suits = |place: &&Localized| !(template.rural && place.kk.ends_with(TOWN));
        let places: Vec<_> = self.places.iter().copied().filter(suits).collect();
        Some((template, *chance.pick(&places)?))
    }
}

fn regions(content: &Content) -> Vec<&Localized> {
    let regions = content.regions.iter().filter(|region| region.level == Level::Region);
    regions.map(|region| &region.name).collect()
}

fn places_in<'c>(region: &str, content: &'c Content) -> Vec<&'c Localized> {
    let districts = content.regions.iter().filter(|district| district.parent_kato.as_deref() == Some(region));
    let places = content.templates.place.iter().filter(|place| place.region == region);
    districts.map(|district| &district.name).chain(places.map(|place| &place.name)).collect()
}
