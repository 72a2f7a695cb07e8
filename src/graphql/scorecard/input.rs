//! Over which period, of which bodies, and in which order.

use crate::features::bodies::StateBody;
use crate::features::reference::Reference;
use crate::features::scorecard::rank::First;
use crate::features::scorecard::{CouncilMeasure, Measure, Period};
use crate::graphql::connection::Direction;
use crate::graphql::registry::words::StateBodyKind;
use crate::graphql::scalars::Date;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{Id, RegionId, StateBodyId};
use async_graphql::{Enum, InputObject};
use serde::{Serialize, Serializer};
use std::collections::HashSet;

/// A period of legal days, half open. An end that is not given does not bound it.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct ScorecardPeriodInput {
    /// The first day of the period.
    #[serde(serialize_with = "day")]
    pub from_on: Option<Date>,
    /// The first day after the period.
    #[serde(serialize_with = "day")]
    pub until_on: Option<Date>,
}

impl TryFrom<ScorecardPeriodInput> for Period {
    type Error = Failure;

    fn try_from(input: ScorecardPeriodInput) -> Result<Self, Failure> {
        Self::new(input.from_on.map(|day| day.0), input.until_on.map(|day| day.0))
    }
}

/// The period of an argument; all time when nothing is said.
pub(super) fn period(input: Option<ScorecardPeriodInput>) -> Outcome<Period> {
    Period::try_from(input.unwrap_or_default())
}

/// Which bodies to rank. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct ScorecardFilter {
    /// The region in which the body is, or below which.
    #[serde(serialize_with = "wire")]
    pub region_id: Option<RegionId>,
    /// What the body is.
    pub kind: Option<StateBodyKind>,
    /// How many recommendations must at least have been sent to the body in the period; 1 when nothing is said, 0 for all
    /// bodies.
    pub sent_at_least: Option<u32>,
}

impl ScorecardFilter {
    /// The bodies in question, and how many recommendations each must have got.
    pub(super) fn bodies(&self, reference: &Reference) -> Vec<StateBodyId> {
        let below: Option<HashSet<StateBodyId>> = self.region_id.map(|id| reference.subtree(id));
        let wanted = |body: &StateBody| {
            below.as_ref().is_none_or(|below| below.contains(&body.id))
                && self.kind.is_none_or(|kind| kind == body.kind.into())
        };
        reference
            .bodies
            .entries()
            .iter()
            .map(|entry| &entry.item)
            .filter(|body| wanted(body))
            .map(|body| body.id)
            .collect()
    }
}

/// By what scorecards are ranked.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[graphql(remote = "crate::features::scorecard::Measure")]
pub enum ScorecardOrderField {
    /// By the number of recommendations sent to the body.
    Sent,
    /// By the share answered on time.
    OnTimeShare,
    /// By the number that is overdue.
    #[default]
    Overdue,
    /// By the share of the answers that refuse.
    RefusedShare,
    /// By the median of the working days to answer.
    MedianWorkingDays,
    /// By the 90th percentile of the working days to answer.
    P90WorkingDays,
    /// By the share of the milestones that were kept.
    MilestonesKeptShare,
}

/// How to rank scorecards of bodies or regions. Those of which the measure says nothing come last in either direction, and of
/// those that are equal always the same comes first.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct ScorecardOrder {
    /// By what.
    #[graphql(default)]
    pub field: ScorecardOrderField,
    /// In which direction: least first or most first.
    #[graphql(default)]
    pub direction: Direction,
}

impl ScorecardOrder {
    pub(super) fn measure(self) -> (Measure, First) {
        (self.field.into(), first(self.direction))
    }
}

/// By what scorecards of councils are ranked.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[graphql(remote = "crate::features::scorecard::CouncilMeasure")]
pub enum CouncilScorecardOrderField {
    /// By the number of meetings held, hearings included.
    #[default]
    Meetings,
    /// By the share of the public meetings at which there was a quorum.
    QuorumShare,
    /// By the share of the seats at the public meetings of which somebody came.
    AttendanceShare,
    /// By the number of reviews concluded.
    ReviewsConcluded,
    /// By the number of polls closed and not annulled.
    PollsClosed,
    /// By the number of dissenting opinions.
    Dissents,
}

/// How to rank scorecards of councils. Those of which the measure says nothing come last in either direction, and of those
/// that are equal always the same comes first.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct CouncilScorecardOrder {
    /// By what.
    #[graphql(default)]
    pub field: CouncilScorecardOrderField,
    /// In which direction: least first or most first.
    #[graphql(default)]
    pub direction: Direction,
}

impl CouncilScorecardOrder {
    pub(super) fn measure(self) -> (CouncilMeasure, First) {
        (self.field.into(), first(self.direction))
    }
}

const fn first(direction: Direction) -> First {
    match direction {
        Direction::Asc => First::Least,
        Direction::Desc => First::Most,
    }
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.0).serialize(serializer)
}

fn wire<S: Serializer>(id: &Option<RegionId>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}
