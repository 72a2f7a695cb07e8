//! Scorecards, read with the eyes of everybody: what is kept of whole months, and counted of the rest.

use super::council::CouncilScorecard;
use super::model::{Period, Scorecard, month_after};
use super::store::{self, Known, Spans, Stretches, Whose};
use super::{count, count_councils};
use crate::db::AnyConn;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, Id, StateBodyId};
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Of which bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Everybody,
    Among(Vec<StateBodyId>),
}

/// A stretch of days of a body or a council that is to be counted.
type Stretch<K> = (Id<K>, NaiveDate, NaiveDate);

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
    let among = match scope {
        Scope::Everybody => None,
        Scope::Among(none) if none.is_empty() => return Ok(HashMap::new()),
        Scope::Among(bodies) => Some(bodies.as_slice()),
    };
    let known = store::known(conn, now, Whose::Body, period, among)?;
    let mut cards: HashMap<StateBodyId, Scorecard> = HashMap::new();
    let to_count = split(known, period, |body, card| cards.entry(body).or_default().add(&card));
    for ((body, _), counted) in count::months(conn, now, &Spans::of(to_count))? {
        cards.entry(body).or_default().add(&counted.card);
    }
    cards.retain(|_, card| *card != Scorecard::default());
    Ok(cards)
}

/// One scorecard of all of them together.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn sum(conn: &mut AnyConn, now: Timestamp, period: Period, scope: &Scope) -> Outcome<Scorecard> {
    Ok(Scorecard::sum(of_bodies(conn, now, period, scope)?.values()))
}

/// The scorecards of councils as they are now, in at most six statements, or one where all months are kept that the period
/// touches. The days are those of one time zone, which must be that of the councils' bodies.
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
    let known = store::known(conn, now, Whose::Council, period, Some(councils))?;
    let mut cards: HashMap<CouncilId, CouncilScorecard> = HashMap::new();
    let to_count = split(known, period, |council, card: CouncilScorecard| cards.entry(council).or_default().add(&card));
    let over = Stretches::of(to_count.into_iter().map(|(council, from, until)| (council, from, until, zone)));
    for ((council, _), card) in count_councils::months(conn, now, &over)? {
        cards.entry(council).or_default().add(&card);
    }
    cards.retain(|_, card| *card != CouncilScorecard::default());
    Ok(cards)
}

/// Takes in what is kept of months that lie in a period as a whole; the stretches of the others are returned.
fn split<K, C>(known: Vec<Known<K, C>>, period: Period, mut take: impl FnMut(Id<K>, C)) -> Vec<Stretch<K>> {
    let (from, until) = period.days();
    let mut to_count = Vec::new();
    for Known { month: (id, first), card } in known {
        let end = month_after(first);
        match card.filter(|_| from <= first && end <= until) {
            Some(card) => take(id, card),
            None => to_count.push((id, from.max(first), until.min(end))),
        }
    }
    to_count
}
