//! A deadline: who owes what until when, by which rule, and how that day was counted.

use crate::features::rules::model::{LegalRule, Unit};
use crate::json_text;
use crate::kernel::calendar::{Calendar, Count, Length, LengthUnit, Skipped};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{self, CouncilId, DeadlineId, DecisionId, Id, Kind, LegalRuleId, ReviewId, StateBodyId};
use crate::kernel::zone::Zone;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

text_enum! {
    /// Where a deadline stands.
    pub enum DeadlineState {
        Running = "RUNNING", Met = "MET", MetLate = "MET_LATE", Overdue = "OVERDUE", Cancelled = "CANCELLED",
    }
}

/// What a deadline waits for: anything with an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The prefix of its ids on the wire, which tells the kind.
    pub kind: String,
    pub id: Uuid,
}

impl Subject {
    pub fn of<K: Kind>(id: Id<K>) -> Self {
        Self { kind: K::TYPE.to_owned(), id: id.uuid() }
    }

    /// The id as clients see it.
    pub fn wire(&self) -> String {
        id::join(&self.kind, self.id)
    }
}

/// Who owes what a deadline waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Body(StateBodyId),
    Council(CouncilId),
}

/// A deadline to start.
#[derive(Clone, Debug)]
pub struct NewDeadline {
    /// The rule that sets the term, one of `rules::key`.
    pub key: &'static str,
    pub subject: Subject,
    pub owed_by: Party,
    pub review: ReviewId,
    /// Who sees the decision sees the deadline.
    pub decision: DecisionId,
    /// The council whose matter it is.
    pub council: CouncilId,
    /// The body whose matter it is; its days count.
    pub body: StateBodyId,
    /// The day from which it runs, itself not counted.
    pub started_on: NaiveDate,
}

/// The days that did not count, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedDays(pub Vec<Skipped>);
json_text!(SkippedDays);

/// A term that runs, or ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub id: DeadlineId,
    pub rule_key: String,
    /// The rule as it was when the term started: a later value does not change it.
    pub rule_id: LegalRuleId,
    pub subject: Subject,
    pub owed_by: Party,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub body_id: StateBodyId,
    pub started_on: NaiveDate,
    pub length: Length,
    /// The last day.
    pub due_on: NaiveDate,
    /// The first instant after the last day, in the zone of the body.
    pub overdue_at: Timestamp,
    pub time_zone: Zone,
    pub skipped: Vec<Skipped>,
    /// It rests on a year whose calendar has not been entered.
    pub provisional: bool,
    pub state: DeadlineState,
    pub met_on: Option<NaiveDate>,
    /// The number of the calendar it was last counted by.
    pub calendar_version: i64,
    pub created_at: Timestamp,
}

/// The length a rule sets; `None` when it does not count time.
pub fn length(rule: &LegalRule) -> Option<Length> {
    let amount = rule.whole();
    let (amount, unit) = match rule.unit {
        Unit::WorkingDays => (amount, LengthUnit::WorkingDays),
        Unit::CalendarDays => (amount, LengthUnit::CalendarDays),
        Unit::Months => (amount, LengthUnit::Months),
        Unit::Years => (amount.saturating_mul(12), LengthUnit::Months),
        Unit::Members | Unit::Share | Unit::None => return None,
    };
    Some(Length { amount, unit })
}

impl Deadline {
    /// Whether its last day has passed, whatever its state says: between midnight and the sweep both may differ.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.overdue_at <= now
    }

    /// The state it takes when what it waited for is done on a day; `None` when it waits no more.
    pub fn met(&self, on: NaiveDate) -> Option<DeadlineState> {
        match self.state {
            DeadlineState::Running if on <= self.due_on => Some(DeadlineState::Met),
            DeadlineState::Running | DeadlineState::Overdue => Some(DeadlineState::MetLate),
            DeadlineState::Met | DeadlineState::MetLate | DeadlineState::Cancelled => None,
        }
    }

    /// The same deadline by another calendar. A running term never ends before today: who had until tomorrow
    /// yesterday cannot have been late the day before.
    #[must_use]
    pub fn recounted(&self, calendar: &Calendar, version: i64, now: Timestamp) -> Self {
        let Count { due_on, skipped, provisional } = calendar.count(self.started_on, self.length);
        let due_on = if due_on < self.due_on { due_on.max(self.time_zone.day(now).min(self.due_on)) } else { due_on };
        let overdue_at = self.time_zone.end_of(due_on);
        Self { due_on, overdue_at, skipped, provisional, calendar_version: version, ..self.clone() }
    }
}

/// A move of a deadline by a change of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub deadline_id: DeadlineId,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// The calendar that moved it.
    pub calendar_version: i64,
    /// Why the calendar changed.
    pub reason: String,
    pub moved_at: Timestamp,
}

#[cfg(test)]
mod tests;
