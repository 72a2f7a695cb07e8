//! What a poll looks like.

use super::ballot::{Ballot, Dissent, Elector};
use super::loader::{DissentsOfPoll, ElectorsOfPoll, PollById, ViewerInPoll};
use super::result::{Annulment, PollResult, PollRules, Tally};
use super::words::{PollMode, PollState};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::polls::model::{self, Entitlement, takes_ballots, within_term};
use crate::features::polls::store::Entry;
use crate::graphql::answers::AnswerMotion;
use crate::graphql::context::Ask;
use crate::graphql::decisions::{Decision, DecisionVersion, looks};
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::meetings::{Meeting, ViewerPresent};
use crate::graphql::people::Person;
use crate::graphql::registry::Council;
use crate::graphql::reviews::Review;
use crate::graphql::scalars::LocalizedText;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PollId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// One vote of a council on one version of a decision.
#[derive(Clone)]
pub struct Poll(pub Arc<model::Poll>);

impl From<model::Poll> for Poll {
    fn from(poll: model::Poll) -> Self {
        Self(Arc::new(poll))
    }
}

impl Poll {
    /// A poll by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: PollId) -> Outcome<Option<Self>> {
        let Some(poll) = context.load::<PollById>(id).await? else { return Ok(None) };
        looks::log(context, [poll.decision_id]).await?;
        Ok(Some(Self(poll)))
    }

    /// The viewer's entry in the electorate, if they have one.
    async fn viewer_entry(&self, context: &Context<'_>) -> Outcome<Option<Arc<Entry>>> {
        if context.act().viewer.account().is_none() {
            return Ok(None);
        }
        context.load::<ViewerInPoll>(self.0.id).await
    }

    fn allows(&self, context: &Context<'_>, action: Action, entry: Option<&Entry>) -> bool {
        let place = Place::council(self.0.council_id).for_elector(entry.map(|entry| entry.elector.person_id));
        allowed(&context.act().viewer, action, &place)
    }
}

/// One vote of a council on one version of a decision.
#[Object]
impl Poll {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The review it belongs to.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// The decision voted on.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// The version of the decision voted on: the one that was current when the poll was opened.
    async fn version(&self, context: &Context<'_>) -> Result<DecisionVersion> {
        Ok(DecisionVersion::of(context, self.0.version_id).await?)
    }

    /// The council that votes.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The meeting in which it was opened; null where members vote wherever they are.
    async fn meeting(&self, context: &Context<'_>) -> Option<Result<Meeting>> {
        nullable(Meeting::find(context, self.0.meeting_id?).await)
    }

    /// Whether everybody learns who chose what.
    async fn mode(&self) -> PollMode {
        self.0.mode.into()
    }

    /// Where it stands.
    async fn state(&self) -> PollState {
        self.0.state.into()
    }

    /// The question put to the vote.
    async fn question(&self) -> LocalizedText {
        self.0.question.clone().into()
    }

    /// What it says of an answer if it is adopted; null where it is about no answer.
    async fn motion(&self, context: &Context<'_>) -> Option<Result<AnswerMotion>> {
        nullable(AnswerMotion::of_poll(context, self.0.id).await)
    }

    /// The rules it is held under, frozen when it was opened.
    async fn rules(&self) -> PollRules {
        PollRules(Arc::clone(&self.0))
    }

    /// The number of members who may vote, without those who recused themselves.
    async fn electorate_size(&self) -> i32 {
        int(self.0.electorate_size)
    }

    /// The electorate, frozen when the poll was opened, with the ballots cast so far; by name.
    async fn electors(&self, context: &Context<'_>) -> Result<Vec<Elector>> {
        let electors = context.load::<ElectorsOfPoll>(self.0.id).await?.unwrap_or_default();
        Ok(electors.iter().map(|entry| Elector(Arc::clone(entry))).collect())
    }

    /// Who opened it.
    async fn opened_by(&self) -> Person {
        Person::unnamed(self.0.opened_by_id)
    }

