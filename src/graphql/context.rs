//! What a resolver may ask of its request: the [`Act`], the reference tables, and batched loads.

use super::batch::{Batches, Loader};
use crate::access::act::Act;
use crate::features::reference::{Reference, ReferenceCache};
use crate::kernel::failure::{Failure, Outcome};
use async_graphql::Context;
use std::sync::Arc;

/// The request, in the hands of a resolver.
pub trait Ask {
    /// The door to the data, with the viewer.
    fn act(&self) -> &Act;

    /// Regions, bodies, organisations, councils and legal rules, from memory.
    fn reference(&self) -> impl Future<Output = Outcome<Arc<Reference>>> + Send;

    /// One value of a batch: siblings that ask in the same breath share one statement. `None` when there is none.
    fn load<L: Loader>(&self, key: L::Key) -> impl Future<Output = Outcome<Option<L::Value>>> + Send;

    /// The same door for what happens after the resolver, such as counting a list when its total is asked.
    fn later(&self) -> Later;
}

/// What outlives a resolver and still belongs to its request.
#[derive(Clone)]
pub struct Later {
    pub act: Act,
    batches: Arc<Batches>,
}

impl Later {
    /// One value of a batch, like [`Ask::load`].
    ///
    /// # Errors
    /// What the loader returns.
    pub async fn load<L: Loader>(&self, key: L::Key) -> Outcome<Option<L::Value>> {
        self.batches.load::<L>(&self.act, key).await
    }
}

impl Ask for Context<'_> {
    fn act(&self) -> &Act {
        self.data_unchecked::<Act>()
    }

    async fn reference(&self) -> Outcome<Arc<Reference>> {
        match self.data_opt::<Arc<ReferenceCache>>() {
            Some(cache) => self.data_unchecked::<Arc<Batches>>().registry(self.act(), cache).await,
            None => Err(Failure::fault("no reference cache in this schema")),
        }
    }

    async fn load<L: Loader>(&self, key: L::Key) -> Outcome<Option<L::Value>> {
        self.data_unchecked::<Arc<Batches>>().load::<L>(self.act(), key).await
    }

    fn later(&self) -> Later {
        Later { act: self.act().clone(), batches: Arc::clone(self.data_unchecked::<Arc<Batches>>()) }
    }
}
