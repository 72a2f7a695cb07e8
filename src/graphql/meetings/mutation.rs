//! What can be done about meetings until they are over. Ids in, payload out; the rules are in `features/meetings`.

use super::enums::{MeetingForm, MeetingOpenness};
use super::object::Meeting;
use super::stay::Stay;
use crate::features::meetings::{call, cancel, change_agenda, check_in, check_out, close, open};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::graphql::scalars::LocalizedTextInput;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, MeetingId, MembershipId, ReviewId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// A meeting to call.
#[derive(InputObject)]
pub struct CallMeetingInput {
    /// The council that meets.
    pub council_id: CouncilId,
    /// What it comes together for.
    pub form: MeetingForm,
    /// What the meeting is called, for all to read.
    pub title: LocalizedTextInput,
    /// Where it is held, for all to read; an address or a link.
    pub place: LocalizedTextInput,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Whether everybody may attend.
    #[graphql(default_with = "MeetingOpenness::Public")]
    pub openness: MeetingOpenness,
    /// Why it is closed, for all to read; obligatory for a closed meeting, ignored for a public one.
    pub openness_reason: Option<String>,
    /// The agenda: reviews of the council, in the order in which they are taken; at most 50, for a hearing at least
    /// one.
    pub review_ids: Vec<ReviewId>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// The agenda a meeting is to have.
#[derive(InputObject)]
pub struct ChangeAgendaInput {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The revision of the meeting that was read.
    pub expected_revision: i32,
    /// The whole new agenda, in its order.
    pub review_ids: Vec<ReviewId>,
}

/// A meeting to cancel.
#[derive(InputObject)]
pub struct CancelMeetingInput {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The reason, for all to read; at most 2000 characters.
    pub reason: String,
}

/// A meeting to open.
#[derive(InputObject)]
pub struct OpenMeetingInput {
    /// The meeting.
    pub meeting_id: MeetingId,
}

/// A member who comes.
#[derive(InputObject)]
pub struct CheckInInput {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The member's seat; the viewer's own when omitted.
    pub membership_id: Option<MembershipId>,
}

/// A member who leaves.
#[derive(InputObject)]
pub struct CheckOutInput {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The member's seat; the viewer's own when omitted.
    pub membership_id: Option<MembershipId>,
}

/// A meeting to close.
#[derive(InputObject)]
pub struct CloseMeetingInput {
    /// The meeting.
    pub meeting_id: MeetingId,
}

payload! {
    /// What callMeeting did.
    CallMeetingPayload {
        /// The meeting called.
        meeting: Meeting
    }
}
payload! {
    /// What changeAgenda did.
    ChangeAgendaPayload {
        /// The meeting with its new agenda.
        meeting: Meeting
    }
}
payload! {
    /// What cancelMeeting did.
    CancelMeetingPayload {
        /// The meeting cancelled.
        meeting: Meeting
    }
}
payload! {
    /// What openMeeting did.
    OpenMeetingPayload {
        /// The meeting opened.
        meeting: Meeting
    }
}
payload! {
    /// What checkIn did.
    CheckInPayload {
        /// The member's stay; the one there was, if the member was there already.
        stay: Stay
    }
}
payload! {
    /// What checkOut did.
    CheckOutPayload {
        /// The member's stay, now ended.
        stay: Stay
    }
}
payload! {
    /// What closeMeeting did.
    CloseMeetingPayload {
        /// The meeting closed, with its turnout and its protocol.
        meeting: Meeting
    }
}

/// Mutations about meetings.
#[derive(Default)]
pub struct MeetingMutation;

#[Object]
impl MeetingMutation {
    /// Calls a meeting or a hearing: everybody learns of it from then on. Notice of a hearing must be given so many
    /// working days before as the law asks. For the chair and deputy chairs of the council.
    async fn call_meeting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The meeting.")] input: CallMeetingInput,
    ) -> Result<CallMeetingPayload> {
        let once = once("callMeeting", &input);
        let act = context.act();
        let CallMeetingInput {
            council_id, form, title, place, starts_at, openness, openness_reason, review_ids, ..
        } = input;
        let input = call::Call {
            council: council_id,
            form: form.into(),
            title: title.into(),
            place: place.into(),
            starts_at,
            openness: openness.into(),
            openness_reason,
            reviews: review_ids,
        };
        let made = once.write(act, move |tx| call::call(tx, &input), |made| made.id).await;
        let outcome = shown(made, |meeting| meeting.into(), |id| Meeting::find(context, id)).await;
        CallMeetingPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Gives a meeting another agenda, as long as it is not over. What a hearing takes up needs the same notice as the
    /// hearing. For the chair, deputy chairs and the secretary of the council.
    async fn change_agenda(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The agenda.")] input: ChangeAgendaInput,
    ) -> Result<ChangeAgendaPayload> {
        let act = context.act();
        let ChangeAgendaInput { meeting_id, expected_revision, review_ids } = input;
        let input = change_agenda::Change {
            meeting: meeting_id,
            expected_revision: expected_revision.into(),
            reviews: review_ids,
        };
        let outcome = act.write(move |tx| change_agenda::change_agenda(tx, &input)).await;
        ChangeAgendaPayload::settle(act, outcome.map(|meeting| (meeting.into(),)))
    }

    /// Cancels a meeting that was not opened. It stays on record. For the chair and deputy chairs of the council.
    async fn cancel_meeting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which meeting, and why.")] input: CancelMeetingInput,
    ) -> Result<CancelMeetingPayload> {
        let act = context.act();
        let input = cancel::Cancellation { meeting: input.meeting_id, reason: input.reason };
        let outcome = act.write(move |tx| cancel::cancel(tx, &input)).await;
        CancelMeetingPayload::settle(act, outcome.map(|meeting| (meeting.into(),)))
    }

    /// Opens a meeting, from the time announced on and within a day of it. For the chair and deputy chairs of the
    /// council.
    async fn open_meeting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: OpenMeetingInput,
    ) -> Result<OpenMeetingPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| open::open(tx, input.meeting_id)).await;
        OpenMeetingPayload::settle(act, outcome.map(|meeting| (meeting.into(),)))
    }

    /// Checks a member in, from an hour before the time announced. Checking in twice changes nothing. For the member,
    /// the secretary, the chair and deputy chairs of the council.
    async fn check_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who comes.")] input: CheckInInput,
    ) -> Result<CheckInPayload> {
        let act = context.act();
        let input = check_in::Passage { meeting: input.meeting_id, membership: input.membership_id };
        let outcome = act.write(move |tx| check_in::check_in(tx, &input)).await;
        CheckInPayload::settle(act, outcome.map(|stay| (Stay(Arc::new(stay)),)))
    }

    /// Checks a member out who leaves before the end. For the same as checkIn.
    async fn check_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who leaves.")] input: CheckOutInput,
    ) -> Result<CheckOutPayload> {
        let act = context.act();
        let input = check_in::Passage { meeting: input.meeting_id, membership: input.membership_id };
        let outcome = act.write(move |tx| check_out::check_out(tx, &input)).await;
        CheckOutPayload::settle(act, outcome.map(|stay| (Stay(Arc::new(stay)),)))
    }

    /// Closes a meeting whose polls are closed: freezes its attendance and draws up its protocol. For the chair and
    /// deputy chairs of the council.
    async fn close_meeting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: CloseMeetingInput,
    ) -> Result<CloseMeetingPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| close::close(tx, input.meeting_id)).await;
        CloseMeetingPayload::settle(act, outcome.map(|meeting| (meeting.into(),)))
    }
}
