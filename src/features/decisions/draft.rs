//! An officer drafts a decision of the body.

use super::model::{Access, Decision, DecisionState};
use super::version::{Content, DecisionVersion};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::StateBodyId;

/// A new decision.
#[derive(Clone, Debug)]
pub struct Draft {
    pub body: StateBodyId,
    pub content: Content,
}

/// Drafts a decision: version 1, seen by the body's officers only until it is published.
///
/// # Errors
/// BODY_NOT_IN_FORCE; BLANK, TOO_LONG, OUT_OF_RANGE, INVALID_PERIOD or TERM_UNFIT of a field.
pub fn draft(tx: &mut Writing<'_>, input: &Draft) -> Outcome<Decision> {
    // authorize: the right hangs on the body alone
    let permit = tx.authorize::<can::DraftDecision>(Place::body(input.body))?;
    let author = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    // admit
    load::admit_body(tx, input.body)?;
    let content = input.content.clone().checked(&tx.core.rules, tx.now.day())?;
    // write
    let version = DecisionVersion {
        id: tx.id(),
        decision_id: tx.id(),
        number: 1,
        sha256: content.sha256()?,
        content,
        author_id: author.account,
        created_at: tx.now,
    };
    let decision = first(input.body, &version, author.name.clone());
    let begun = Transition::made_in(tx, decision.id, None, DecisionState::Draft.as_str(), None);
    store::draft(tx.conn, &permit, &decision, &version, &begun)?;
    // record
    tx.record(event::drafted(&decision, &version));
    Ok(decision)
}

/// The decision that a first version makes.
fn first(body: StateBodyId, version: &DecisionVersion, author_name: String) -> Decision {
    Decision {
        id: version.decision_id,
        body_id: body,
        kind: version.content.details.kind(),
        state: DecisionState::Draft,
        access: Access::Public,
        author_id: version.author_id,
        author_name,
        version_id: version.id,
        revision: version.number,
        title: version.content.title.clone(),
        summary: version.content.summary.clone(),
        drafted_at: version.created_at,
        published_at: None,
        embargoed_until: None,
        public_from: None,
        superseded_by_id: None,
        listed_at: version.created_at,
    }
}
