//! An administrator gives a legal rule a new value from a day on.

use super::model::{LegalRule, Unit, key};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// The greatest value of a rule: far above any number of the law.
const VALUE_MAX: i64 = 1_000;
/// Electors below which no ballot is secret, whatever the rule says.
const SECRET_ELECTORATE_FLOOR: i64 = 5;

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
/// RULE_UNKNOWN, RULE_OVERLAP when it would not start after the latest value, OUT_OF_RANGE when the value makes no sense in the
/// rule's unit, INVALID_PERIOD for a day that is past, BLANK or TOO_LONG for the citation.
pub fn amend(tx: &mut Writing<'_>, input: &Amendment) -> Outcome<LegalRule> {
    // authorize
    let permit = tx.authorize::<can::AmendLegalRule>(Place::EVERYWHERE)?;
    // load: the latest value, alone with it
    let unknown = || Failure::from(Refusal::new(Code::RuleUnknown).at("key"));
    let key = key::ALL.iter().find(|key| **key == input.key).ok_or_else(unknown)?;
    let running = store::hold(tx.conn, key)?.into_iter().rfind(|rule| rule.withdrawal.is_none()).ok_or_else(unknown)?;
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
        withdrawal: None,
    };
    store::succeed(tx.conn, &permit, running.id, &rule)?;
    // record
    tx.record(event::amended(&rule));
    Ok(rule)
}

fn admit(running: &LegalRule, input: &Amendment, today: NaiveDate) -> Result<(), Refusal> {
    admit_value(running, input)?;
    // What was decided until yesterday was decided under the rule of yesterday.
    if input.valid_from < today {
        return Err(Refusal::new(Code::InvalidPeriod).at("startsOn"));
    }
    if input.valid_from <= running.valid_from {
        return Err(Refusal::new(Code::RuleOverlap).at("startsOn").with("since", running.valid_from));
    }
    Ok(())
}

/// A value must make sense in its unit: everything that decides by it would fail otherwise. The least electorate of a
/// secret poll may be raised but not lowered: with fewer electors the totals would tell who chose what, and whoever
/// may amend rules must not be able to see secret choices that way.
fn admit_value(running: &LegalRule, input: &Amendment) -> Result<(), Refusal> {
    let range = |min: i64, max: i64| Refusal::new(Code::OutOfRange).at("numerator").with("min", min).with("max", max);
    if input.value_den < 1 {
        return Err(Refusal::new(Code::OutOfRange).at("denominator").with("min", 1).with("max", VALUE_MAX));
    }
    let (num, den) = (input.value_num, input.value_den);
    let least = if running.key == key::SECRET_ELECTORATE_MIN { SECRET_ELECTORATE_FLOOR } else { 1 };
    match running.unit {
        Unit::Share if num < 1 || num > den || den > VALUE_MAX => Err(range(1, den.min(VALUE_MAX))),
        Unit::Share => Ok(()),
        // A rule without a number says that something is so: its citation may change, its value may not.
        Unit::None if (num, den) != (running.value_num, running.value_den) => {
            Err(range(running.value_num, running.value_num))
        }
        Unit::None => Ok(()),
        _ if den != 1 => Err(Refusal::new(Code::OutOfRange).at("denominator").with("min", 1).with("max", 1)),
        _ if num < least || num > VALUE_MAX => Err(range(least, VALUE_MAX)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;

    fn rule(key: &str, unit: Unit) -> LegalRule {
        LegalRule {
            id: Id::from_uuid(uuid::Uuid::nil()),
            key: key.to_owned(),
            value_num: 2,
            value_den: 3,
            unit,
            citation: Localized { kk: "заң".into(), ru: None, en: None },
            valid_from: NaiveDate::MIN,
            valid_to: None,
            confirmed: true,
            withdrawal: None,
        }
    }

    fn admitted(key: &str, unit: Unit, num: i64, den: i64) -> bool {
        let citation = Localized { kk: "заң".into(), ru: None, en: None };
        let input = Amendment {
            key: key.to_owned(),
            value_num: num,
            value_den: den,
            citation,
            valid_from: NaiveDate::MAX,
            confirmed: true,
        };
        admit_value(&rule(key, unit), &input).is_ok()
    }

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        assert!(admitted(key::QUORUM, Unit::Share, 3, 4));
        assert!(admitted(key::QUORUM, Unit::Share, 1, 1));
        for (num, den) in [(7, 3), (0, 3), (-1, 2), (1, 0)] {
            assert!(!admitted(key::QUORUM, Unit::Share, num, den), "{num}/{den}");
        }
    }

    #[test]
    fn a_count_is_whole_and_positive_and_no_number_stays_none() {
        assert!(admitted(key::TERM_YEARS, Unit::Years, 4, 1));
        assert!(!admitted(key::TERM_YEARS, Unit::Years, 0, 1));
        assert!(!admitted(key::RENEWAL_MONTHS, Unit::Months, 1, 3));
        assert!(admitted(key::TIE_BREAK, Unit::None, 2, 3));
        assert!(!admitted(key::TIE_BREAK, Unit::None, 5, 3));
    }

    #[test]
    fn a_secret_poll_never_gets_fewer_electors_than_keep_it_secret() {
        assert!(admitted(key::SECRET_ELECTORATE_MIN, Unit::Members, 7, 1));
        assert!(!admitted(key::SECRET_ELECTORATE_MIN, Unit::Members, 4, 1));
    }
}
