//! What a meeting looks like.

use super::enums::{MeetingForm, MeetingOpenness, MeetingState};
use super::loader::{AgendaOfMeeting, MeetingById, ProtocolOfMeeting, TurnoutOfMeeting};
use super::presence::Presence;
use super::protocol::Protocol;
use super::query::stays_of;
use super::rights::{may, may_check_in, may_redraw, may_sign};
use super::stay::{Stay, Turnout};
use crate::access::policy::{Action, Place};
use crate::access::sight::Sight;
use crate::features::meetings::model;
use crate::graphql::attachments::{self, Attachment};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::polls::{self, Poll};
use crate::graphql::registry::Council;
use crate::graphql::reviews::Review;
use crate::graphql::scalars::LocalizedText;
use crate::graphql::transitions::{self, Transition};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::MeetingId;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// One meeting or hearing of a council.
#[derive(Clone)]
pub struct Meeting(pub Arc<model::Meeting>);

/// A review on the agenda of a meeting.
#[derive(SimpleObject, Clone)]
pub struct AgendaItem {
    /// Its place on the agenda, from 1.
    pub number: i32,
    /// The review.
    pub review: Review,
}

impl From<model::Meeting> for Meeting {
    fn from(meeting: model::Meeting) -> Self {
        Self(Arc::new(meeting))
    }
}

impl Meeting {
    /// A meeting by id.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: MeetingId) -> Outcome<Option<Self>> {
        Ok(context.load::<MeetingById>(id).await?.map(Self))
    }

    /// The meeting another thing belongs to.
    ///
    /// # Errors
    /// A fault when it is not there.
    pub async fn of(context: &Context<'_>, id: MeetingId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Failure::fault("a reference to no meeting"))
    }

    fn shows_inside(&self, context: &Context<'_>) -> bool {
        self.0.shows_inside(&Sight::of(&context.act().viewer))
    }
}

/// One meeting or hearing of a council.
#[Object]
impl Meeting {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The council.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// What the council comes together for.
    async fn form(&self) -> MeetingForm {
        self.0.form.into()
    }

    /// What it is called.
    async fn title(&self) -> LocalizedText {
        self.0.title.clone().into()
    }

    /// Where it is held.
    async fn place(&self) -> LocalizedText {
        self.0.place.clone().into()
    }

    /// The time announced.
    async fn starts_at(&self) -> Timestamp {
        self.0.starts_at
    }

    /// Whether everybody may attend.
    async fn openness(&self) -> MeetingOpenness {
        self.0.openness.into()
    }

