//! A state body, its heads, and the rules of their periods.

use crate::features::regions::Level;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{HeadId, PersonId, RegionId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::kernel::zone::Zone;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What a state body is.
    pub enum Kind {
        Ministry = "MINISTRY", Agency = "AGENCY", Akimat = "AKIMAT", Maslikhat = "MASLIKHAT",
        /// A national company or holding.
        QuasiPublic = "QUASI_PUBLIC",
        /// An organisation subordinate to another body: a department, a committee, a school board.
        Subordinate = "SUBORDINATE", Court = "COURT", Other = "OTHER",
    }
}

text_enum! {
    /// Whether the law lets a body have a public council.
    pub enum Eligibility { Eligible = "ELIGIBLE", Excluded = "EXCLUDED" }
}

/// A body that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateBody {
    pub id: StateBodyId,
    pub kind: Kind,
    pub level: Level,
    pub region_id: RegionId,
    pub parent_id: Option<StateBodyId>,
    /// The body it took over from.
    pub predecessor_id: Option<StateBodyId>,
    pub name: Localized,
    pub council_eligibility: Eligibility,
    /// First day.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer exists.
    pub valid_to: Option<NaiveDate>,
    pub created_at: Timestamp,
    /// Where its days begin and end.
    pub time_zone: Zone,
}

impl StateBody {
    /// Whether the body exists on a day.
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

/// Who leads a body, from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub id: HeadId,
    pub body_id: StateBodyId,
    pub person_id: PersonId,
    pub person_name: String,
    /// The office: "Minister of Finance".
    pub title: Localized,
    /// First day.
    pub since_on: NaiveDate,
    /// The first day on which somebody else, or nobody, leads.
    pub until_on: Option<NaiveDate>,
}

impl Head {
    /// Whether this head leads on a day.
    pub fn leads_on(&self, day: NaiveDate) -> bool {
        self.since_on <= day && self.until_on.is_none_or(|until| day < until)
    }
}

/// What a new body refers to.
#[derive(Clone, Copy, Debug)]
pub struct Relatives<'a> {
    pub parent: Option<&'a StateBody>,
    pub predecessor: Option<&'a StateBody>,
}

/// Whether a body of this level may begin on this day with these relatives.
///
/// # Errors
/// LEVEL_INVALID when it would stand above its parent, BODY_NOT_IN_FORCE when the parent does not exist on that day,
/// INVALID_PERIOD when it would begin before its predecessor.
pub fn admit(level: Level, valid_from: NaiveDate, relatives: Relatives<'_>) -> Result<(), Refusal> {
    if let Some(parent) = relatives.parent {
        if level < parent.level {
            return Err(Refusal::new(Code::LevelInvalid).at("parentId"));
        }
        if !parent.in_force_on(valid_from) {
            return Err(Refusal::new(Code::BodyNotInForce).at("parentId"));
        }
    }
    if relatives.predecessor.is_some_and(|before| valid_from < before.valid_from) {
        return Err(Refusal::new(Code::InvalidPeriod).at("establishedOn"));
    }
    Ok(())
}

/// Whether a body may cease to exist on a day; says which head's office ends with it.
///
/// # Errors
/// BODY_NOT_IN_FORCE when it has ended already, INVALID_PERIOD when the day is not after its first, HEAD_OVERLAP when
/// a head takes office on that day or later.
pub fn admit_end(body: &StateBody, heads: &[Head], valid_to: NaiveDate) -> Result<Option<HeadId>, Refusal> {
    if body.valid_to.is_some() {
        return Err(Refusal::new(Code::BodyNotInForce).at("bodyId"));
    }
    if valid_to <= body.valid_from {
        return Err(Refusal::new(Code::InvalidPeriod).at("endedOn"));
    }
    if let Some(later) = heads.iter().find(|head| head.since_on >= valid_to) {
        return Err(Refusal::new(Code::HeadOverlap).at("endedOn").with("since", later.since_on));
    }
    Ok(heads.iter().find(|head| head.until_on.is_none()).map(|head| head.id))
}

/// The period of a head: `until` is the first day after it, `None` while it runs.
#[derive(Clone, Copy, Debug)]
pub struct Office {
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// Whether the office of a new head meets no other; says which running head it ends, on the day it begins.
/// Only an open-ended appointment ends the running head: a past one entered late must fit into a gap.
///
/// # Errors
/// INVALID_PERIOD, BODY_NOT_IN_FORCE, HEAD_OVERLAP.
pub fn admit_head(body: &StateBody, heads: &[Head], office: Office) -> Result<Option<HeadId>, Refusal> {
    if office.until.is_some_and(|until| until <= office.since) {
        return Err(Refusal::new(Code::InvalidPeriod).at("untilOn"));
    }
    if !body.in_force_on(office.since) {
        return Err(Refusal::new(Code::BodyNotInForce).at("sinceOn"));
    }
    let running = heads.iter().find(|head| head.until_on.is_none());
    let ends = running.filter(|head| office.until.is_none() && head.since_on < office.since).map(|head| head.id);
    let meets = |head: &&Head| {
        head.until_on.is_none_or(|until| office.since < until) && office.until.is_none_or(|until| head.since_on < until)
    };
    match heads.iter().filter(|head| Some(head.id) != ends).find(meets) {
        Some(head) => Err(Refusal::new(Code::HeadOverlap).at("sinceOn").with("since", head.since_on)),
        None => Ok(ends),
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
