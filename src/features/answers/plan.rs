//! What a body says in an answer, before it is one: the verdict, the reasons, and the plan it binds itself to.

use super::model::Verdict;
use crate::features::check;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::{Months, NaiveDate};

/// The longest reasons of an answer and the longest evidence of a milestone, in characters per language.
pub const REASONS_CHARS: usize = 10_000;
/// The longest title of a milestone, in characters per language.
pub const TITLE_CHARS: usize = 500;
/// The most milestones of one plan: read as a whole, it is no list with pages.
pub const PLAN_MILESTONES: usize = 50;
/// The farthest day of a plan, in months from the answer. What lies beyond ten years is no promise.
pub const PLAN_MONTHS: u32 = 120;

/// What a body says to a recommendation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub verdict: Verdict,
    pub reasons: Localized,
    pub plan: Vec<Promise>,
}

/// One step of a plan: what, and by which day (inclusive).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub title: Localized,
    pub due_on: NaiveDate,
}

impl Statement {
    /// The same with its texts trimmed, if the rules admit it on a day. The order of the plan is the body's own.
    ///
    /// # Errors
    /// BLANK, TOO_LONG, PLAN_NEEDED, PLAN_UNFIT, OUT_OF_RANGE of the plan's length, PLAN_DATE_INVALID.
    pub fn checked(&self, today: NaiveDate) -> Result<Self, Refusal> {
        let reasons = check::required(&self.reasons, "reasons", REASONS_CHARS)?;
        match (self.verdict, self.plan.len()) {
            (Verdict::Accepted | Verdict::Partly, 0) => return Err(Refusal::new(Code::PlanNeeded).at("plan")),
            (Verdict::Refused, 1..) => return Err(Refusal::new(Code::PlanUnfit).at("plan")),
            (_, length) if length > PLAN_MILESTONES => {
                return Err(Refusal::new(Code::OutOfRange).at("plan").with("min", 1).with("max", PLAN_MILESTONES));
            }
            _ => {}
        }
        let plan = self.plan.iter().enumerate().map(|(index, promise)| promise.checked(index, today));
        Ok(Self { verdict: self.verdict, reasons, plan: plan.collect::<Result<_, _>>()? })
    }
}

impl Promise {
    fn checked(&self, index: usize, today: NaiveDate) -> Result<Self, Refusal> {
        let title = check::required(&self.title, &format!("plan.{index}.title"), TITLE_CHARS)?;
        let latest = today.checked_add_months(Months::new(PLAN_MONTHS)).unwrap_or(NaiveDate::MAX);
        if self.due_on < today || self.due_on > latest {
            let invalid = Refusal::new(Code::PlanDateInvalid).at(&format!("plan.{index}.dueOn"));
            return Err(invalid.with("from", today).with("until", latest));
        }
        Ok(Self { title, due_on: self.due_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(word: &str) -> Localized {
        Localized { kk: word.into(), ru: None, en: None }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn said(verdict: Verdict, days: &[&str]) -> Statement {
        let promise = |on: &&str| Promise { title: text(" Кезең "), due_on: day(on) };
        Statement { verdict, reasons: text(" Себебі "), plan: days.iter().map(promise).collect() }
    }

    fn refused(statement: &Statement) -> (Code, String) {
        let refusal = statement.checked(day("2026-11-22")).expect_err("refused");
        (refusal.code, refusal.field.join("."))
    }

    #[test]
    fn who_accepts_promises_and_who_refuses_does_not() {
        for verdict in [Verdict::Accepted, Verdict::Partly] {
            assert_eq!(refused(&said(verdict, &[])), (Code::PlanNeeded, "plan".into()));
            assert!(said(verdict, &["2026-12-01"]).checked(day("2026-11-22")).is_ok());
        }
        assert_eq!(refused(&said(Verdict::Refused, &["2026-12-01"])), (Code::PlanUnfit, "plan".into()));
        assert!(said(Verdict::Refused, &[]).checked(day("2026-11-22")).is_ok());
    }

    #[test]
    fn a_plan_lies_between_today_and_ten_years_from_now() {
        let plan = |on| said(Verdict::Accepted, &["2026-12-01", on]);
        for good in ["2026-11-22", "2036-11-22"] {
            assert!(plan(good).checked(day("2026-11-22")).is_ok(), "{good}");
        }
        for bad in ["2026-11-21", "2036-11-23"] {
            assert_eq!(refused(&plan(bad)), (Code::PlanDateInvalid, "plan.1.dueOn".into()), "{bad}");
        }
    }

    #[test]
    fn a_plan_is_short_enough_to_be_read_as_a_whole() {
        let days = ["2026-12-01"; PLAN_MILESTONES + 1];
        assert_eq!(refused(&said(Verdict::Partly, &days)), (Code::OutOfRange, "plan".into()));
        assert!(said(Verdict::Partly, &days[1..]).checked(day("2026-11-22")).is_ok());
    }

    #[test]
    fn reasons_and_titles_are_obligatory_and_trimmed() {
        let checked = said(Verdict::Accepted, &["2026-12-01"]).checked(day("2026-11-22")).expect("good");
        assert_eq!((checked.reasons.kk.as_str(), checked.plan[0].title.kk.as_str()), ("Себебі", "Кезең"));
        let silent = Statement { reasons: text(" "), ..said(Verdict::Refused, &[]) };
        assert_eq!(refused(&silent), (Code::Blank, "reasons.kk".into()));
        let mut untitled = said(Verdict::Accepted, &["2026-12-01"]);
        untitled.plan[0].title = text("");
        assert_eq!(refused(&untitled), (Code::Blank, "plan.0.title.kk".into()));
    }

    proptest! {
        #[test]
        fn what_was_checked_is_admitted_again_unchanged(accepted in proptest::bool::ANY, offsets in proptest::collection::vec(0_u64..3_000, 0..8)) {
            let today = day("2026-11-22");
            let verdict = if accepted { Verdict::Accepted } else { Verdict::Refused };
            let plan = offsets.iter().map(|days| Promise { title: text(" а "), due_on: today + chrono::Days::new(*days) });
            let statement = Statement { verdict, reasons: text("б"), plan: plan.collect() };
            match statement.checked(today) {
                Ok(checked) => prop_assert_eq!(checked.checked(today), Ok(checked.clone())),
                Err(_) => prop_assert_eq!(accepted, offsets.is_empty()),
            }
        }
    }
}
