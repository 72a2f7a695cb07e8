//! Who votes and how: electors, ballots, recusals and dissenting opinions.

use super::loader::{ChangesOfPoll, DissentById, RecusalById};
use super::object::Poll;
use super::words::{Choice, Entitlement};
use crate::features::polls::cast::Receipt;
use crate::features::polls::model;
use crate::features::polls::store::Entry;
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::registry::Organization;
use crate::graphql::registry::words::{MemberCategory, MemberPosition};
use crate::graphql::reviews::Review;
use crate::graphql::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DissentId, MembershipId, PollId, RecusalId};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// A member of the electorate that was frozen when a poll was opened, as they were then.
#[derive(Clone)]
pub struct Elector(pub Arc<Entry>);

/// A member of the electorate that was frozen when a poll was opened, as they were then.
#[Object]
impl Elector {
    /// Who it is.
    async fn person(&self) -> Person {
        Person::known(self.0.elector.person_id, self.0.elector.name.clone())
    }

    /// Whom the member came from.
    async fn category(&self) -> MemberCategory {
        self.0.elector.category.into()
    }

    /// The member's position in the council.
    async fn position(&self) -> MemberPosition {
        self.0.elector.position.into()
    }

    /// The organisation that had nominated the member; null where none had.
    async fn organization(&self, context: &Context<'_>) -> Option<Result<Organization>> {
        nullable(Organization::of(context, self.0.elector.organization_id?).await.map(Some))
    }

    /// Whether the member votes.
    async fn entitlement(&self) -> Entitlement {
        self.0.elector.entitlement.into()
    }

    /// The member's ballot; null while there is none. In a secret poll it tells that the member took part, and when.
    async fn ballot(&self) -> Option<Ballot> {
        Ballot::of(&self.0)
    }
}

/// That a member voted, and in a roll call how.
#[derive(Clone, Copy, Debug)]
pub struct Ballot {
    poll_id: PollId,
    membership_id: MembershipId,
    choice: Option<model::Choice>,
    revision: u32,
    cast_at: Timestamp,
}

impl Ballot {
    /// The ballot of an elector who took part.
    pub fn of(entry: &Entry) -> Option<Self> {
        let open = entry.ballot.map(Self::from);
        let (poll_id, membership_id) = (entry.elector.poll_id, entry.elector.membership_id);
        let secret = |participated_at| Self::from(model::Participation { poll_id, membership_id, participated_at });
        open.or_else(|| entry.participated_at.map(secret))
    }
}

impl From<model::Ballot> for Ballot {
    fn from(ballot: model::Ballot) -> Self {
        let model::Ballot { poll_id, membership_id, choice, revision, cast_at } = ballot;
        Self { poll_id, membership_id, choice: Some(choice), revision, cast_at }
    }
}

impl From<model::Participation> for Ballot {
    fn from(participation: model::Participation) -> Self {
        let model::Participation { poll_id, membership_id, participated_at } = participation;
        Self { poll_id, membership_id, choice: None, revision: 1, cast_at: participated_at }
    }
}

impl From<Receipt> for Ballot {
    fn from(receipt: Receipt) -> Self {
        match receipt {
            Receipt::Open(ballot) => ballot.into(),
            Receipt::Secret(participation) => participation.into(),
        }
    }
}

/// That a member voted, and in a roll call how.
#[Object]
impl Ballot {
    /// The poll; null for a viewer who left the council and may no longer read the decision.
    async fn poll(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, self.poll_id).await)
    }

    /// What the member chose. Always null in a secret poll, for everybody.
    async fn choice(&self) -> Option<Choice> {
        self.choice.map(Choice::from)
    }

    /// How often it was cast: 1 for the first choice, one more for each change.
    async fn revision(&self) -> i32 {
        int(self.revision)
    }

    /// When it was cast, or last changed.
    async fn cast_at(&self) -> Timestamp {
        self.cast_at
    }

    /// What it said before, the latest first: at most the last 100 of its changes.
    async fn changes(&self, context: &Context<'_>) -> Result<Vec<BallotChange>> {
        if self.revision == 1 {
            return Ok(Vec::new());
        }
        let changes = context.load::<ChangesOfPoll>(self.poll_id).await?.unwrap_or_default();
        let own = changes.iter().filter(|change| change.membership_id == self.membership_id);
        Ok(own.map(|change| BallotChange::from(**change)).collect())
    }
}

/// What a ballot of a roll call said before it was changed.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct BallotChange {
    /// What the member had chosen.
    pub choice: Choice,
    /// The revision of the ballot it was.
    pub revision: i32,
    /// When that was cast.
    pub cast_at: Timestamp,
}

impl From<model::BallotChange> for BallotChange {
    fn from(change: model::BallotChange) -> Self {
        Self { choice: change.choice.into(), revision: int(change.revision), cast_at: change.cast_at }
    }
}

/// A declared conflict of interest: the member is in no electorate of the review from then on.
#[derive(Clone)]
pub struct Recusal(pub Arc<model::Recusal>);

impl Recusal {
    /// One by id, if the viewer may see the decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: RecusalId) -> Outcome<Option<Self>> {
        let found = context.load::<RecusalById>(id).await?;
        // The decision stands with the review, which is read only where the look must be logged.
        if let Some(recusal) = found.as_ref().filter(|_| looks::are_logged(context)) {
            Review::of(context, recusal.review_id).await?;
        }
        Ok(found.map(Self))
    }
}

/// A declared conflict of interest: the member is in no electorate of the review from then on.
#[Object]
impl Recusal {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The review it concerns.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// Who declared it.
    async fn person(&self) -> Person {
        Person::known(self.0.person_id, self.0.name.clone())
    }

    /// The reason, in the member's words.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When it was declared.
    async fn declared_at(&self) -> Timestamp {
        self.0.declared_at
    }
}

/// The opinion of a member who lost, attached to the result.
#[derive(Clone)]
pub struct Dissent(pub Arc<model::Dissent>);

impl Dissent {
    /// One by id, if the viewer may see the decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: DissentId) -> Outcome<Option<Self>> {
        let found = context.load::<DissentById>(id).await?;
        if let Some(dissent) = found.as_ref().filter(|_| looks::are_logged(context)) {
            Poll::find(context, dissent.poll_id).await?;
        }
        Ok(found.map(Self))
    }
}

/// The opinion of a member who lost, attached to the result.
#[Object]
impl Dissent {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The poll; null for a viewer who left the council and may no longer read the decision.
    async fn poll(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, self.0.poll_id).await)
    }

    /// Whose opinion it is.
    async fn person(&self) -> Person {
        Person::known(self.0.person_id, self.0.name.clone())
    }

    /// The opinion, in the member's language.
    async fn text(&self, context: &Context<'_>) -> Result<&str> {
        hand_out(context, &self.0.text)
    }

    /// When it was attached.
    async fn attached_at(&self) -> Timestamp {
        self.0.attached_at
    }
}
