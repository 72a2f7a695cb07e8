//! What a deadline looks like.

use super::enums::{DeadlineState, LengthUnit, SkipReason};
use super::loader::{DeadlineById, MovesOfDeadline};
use crate::features::deadlines::{model, model::Party};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::error::RuleReference;
use crate::graphql::int::int;
use crate::graphql::registry::{Council, StateBody};
use crate::graphql::reviews::Review;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::calendar;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::DeadlineId;
use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};
use std::sync::Arc;

/// A term of the law that runs, or ran, and explains itself.
#[derive(Clone)]
pub struct Deadline(pub Arc<model::Deadline>);

/// Who owes what a deadline waits for.
#[derive(Union)]
pub enum DeadlineParty {
    StateBody(StateBody),
    Council(Council),
}

/// A day that did not count.
#[derive(SimpleObject, Clone)]
pub struct SkippedDay {
    /// The day.
    date: Date,
    /// Why it did not count.
    reason: SkipReason,
    /// The name of the holiday, or of the day off; null for a mere weekend.
    name: Option<LocalizedText>,
}

impl From<&calendar::Skipped> for SkippedDay {
    fn from(skipped: &calendar::Skipped) -> Self {
        let calendar::Skipped { date, reason, name } = skipped.clone();
        Self { date: Date(date), reason: reason.into(), name: name.map(LocalizedText) }
    }
}

/// A move of a running deadline by a change of the calendar.
#[derive(SimpleObject, Clone)]
pub struct DeadlineMove {
    /// The last day before the change.
    #[graphql(name = "movedFromOn")]
    from_on: Date,
    /// The last day after the change.
    #[graphql(name = "movedToOn")]
    to_on: Date,
    /// The number of the version of the calendar that moved it.
    calendar_version: i32,
    /// Why the calendar was changed.
    reason: String,
    /// When it was changed.
    moved_at: Timestamp,
}

impl From<&model::Move> for DeadlineMove {
    fn from(change: &model::Move) -> Self {
        let model::Move { from_on, to_on, calendar_version, reason, moved_at, .. } = change.clone();
        Self { from_on: Date(from_on), to_on: Date(to_on), calendar_version: int(calendar_version), reason, moved_at }
    }
}

impl Deadline {
    /// A deadline by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: DeadlineId) -> Outcome<Option<Self>> {
        let Some(deadline) = context.load::<DeadlineById>(id).await? else { return Ok(None) };
        looks::log(context, [deadline.decision_id]).await?;
        Ok(Some(Self(deadline)))
    }
}

/// A term of the law that runs, or ran, and explains itself.
#[Object]
impl Deadline {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The rule that sets the term, as it was when the term started.
    async fn rule(&self, context: &Context<'_>) -> Result<RuleReference> {
        let reference = context.reference().await?;
        let rule = reference.rules.get(self.0.rule_id).ok_or_else(|| Failure::fault("a deadline of no rule"))?;
        Ok(rule.cite().into())
    }

    /// How long the term is, in its unit.
    async fn length(&self) -> i32 {
        int(self.0.length.amount)
    }

    /// In what the length is measured.
    async fn unit(&self) -> LengthUnit {
        self.0.length.unit.into()
    }

    /// The day on which the term started; it is not counted itself.
    async fn started_on(&self) -> Date {
        Date(self.0.started_on)
    }

    /// The last day of the term.
    async fn due_on(&self) -> Date {
        Date(self.0.due_on)
    }

    /// The first instant after the last day, in the time zone of the body: from here it is overdue.
    async fn overdue_at(&self) -> Timestamp {
        self.0.overdue_at
    }

    /// The days that did not count, in order, with the reasons.
    async fn skipped(&self) -> Vec<SkippedDay> {
        self.0.skipped.iter().map(SkippedDay::from).collect()
    }

    /// Whether the term rests on a year whose calendar has not been entered: the last day may still move.
    async fn provisional(&self) -> bool {
        self.0.provisional
    }

    /// Where it stands.
    async fn state(&self) -> DeadlineState {
        self.0.state.into()
    }

    /// The day on which what it waited for was done; null while it is not.
    async fn met_on(&self) -> Option<Date> {
        self.0.met_on.map(Date)
    }

    /// The number of the version of the calendar by which it was last counted.
    async fn calendar_version(&self) -> i32 {
        int(self.0.calendar_version)
    }

    /// The moves by changes of the calendar, oldest first.
    async fn moves(&self, context: &Context<'_>) -> Result<Vec<DeadlineMove>> {
        let moves = context.load::<MovesOfDeadline>(self.0.id).await?.unwrap_or_default();
        Ok(moves.iter().map(DeadlineMove::from).collect())
    }

    /// Who owes what it waits for.
    async fn owed_by(&self, context: &Context<'_>) -> Result<DeadlineParty> {
        Ok(match self.0.owed_by {
            Party::Body(id) => DeadlineParty::StateBody(StateBody::of(context, id).await?),
            Party::Council(id) => DeadlineParty::Council(Council::of(context, id).await?),
        })
    }

    /// The id of what it waits for.
    async fn subject(&self) -> ID {
        self.0.subject.wire().into()
    }

    /// The review it follows from.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// The council whose matter it is.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The body whose matter it is.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }
}
