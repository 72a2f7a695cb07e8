//! Webhooks: what happens is posted, signed, in order, until it is taken.

mod failing;
mod manage;
mod posting;
mod receiver;
mod sharing;

use crate::service_accounts;
use crate::support::{Client, Reply, World};
pub use receiver::Receiver;
use serde_json::{Value, json};

pub const FIELDS: &str = "webhook { id state disabledBecause openUntil failuresInARow } secret";

/// A program that may have webhooks: its token does not run out while a test moves the clock by days.
pub fn program(world: &World) -> Client {
    let scopes = ["WEBHOOKS_MANAGE", "EVENTS_READ"];
    let entered = service_accounts::enter(&world.sign_in("ngo"), &service_accounts::at_ngo(world), &scopes);
    world.anonymous().with_token(&entered.text("/token"))
}

/// Makes a webhook of somebody's for these kinds of events.
pub fn made(who: &Client, receiver: &Receiver, kinds: &[&str]) -> String {
    make(who, &receiver.url, kinds).text("/webhook/id")
}

pub fn make(who: &Client, url: &str, kinds: &[&str]) -> Reply {
    who.mutate("createWebhook", &json!({ "url": url, "kinds": kinds }), FIELDS)
}

pub fn act(who: &Client, mutation: &str, id: &str) -> Reply {
    who.mutate(mutation, &json!({ "webhookId": id }), "webhook { id state }")
}

/// What its owner sees of it.
pub fn look(who: &Client, id: &str) -> Value {
    let query =
        "query($id: ID!) { node(id: $id) { ... on Webhook { state disabledBecause failuresInARow openUntil failingSince
        deliveries(last: 100) { nodes { id type state dueAt attempts { number status error response } } } } } }";
    who.ask(query, &json!({ "id": id })).at("/node").clone()
}

/// What became of its deliveries, the oldest first.
pub fn states(who: &Client, id: &str) -> Vec<String> {
    let seen = look(who, id);
    let nodes = seen["deliveries"]["nodes"].as_array().cloned().unwrap_or_default();
    nodes.iter().rev().map(|node| node["state"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until its deliveries stand so.
#[track_caller]
pub fn until(world: &World, who: &Client, id: &str, wanted: &[&str]) {
    world.eventually(&format!("{wanted:?}"), || states(who, id) == wanted);
}
