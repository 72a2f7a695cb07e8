//! The notice of a hearing: how long before it has to be given.
//!
//! Whoever is concerned may take part in a hearing and must learn of it in time (Law on Public Control, Art. 13(6)).
//!
//! # For a hearing on Friday, is the last day Monday or Tuesday?
//! The law says "no later than three working days before" and leaves it open. We take the reading under which nobody
//! is ever told too late: **three whole working days lie between** the day of the notice and the day of the hearing,
//! and neither of the two is counted. So notice of a hearing on a Friday is given on the Monday at the latest. It is
//! also how every other term here is counted: the day on which a term starts is not part of it (Civil Code), a term
//! of three working days from Tuesday ends with Friday, and what may happen only after it cannot happen on that Friday.
//! Who reads the law more laxly loses a day; a hearing held on the laxer reading could be contested.
//!
//! The days are those of the calendar in force where the council's body is, as it stands when notice is given: free
//! days do not count, working Saturdays do. A calendar that changes later does not undo a notice; the event of the
//! call says by which version it was counted.

use crate::access::act::Writing;
use crate::features::rules::{self, key};
use crate::features::{bodies, calendar};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::StateBodyId;
use crate::kernel::refusal::{Refusal, RuleRef};
use crate::kernel::words::Code;
use crate::kernel::zone::Zone;
use chrono::NaiveDate;

/// What the law asks of a hearing of which notice is given now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub given_on: NaiveDate,
    /// The last day on which it had to be given.
    pub latest_on: NaiveDate,
    /// The first day a hearing may be held on, of which notice is given now.
    pub earliest_on: NaiveDate,
    pub working_days: u32,
    pub rule: RuleRef,
    /// The calendar it was counted by.
    pub calendar_version: i64,
}

impl Notice {
    /// # Errors
    /// HEARING_TOO_SOON, with the rule and the earliest day.
    pub fn must_be_in_time(&self) -> Result<(), Refusal> {
        if self.given_on <= self.latest_on {
            return Ok(());
        }
        let refusal = Refusal::new(Code::HearingTooSoon).with("days", self.working_days);
        Err(refusal.with("earliest", self.earliest_on).under(self.rule.clone()))
    }
}

/// The time zone of a council's body.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn zone(tx: &mut Writing<'_>, body: StateBodyId) -> Outcome<Zone> {
    Ok(bodies::store::zones(tx.conn, &[body])?.get(&body).copied().unwrap_or_default())
}

/// What the rule in force asks of a hearing that begins at an instant.
///
/// # Errors
/// A fault when the calendar or the rule cannot be read.
pub(super) fn of_hearing(tx: &mut Writing<'_>, zone: Zone, starts_at: Timestamp) -> Outcome<Notice> {
    let given_on = zone.day(tx.now);
    let rule = rules::store::in_force(tx.conn, key::HEARING_NOTICE, given_on)?;
    let known = calendar::store::current(tx.conn)?;
    let working_days = rule.whole();
    Ok(Notice {
        given_on,
        latest_on: known.calendar.before(zone.day(starts_at), working_days),
        earliest_on: known.calendar.earliest(given_on, working_days),
        working_days,
        rule: rule.cite(),
        calendar_version: known.version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::localized::{Locale, Localized};

    fn notice(given_on: &str, latest_on: &str) -> Notice {
        let day = |text: &str| text.parse().expect("a day");
        let citation = Localized { kk: "13-бап, 6-тармақ".into(), ru: None, en: None };
        Notice {
            given_on: day(given_on),
            latest_on: day(latest_on),
            earliest_on: day("2026-11-27"),
            working_days: 3,
            rule: RuleRef { key: key::HEARING_NOTICE.into(), citation, confirmed: true },
            calendar_version: 1,
        }
    }

    #[test]
    fn notice_on_the_last_day_is_in_time_and_a_day_later_it_is_refused_with_the_citation() {
        assert_eq!(notice("2026-11-24", "2026-11-24").must_be_in_time(), Ok(()));
        let refusal = notice("2026-11-24", "2026-11-23").must_be_in_time().expect_err("too late");
        assert_eq!(refusal.rule.as_ref().map(|rule| rule.key.as_str()), Some("hearing.notice"));
        for locale in Locale::ALL {
            let message = refusal.message(locale);
            assert!(message.contains("2026-11-27") && message.contains('3'), "{message}");
        }
    }
}
