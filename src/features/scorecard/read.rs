//! Scorecards, read with the eyes of everybody.

use super::council::CouncilScorecard;
use super::count;
use super::model::{Period, Scorecard, month_after};
use super::store::{self, Known, Spans};
use crate::db::AnyConn;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, StateBodyId};
use crate::kernel::zone::Zone;
use std::collections::HashMap;

/// Of which bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Everybody,
    Among(Vec<StateBodyId>),
}

/// The scorecards of bodies as they are now, in at most six statements, or one where all months are kept that the period
/// touches. Bodies of which there is nothing to tell are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_bodies(
    conn: &mut AnyConn,
    now: Timestamp,
    period: Period,
    scope: &Scope,
) -> Outcome<HashMap<StateBodyId, Scorecard>> {
    let mut cards: HashMap<StateBodyId, Scorecard> = HashMap::new();
    if matches!(scope, Scope::Among(none) if none.is_empty()) {
        return Ok(cards);
    }
    let (from, until) = period.days();
    let mut to_count = Vec::new();
    for Known { month: (body, first), card } in store::known(conn, now, period, scope)? {
        let end = month_after(first);
        match card.filter(|_| from <= first && end <= until) {
            Some(card) if card == Scorecard::default() => {}
            Some(card) => cards.entry(body).or_default().add(&card),
            None => to_count.push((body, from.max(first), until.min(end))),
        }
    }
    for ((body, _), counted) in count::months(conn, now, &Spans::of(to_count))? {
        cards.entry(body).or_default().add(&counted.card);
    }
    Ok(cards)
}

/// One scorecard of all of them together.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn sum(conn: &mut AnyConn, now: Timestamp, period: Period, scope: &Scope) -> Outcome<Scorecard> {
    Ok(Scorecard::sum(of_bodies(conn, now, period, scope)?.values()))
}

/// The scorecards of councils as they are now, in five statements. The days are those of one time zone.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(
    conn: &mut AnyConn,
    now: Timestamp,
    period: Period,
    zone: Zone,
    councils: &[CouncilId],
) -> Outcome<HashMap<CouncilId, CouncilScorecard>> {
    let wanted = store::Wanted { councils, within: period.instants(zone), now };
    let mut cards: HashMap<CouncilId, CouncilScorecard> = HashMap::new();
    for (council, form, quorum, times) in store::meetings(conn, &wanted)? {
        cards.entry(council).or_default().count_meetings(form, quorum, times);
    }
    for (council, category, turnout) in store::attendance(conn, &wanted)? {
        let line = cards.entry(council).or_default().attendance.entry(category).or_default();
        line.seats += turnout.seats;
        line.attended += turnout.attended;
    }
    for (council, times) in store::concluded(conn, &wanted)? {
        cards.entry(council).or_default().reviews_concluded = times;
    }
    for (council, times) in store::closed_polls(conn, &wanted)? {
        cards.entry(council).or_default().polls_closed = times;
    }
    for (council, times) in store::dissents(conn, &wanted)? {
        cards.entry(council).or_default().dissents = times;
    }
    Ok(cards)
}
