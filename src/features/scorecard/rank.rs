//! By what bodies, regions and councils are ranked. A rank is one whole number, so that a list can be cut into pages between
//! any two.

use super::council::CouncilScorecard;
use super::model::Scorecard;
use crate::kernel::fraction::Fraction;

/// What bodies and regions are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Sent,
    OnTimeShare,
    Overdue,
    RefusedShare,
    MedianWorkingDays,
    P90WorkingDays,
    MilestonesKeptShare,
}

/// What councils are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouncilMeasure {
    Meetings,
    QuorumShare,
    AttendanceShare,
    ReviewsConcluded,
    PollsClosed,
    Dissents,
}

/// Which end of the measure comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    Least,
    Most,
}

/// Into how many parts the whole is cut, to write a share as a whole number.
const PARTS: u64 = 1_000_000_000_000_000_000;

impl Measure {
    /// Where a scorecard stands: the list is in ascending order of it.
    pub fn rank(self, first: First, card: &Scorecard) -> i64 {
        place(self.value(card), first)
    }

    fn value(self, card: &Scorecard) -> Option<i64> {
        match self {
            Self::Sent => Some(card.sent().into()),
            Self::Overdue => Some(card.overdue.into()),
            Self::OnTimeShare => card.on_time_share().map(parts),
            Self::RefusedShare => card.refused_share().map(parts),
            Self::MilestonesKeptShare => card.kept_share().map(parts),
            Self::MedianWorkingDays => card.working_days(50).map(i64::from),
            Self::P90WorkingDays => card.working_days(90).map(i64::from),
        }
    }
}

impl CouncilMeasure {
    /// Where a scorecard stands: the list is in ascending order of it.
    pub fn rank(self, first: First, card: &CouncilScorecard) -> i64 {
        let value = match self {
            Self::Meetings => Some(card.meetings.into()),
            Self::QuorumShare => card.quorum_share().map(parts),
            Self::AttendanceShare => card.attendance_share().map(parts),
            Self::ReviewsConcluded => Some(card.reviews_concluded.into()),
            Self::PollsClosed => Some(card.polls_closed.into()),
            Self::Dissents => Some(card.dissents.into()),
        };
        place(value, first)
    }
}

/// Those of which the measure says nothing, such as the median of no answers, come last whichever end is first.
fn place(value: Option<i64>, first: First) -> i64 {
    match (value, first) {
        (None, _) => i64::MAX,
        (Some(value), First::Least) => value,
        (Some(value), First::Most) => value.saturating_neg(),
    }
}

/// A share as a whole number of parts, rounded down. It orders exactly as the fractions do: two different ones differ by at
/// least 1 over the product of their denominators, which for up to a thousand million each is a part or more.
fn parts(share: Fraction) -> i64 {
    let parts = u128::from(share.num()) * u128::from(PARTS) / u128::from(share.den());
    i64::try_from(parts).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_are_ranked_as_fractions_are_compared(a in 0_u32..900_000, da in 1_u32..900_000, b in 0_u32..900_000, db in 1_u32..900_000) {
            let (a, b) = (a.min(da), b.min(db));
            let exact = (u64::from(a) * u64::from(db)).cmp(&(u64::from(b) * u64::from(da)));
            let (left, right) = (Fraction::new(a, da).expect("a share"), Fraction::new(b, db).expect("a share"));
            prop_assert_eq!(parts(left).cmp(&parts(right)), exact);
        }
    }

    #[test]
    fn councils_are_ranked_by_the_share_of_seats_taken_whatever_their_category() {
        use crate::features::councils::Category;
        use crate::features::scorecard::council::Attendance;
        let council = |lines: &[(Category, u32, u32)]| CouncilScorecard {
            attendance: lines
                .iter()
                .map(|(c, seats, attended)| (*c, Attendance { seats: *seats, attended: *attended }))
                .collect(),
            ..CouncilScorecard::default()
        };
        let rank = |card| CouncilMeasure::AttendanceShare.rank(First::Most, &card);
        let half = rank(council(&[(Category::Ngo, 10, 0), (Category::Citizen, 10, 10)]));
        assert!(rank(council(&[(Category::Ngo, 3, 2)])) < half && half < rank(council(&[(Category::Ngo, 3, 1)])));
        assert_eq!(rank(CouncilScorecard::default()), i64::MAX);
    }

    #[test]
    fn of_whom_nothing_can_be_said_comes_last_either_way() {
        let (none, all) = (Scorecard::default(), Scorecard { on_time: 3, ..Scorecard::default() });
        let half = Scorecard { on_time: 1, overdue: 1, ..Scorecard::default() };
        let rank = |first, card| Measure::OnTimeShare.rank(first, card);
        assert!(
            rank(First::Most, &all) < rank(First::Most, &half) && rank(First::Most, &half) < rank(First::Most, &none)
        );
        assert!(
            rank(First::Least, &half) < rank(First::Least, &all)
                && rank(First::Least, &all) < rank(First::Least, &none)
        );
    }
}
