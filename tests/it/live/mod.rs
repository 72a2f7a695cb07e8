//! Live updates: subscriptions over WebSockets and server-sent events, on one instance and on several.

mod codes;
mod events;
mod instances;
mod operations;
mod rights;
mod told;

use crate::support::{Client, Socket};
use serde_json::{Value, json};

const COMMENTS: &str = "subscription($subject: ID, $after: String) {
    commentAdded(subject: $subject, after: $after) { cursor event { id kind isRelease } comment { id body } } }";
const DECISIONS: &str = "subscription($after: String) {
    decisionPublished(after: $after) { cursor event { kind isRelease } decision { id } } }";

/// Where the feed of these kinds stands now, to be gone on from: so no test depends on when a subscription begins.
fn now(client: &Client, kinds: &[&str], subject: Option<&str>) -> Value {
    let query = "query($kinds: [EventKind!], $subject: ID) {
        events(last: 1, kinds: $kinds, subject: $subject) { pageInfo { endCursor } } }";
    client.ask(query, &json!({ "kinds": kinds, "subject": subject })).at("/events/pageInfo/endCursor").clone()
}

/// Subscribes to the comments on something, from now on.
fn follow_comments(socket: &mut Socket, client: &Client, id: &str, subject: Option<&str>) {
    let after = now(client, &["COMMENT_ADDED"], subject);
    socket.subscribe(id, COMMENTS, &json!({ "subject": subject, "after": after }));
}

/// The comment of the next event.
#[track_caller]
fn comment_told(socket: &mut Socket, id: &str) -> String {
    let told = socket.told(id);
    told["commentAdded"]["comment"]["id"].as_str().unwrap_or_else(|| panic!("no comment: {told:#}")).to_owned()
}

/// Which operation the next event is for, and its comment.
#[track_caller]
fn told_of(socket: &mut Socket) -> (String, String) {
    let message = socket.hear();
    let text = |pointer: &str| {
        message.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{message:#}")).to_owned()
    };
    (text("/id"), text("/payload/data/commentAdded/comment/id"))
}