    /// Why it is closed, for all to read; null where it is public.
    async fn openness_reason(&self) -> Option<&str> {
        self.0.openness_reason.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> MeetingState {
        self.0.state.into()
    }

    /// The revision of its announcement, from 1. It has to be named when the agenda is changed.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// Who called it.
    async fn called_by(&self) -> Person {
        Person::known(self.0.called_by_id, self.0.called_by_name.clone())
    }

    /// When it was called: the notice of it.
    async fn called_at(&self) -> Timestamp {
        self.0.called_at
    }

    /// When it was opened; null before.
    async fn opened_at(&self) -> Option<Timestamp> {
        self.0.opened_at
    }

    /// When it was closed; null before.
    async fn closed_at(&self) -> Option<Timestamp> {
        self.0.closed_at
    }

    /// Every change of state, oldest first: who called, opened, closed or cancelled it, and why.
    async fn transitions(&self, context: &Context<'_>) -> Result<Vec<Transition<MeetingState>>> {
        Ok(transitions::of::<model::MeetingState, _>(context, self.0.id.uuid()).await?)
    }

    /// The agenda, as far as the viewer may see the decisions under review; at most 50 items.
    async fn agenda(&self, context: &Context<'_>) -> Result<Vec<AgendaItem>> {
        let items = context.load::<AgendaOfMeeting>(self.0.id).await?.unwrap_or_default();
        let reviews = items.iter().map(|item| Review::find(context, item.review_id));
        let reviews = futures_util::future::try_join_all(reviews).await?;
        let shown = items.iter().zip(reviews);
        Ok(shown.filter_map(|(item, review)| Some(AgendaItem { number: int(item.number), review: review? })).collect())
    }

    /// Who is or was there, in the order of coming; empty for those who do not see into a closed meeting.
    async fn stays(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Stay>> {
        let args = args(first, last, after, before);
        Ok(stays_of(context, &self.0, self.shows_inside(context), &args).await?)
    }

    /// Who is there now, in numbers; null before anybody may come and after the close, and for those who do not see
    /// into a closed meeting.
    async fn presence(&self, context: &Context<'_>) -> Option<Result<Presence>> {
        let doors_open = match self.0.state {
            model::MeetingState::Open => true,
            model::MeetingState::Called => context.act().viewer.now >= self.0.doors_at(),
            model::MeetingState::Closed | model::MeetingState::Cancelled => false,
        };
        if !doors_open || !self.shows_inside(context) {
            return None;
        }
        nullable(Presence::of(context, &self.0).await.map(Some))
    }

    /// Who came, in numbers; null before the close, and for those who do not see into a closed meeting.
    async fn turnout(&self, context: &Context<'_>) -> Option<Result<Turnout>> {
        let quorum = self.0.quorum.filter(|_| self.shows_inside(context))?;
        let lines = context.load::<TurnoutOfMeeting>(self.0.id).await;
        nullable(lines.map(|lines| Some(Turnout::of(&lines.unwrap_or_default(), quorum.into()))))
    }

    /// The votes held in it, newest first, as far as the viewer may see the decisions.
    async fn polls(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Poll>> {
        polls::of_meeting(context, self.0.id, &args(first, last, after, before)).await
    }

    /// The current version of its protocol; null before the close, for those who do not see into a closed meeting, and
    /// for those who may not see every decision on the agenda, because a protocol names them all.
    async fn protocol(&self, context: &Context<'_>) -> Option<Result<Protocol>> {
        self.0.closed_at?;
        nullable(context.load::<ProtocolOfMeeting>(self.0.id).await.map(|found| found.map(Protocol)))
    }

    /// Its materials and recordings, oldest first.
    async fn attachments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Attachment>> {
        Ok(attachments::of_subject(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer may attach materials and recordings to it.
    async fn viewer_can_attach(&self, context: &Context<'_>) -> bool {
        attachments::may_attach(context, &Place::council(self.0.council_id))
    }

    /// Whether the viewer may change the agenda.
    async fn viewer_can_change_agenda(&self, context: &Context<'_>) -> bool {
        may(context, &self.0, Action::ChangeAgenda, &[model::MeetingState::Called, model::MeetingState::Open])
    }

    /// Whether the viewer may cancel it.
    async fn viewer_can_cancel(&self, context: &Context<'_>) -> bool {
        may(context, &self.0, Action::CancelMeeting, &[model::MeetingState::Called])
    }

    /// Whether the viewer may open it, once its time has come.
    async fn viewer_can_open(&self, context: &Context<'_>) -> bool {
        may(context, &self.0, Action::OpenMeeting, &[model::MeetingState::Called])
    }

    /// Whether the viewer may check in, from an hour before the time announced.
    async fn viewer_can_check_in(&self, context: &Context<'_>) -> bool {
        may_check_in(context, &self.0)
    }

    /// Whether the viewer may check any member in and out.
    async fn viewer_can_keep_attendance(&self, context: &Context<'_>) -> bool {
        may(context, &self.0, Action::CheckIn, &[model::MeetingState::Called, model::MeetingState::Open])
    }

    /// Whether the viewer may close it.
    async fn viewer_can_close(&self, context: &Context<'_>) -> bool {
        may(context, &self.0, Action::CloseMeeting, &[model::MeetingState::Open])
    }

    /// Whether the viewer may draw the protocol up anew, as long as it is not signed by both.
    async fn viewer_can_redraw_protocol(&self, context: &Context<'_>) -> Result<bool> {
        Ok(may_redraw(context, &self.0).await?)
    }

    /// Whether the viewer may sign the current version of the protocol: nobody has in their capacity.
    async fn viewer_can_sign_protocol(&self, context: &Context<'_>) -> Result<bool> {
        Ok(may_sign(context, &self.0).await?)
    }
}
