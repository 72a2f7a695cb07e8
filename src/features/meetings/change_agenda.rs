//! Chair or secretary give a meeting another agenda.

use super::agenda::{self, Difference};
use super::model::{Meeting, MeetingForm, MeetingState};
use super::{event, notice, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{MeetingId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The agenda asked for, whole and in its order.
#[derive(Clone, Debug)]
pub struct Change {
    pub meeting: MeetingId,
    /// The revision the new agenda was written from.
    pub expected_revision: i64,
    pub reviews: Vec<ReviewId>,
}

/// Changes the agenda of a meeting that is not over. What a hearing takes up needs the same notice as the hearing
/// itself.
///
/// # Errors
/// WRONG_STATE, STALE_REVISION, NOTHING_CHANGED, HEARING_TOO_SOON, AGENDA_VOTED; those of the reviews as in
/// `callMeeting`.
pub fn change_agenda(tx: &mut Writing<'_>, input: &Change) -> Outcome<Meeting> {
    // load
    let meeting = store::lock(tx.conn, input.meeting)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::ChangeAgenda>(Place::council(meeting.council_id))?;
    // admit
    admit(&meeting, input.expected_revision)?;
    let old = store::agenda_of(tx.conn, &[meeting.id])?;
    let new = agenda::wanted(tx, agenda::of(&meeting), &input.reviews)?;
    if old == new {
        return Err(Refusal::new(Code::NothingChanged).at("reviewIds").into());
    }
    let difference = agenda::difference(&old, &new);
    admit_added(tx, &meeting, &difference)?;
    admit_removed(tx, &meeting, &difference)?;
    // write
    let meeting = Meeting { revision: meeting.revision.saturating_add(1), changed_at: tx.now, ..meeting };
    store::change_agenda(tx.conn, &permit, &meeting, &new)?;
    // record
    tx.record(event::agenda_changed(&meeting, &new));
    Ok(meeting)
}

fn admit(meeting: &Meeting, expected: i64) -> Result<(), Refusal> {
    meeting.must_be(&[MeetingState::Called, MeetingState::Open])?;
    if meeting.revision != expected {
        let stale = Refusal::new(Code::StaleRevision).at("expectedRevision");
        return Err(stale.with("expected", expected).with("current", meeting.revision));
    }
    Ok(())
}

fn admit_added(tx: &mut Writing<'_>, meeting: &Meeting, difference: &Difference) -> Outcome<()> {
    if meeting.form == MeetingForm::Meeting || difference.added.is_empty() {
        return Ok(());
    }
    let council = councils::store::find(tx.conn, meeting.council_id)?;
    let council = council.ok_or_else(|| Failure::fault("a meeting without a council"))?;
    let zone = notice::zone(tx, council.body_id)?;
    let notice = notice::of_hearing(tx, zone, meeting.starts_at)?;
    Ok(notice.must_be_in_time().map_err(|refusal| refusal.at("reviewIds"))?)
}

fn admit_removed(tx: &mut Writing<'_>, meeting: &Meeting, difference: &Difference) -> Outcome<()> {
    if store::has_polls(tx.conn, meeting.id, &difference.removed)? {
        return Err(Refusal::new(Code::AgendaVoted).at("reviewIds").into());
    }
    Ok(())
}
