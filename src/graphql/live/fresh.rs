//! Something told as of now: with the viewer as they are at this moment, though the subscription began long ago.

use super::Live;
use crate::access::act::Act;
use crate::graphql::batch::Batches;
use crate::graphql::volume::Volume;
use crate::kernel::failure::Fault;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, Data, Error, OutputType, Positioned, ServerResult, Value, async_trait};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// A value of a subscription, and the request on whose behalf it is resolved.
pub struct Fresh<T> {
    value: T,
    act: Act,
    time: Duration,
    answer_bytes: u64,
}

impl<T> Fresh<T> {
    pub fn new(value: T, act: Act, live: &Live) -> Self {
        Self { value, act, time: live.time, answer_bytes: live.answer_bytes }
    }
}

#[async_trait::async_trait]
impl<T: OutputType> OutputType for Fresh<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, context: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let mut data = Data::default();
        data.insert(self.act.clone());
        data.insert(Arc::new(Batches::default()));
        data.insert(Volume::new(self.answer_bytes));
        let mut context = context.clone();
        context.execute_data = Some(&data);
        match tokio::time::timeout(self.time, self.value.resolve(&context, field)).await {
            Ok(resolved) => resolved,
            Err(_) => {
                let failure = Fault::unavailable("telling of an event took too long");
                Err(Error::from(crate::kernel::failure::Failure::Fault(failure)).into_server_error(field.pos))
            }
        }
    }
}
