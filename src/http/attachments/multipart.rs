//! `POST /graphql` as `multipart/form-data`: a GraphQL request with files, after the
//! [GraphQL multipart request specification](https://github.com/jaydenseric/graphql-multipart-request-spec).
//!
//! A form on another site can send `multipart/form-data` too, with the user's network position and cookies. It cannot set a
//! header of its own, so one is asked for: `GraphQL-Preflight` (or `Apollo-Require-Preflight`), which makes a browser
//! ask first whether it may.
//!
//! The parts must come in the order of the specification: `operations`, `map`, then the files, in the order in which the operation
//! takes them. A file is not gathered before the operation runs: the resolver takes its pieces one by one, after it has
//! asked whether it may be attached at all.

use super::body::Body as Incoming;
use crate::blobs::Interrupted;
use crate::graphql::attachments::{Files, Parts, Upload};
use crate::http::answer::{refuse, too_large};
use crate::http::graphql::{self, Method};
use crate::http::instance::Instance;
use crate::http::operation::Body;
use actix_web::guard::GuardContext;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// A request that has one of these was asked for by a script that was allowed to.
const PREFLIGHTS: &[&str] = &["graphql-preflight", "apollo-require-preflight"];
/// Pieces of the body that wait between the network and the operation.
const WAITING: usize = 2;

/// Whether a request says that it is multipart.
pub fn is_multipart(context: &GuardContext<'_>) -> bool {
    let said = context.head().headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    said.and_then(|said| said.split(';').next())
        .is_some_and(|mime| mime.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// `POST /graphql` with files.
pub async fn post(instance: Data<Arc<Instance>>, request: HttpRequest, mut payload: Payload) -> HttpResponse {
    let mut body = Incoming::begin(&mut payload, &instance.core.rules);
    let answer = match boundary(&request) {
        Ok(boundary) => operate(&instance, &request, boundary, &mut body).await,
        Err((status, why)) => refuse(&request, status, why),
    };
    body.linger().await;
    answer
}

fn boundary(request: &HttpRequest) -> Result<String, (StatusCode, &'static str)> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if PREFLIGHTS.iter().all(|name| text(name).is_empty()) {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send Content-Type: application/json, or multipart/form-data with the header GraphQL-Preflight: 1",
        ));
    }
    multer::parse_boundary(text("content-type"))
        .map_err(|_| (StatusCode::BAD_REQUEST, "the Content-Type names no boundary"))
}

/// Passes the body on while the operation runs.
async fn operate(
    instance: &Arc<Instance>,
    request: &HttpRequest,
    boundary: String,
    body: &mut Incoming<'_>,
) -> HttpResponse {
    let (send, receive) = mpsc::channel(WAITING);
    let parts = Parts::new(receive, boundary, instance.body_bytes);
    let work = pin!(answer(instance, request, parts));
    let pump = pin!(pump(body, send));
    match select(work, pump).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), work)) => work.await,
    }
}

async fn pump(body: &mut Incoming<'_>, send: mpsc::Sender<Result<Bytes, Interrupted>>) {
    while let Some(piece) = body.next().await {
        let broken = piece.is_err();
        if send.send(piece).await.is_err() || broken {
            return;
        }
    }
}

/// What is wrong with the first two parts.
enum Unread {
    TooLarge,
    TooSlow,
    Bad(String),
}

async fn answer(instance: &Arc<Instance>, request: &HttpRequest, mut parts: Parts) -> HttpResponse {
    // They are a request like any other, and have its time.
    let read = timeout(instance.request_time, read(&mut parts, instance)).await;
    match read.unwrap_or(Err(Unread::TooSlow)) {
        Ok(mut body) => {
            body.files = Some(Arc::new(Files::new(parts)));
            graphql::answer(instance, request, body, Method::Post).await
        }
        Err(Unread::TooLarge) => too_large(request, instance.body_bytes),
        Err(Unread::TooSlow) => {
            refuse(request, StatusCode::REQUEST_TIMEOUT, "operations and map did not come in a request's time")
        }
        Err(Unread::Bad(why)) => refuse(request, StatusCode::BAD_REQUEST, &why),
    }
}

