//! A member who lost attaches a dissenting opinion to the result.

use super::model::{Dissent, Poll};
use super::roster::{self, Voter};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PollId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The opinion.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub poll_id: PollId,
    /// Public.
    pub text: String,
}

/// Attaches the viewer's dissenting opinion to a closed poll.
///
/// # Errors
/// POLL_OPEN, POLL_ANNULLED, NOT_ELECTOR, RECUSED, NOT_IN_MINORITY, DISSENT_EXISTS, BLANK, TOO_LONG.
pub fn attach_dissent(tx: &mut Writing<'_>, input: &Attachment) -> Outcome<Dissent> {
    // load
    let roster = roster::of(tx, input.poll_id)?;
    let sight = roster.sight(tx.viewer, &tx.sight);
    // authorize
    let permit = tx.authorize::<can::AttachDissent>(roster.place(tx.viewer))?;
    // admit
    let text = check::text(&input.text, "text", tx.core.rules.comment_chars)?;
    let voter = roster.voter(tx.viewer)?;
    let poll = store::find(tx.conn, &sight, input.poll_id)?.ok_or(Denied::NotFound("poll"))?;
    poll.must_be_closed()?;
    let name = must_have_lost(tx, &poll, voter)?;
    // write
    let dissent = Dissent {
        id: tx.id(),
        poll_id: poll.id,
        membership_id: voter.membership,
        person_id: voter.person,
        name,
        text,
        attached_at: tx.now,
    };
    store::attach_dissent(tx.conn, &permit, &dissent)?;
    // record
    tx.record(event::dissent_attached(&dissent));
    Ok(dissent)
}

/// Whether the member took part and lost; returns the name under which they voted.
fn must_have_lost(tx: &mut Writing<'_>, poll: &Poll, voter: Voter) -> Outcome<String> {
    let entry = store::entry_of(tx.conn, &[poll.id], voter.person)?.into_iter().next();
    let entry = entry.ok_or_else(|| Refusal::new(Code::NotElector))?;
    match poll.ruling {
        Some(ruling) if entry.has_lost(poll.mode, ruling.verdict) => Ok(entry.elector.name),
        _ => Err(Refusal::new(Code::NotInMinority).into()),
    }
}
