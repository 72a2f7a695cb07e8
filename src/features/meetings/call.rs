//! Those who preside call a meeting or a hearing.

use super::agenda;
use super::model::{Meeting, MeetingForm, MeetingState, Openness, check_time};
use super::notice::{self, Notice};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::features::councils::{self, Council};
use crate::features::transitions::Transition;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{CouncilId, ReviewId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The meeting asked for.
#[derive(Clone, Debug)]
pub struct Call {
    pub council: CouncilId,
    pub form: MeetingForm,
    pub title: Localized,
    pub place: Localized,
    pub starts_at: Timestamp,
    pub openness: Openness,
    /// Why it is closed, for all to read; an open one has none.
    pub openness_reason: Option<String>,
    pub reviews: Vec<ReviewId>,
}

/// Calls a meeting. Everybody learns of it from then on: that is its notice.
///
/// # Errors
/// MEETING_TIME_INVALID, HEARING_TOO_SOON with the rule and the earliest day, COUNCIL_TERM_OVER, OUTSIDE_TERM; BLANK,
/// TOO_LONG or OUT_OF_RANGE of a field, the reason of a closed meeting among them; NOT_FOUND, REVIEW_ELSEWHERE or
/// WRONG_STATE of a review.
pub fn call(tx: &mut Writing<'_>, input: &Call) -> Outcome<Meeting> {
    // load
    let council = councils::store::find(tx.conn, input.council)?.ok_or(Denied::NotFound("council"))?;
    // authorize
    let permit = tx.authorize::<can::CallMeeting>(Place::council(council.id))?;
    let caller = tx.viewer.standing.clone().ok_or(Denied::Unauthenticated)?;
    // admit
    let input = checked(tx, input)?;
    admit_term(tx, &council)?;
    check_time(input.starts_at, tx.now, council.term_ends_on)?;
    let id = tx.id();
    let items = agenda::wanted(tx, (council.id, id, input.form), &input.reviews)?;
    let notice = admit_notice(tx, &council, &input)?;
    // write
    let meeting = Meeting {
        id,
        council_id: council.id,
        form: input.form,
        title: input.title,
        place: input.place,
        starts_at: input.starts_at,
        openness: input.openness,
        openness_reason: input.openness_reason,
        state: MeetingState::Called,
        revision: 1,
        called_by_id: caller.account,
        called_by_name: caller.name.clone(),
        called_at: tx.now,
        changed_at: tx.now,
        opened_at: None,
        closed_at: None,
        quorum: None,
    };
    let begun = Transition::made_in(tx, meeting.id, None, meeting.state.as_str(), None);
    store::insert(tx.conn, &permit, &meeting, &items, &begun)?;
    // record
    tx.record(event::called(&meeting, &items, notice.as_ref()));
    Ok(meeting)
}

fn checked(tx: &Writing<'_>, input: &Call) -> Result<Call, Refusal> {
    let openness_reason = match input.openness {
        Openness::Public => None,
        Openness::Closed => {
            let reason = input.openness_reason.as_deref().unwrap_or_default();
            Some(check::text(reason, "opennessReason", check::REASON_CHARS)?)
        }
    };
    Ok(Call {
        title: check::required(&input.title, "title", tx.core.rules.title_chars)?,
        place: check::required(&input.place, "place", check::NAME_CHARS)?,
        openness_reason,
        ..input.clone()
    })
}

fn admit_term(tx: &Writing<'_>, council: &Council) -> Result<(), Refusal> {
    if council.term_starts_on <= tx.now.day() {
        return Ok(());
    }
    let outside = Refusal::new(Code::OutsideTerm).at("councilId").with("starts", council.term_starts_on);
    Err(outside.with("ends", council.term_ends_on))
}

/// A hearing asks for notice; a meeting of the council on its own work does not.
fn admit_notice(tx: &mut Writing<'_>, council: &Council, input: &Call) -> Outcome<Option<Notice>> {
    if input.form == MeetingForm::Meeting {
        return Ok(None);
    }
    let zone = notice::zone(tx, council.body_id)?;
    let notice = notice::of_hearing(tx, zone, input.starts_at)?;
    notice.must_be_in_time().map_err(|refusal| refusal.at("startsAt"))?;
    Ok(Some(notice))
}
