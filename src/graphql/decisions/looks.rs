//! Every path to what is under embargo is logged: the decision itself, and whatever hangs on it, also when the decision
//! is not asked for.
//!
//! Whoever hands out a decision, or a row that hangs on one (a review, a poll, a final document, an answer, a deadline
//! and so on) asks here first, unless it hangs on a row of the same decision that was just handed out. Nobody but
//! accredited media pays for it. They pay one read for all siblings together, and one write where something is under
//! embargo. A request that sees much of one decision leaves one entry.

use crate::access::act::{Act, Reading};
use crate::features::decisions::{look, needs_log, store};
use crate::graphql::batch::{Batches, Loader};
use crate::graphql::context::Ask;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;
use async_graphql::Context;
use futures_util::future::try_join_all;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Whether this viewer's looks are logged at all.
pub fn are_logged(context: &Context<'_>) -> bool {
    context.act().viewer.is_accredited_media()
}

/// Logs the viewer's looks at those of these decisions that need it. Call it before anything of them is handed out.
///
/// # Errors
/// A fault when the looks cannot be logged; then nothing may be handed out.
pub async fn log(context: &Context<'_>, decisions: impl IntoIterator<Item = DecisionId>) -> Outcome<()> {
    if !are_logged(context) {
        return Ok(());
    }
    let batches = context.data_unchecked::<Arc<Batches>>();
    let ids: HashSet<DecisionId> = decisions.into_iter().collect();
    // Whoever comes second waits for the first: what was only about to be logged must not be handed out either.
    let settled = |id: DecisionId| async move {
        batches.look(id).get_or_try_init(|| async { context.load::<Looked>(id).await.map(drop) }).await.copied()
    };
    try_join_all(ids.into_iter().map(settled)).await.map(drop)
}

/// Looks at decisions: what is loaded is which of them must be logged, and then they are.
struct Looked;

impl Loader for Looked {
    type Key = DecisionId;
    type Value = ();

    fn load(r: &mut Reading<'_>, keys: &[DecisionId]) -> Outcome<HashMap<DecisionId, ()>> {
        let seen = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(seen.iter().filter(|decision| needs_log(&r.sight, decision)).map(|decision| (decision.id, ())).collect())
    }

    async fn fetch(act: &Act, keys: Vec<DecisionId>) -> Outcome<HashMap<DecisionId, ()>> {
        let concerned = act.read(move |r| Self::load(r, &keys)).await?;
        if !concerned.is_empty() {
            let ids: Vec<DecisionId> = concerned.keys().copied().collect();
            act.write(move |tx| look::look(tx, &ids)).await?;
        }
        Ok(concerned)
    }
}
