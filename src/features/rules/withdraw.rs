//! An administrator withdraws a value of a legal rule that has not come into force.

use super::model::{LegalRule, Withdrawal};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::LegalRuleId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// The value to withdraw, and why.
#[derive(Clone, Debug)]
pub struct Withdrawing {
    pub rule_id: LegalRuleId,
    pub reason: String,
}

/// Withdraws a value of a rule. The value before it holds again on the days it would have had.
///
/// # Errors
/// RULE_IN_FORCE once its first day has come, NOTHING_CHANGED when it is withdrawn already, BLANK or TOO_LONG of the
/// reason.
pub fn withdraw(tx: &mut Writing<'_>, input: &Withdrawing) -> Outcome<LegalRule> {
    // authorize
    let permit = tx.authorize::<can::WithdrawLegalRule>(Place::EVERYWHERE)?;
    // load
    let absent = || Failure::from(Denied::NotFound("legal rule"));
    let key = store::key_of(tx.conn, input.rule_id)?.ok_or_else(absent)?;
    let values = store::hold(tx.conn, &key)?;
    let rule = values.iter().find(|value| value.id == input.rule_id).ok_or_else(absent)?;
    // admit
    admit(rule, tx.now.day())?;
    let before = before(&values, rule).ok_or_else(|| Failure::fault(format!("{key}: no value before the next")))?;
    let withdrawal = Withdrawal { at: tx.now, reason: check::text(&input.reason, "reason", check::REASON_CHARS)? };
    // write
    store::withdraw(tx.conn, &permit, before.id, rule, &withdrawal)?;
    // record
    tx.record(event::withdrawn(rule, &withdrawal));
    Ok(LegalRule { valid_to: Some(rule.valid_from), withdrawal: Some(withdrawal), ..rule.clone() })
}

fn admit(rule: &LegalRule, today: NaiveDate) -> Result<(), Refusal> {
    if rule.withdrawal.is_some() {
        return Err(Refusal::new(Code::NothingChanged));
    }
    // Whatever was decided since its first day rests on it: it gets a successor, it does not vanish.
    if rule.valid_from <= today {
        return Err(Refusal::new(Code::RuleInForce).at("ruleId").under(rule.cite()));
    }
    Ok(())
}

/// The value that gave its place to this one.
fn before<'a>(values: &'a [LegalRule], rule: &LegalRule) -> Option<&'a LegalRule> {
    values.iter().find(|value| value.withdrawal.is_none() && value.valid_to == Some(rule.valid_from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::rules::{Unit, key};
    use crate::kernel::clock::Timestamp;
    use crate::kernel::id::Id;
    use crate::kernel::localized::Localized;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn value(id: u128, from: &str, to: Option<&str>) -> LegalRule {
        LegalRule {
            id: Id::from_uuid(uuid::Uuid::from_u128(id)),
            key: key::QUORUM.into(),
            value_num: 2,
            value_den: 3,
            unit: Unit::Share,
            citation: Localized { kk: "заң".into(), ru: None, en: None },
            valid_from: day(from),
            valid_to: to.map(day),
            confirmed: true,
            withdrawal: None,
        }
    }

    #[test]
    fn a_value_is_withdrawn_until_the_eve_of_its_first_day() {
        let rule = value(1, "2027-01-01", None);
        assert_eq!(admit(&rule, day("2026-12-31")), Ok(()));
        for today in ["2027-01-01", "2027-06-01"] {
            assert_eq!(admit(&rule, day(today)).map_err(|refusal| refusal.code), Err(Code::RuleInForce), "{today}");
        }
    }

    #[test]
    fn the_value_before_is_the_one_that_ends_where_it_begins_and_was_not_withdrawn_itself() {
        let withdrawal = Some(Withdrawal { at: Timestamp::from_micros(0).expect("in range"), reason: "A slip".into() });
        let slip = LegalRule { withdrawal, ..value(2, "2027-01-01", Some("2027-01-01")) };
        let values = [value(1, "2016-01-01", Some("2027-01-01")), slip, value(3, "2027-01-01", None)];
        assert_eq!(before(&values, &values[2]).map(|value| value.id), Some(values[0].id));
        assert_eq!(before(&values, &values[0]), None);
    }
}
