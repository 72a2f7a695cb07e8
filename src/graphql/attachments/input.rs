//! The id of whatever an attachment may belong to.

use crate::features::attachments::model::Subject;
use crate::kernel::id::IdError;
use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use std::borrow::Cow;

const EXPECTED: &str = "the id of a decision, a final document, an answer or a meeting";

/// GraphQL's `ID`, of one of several kinds.
impl InputType for Subject {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => Self::parse(&text).map_err(|error| {
                InputValueError::custom(match error {
                    IdError::Malformed { .. } => format!("not an id: expected {EXPECTED}"),
                    IdError::OtherKind { found, .. } => {
                        format!("the id of another kind: expected {EXPECTED}, found {found}_…")
                    }
                })
            }),
            _ => Err(InputValueError::custom(format!("expected {EXPECTED} as a string"))),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.wire())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
