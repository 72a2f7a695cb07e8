//! `idempotencyKey`: a creating mutation that is sent twice is done once ([`crate::features::idempotency`]).

use crate::access::act::{Act, Writing};
use crate::features::idempotency::{self, Made, Once};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::Id;
use async_graphql::{InputType, Value};

/// The name of the field in every input that has one.
const FIELD: &str = "idempotencyKey";

/// What an input says should be done once; to be asked before the input is taken apart.
pub struct Asked(Outcome<Option<Once>>);

/// Reads the key of a mutation's input.
pub fn once(mutation: &'static str, input: &impl InputType) -> Asked {
    let Value::Object(mut fields) = input.to_value() else { return Asked(Ok(None)) };
    let key = match fields.shift_remove(FIELD) {
        Some(Value::String(key)) => key,
        _ => return Asked(Ok(None)),
    };
    let text = match serde_json_canonicalizer::to_string(&Value::Object(fields)) {
        Ok(text) => text,
        Err(error) => return Asked(Err(Failure::fault(format!("an input is not JSON: {error}")))),
    };
    Asked(Once::new(mutation, key, &text).map(Some))
}

impl Asked {
    /// Does it, unless it was done before.
    ///
    /// # Errors
    /// As [`idempotency::write`]; BAD_INPUT for a bad key.
    pub async fn write<K, T: Send + 'static>(
        self,
        act: &Act,
        work: impl FnMut(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
        id: fn(&T) -> Id<K>,
    ) -> Outcome<Made<T>>
    where
        Id<K>: 'static,
    {
        idempotency::write(act, self.0?, move |made| id(made).uuid(), work).await
    }
}

/// What was made, in its place in the graph: what is new, or what is found again by its id.
///
/// # Errors
/// The outcome's; NOT_FOUND when the viewer may not see any more what was made before.
pub async fn shown<K, T, G, F>(
    made: Outcome<Made<T>>,
    show: impl FnOnce(T) -> G,
    find: impl FnOnce(Id<K>) -> F,
) -> Outcome<G>
where
    F: Future<Output = Outcome<Option<G>>>,
{
    match made? {
        Made::Now(made) => Ok(show(made)),
        Made::Before(id) => find(Id::from_uuid(id)).await?.ok_or_else(|| Denied::NotFound("object").into()),
    }
}
