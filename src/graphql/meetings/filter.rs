//! What the list of meetings can be narrowed to.

use super::enums::{MeetingForm, MeetingOrder, MeetingState};
use crate::features::meetings::store;
use crate::graphql::connection::PeriodInput;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, Id, ReviewId};
use crate::kernel::page::fingerprint;
use async_graphql::InputObject;

/// Which meetings are wanted. What is not given does not narrow.
#[derive(InputObject, Clone, Debug, Default)]
pub struct MeetingFilter {
    /// Only meetings of this council.
    pub council_id: Option<CouncilId>,
    /// Only meetings of this form.
    pub form: Option<MeetingForm>,
    /// Only meetings in one of these states.
    pub states: Option<Vec<MeetingState>>,
    /// Only meetings on whose agenda this review is; none when the viewer may not see it.
    pub review_id: Option<ReviewId>,
    /// Only meetings announced for this period.
    pub starts: Option<PeriodInput>,
}

impl From<MeetingFilter> for store::Filter {
    fn from(filter: MeetingFilter) -> Self {
        Self {
            council: filter.council_id,
            form: filter.form.map(Into::into),
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            review: filter.review_id,
            from: filter.starts.and_then(|period| period.from),
            until: filter.starts.and_then(|period| period.until),
        }
    }
}

/// Which list a cursor belongs to.
pub(super) fn list(name: &str, filter: &store::Filter, order: MeetingOrder) -> u64 {
    let states: Option<Vec<&str>> =
        filter.states.as_ref().map(|states| states.iter().map(|state| state.as_str()).collect());
    let ids = (filter.council.map(Id::wire), filter.review.map(Id::wire));
    let period = (filter.from.map(Timestamp::micros), filter.until.map(Timestamp::micros));
    fingerprint(&(name, ids, filter.form.map(|form| form.as_str()), states, period, order))
}
