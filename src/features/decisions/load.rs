//! What every verb on a decision begins with: the decision under the viewer's sight, held, and its body, in force.

use super::model::Decision;
use super::store;
use crate::access::act::Writing;
use crate::features::bodies;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{DecisionId, StateBodyId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The decision, locked.
pub(super) fn held(tx: &mut Writing<'_>, id: DecisionId) -> Outcome<Decision> {
    store::lock(tx.conn, &tx.sight, id)?.ok_or_else(|| Denied::NotFound("decision").into())
}

/// Refuses what a body does that does not exist today.
pub(super) fn admit_body(tx: &mut Writing<'_>, body: StateBodyId) -> Outcome<()> {
    let body = bodies::store::find(tx.conn, body)?.ok_or(Denied::NotFound("state body"))?;
    if body.in_force_on(tx.now.day()) { Ok(()) } else { Err(Refusal::new(Code::BodyNotInForce).into()) }
}
