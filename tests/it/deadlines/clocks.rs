//! Terms that run, started and met as use cases do it, without those that need them.

use crate::support::{Client, World, bulk};
use kenes::access::act::{Act, Writing};
use kenes::access::sight::Sight;
use kenes::features::deadlines::{self, Deadline, NewDeadline, Party, Subject};
use kenes::features::reviews;
use kenes::kernel::failure::Outcome;
use kenes::kernel::id::ReviewId;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// Three, seven and ten working days, and ninety calendar days.
pub const THREE: &str = "hearing.notice";
pub const SEVEN: &str = "document.send";
pub const TEN: &str = "answer.reply";
pub const NINETY: &str = "land.auction";

/// Writes as the chair would, at the world's time.
#[track_caller]
pub fn write<T>(world: &World, work: impl FnMut(&mut Writing<'_>) -> Outcome<T>) -> T {
    let act = Act::new(Arc::clone(&world.instance.core), bulk::viewer(world, "chair"));
    act.write_now(work).expect("written")
}

/// A deadline to start on a review, of a subject of its own, owed by the ministry.
pub fn term(tx: &mut Writing<'_>, review: &str, key: &'static str, started_on: &str) -> Outcome<NewDeadline> {
    let id = ReviewId::parse(review).expect("a review");
    let review = reviews::store::find(tx.conn, &Sight::system(tx.now), id)?.expect("there");
    let body = kenes::features::councils::store::find(tx.conn, review.council_id)?.expect("a council").body_id;
    Ok(NewDeadline {
        key,
        subject: Subject { kind: "rev".into(), id: Uuid::new_v4() },
        owed_by: Party::Body(body),
        review: review.id,
        decision: review.decision_id,
        council: review.council_id,
        body,
        started_on: started_on.parse().expect("a day"),
    })
}

/// Starts a deadline on a review.
#[track_caller]
pub fn start(world: &World, review: &str, key: &'static str, started_on: &str) -> Deadline {
    write(world, |tx| {
        let new = term(tx, review, key, started_on)?;
        Ok(deadlines::start(tx, &new)?.expect("a rule in force"))
    })
}

/// Meets a deadline on a day.
#[track_caller]
pub fn meet(world: &World, deadline: &Deadline, on: &str) -> Option<Deadline> {
    write(world, |tx| deadlines::meet(tx, deadline.subject.id, &deadline.rule_key, on.parse().expect("a day")))
}

/// Cancels a deadline.
#[track_caller]
pub fn cancel(world: &World, deadline: &Deadline) -> Option<Deadline> {
    write(world, |tx| deadlines::cancel(tx, deadline.subject.id, &deadline.rule_key))
}

/// A deadline as somebody reads it; null when they do not.
pub fn look(client: &Client, deadline: &Deadline) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Deadline {
        rule { key citation { text } confirmed } length unit startedOn dueOn overdueAt provisional state metOn calendarVersion
        skipped { date reason name { text } } moves { movedFromOn movedToOn calendarVersion reason }
        owedBy { __typename ... on StateBody { id } } subject } } }";
    client.ask(query, &json!({ "id": deadline.id.wire() })).at("/node").clone()
}

/// What the administrator makes of a day.
pub fn set_day(admin: &Client, date: &str, kind: &str) -> crate::support::Reply {
    let input =
        json!({ "date": date, "kind": kind, "name": crate::support::builders::text("A day"), "reason": "Decree 7" });
    admin.mutate("setCalendarDay", &input, "version { number } movedDeadlines calendar { workingDays provisional }")
}
