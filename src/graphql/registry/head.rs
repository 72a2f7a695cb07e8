//! A head of a state body in the graph.

use super::body::StateBody;
use super::loader::HeadById;
use crate::features::bodies;
use crate::graphql::context::Ask;
use crate::graphql::people::Person;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::failure::Outcome;
use crate::kernel::id::HeadId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// Who leads a state body, from when to when.
#[derive(Clone)]
pub struct Head(pub Arc<bodies::Head>);

impl Head {
    /// The head of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when it cannot be read.
    pub async fn find(context: &Context<'_>, id: HeadId) -> Outcome<Option<Self>> {
        Ok(context.load::<HeadById>(id).await?.map(Self))
    }
}

/// Who leads a state body, from when to when.
#[Object]
impl Head {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The body.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// The person.
    async fn person(&self) -> Person {
        Person::known(self.0.person_id, self.0.person_name.clone())
    }

    /// The office, such as "Minister of Finance".
    async fn title(&self) -> LocalizedText {
        LocalizedText(self.0.title.clone())
    }

    /// The first day in office.
    async fn since_on(&self) -> Date {
        Date(self.0.since_on)
    }

    /// The first day no longer in office; null while no end is known.
    async fn until_on(&self) -> Option<Date> {
        self.0.until_on.map(Date)
    }
}
