//! An administrator gives a legal rule a new value from a day on.

use super::model::LegalRule;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// The new value of a rule.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub key: String,
    pub value_num: i64,
    pub value_den: i64,
    pub citation: Localized,
    pub valid_from: NaiveDate,
    pub confirmed: bool,
}

/// Amends a rule.
///
/// # Errors
/// RULE_UNKNOWN, RULE_OVERLAP when it would not start after the value in force, OUT_OF_RANGE for a denominator below 1.
pub fn amend(tx: &mut Writing<'_>, input: &Amendment) -> Outcome<LegalRule> {
    // authorize
    let permit = tx.authorize::<can::AmendLegalRule>(Place::EVERYWHERE)?;
    // load
    let rules = store::all(tx.conn)?;
    let running = rules.into_iter().rfind(|rule| rule.key == input.key);
    let running = running.ok_or_else(|| Failure::from(Refusal::new(Code::RuleUnknown).at("key")))?;
    // admit
    admit(&running, input, tx.now.day())?;
    let citation = check::required(&input.citation, "citation", check::REASON_CHARS)?;
    // write
    let rule = LegalRule {
        id: tx.id(),
        key: running.key,
        value_num: input.value_num,
        value_den: input.value_den,
        unit: running.unit,
        citation,
        valid_from: input.valid_from,
        valid_to: None,
        confirmed: input.confirmed,
    };
    store::succeed(tx.conn, &permit, running.id, &rule)?;
    // record
    tx.record(event::amended(&rule));
    Ok(rule)
}

fn admit(running: &LegalRule, input: &Amendment, today: NaiveDate) -> Result<(), Refusal> {
    if input.value_den < 1 || input.value_num < 0 {
        return Err(Refusal::new(Code::OutOfRange).at("numerator").with("min", 0).with("max", i64::MAX));
    }
    // What was decided until yesterday was decided under the rule of yesterday.
    if input.valid_from < today {
        return Err(Refusal::new(Code::InvalidPeriod).at("startsOn"));
    }
    if input.valid_from <= running.valid_from {
        return Err(Refusal::new(Code::RuleOverlap).at("startsOn"));
    }
    Ok(())
}
