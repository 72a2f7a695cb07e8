//! When something that was not taken is tried again, and when nothing is tried for a while.

use crate::outbound::{Answer, NotSent};
use chrono::Duration;

/// The waits after the first failure, the second, and so on: after the last there is no more. Those of the specification's example,
/// ten tries in three days and a few hours.
const WAITS: [Duration; 9] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(14),
    Duration::hours(20),
    Duration::hours(24),
];
/// How often something is tried at most.
pub const TRIES: i64 = 10;
/// Failures in a row that open the circuit.
pub const OPENS_AT: i64 = 5;
/// The longest that an open circuit waits before one delivery tries again.
const LONGEST_OPEN: Duration = Duration::hours(1);
/// A receiver that has failed for so long, without one success, is not tried any more.
pub const FAILS_FOR: Duration = Duration::days(5);
/// The shortest and the longest that a receiver who asks for time is given.
const ASKED: (i64, i64) = (30, 24 * 3600);

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Taken,
    /// It is not there any more, and wants nothing.
    Gone,
    /// It is too busy, for so many seconds at least.
    Busy(i64),
    Failed,
}

/// What became of a post.
pub fn meaning(outcome: &Result<Answer, NotSent>) -> Meaning {
    match outcome {
        Ok(Answer { status: 200..=299, .. }) => Meaning::Taken,
        Ok(Answer { status: 410, .. }) => Meaning::Gone,
        Ok(Answer { status: 429 | 502..=504, retry_after, .. }) => {
            Meaning::Busy(retry_after.unwrap_or(ASKED.0).clamp(ASKED.0, ASKED.1))
        }
        _ => Meaning::Failed,
    }
}

/// The wait after so many tries; `None` when it is given up. `luck`, from 0 to 255, makes it up to a fifth longer, so that what
/// failed together does not come back together.
pub fn wait_after(tries: i64, luck: u8) -> Option<Duration> {
    let wait = *WAITS.get(usize::try_from(tries).ok()?.checked_sub(1)?)?;
    Some(wait + wait * i32::from(luck) / (5 * 255))
}

/// How long the circuit stays open after so many failures in a row; `None` while it is closed.
pub fn open_for(failures: i64) -> Option<Duration> {
    let beyond = failures.checked_sub(OPENS_AT).filter(|beyond| *beyond >= 0)?;
    let beyond = u32::try_from(beyond.min(6)).ok()?;
    let minutes = 1_i64 << beyond;
    Some(Duration::minutes(minutes).min(LONGEST_OPEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, retry_after: Option<i64>) -> Result<Answer, NotSent> {
        Ok(Answer { status, retry_after, body: String::new() })
    }

    #[test]
    fn a_delivery_is_tried_ten_times_in_three_days_and_never_sooner_than_said() {
        let waits: Vec<Duration> = (1..).map_while(|tries| wait_after(tries, 0)).collect();
        assert_eq!(i64::try_from(waits.len() + 1), Ok(TRIES));
        assert!(waits.is_sorted() && waits.iter().sum::<Duration>() > Duration::days(3));
        assert_eq!(wait_after(1, 255), Some(Duration::seconds(6)));
        assert_eq!((wait_after(0, 0), wait_after(10, 0), wait_after(i64::MAX, 9)), (None, None, None));
    }

    #[test]
    fn the_circuit_opens_longer_each_time_up_to_an_hour() {
        assert_eq!(open_for(OPENS_AT - 1), None);
        assert_eq!(open_for(OPENS_AT), Some(Duration::minutes(1)));
        assert_eq!(open_for(OPENS_AT + 3), Some(Duration::minutes(8)));
        assert_eq!((open_for(OPENS_AT + 6), open_for(i64::MAX)), (Some(LONGEST_OPEN), Some(LONGEST_OPEN)));
        assert_eq!(open_for(0), None);
    }

    #[test]
    fn an_answer_means_what_the_specification_says() {
        assert_eq!(meaning(&answer(204, None)), Meaning::Taken);
        assert_eq!(meaning(&answer(410, None)), Meaning::Gone);
        assert_eq!(meaning(&answer(429, Some(120))), Meaning::Busy(120));
        assert_eq!(meaning(&answer(503, Some(i64::MAX))), Meaning::Busy(24 * 3600));
        assert_eq!(meaning(&answer(504, Some(0))), Meaning::Busy(30));
        for status in [301, 307, 400, 404, 500] {
            assert_eq!(meaning(&answer(status, None)), Meaning::Failed, "{status}");
        }
        assert_eq!(meaning(&Err(NotSent::Late)), Meaning::Failed);
    }
}