async fn read(parts: &mut Parts, instance: &Instance) -> Result<Body, Unread> {
    let operations = part(parts, "operations", instance.body_bytes).await?;
    let map = part(parts, "map", instance.body_bytes).await?;
    let mut body: Body = serde_json::from_slice(&operations).map_err(|error| unread("operations", &error))?;
    let map: BTreeMap<String, Vec<String>> = serde_json::from_slice(&map).map_err(|error| unread("map", &error))?;
    place(body.variables.get_or_insert_default(), &map, instance.upload_files).map_err(Unread::Bad)?;
    Ok(body)
}

fn unread(part: &str, error: &serde_json::Error) -> Unread {
    Unread::Bad(format!("{part} is not what it must be in JSON (line {}, column {})", error.line(), error.column()))
}

/// The content of a part that is no file.
async fn part(parts: &mut Parts, name: &str, limit: usize) -> Result<Vec<u8>, Unread> {
    let wrong = |error: Interrupted| match error {
        Interrupted::TooSlow => Unread::TooSlow,
        Interrupted::Broken(why) => Unread::Bad(format!("the body cannot be read: {why}")),
    };
    let field = parts.next().await.map_err(wrong)?.filter(|field| field.name() == Some(name));
    let mut field = field.ok_or_else(|| Unread::Bad("the parts must be operations, map, then the files".to_owned()))?;
    let mut content = Vec::new();
    while let Some(piece) = field.next().await {
        content.extend_from_slice(&piece.map_err(wrong)?);
        if content.len() > limit {
            return Err(Unread::TooLarge);
        }
    }
    Ok(content)
}

/// Puts a reference to each file where the map says: into a null of the variables. A file passes by once, so it has one
/// place.
fn place(variables: &mut Map<String, Value>, map: &BTreeMap<String, Vec<String>>, most: usize) -> Result<(), String> {
    if map.len() > most {
        return Err(format!("map: at most {most} files, there are {}", map.len()));
    }
    for (part, places) in map {
        let [path] = places.as_slice() else {
            return Err(format!("map: the file {part} must have one place, it has {}", places.len()));
        };
        let steps = path.strip_prefix("variables.").map(|steps| steps.split('.').collect::<Vec<_>>());
        let hole = steps.as_deref().and_then(|steps| find(variables, steps)).filter(|value| value.is_null());
        *hole.ok_or_else(|| format!("map: there is no null at {path}"))? = Upload::reference(part);
    }
    Ok(())
}

fn find<'a>(variables: &'a mut Map<String, Value>, steps: &[&str]) -> Option<&'a mut Value> {
    let (first, rest) = steps.split_first()?;
    rest.iter().try_fold(variables.get_mut(*first)?, |value, step| match value {
        Value::Object(object) => object.get_mut(*step),
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn placed(variables: Value, path: &str) -> Result<Value, String> {
        let Value::Object(mut variables) = variables else { panic!("an object") };
        let map = BTreeMap::from([("0".to_owned(), vec![path.to_owned()])]);
        place(&mut variables, &map, 1).map(|()| Value::Object(variables))
    }

    #[test]
    fn every_file_has_one_place_and_there_are_not_too_many() {
        let try_map = |map: Value| {
            let Value::Object(mut variables) = json!({ "a": null, "b": null }) else { panic!("an object") };
            place(&mut variables, &serde_json::from_value(map).expect("a map"), 2)
        };
        assert_eq!(try_map(json!({ "0": ["variables.a"], "1": ["variables.b"] })), Ok(()));
        for wrong in [
            json!({ "0": ["variables.a", "variables.b"] }),
            json!({ "0": [] }),
            json!({ "0": ["variables.a"], "1": ["variables.a"] }),
            json!({ "0": ["variables.a"], "1": ["variables.b"], "2": ["variables.c"] }),
        ] {
            assert!(try_map(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_put_where_the_map_says_and_only_into_a_null() {
        let file = Upload::reference("0");
        let nested = placed(json!({ "input": { "file": null } }), "variables.input.file");
        assert_eq!(nested, Ok(json!({ "input": { "file": file } })));
        let listed = placed(json!({ "files": [null, null] }), "variables.files.1");
        assert_eq!(listed, Ok(json!({ "files": [null, file] })));
        for path in ["variables.file", "file", "variables", "variables.input", "variables.input.file.0", ""] {
            assert!(placed(json!({ "input": { "file": 7 } }), path).is_err(), "{path}");
        }
    }
}
