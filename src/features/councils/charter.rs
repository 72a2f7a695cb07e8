//! A council's own rules: how many sit in it, when it can decide, and by what majority. Stricter than the law if it
//! likes, never laxer.

use super::law::{Clause, CouncilLaw};
use super::model::{Council, Kind};
use crate::features::bodies::{Eligibility, Kind as BodyKind, StateBody};
use crate::json_text;
use crate::kernel::fraction::Fraction;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// More seats than any council has; what lies beyond is a typing error.
const SEATS_LIMIT: u32 = 200;

text_enum! {
    /// What the majority is a share of.
    pub enum MajorityBase {
        /// Those who took part.
        Present = "PRESENT",
        /// The votes for and against.
        Cast = "CAST",
        /// The whole electorate.
        All = "ALL",
    }
}

/// A council's own rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Charter {
    pub seats_min: u32,
    pub seats_max: u32,
    /// Share of the electorate that must take part.
    pub quorum: Fraction,
    /// Share of the public side among those who take part, where the council has a quorum of two parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_quorum: Option<Fraction>,
    /// Exactly one half means "more than half"; any other share means "at least".
    pub majority: Fraction,
    pub majority_base: MajorityBase,
}
json_text!(Charter);

impl Charter {
    /// Whether the charter is consistent and within the law for this kind of council.
    ///
    /// # Errors
    /// OUT_OF_RANGE, CHARTER_INVALID, or CHARTER_AGAINST_LAW with the rule.
    pub fn admit(&self, kind: Kind, law: &CouncilLaw) -> Result<(), Refusal> {
        if self.seats_min < 1 || self.seats_max > SEATS_LIMIT {
            let field = if self.seats_min < 1 { "charter.seatsMin" } else { "charter.seatsMax" };
            return Err(Refusal::new(Code::OutOfRange).at(field).with("min", 1).with("max", SEATS_LIMIT));
        }
        if self.seats_min > self.seats_max {
            let why = format!("{} > {}", self.seats_min, self.seats_max);
            return Err(Refusal::new(Code::CharterInvalid).at("charter.seatsMin").with("why", why));
        }
        let size = law.size(kind, self);
        let against = |clause: &Clause<u32>| {
            let refusal = Refusal::new(Code::CharterAgainstLaw).under(clause.rule.clone());
            refusal.with("min", size.min.value).with("max", size.max.value)
        };
        if self.seats_min < size.min.value {
            return Err(against(&size.min).at("charter.seatsMin"));
        }
        if self.seats_max > size.max.value {
            return Err(against(&size.max).at("charter.seatsMax"));
        }
        at_least(self.quorum, &law.quorum, "charter.quorum")?;
        at_least(self.majority, &law.majority, "charter.majority")
    }
}

fn at_least(share: Fraction, least: &Clause<Fraction>, field: &str) -> Result<(), Refusal> {
    if least.value.reached_by(share.num(), share.den()) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::CharterAgainstLaw).at(field).under(least.rule.clone());
    Err(refusal.with("min", least.value).with("max", 1))
}

/// The first and the last day of a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Term {
    /// Whether the term has a right length.
    ///
    /// # Errors
    /// INVALID_PERIOD, or OUT_OF_RANGE with the rule when it is longer than the law allows.
    pub fn admit(&self, law: &CouncilLaw) -> Result<(), Refusal> {
        if self.ends_on < self.starts_on {
            return Err(Refusal::new(Code::InvalidPeriod).at("termEndsOn"));
        }
        let last = last_day(self.starts_on, law.term_years.value);
        if last.is_some_and(|last| self.ends_on > last) {
            let refusal = Refusal::new(Code::OutOfRange).at("termEndsOn").under(law.term_years.rule.clone());
            return Err(refusal.with("min", self.starts_on).with("max", last.unwrap_or(self.starts_on)));
        }
        Ok(())
    }

    fn meets(&self, council: &Council) -> bool {
        self.starts_on <= council.term_ends_on && council.term_starts_on <= self.ends_on
    }
}

fn last_day(starts_on: NaiveDate, years: u32) -> Option<NaiveDate> {
    starts_on.checked_add_months(Months::new(years.checked_mul(12)?))?.checked_sub_days(Days::new(1))
}

/// Whether a body may have this kind of council for this term, beside the councils it has or had.
///
/// # Errors
/// COUNCIL_EXCLUDED with the citation, BODY_NOT_IN_FORCE, COUNCIL_KIND_UNFIT, COUNCIL_EXISTS.
pub fn admit(body: &StateBody, kind: Kind, term: Term, existing: &[Council], law: &CouncilLaw) -> Result<(), Refusal> {
    // The law names courts as such; of other kinds the registrar knows which bodies it excludes.
    if body.council_eligibility == Eligibility::Excluded || body.kind == BodyKind::Court {
        return Err(Refusal::new(Code::CouncilExcluded).at("bodyId").under(law.excluded_bodies.clone()));
    }
    if !body.in_force_on(term.starts_on) {
        return Err(Refusal::new(Code::BodyNotInForce).at("termStartsOn"));
    }
    if kind != Kind::of(body) {
        return Err(Refusal::new(Code::CouncilKindUnfit).at("kind").with("kind", Kind::of(body).as_str()));
    }
    if existing.iter().any(|council| term.meets(council)) {
        return Err(Refusal::new(Code::CouncilExists).at("termStartsOn"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "charter_tests.rs"]
mod tests;
