//! The files that come with a request, taken one after the other by the resolvers that want them.

use super::parts::{Part, Parts};
use crate::blobs::Interrupted;
use crate::kernel::failure::{Failure, Outcome};
use async_graphql::{Context, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use tokio::sync::Mutex;

/// What stands in the variables for a file that comes in another part of the body.
const REFERENCE: &str = "part:";
/// How much of a file that was refused is passed over to get to the next one.
const SKIM_BYTES: usize = 8 * 1024 * 1024;

/// The files of a request's body that have not been read yet; none any more when one of them was not read to its end.
pub struct Files(Mutex<Option<Parts>>);

impl Files {
    /// After the parts that are no files were read.
    pub fn new(parts: Parts) -> Self {
        Self(Mutex::new(Some(parts)))
    }

    /// The next part, which must be this one: what was passed over is gone, and gathering it would take memory.
    async fn take(self: Arc<Self>, name: &str) -> Outcome<Content> {
        let mut kept = self.0.lock().await;
        let next = match kept.take() {
            Some(mut parts) => parts.next().await.map(|part| part.map(|part| (part, parts))),
            None => Err(Interrupted::Broken("a file before it was not read to its end".to_owned())),
        };
        drop(kept);
        match next {
            Ok(Some((part, parts))) if part.name() == Some(name) => {
                Ok(Content { part: Some(part), parts: Some(parts), broken: None, files: self })
            }
            Ok(_) => Err(Failure::bad_input(
                "file",
                format!(
                    "the next part of the body is not {name}: files come in the order in which the operation takes them"
                ),
            )),
            // That the body broke off says who reads the content, in the same words as if it had done so later.
            Err(broken) => Ok(Content { part: None, parts: None, broken: Some(broken), files: self }),
        }
    }
}

/// The content of one file, as it comes.
pub struct Content {
    part: Option<Part>,
    parts: Option<Parts>,
    broken: Option<Interrupted>,
    files: Arc<Files>,
}

impl Content {
    /// Makes way for the next file: passes over what was not wanted of this one, if that is not too much.
    pub async fn close(mut self) {
        let mut passed = 0_usize;
        while let Some(piece) = self.next().await {
            let Ok(piece) = piece else { return };
            passed = passed.saturating_add(piece.len());
            if passed > SKIM_BYTES {
                return;
            }
        }
        // The parser hands the next part out only when this one has been given back.
        self.part = None;
        *self.files.0.lock().await = self.parts.take();
    }
}

impl Stream for Content {
    type Item = Result<Bytes, Interrupted>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.part {
            Some(part) => part.poll_next_unpin(context),
            None => Poll::Ready(self.broken.take().map(Err)),
        }
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

    /// The content. None of it is read yet.
    ///
    /// # Errors
    /// BAD_INPUT when there is no such part, or another comes first.
    pub async fn open(self, context: &Context<'_>) -> Outcome<Content> {
        match context.data_opt::<Arc<Files>>() {
            Some(files) => Arc::clone(files).take(&self.0).await,
            None => Err(Failure::bad_input("file", "the request is not multipart, so no file came with it")),
        }
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
