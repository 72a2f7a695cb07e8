//! What can be done about polls. Ids in, payload out; the rules are in `features/polls`.

use super::ballot::{Ballot, Dissent, Recusal};
use super::object::Poll;
use super::words::{Choice, PollMode};
use crate::features::polls::{annul, cast, close, declare_recusal, dissent, open};
use crate::graphql::answers::AnswerMotionInput;
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::graphql::scalars::LocalizedTextInput;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{MeetingId, PollId, ReviewId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// A conflict of interest to declare.
#[derive(InputObject)]
pub struct DeclareRecusalInput {
    /// The review the member takes no part in.
    pub review_id: ReviewId,
    /// The reason, for all to read; at most 2000 characters.
    pub reason: String,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A poll to open.
#[derive(InputObject)]
pub struct OpenPollInput {
    /// The review that votes.
    pub review_id: ReviewId,
    /// Whether everybody learns who chose what.
    pub mode: PollMode,
    /// The question, to be answered with yes or no.
    pub question: LocalizedTextInput,
    /// When it closes by itself; without, somebody has to close it.
    pub closes_at: Option<Timestamp>,
    /// The annulled poll of the same review in whose place it stands; only one poll may stand there.
    pub replaces_id: Option<PollId>,
    /// The open meeting that votes, with the review on its agenda: only members who are checked in vote, and those who
    /// are there count as present. Without, members vote wherever they are.
    pub meeting_id: Option<MeetingId>,
    /// What it says of an answer if it is adopted: then the answer is rated with its close. Without, it is about no answer.
    pub motion: Option<AnswerMotionInput>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A ballot to cast.
#[derive(InputObject)]
pub struct CastBallotInput {
    /// The poll.
    pub poll_id: PollId,
    /// What the member chooses.
    pub choice: Choice,
}

/// A poll to close.
#[derive(InputObject)]
pub struct ClosePollInput {
    /// The poll.
    pub poll_id: PollId,
}

/// A poll to annul.
#[derive(InputObject)]
pub struct AnnulPollInput {
    /// The poll.
    pub poll_id: PollId,
    /// The reason, for all to read; at most 2000 characters.
    pub reason: String,
}

/// A dissenting opinion to attach.
#[derive(InputObject)]
pub struct AttachDissentInput {
    /// The closed poll.
    pub poll_id: PollId,
    /// The opinion, for all to read.
    pub text: String,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

payload! {
    /// What declareRecusal did.
    DeclareRecusalPayload {
        /// The recusal declared.
        recusal: Recusal
    }
}
payload! {
    /// What openPoll did.
    OpenPollPayload {
        /// The poll opened.
        poll: Poll
    }
}
payload! {
    /// What castBallot did.
    CastBallotPayload {
        /// The ballot as it now stands. In a secret poll it does not repeat the choice.
        ballot: Ballot
    }
}
payload! {
    /// What closePoll did.
    ClosePollPayload {
        /// The poll with its result.
        poll: Poll
    }
}
payload! {
    /// What annulPoll did.
    AnnulPollPayload {
        /// The poll annulled.
        poll: Poll
    }
}
payload! {
    /// What attachDissent did.
    AttachDissentPayload {
        /// The opinion attached.
        dissent: Dissent
    }
}

/// Mutations about polls.
#[derive(Default)]
pub struct PollMutation;

#[Object]
impl PollMutation {
    /// Declares the viewer's own conflict of interest. It holds for every poll of the review opened afterwards and
    /// cannot be taken back. Refused while a poll is open, because its electorate is frozen.
    async fn declare_recusal(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The declaration.")] input: DeclareRecusalInput,
    ) -> Result<DeclareRecusalPayload> {
        let once = once("declareRecusal", &input);
        let act = context.act();
        let input = declare_recusal::Declaration { review_id: input.review_id, reason: input.reason };
        let made = once.write(act, move |tx| declare_recusal::declare_recusal(tx, &input), |made| made.id).await;
        let outcome = shown(made, |recusal| Recusal(Arc::new(recusal)), |id| Recusal::find(context, id)).await;
        DeclareRecusalPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Opens a poll on a review and freezes its electorate, the version of the decision and the rules. For the chair,
    /// deputy chairs and the secretary of the council.
    async fn open_poll(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The poll.")] input: OpenPollInput,
    ) -> Result<OpenPollPayload> {
        let once = once("openPoll", &input);
        let act = context.act();
        let OpenPollInput { review_id, mode, question, closes_at, replaces_id, meeting_id, motion, .. } = input;
        let (mode, question, motion) = (mode.into(), question.into(), motion.map(Into::into));
        let input = open::Opening { review_id, mode, question, closes_at, replaces_id, meeting_id, motion };
        let made = once.write(act, move |tx| open::open(tx, &input), |made| made.id).await;
        let outcome = shown(made, |poll| poll.into(), |id| Poll::find(context, id)).await;
        OpenPollPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Casts the viewer's ballot. In a roll call it may be cast again with another choice until the close; the same
    /// choice again changes nothing. A secret ballot is final.
    async fn cast_ballot(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The ballot.")] input: CastBallotInput,
    ) -> Result<CastBallotPayload> {
        let act = context.act();
        let input = cast::Casting { poll_id: input.poll_id, choice: input.choice.into() };
        let outcome = act.write(move |tx| cast::cast(tx, &input)).await;
        CastBallotPayload::settle(act, outcome.map(|receipt| (receipt.into(),)))
    }

    /// Closes a poll, counts it and freezes its result. For the chair, deputy chairs and the secretary of the council.
    async fn close_poll(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which poll.")] input: ClosePollInput,
    ) -> Result<ClosePollPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| close::close(tx, input.poll_id)).await;
        ClosePollPayload::settle(act, outcome.map(|poll| (poll.into(),)))
    }

    /// Annuls a poll, open or closed. It stays on record. For the chair and deputy chairs of the council.
    async fn annul_poll(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which poll, and why.")] input: AnnulPollInput,
    ) -> Result<AnnulPollPayload> {
        let act = context.act();
        let input = annul::Annulling { poll_id: input.poll_id, reason: input.reason };
        let outcome = act.write(move |tx| annul::annul(tx, &input)).await;
        AnnulPollPayload::settle(act, outcome.map(|poll| (poll.into(),)))
    }

    /// Attaches the viewer's dissenting opinion to the result of a closed poll. For members who lost; in a secret poll
    /// for any who took part.
    async fn attach_dissent(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The opinion.")] input: AttachDissentInput,
    ) -> Result<AttachDissentPayload> {
        let once = once("attachDissent", &input);
        let act = context.act();
        let input = dissent::Attachment { poll_id: input.poll_id, text: input.text };
        let made = once.write(act, move |tx| dissent::attach_dissent(tx, &input), |made| made.id).await;
        let outcome = shown(made, |dissent| Dissent(Arc::new(dissent)), |id| Dissent::find(context, id)).await;
        AttachDissentPayload::settle(act, outcome.map(|one| (one,)))
    }
}
