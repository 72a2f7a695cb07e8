//! What a council thinks of an answer, and the motion of a poll that is to say so.

use super::answer::Answer;
use super::enums::AnswerRatingVerdict;
use super::loader::MotionOfPoll;
use crate::features::answers::model;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::people::Person;
use crate::graphql::polls::Poll;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PollId;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// What a council thinks of an answer, said once.
#[derive(Clone)]
pub struct AnswerRating(pub Arc<model::Rating>);

/// What a poll says of an answer if it is adopted.
#[derive(Clone)]
pub struct AnswerMotion(Arc<model::Motion>);

impl AnswerMotion {
    /// The motion of a poll that the viewer sees; most polls have none.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn of_poll(context: &Context<'_>, poll: PollId) -> Outcome<Option<Self>> {
        Ok(context.load::<MotionOfPoll>(poll).await?.map(Self))
    }
}

/// What a poll says of an answer if it is adopted.
#[Object]
impl AnswerMotion {
    /// The answer.
    async fn answer(&self, context: &Context<'_>) -> Result<Answer> {
        Ok(Answer::of(context, self.0.answer_id).await?)
    }

    /// Whether it is to the point.
    async fn verdict(&self) -> AnswerRatingVerdict {
        self.0.verdict.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }
}

/// What a council thinks of an answer, said once.
#[Object]
impl AnswerRating {
    /// The answer rated.
    async fn answer(&self, context: &Context<'_>) -> Result<Answer> {
        Ok(Answer::of(context, self.0.answer_id).await?)
    }

    /// Whether it is to the point.
    async fn verdict(&self) -> AnswerRatingVerdict {
        self.0.verdict.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The poll by which the council decided so. One that was annulled since says so.
    async fn poll(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, self.0.poll_id).await)
    }

    /// Who wrote it down for the council, with the name at that time; null where the poll itself rated.
    async fn rated_by(&self) -> Option<Person> {
        self.0.rated_by.clone().map(|(id, name)| Person::known(id, name))
    }

    /// When it was rated.
    async fn rated_at(&self) -> Timestamp {
        self.0.rated_at
    }
}
