//! A registrar enters that a state body ceases to exist.

use super::model::{self, StateBody};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::StateBodyId;
use chrono::NaiveDate;

/// Which body ends, and when.
#[derive(Clone, Copy, Debug)]
pub struct BodyEnd {
    pub body_id: StateBodyId,
    /// The first day on which it no longer exists.
    pub valid_to: NaiveDate,
}

/// Ends a body, and the office of its running head with it.
///
/// # Errors
/// BODY_NOT_IN_FORCE, INVALID_PERIOD, HEAD_OVERLAP; NOT_FOUND.
pub fn end(tx: &mut Writing<'_>, input: &BodyEnd) -> Outcome<StateBody> {
    // authorize
    let permit = tx.authorize::<can::EndStateBody>(Place::body(input.body_id))?;
    // load
    let mut body = store::lock(tx.conn, input.body_id)?.ok_or(Denied::NotFound("state body"))?;
    let heads = store::heads_of(tx.conn, &[body.id])?;
    // admit
    let running = model::admit_end(&body, &heads, input.valid_to)?;
    // write
    store::end(tx.conn, &permit, body.id, input.valid_to)?;
    if let Some(head) = running {
        store::end_head(tx.conn, &permit, head, input.valid_to)?;
    }
    body.valid_to = Some(input.valid_to);
    // record
    tx.record(event::ended(&body, running));
    Ok(body)
}
