//! A term begins. Called by the use case that sets it, in its transaction and with its right.

use super::model::{self, Deadline, DeadlineState, NewDeadline, Party};
use super::{event, store};
use crate::access::act::Writing;
use crate::features::{bodies, calendar, rules};
use crate::kernel::calendar::Count;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::StateBodyId;
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Starts a deadline. A subject has at most one of a rule that is not cancelled. `None` where no rule of the key was in
/// force on the day from which it would run: before the law there was no term, and nobody was late.
///
/// # Errors
/// A fault when the rule was never entered or does not count time, or when the subject has such a deadline already.
pub fn start(tx: &mut Writing<'_>, new: &NewDeadline) -> Outcome<Option<Deadline>> {
    Ok(start_all(tx, std::slice::from_ref(new))?.into_iter().next())
}

/// Starts several at once: the calendar, each rule and each body are read once. Those without a rule in force are left
/// out.
///
/// # Errors
/// As [`start`].
pub fn start_all(tx: &mut Writing<'_>, new: &[NewDeadline]) -> Outcome<Vec<Deadline>> {
    let known = calendar::store::hold(tx.conn)?;
    let (rules, zones) = (rules_of(tx, new)?, zones_of(tx, new)?);
    let mut started = Vec::with_capacity(new.len());
    for one in new {
        let Some(rule) = rules.get(&(one.key, one.started_on)).and_then(Option::as_ref) else { continue };
        let length = model::length(rule).ok_or_else(|| Failure::fault(format!("{} counts no time", one.key)))?;
        let time_zone = zones.get(&owing_body(one)).copied().unwrap_or_default();
        let Count { due_on, skipped, provisional } = known.calendar.count(one.started_on, length);
        started.push(Deadline {
            id: tx.id(),
            rule_key: one.key.to_owned(),
            rule_id: rule.id,
            subject: one.subject.clone(),
            owed_by: one.owed_by,
            review_id: one.review,
            decision_id: one.decision,
            council_id: one.council,
            body_id: one.body,
            started_on: one.started_on,
            length,
            due_on,
            overdue_at: time_zone.end_of(due_on),
            time_zone,
            skipped,
            provisional,
            state: DeadlineState::Running,
            met_on: None,
            calendar_version: known.version,
            created_at: tx.now,
        });
    }
    store::insert(tx.conn, &started)?;
    started.iter().for_each(|deadline| tx.record(event::started(deadline)));
    Ok(started)
}

/// The day it is now where a body is: what a term that begins or ends now begins or ends on.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn today(tx: &mut Writing<'_>, body: StateBodyId) -> Outcome<NaiveDate> {
    let zone = bodies::store::zones(tx.conn, &[body])?.get(&body).copied().unwrap_or_default();
    Ok(zone.day(tx.now))
}

/// The body whose days count: the one that owes, or the one the owing council belongs to.
fn owing_body(new: &NewDeadline) -> StateBodyId {
    match new.owed_by {
        Party::Body(body) => body,
        Party::Council(_) => new.body,
    }
}

type Rules = HashMap<(&'static str, NaiveDate), Option<rules::LegalRule>>;

fn rules_of(tx: &mut Writing<'_>, new: &[NewDeadline]) -> Outcome<Rules> {
    let mut found = Rules::new();
    for one in new {
        if let Entry::Vacant(place) = found.entry((one.key, one.started_on)) {
            let rule = rules::store::find(tx.conn, one.key, one.started_on)?;
            if rule.is_none() && !rules::store::is_known(tx.conn, one.key)? {
                return Err(Failure::fault(format!("no legal rule {}", one.key)));
            }
            place.insert(rule);
        }
    }
    Ok(found)
}

fn zones_of(tx: &mut Writing<'_>, new: &[NewDeadline]) -> Outcome<HashMap<StateBodyId, Zone>> {
    let bodies: Vec<StateBodyId> = new.iter().map(owing_body).collect();
    bodies::store::zones(tx.conn, &bodies)
}
