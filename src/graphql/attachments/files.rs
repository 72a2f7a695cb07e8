//! The files that come with a request, taken one after the other by the resolvers that want them.

use async_graphql::{Context, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use bytes::Bytes;
use futures_util::future::TryFutureExt;
use futures_util::{Stream, TryStreamExt};
use multer::{Field, Multipart};
use std::sync::Arc;
use tokio::sync::Mutex;

/// What stands in the variables for a file that comes in another part of the body.
const REFERENCE: &str = "part:";

/// The parts of a request's body that have not been read yet.
pub struct Files(Mutex<Multipart<'static>>);

impl Files {
    /// After the parts that are no files were read.
    pub fn new(parts: Multipart<'static>) -> Self {
        Self(Mutex::new(parts))
    }

    /// The next part, which must be this one: what was passed over is gone, and gathering it would take memory.
    async fn take(&self, part: &str) -> Result<Field<'static>, String> {
        let next = self.0.lock().await.next_field().await.map_err(|error| error.to_string())?;
        let wanted = next.filter(|field| field.name() == Some(part));
        wanted.ok_or_else(|| "the files must come in the order in which the operation takes them".to_owned())
    }
}

/// A file that comes with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload(String);

impl Upload {
    /// The value that stands for a part, for the variables.
    pub fn reference(part: &str) -> serde_json::Value {
        serde_json::Value::String(format!("{REFERENCE}{part}"))
    }

    /// The content, as it comes. Nothing is read before the first piece is asked for.
    pub fn content(self, context: &Context<'_>) -> impl Stream<Item = Result<Bytes, String>> + Send + use<> {
        let files = context.data_opt::<Arc<Files>>().map(Arc::clone);
        let open = async move {
            let files = files.ok_or_else(|| "there are no files in this request".to_owned())?;
            let field = files.take(&self.0).await?;
            Ok(field.map_err(|error| error.to_string()))
        };
        open.try_flatten_stream()
    }
}

/// A file that comes with the request, after the GraphQL multipart request specification: null in the variables, and a part of
/// the body that `map` refers to it. The request needs the header `GraphQL-Preflight`.
#[Scalar(name = "Upload", specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec")]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        match text.strip_prefix(REFERENCE) {
            Some(part) => Ok(Self(part.to_owned())),
            None => Err(InputValueError::custom("expected null, and a part of a multipart body that map refers to it")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Null
    }
}
