//! Counts months of councils from the rows: what is told of a month is counted here, whether it is kept or not.

use super::council::CouncilScorecard;
use super::store::{self, CouncilMonth, Stretches};
use crate::db::AnyConn;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use std::collections::HashMap;

/// What there is to tell of these stretches of days, by month, in five statements. Months of which there is nothing to tell
/// are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn months(
    conn: &mut AnyConn,
    now: Timestamp,
    over: &Stretches,
) -> Outcome<HashMap<CouncilMonth, CouncilScorecard>> {
    let mut cards: HashMap<CouncilMonth, CouncilScorecard> = HashMap::new();
    if over.is_empty() {
        return Ok(cards);
    }
    for (month, form, quorum, times) in store::meetings(conn, over)? {
        cards.entry(month).or_default().count_meetings(form, quorum, times);
    }
    for (month, category, turnout) in store::attendance(conn, over)? {
        let line = cards.entry(month).or_default().attendance.entry(category).or_default();
        line.seats += turnout.seats;
        line.attended += turnout.attended;
    }
    for (month, times) in store::concluded(conn, now, over)? {
        cards.entry(month).or_default().reviews_concluded += times;
    }
    for (month, times) in store::closed_polls(conn, now, over)? {
        cards.entry(month).or_default().polls_closed += times;
    }
    for (month, times) in store::dissents(conn, now, over)? {
        cards.entry(month).or_default().dissents += times;
    }
    Ok(cards)
}
