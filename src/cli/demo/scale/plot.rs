//! One decision of the multiplier before it is written down: whose, when, what it says and how it ends.

use super::details;
use super::ground::{Assembly, Ground};
use crate::cli::demo::chance::Chance;
use crate::cli::demo::content::today;
use crate::cli::demo::registry::morning_of;
use crate::features::decisions::model::{Access, DecisionState};
use crate::features::decisions::version::Content;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::DecisionId;
use chrono::Duration;

/// The multiplied decisions begin here: from then on nearly every council sits.
const BEGINS: &str = "2024-12-20T04:00:00Z";

/// A decision in outline.
pub struct Plot<'g> {
    pub chance: Chance,
    pub assembly: &'g Assembly<'g>,
    pub id: DecisionId,
    pub content: Content,
    pub drafted_at: Timestamp,
    pub published: Option<Published>,
    pub hearing: Option<Span>,
    pub end: Option<End>,
}

/// How it was published.
pub struct Published {
    pub at: Timestamp,
    pub access: Access,
    pub embargoed_until: Option<Timestamp>,
}

/// From when to when a council reviews it.
#[derive(Clone, Copy)]
pub struct Span {
    pub from: Timestamp,
    /// When the review was concluded; `None` while it runs.
    pub to: Option<Timestamp>,
}

impl Span {
    /// The last instant at which something can happen in it.
    pub fn last(self) -> Timestamp {
        self.to.unwrap_or_else(today)
    }
}

/// What became of it.
pub struct End {
    pub state: DecisionState,
    pub at: Timestamp,
    pub by: Option<DecisionId>,
}

fn days(chance: &mut Chance, least: i64, most: i64) -> Duration {
    Duration::minutes(chance.between(least * 24 * 60, most * 24 * 60))
}

/// The same day in Kazakhstan, when offices are open: from nine to six.
fn office_hour(chance: &mut Chance, at: Timestamp) -> Timestamp {
    let opens = morning_of(at.day());
    chance.instant(opens, opens.plus(Duration::hours(9)))
}

impl<'g> Plot<'g> {
    /// Draws the decision of a number out of so many, spread evenly over the time. Its chance is its own, so that a
    /// decision does not depend on how many are made at once.
    pub fn draw(ground: &'g Ground<'g>, number: usize, total: usize) -> Option<Self> {
        let mut chance = Chance::named(&format!("decision {number}"));
        let begins = Timestamp::parse(BEGINS)?;
        let spread = today().seconds_since(begins);
        let share = i64::try_from(number).ok()?.checked_mul(spread)?.checked_div(i64::try_from(total).ok()?)?;
        let drafted_at = begins.plus(Duration::seconds(share)).plus(Duration::seconds(chance.between(1, 80_000)));
        let drafted_at = office_hour(&mut chance, drafted_at).min(today());
        let sitting = ground.assemblies.iter().filter(|assembly| assembly.sits(drafted_at.day()));
        let lots: Vec<&Assembly<'_>> =
            sitting.flat_map(|assembly| std::iter::repeat_n(assembly, assembly.domain.weight)).collect();
        let assembly = *chance.pick(&lots)?;
        let content = details::content(&assembly.domain, &mut chance, number, drafted_at)?;
        let id = chance.id(drafted_at);
        let mut plot = Self { chance, assembly, id, content, drafted_at, published: None, hearing: None, end: None };
        plot.live();
        Some(plot)
    }

    /// Publication, review and end, as far as they lie before today.
    fn live(&mut self) {
        let chance = &mut self.chance;
        let at = self.drafted_at.plus(days(chance, 2, 14));
        let at = office_hour(chance, at);
        if chance.percent(4) || at >= today() {
            return;
        }
        let access = if chance.percent(3) { Access::Restricted } else { Access::Public };
        let embargo = (access == Access::Public && chance.percent(1)).then(|| at.plus(days(chance, 5, 20)));
        self.published = Some(Published { at, access, embargoed_until: embargo });
        let from = embargo.unwrap_or(at).plus(days(chance, 2, 8));
        let from = office_hour(chance, from);
        if from < today() && chance.percent(90) {
            let to = from.plus(days(chance, 20, 60));
            let to = office_hour(chance, to);
            self.hearing = Some(Span { from, to: (to < today()).then_some(to) });
        }
        let settled = match self.hearing {
            Some(Span { to: None, .. }) => return,
            Some(Span { to: Some(to), .. }) => to,
            None => at,
        };
        let at = settled.plus(days(chance, 2, 30));
        let state = match chance.between(1, 100) {
            ..=35 => DecisionState::Adopted,
            36..=42 => DecisionState::Withdrawn,
            43..=48 => DecisionState::Superseded,
            _ => return,
        };
        if at < today() {
            self.end = Some(End { state, at, by: None });
        }
    }

    /// What state it is in today.
    pub fn state(&self) -> DecisionState {
        match (&self.published, &self.end) {
            (None, _) => DecisionState::Draft,
            (Some(_), None) => DecisionState::Published,
            (Some(_), Some(end)) => end.state,
        }
    }
}

/// Gives every superseded decision its successor: the first later one of the same body that stands. Where there is none
/// among these, the decision stays as it was published.
pub fn succeed(plots: &mut [Plot<'_>]) {
    for index in 0..plots.len() {
        let (before, after) = plots.split_at_mut(index + 1);
        let Some(old) = before.last_mut() else { continue };
        let Some(end) = old.end.as_mut().filter(|end| end.state == DecisionState::Superseded) else { continue };
        let body = old.assembly.body;
        let stands = |new: &&Plot<'_>| {
            new.assembly.body == body
                && matches!(new.state(), DecisionState::Published | DecisionState::Adopted)
                && new.published.as_ref().is_some_and(|published| published.at > end.at)
        };
        match after.iter().find(stands).and_then(|new| Some((new.id, new.published.as_ref()?.at))) {
            Some((by, at)) => {
                end.by = Some(by);
                end.at = at.plus(Duration::hours(1)).min(today());
            }
            None => old.end = None,
        }
    }
}
