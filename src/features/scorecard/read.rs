//! Scorecards, read with the eyes of everybody.

use super::council::CouncilScorecard;
use super::days::WorkingDays;
use super::model::{Period, Reply, Scorecard};
use super::store::{self, Promised, Sent};
use crate::db::AnyConn;
use crate::features::answers::milestone::Standing;
use crate::features::{bodies, calendar};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, StateBodyId};
use crate::kernel::zone::Zone;
use std::collections::{BTreeSet, HashMap};

/// Of which bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Everybody,
    Among(Vec<StateBodyId>),
}

/// The scorecards of bodies as they are now, in at most five statements. Bodies of which there is nothing to tell are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_bodies(
    conn: &mut AnyConn,
    now: Timestamp,
    period: Period,
    scope: &Scope,
) -> Outcome<HashMap<StateBodyId, Scorecard>> {
    let mut cards = HashMap::new();
    if matches!(scope, Scope::Among(none) if none.is_empty()) {
        return Ok(cards);
    }
    let sent = store::sent(conn, now, period, scope)?;
    count_replies(conn, &sent, &mut cards)?;
    let promised = store::promised(conn, now, period, scope)?;
    count_milestones(conn, now, &promised, &mut cards)?;
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

fn count_replies(conn: &mut AnyConn, sent: &[Sent], cards: &mut HashMap<StateBodyId, Scorecard>) -> Outcome<()> {
    let answered = || sent.iter().filter_map(|one| Some([one.started_on, one.met_on?]));
    let days = match answered().next() {
        Some(_) => WorkingDays::over(&calendar::store::current(conn)?.calendar, answered().flatten()),
        None => WorkingDays::over(&crate::kernel::calendar::Calendar::default(), []),
    };
    for one in sent {
        let working_days = one.met_on.and_then(|met_on| days.between(one.started_on, met_on));
        let reply = Reply { clock: one.clock, verdict: one.verdict, working_days };
        cards.entry(one.body_id).or_default().count(reply);
    }
    Ok(())
}

fn count_milestones(
    conn: &mut AnyConn,
    now: Timestamp,
    promised: &[Promised],
    cards: &mut HashMap<StateBodyId, Scorecard>,
) -> Outcome<()> {
    // Whether a day has passed depends on where the body is, but only for days that are near.
    let near: BTreeSet<StateBodyId> =
        promised.iter().filter(|one| one.near_on.is_some()).map(|one| one.body_id).collect();
    let zones = if near.is_empty() {
        HashMap::new()
    } else {
        bodies::store::zones(conn, &near.into_iter().collect::<Vec<_>>())?
    };
    for one in promised {
        let today = zones.get(&one.body_id).copied().unwrap_or_default().day(now);
        let is_past = one.near_on.is_none_or(|due_on| due_on < today);
        let standing = Standing { state: one.state, is_in_time: one.is_in_time, is_past };
        if let Some(punctuality) = standing.punctuality() {
            cards.entry(one.body_id).or_default().count_milestones(punctuality, one.times);
        }
    }
    Ok(())
}
