//! What the scorecard of a council looks like.

use super::input::ScorecardPeriodInput;
use super::loader::ScorecardOfCouncil;
use crate::features::scorecard::council;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::registry::{MemberCategory, StateBody};
use crate::graphql::scalars::FractionValue;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, StateBodyId};
use async_graphql::{Context, Object, SimpleObject};
use std::sync::Arc;

/// What a council did in a period.
#[derive(Clone)]
pub struct CouncilScorecard(pub(super) Arc<council::CouncilScorecard>);

/// How the seats of a category were taken at the public meetings of a period.
#[derive(SimpleObject, Clone)]
pub struct CategoryAttendance {
    /// The category.
    pub category: MemberCategory,
    /// The number of seats, added up meeting by meeting.
    pub seats: i32,
    /// The number of those of which somebody came while the meeting was open.
    pub attended: i32,
    /// The one over the other, not reduced.
    pub share: Option<FractionValue>,
}

/// What a council did in a period. It counts what everybody may know, and is the same for every viewer.
#[Object]
impl CouncilScorecard {
    /// The number of meetings and hearings that were held, by the day for which they were called.
    async fn meetings(&self) -> i32 {
        int(self.0.meetings)
    }

    /// The number of them that were hearings.
    async fn hearings(&self) -> i32 {
        int(self.0.hearings)
    }

    /// The number of them that were public. Quorum and attendance are told of these only.
    async fn public_meetings(&self) -> i32 {
        int(self.0.public_meetings)
    }

    /// The number of public meetings at which at any moment enough members were there for a quorum.
    async fn quorum_met(&self) -> i32 {
        int(self.0.quorum_met)
    }

    /// The share of the public meetings at which there was a quorum, not reduced; null when there were none.
    async fn quorum_share(&self) -> Option<FractionValue> {
        self.0.quorum_share().map(FractionValue::from)
    }

    /// Who came to the public meetings, by category.
    async fn attendance(&self) -> Vec<CategoryAttendance> {
        let line = |(category, attendance): (&_, &council::Attendance)| CategoryAttendance {
            category: MemberCategory::from(*category),
            seats: int(attendance.seats),
            attended: int(attendance.attended),
            share: attendance.share().map(FractionValue::from),
        };
        self.0.attendance.iter().map(line).collect()
    }

    /// The share of all seats at the public meetings of which somebody came, not reduced; null when there were none.
    async fn attendance_share(&self) -> Option<FractionValue> {
        self.0.attendance_share().map(FractionValue::from)
    }

    /// The number of reviews concluded in the period.
    async fn reviews_concluded(&self) -> i32 {
        int(self.0.reviews_concluded)
    }

    /// The number of polls closed in the period and not annulled.
    async fn polls_closed(&self) -> i32 {
        int(self.0.polls_closed)
    }

    /// The number of dissenting opinions attached in the period to results that stand.
    async fn dissents(&self) -> i32 {
        int(self.0.dissents)
    }
}

/// The scorecard of the council of a body, in the days of the body's time zone.
///
/// # Errors
/// BAD_INPUT of the period; a fault when the database cannot be read.
pub async fn of_council(
    context: &Context<'_>,
    council: CouncilId,
    body: StateBodyId,
    period: Option<ScorecardPeriodInput>,
) -> Outcome<CouncilScorecard> {
    let period = super::input::period(period)?;
    let zone = StateBody::of(context, body).await?.0.time_zone;
    let found = context.load::<ScorecardOfCouncil>((council, period, zone)).await?;
    Ok(CouncilScorecard(found.unwrap_or_default()))
}
