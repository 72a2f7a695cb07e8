//! Counts months of bodies from the rows: what is told of a month is counted here, whether it is kept or not.

use super::days::WorkingDays;
use super::model::{Reply, Scorecard, month_of};
use super::store::{self, Promised, Sent, Spans};
use crate::db::AnyConn;
use crate::features::answers::milestone::{MilestoneState, Standing};
use crate::features::{bodies, calendar};
use crate::kernel::calendar::Calendar;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{StateBodyId, kind};
use crate::kernel::zone::Zone;
use std::collections::{BTreeSet, HashMap};

/// A month of a body.
pub type Month = super::model::Month<kind::StateBody>;

/// What was counted of a month.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub card: Scorecard,
    /// The first instant at which a term or a promised day is over.
    pub good_until: Option<Timestamp>,
}

impl Counted {
    fn good_before(&mut self, end: Timestamp) {
        self.good_until = Some(self.good_until.map_or(end, |until| until.min(end)));
    }
}

/// What there is to tell of these stretches of days, by month, in at most five statements. Months of which there is nothing
/// to tell are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn months(conn: &mut AnyConn, now: Timestamp, spans: &Spans) -> Outcome<HashMap<Month, Counted>> {
    let mut months = HashMap::new();
    if spans.is_empty() {
        return Ok(months);
    }
    let sent = store::sent(conn, now, spans)?;
    count_replies(conn, &sent, &mut months)?;
    let promised = store::promised(conn, now, spans)?;
    count_milestones(conn, now, &promised, &mut months)?;
    Ok(months)
}

fn count_replies(conn: &mut AnyConn, sent: &[Sent], months: &mut HashMap<Month, Counted>) -> Outcome<()> {
    let answered = || sent.iter().filter_map(|one| Some([one.started_on, one.met_on?]));
    let days = match answered().next() {
        Some(_) => WorkingDays::over(&calendar::store::current(conn)?.calendar, answered().flatten()),
        None => WorkingDays::over(&Calendar::default(), []),
    };
    for one in sent {
        let working_days = one.met_on.and_then(|met_on| days.between(one.started_on, met_on));
        let reply = Reply { clock: one.clock, verdict: one.verdict, working_days };
        let month = months.entry((one.body_id, month_of(one.started_on))).or_default();
        month.card.count(reply);
        if let Some(end) = one.runs_until {
            month.good_before(end);
        }
    }
    Ok(())
}

fn count_milestones(
    conn: &mut AnyConn,
    now: Timestamp,
    promised: &[Promised],
    months: &mut HashMap<Month, Counted>,
) -> Outcome<()> {
    let open = |one: &&Promised| matches!(one.state, MilestoneState::Planned | MilestoneState::Disputed);
    // Whether a day has passed depends on where the body is, but not for days that have passed everywhere: the earliest day
    // that is today anywhere on earth is at most one before that of UTC.
    let utc = now.datetime().date_naive();
    let near_from = utc.pred_opt().unwrap_or(utc);
    let near: BTreeSet<StateBodyId> =
        promised.iter().filter(open).filter(|one| one.due_on >= near_from).map(|one| one.body_id).collect();
    let zones = if near.is_empty() {
        HashMap::new()
    } else {
        bodies::store::zones(conn, &near.into_iter().collect::<Vec<_>>())?
    };
    for one in promised {
        let zone: Zone = zones.get(&one.body_id).copied().unwrap_or_default();
        let is_past = one.due_on < near_from || one.due_on < zone.day(now);
        let standing = Standing { state: one.state, is_in_time: one.is_in_time, is_past };
        let Some(punctuality) = standing.punctuality() else { continue };
        let month = months.entry((one.body_id, month_of(one.due_on))).or_default();
        month.card.count_milestones(punctuality, one.times);
        if open(&one) && !is_past {
            month.good_before(zone.end_of(one.due_on));
        }
    }
    Ok(())
}