    /// When it was opened.
    async fn opened_at(&self) -> Timestamp {
        self.0.opened_at
    }

    /// When it closes by itself; null where somebody has to close it.
    async fn closes_at(&self) -> Option<Timestamp> {
        self.0.closes_at
    }

    /// When it was closed; null while it is open, or when it was annulled while it was open.
    async fn closed_at(&self) -> Option<Timestamp> {
        self.0.closed_at
    }

    /// The totals: live in an open roll call, frozen after the close. Null in an open secret poll, for everybody, and
    /// in a poll that was annulled before it was counted. Null also in a secret poll that was closed without a quorum:
    /// nothing rests on them, and few votes tell who chose what. With a quorum they are published even where all chose
    /// alike, and then tell what they chose.
    async fn tally(&self) -> Option<Tally> {
        self.0.tally.map(Tally::from)
    }

    /// What it decided; null while it is not counted.
    async fn result(&self) -> Option<PollResult> {
        PollResult::of(&self.0)
    }

    /// Who annulled it and why; null where it is not annulled.
    async fn annulment(&self) -> Option<Annulment> {
        self.0.annulment.clone().map(Annulment)
    }

    /// The annulled poll in whose place it stands; null where there is none.
    async fn replaces(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, self.0.replaces_id?).await)
    }

    /// The dissenting opinions attached to the result, oldest first.
    async fn dissents(&self, context: &Context<'_>) -> Result<Vec<Dissent>> {
        let dissents = context.load::<DissentsOfPoll>(self.0.id).await?.unwrap_or_default();
        Ok(dissents.iter().map(|dissent| Dissent(Arc::clone(dissent))).collect())
    }

    /// The viewer's own ballot; null where there is none.
    async fn viewer_ballot(&self, context: &Context<'_>) -> Option<Result<Ballot>> {
        let entry = self.viewer_entry(context).await;
        nullable(entry.map(|entry| entry.and_then(|entry| Ballot::of(&entry))))
    }

    /// Whether the viewer can cast a ballot now, or in a roll call change it. In a meeting only while checked in.
    async fn viewer_can_vote(&self, context: &Context<'_>) -> Result<bool> {
        let now = context.act().viewer.now;
        let in_time = takes_ballots(self.0.state, self.0.closes_at, now).is_ok();
        if !in_time || within_term(self.0.rules.term_ends_on, now).is_err() {
            return Ok(false);
        }
        let entry = self.viewer_entry(context).await?;
        let Some(entry) = entry.filter(|entry| entry.elector.entitlement == Entitlement::Eligible) else {
            return Ok(false);
        };
        if let Some(meeting) = self.0.meeting_id
            && context.load::<ViewerPresent>(meeting).await?.is_none()
        {
            return Ok(false);
        }
        let spent = self.0.mode == model::PollMode::Secret && entry.took_part();
        Ok(!spent && self.allows(context, Action::CastBallot, Some(&entry)))
    }

    /// Whether the viewer can close it now.
    async fn viewer_can_close(&self, context: &Context<'_>) -> bool {
        self.0.state == model::PollState::Open && self.allows(context, Action::ClosePoll, None)
    }

    /// Whether the viewer can annul it.
    async fn viewer_can_annul(&self, context: &Context<'_>) -> bool {
        self.0.state != model::PollState::Annulled && self.allows(context, Action::AnnulPoll, None)
    }

    /// Whether the viewer can attach a dissenting opinion to its result, unless they have done so.
    async fn viewer_can_dissent(&self, context: &Context<'_>) -> Result<bool> {
        let (model::PollState::Closed, Some(ruling)) = (self.0.state, self.0.ruling) else { return Ok(false) };
        let Some(entry) = self.viewer_entry(context).await? else { return Ok(false) };
        let has_lost = entry.has_lost(self.0.mode, ruling.verdict);
        Ok(has_lost && self.allows(context, Action::AttachDissent, Some(&entry)))
    }
}
