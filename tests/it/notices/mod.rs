//! Notices: who follows something is told of what happens to it, once, in the inbox and by mail, and of nothing they may not see.

pub mod sink;

/// Runs each test on both databases, in a world whose mails go to a mail server of its own; with settings of its own, too.
///
/// ```text
/// with_sink! {
///     fn a_mail_is_sent(world, sink) { … }
/// }
/// with_sink! { |settings| settings.smtp_seconds = 1;
///     fn a_server_that_hangs_is_left(world, sink) { … }
/// }
/// ```
macro_rules! with_sink {
    ($(fn $name:ident($world:ident, $sink:ident) $body:block)+) => {
        with_sink! { |_| {}; $(fn $name($world, $sink) $body)+ }
    };
    ($change:expr; $(fn $name:ident($world:ident, $sink:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs everything")]
            use super::*;
            fn run($world: &$crate::support::World, $sink: &$crate::notices::sink::Sink) $body
            fn both(backend: $crate::support::Backend) {
                let sink = $crate::notices::sink::Sink::start();
                let change: fn(&mut kenes::config::Settings) = $change;
                let world = $crate::support::World::start_with(backend, |settings| {
                    sink.configure(settings);
                    change(settings);
                });
                if let Some(world) = world {
                    run(&world, &sink);
                }
            }
            #[test]
            fn sqlite() {
                both($crate::support::Backend::Sqlite);
            }
            #[test]
            fn postgres() {
                both($crate::support::Backend::Postgres);
            }
        }
    )+ };
}

mod crowd;
mod deaths;
mod follow;
mod inbox;
mod keeping;
mod kills;
mod kinds;
mod mail;
mod server;
mod sight;
mod unsubscribe;

use crate::support::{Client, Personas, Reply, World, bulk};
use kenes::features::decisions::{Access, publish};
use kenes::kernel::id::Id;
use kenes::worker;
use serde_json::{Value, json};

/// Follows something.
pub fn follow(client: &Client, subject: &str) -> Reply {
    client.mutate("follow", &json!({ "subjectId": subject }), "follow { id sinceAt subject { id } viewerCanUnfollow }")
}

/// Chooses how to be told.
pub fn deliver(client: &Client, how: &str) {
    let chosen = client.mutate("setNoticeDelivery", &json!({ "delivery": how }), "delivery");
    assert_eq!(chosen.text("/delivery"), how);
}

/// Everything in somebody's inbox, latest first.
pub fn inbox(client: &Client) -> Vec<Value> {
    let query = "{ notifications(first: 100) { nodes {
        id kind headline { text } subject { id } decision { id } occurredAt toldAt readAt viewerCanMarkRead } } }";
    client.ask(query, &json!({})).at("/notifications/nodes").as_array().cloned().expect("a list")
}

/// The kinds of an inbox, latest first.
pub fn kinds(client: &Client) -> Vec<String> {
    inbox(client).iter().map(|notice| notice["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// Tells of what has happened, as the worker does; the server's own worker must be stopped where it matters that nobody
/// else does.
pub fn tell(world: &World) -> usize {
    worker::notices::tell_now(&world.instance.core).expect("tells")
}

/// Waits until the server has told somebody so many things.
#[track_caller]
pub fn told(p: &Personas<'_>, who: &str, count: usize) -> Vec<Value> {
    let client = p.get(who);
    p.world.eventually("the notice", || inbox(&client).len() >= count);
    inbox(&client)
}

/// A mail in the outbox, as the database has it.
pub fn mails(world: &World, state: &str) -> i64 {
    world.count(&format!("SELECT count(*) AS n FROM mails WHERE state = '{state}'"))
}

/// How many notices of a kind somebody has, by their e-mail's part before the @.
pub fn noticed(world: &World, who: &str, kind: &str) -> i64 {
    world.count(&format!(
        "SELECT count(*) AS n FROM notices n JOIN accounts a ON a.id = n.person_id WHERE a.email = '{who}@test.kenes' AND n.kind = '{kind}'"
    ))
}

/// Publishes a draft of the ministry while no server runs.
pub fn publish_offline(world: &World, draft: &str, access: Access) {
    let officer = bulk::viewer(world, "officer");
    let input = publish::Publication { decision: Id::parse(draft).expect("a decision"), access, embargoed_until: None };
    bulk::together(world, |batch| batch.act(&officer, |tx| publish::publish(tx, &input)).map(|_| ()));
}

/// Lets every claim run out, as its time would.
pub fn lapse(world: &World) {
    let past = match world.backend {
        crate::support::Backend::Sqlite => "0",
        crate::support::Backend::Postgres => "timestamptz '2000-01-01 00:00:00+00'",
    };
    world.raw(&format!("UPDATE mails SET due_at = {past} WHERE state = 'SENDING'")).expect("lapses");
}
