//! Draws a protocol up: composes it, numbers it, hashes it, enters it. Part of the close and of the redrawing.

use super::Protocol;
use super::compose::compose;
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::features::documents::content::sha256;
use crate::features::meetings::model::Meeting;
use crate::features::meetings::{event, store};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Enters the protocol of a closed meeting as the record stands now. The caller holds the meeting's lock.
///
/// # Errors
/// PROTOCOL_SEALED, NOTHING_CHANGED when the latest version says the same.
pub(in super::super) fn draw_up<A: Can>(
    tx: &mut Writing<'_>,
    permit: &Permit<A>,
    meeting: &Meeting,
) -> Outcome<Protocol> {
    let author = tx.viewer.standing.clone().ok_or(Denied::Unauthenticated)?;
    let canonical = compose(tx, meeting)?.canonical()?;
    let latest = store::latest_protocol(tx.conn, meeting.id)?;
    if let Some(latest) = &latest {
        if latest.is_sealed() {
            return Err(Refusal::new(Code::ProtocolSealed).into());
        }
        if latest.canonical == canonical {
            return Err(Refusal::new(Code::NothingChanged).into());
        }
    }
    let protocol = Protocol {
        id: tx.id(),
        meeting_id: meeting.id,
        number: latest.map_or(0, |latest| latest.number).saturating_add(1),
        sha256: sha256(&canonical),
        canonical,
        author_id: author.account,
        author_name: author.name.clone(),
        created_at: tx.now,
        signatures: Vec::new(),
    };
    store::enter_protocol(tx.conn, permit, &protocol)?;
    tx.record(event::drawn_up(&protocol));
    Ok(protocol)
}
