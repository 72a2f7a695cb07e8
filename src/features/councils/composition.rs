//! Whether a council is composed as the law asks: judged on a day, rule by rule, with numbers and citations.

use super::law::{Clause, CouncilLaw};
use super::model::{Category, Council, Membership};
use super::store;
use crate::access::viewer::Position;
use crate::db::AnyConn;
use crate::kernel::failure::Outcome;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::OrganizationId;
use crate::kernel::refusal::RuleRef;
use crate::text_enum;
use chrono::{Months, NaiveDate};
use std::collections::HashMap;

text_enum! {
    /// What is checked.
    pub enum CheckName {
        /// As many seats as the law, or for local councils the charter, says.
        Size = "SIZE",
        StateShare = "STATE_SHARE", OneSeatPerOrganization = "ONE_SEAT_PER_ORGANIZATION",
        /// There is a chair, and the chair is not in public service.
        ChairNotInPublicService = "CHAIR_NOT_IN_PUBLIC_SERVICE", TermRunning = "TERM_RUNNING",
    }
}

text_enum! {
    /// What a check found.
    pub enum Verdict { Holds = "HOLDS", Broken = "BROKEN" }
}

text_enum! {
    /// Whether the next council should be in the making. It breaks no rule of this one.
    pub enum RenewalState { NotDue = "NOT_DUE", Due = "DUE" }
}

/// One rule, judged. `actual` and `required` are short and the same in every language: `7/12`, `≤ 1/3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: CheckName,
    pub verdict: Verdict,
    pub actual: String,
    pub required: String,
    pub rule: RuleRef,
}

/// When the formation of the next council has to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    pub state: RenewalState,
    pub starts_on: NaiveDate,
    pub rule: RuleRef,
}

/// The composition of a council on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompositionReport {
    pub on: NaiveDate,
    pub checks: Vec<Check>,
    pub renewal: Renewal,
}

impl CompositionReport {
    /// Whether every rule holds.
    pub fn compliant(&self) -> bool {
        self.broken().next().is_none()
    }

    /// The rules that do not hold.
    pub fn broken(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.verdict == Verdict::Broken)
    }
}

/// Reads the rules and the seats of a day and judges them: two statements.
///
/// # Errors
/// A fault when the database cannot be read or a legal rule is missing.
pub fn report(conn: &mut AnyConn, council: &Council, day: NaiveDate) -> Outcome<CompositionReport> {
    let law = CouncilLaw::load(conn, day)?;
    let seats = store::seats_on(conn, council.id, day)?;
    Ok(check(council, &law, &seats, day))
}

/// Judges the seats held on a day; others among `seats` are left out.
pub fn check(council: &Council, law: &CouncilLaw, seats: &[Membership], day: NaiveDate) -> CompositionReport {
    let seats: Vec<&Membership> = seats.iter().filter(|seat| seat.valid_on(day)).collect();
    let checks = vec![
        size(council, law, &seats),
        state_share(&law.state_share, &seats),
        one_seat_per_organization(&law.seats_per_organization, &seats),
        chair(&law.chair_not_in_service, &seats),
        term(council, &law.term_years.rule, day),
    ];
    CompositionReport { on: day, checks, renewal: renewal(council, &law.renewal_months, day) }
}

fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::Broken }
}

fn size(council: &Council, law: &CouncilLaw, seats: &[&Membership]) -> Check {
    let (size, total) = (law.size(council.kind, &council.charter), count(seats.iter()));
    let too_many = total > size.max.value;
    Check {
        name: CheckName::Size,
        verdict: verdict(total >= size.min.value && !too_many),
        actual: total.to_string(),
        required: format!("{}–{}", size.min.value, size.max.value),
        rule: if too_many { size.max.rule } else { size.min.rule },
    }
}

fn state_share(most: &Clause<Fraction>, seats: &[&Membership]) -> Check {
    let state = count(seats.iter().filter(|seat| seat.category == Category::State));
    let total = count(seats.iter());
    Check {
        name: CheckName::StateShare,
        verdict: verdict(!most.value.exceeded_by(state, total)),
        actual: format!("{state}/{total}"),
        required: format!("≤ {}", most.value),
        rule: most.rule.clone(),
    }
}

fn one_seat_per_organization(most: &Clause<u32>, seats: &[&Membership]) -> Check {
    let mut seats_of: HashMap<OrganizationId, u32> = HashMap::new();
    for organization in seats.iter().filter_map(|seat| seat.organization_id) {
        *seats_of.entry(organization).or_default() += 1;
    }
    let largest = seats_of.into_values().max().unwrap_or(0);
    Check {
        name: CheckName::OneSeatPerOrganization,
        verdict: verdict(largest <= most.value),
        actual: largest.to_string(),
        required: format!("≤ {}", most.value),
        rule: most.rule.clone(),
    }
}

fn chair(rule: &RuleRef, seats: &[&Membership]) -> Check {
    let mut chairs = seats.iter().filter(|seat| seat.position == Position::Chair).map(|seat| seat.category);
    let chair = chairs.next();
    Check {
        name: CheckName::ChairNotInPublicService,
        verdict: verdict(chair.is_some_and(|category| category != Category::State) && chairs.next().is_none()),
        actual: chair.map_or("–", Category::as_str).to_owned(),
        required: format!("≠ {}", Category::State.as_str()),
        rule: rule.clone(),
    }
}

fn term(council: &Council, rule: &RuleRef, day: NaiveDate) -> Check {
    Check {
        name: CheckName::TermRunning,
        verdict: verdict(council.term_covers(day)),
        actual: day.to_string(),
        required: format!("{} – {}", council.term_starts_on, council.term_ends_on),
        rule: rule.clone(),
    }
}

fn renewal(council: &Council, months: &Clause<u32>, day: NaiveDate) -> Renewal {
    let starts_on =
        council.term_ends_on.checked_sub_months(Months::new(months.value)).unwrap_or(council.term_starts_on);
    let state = if starts_on <= day { RenewalState::Due } else { RenewalState::NotDue };
    Renewal { state, starts_on, rule: months.rule.clone() }
}

fn count<'a>(seats: impl Iterator<Item = &'a &'a Membership>) -> u32 {
    u32::try_from(seats.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "composition_tests.rs"]
mod tests;
