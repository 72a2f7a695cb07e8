//! Arguments for the reads: places in the list, decisions, bodies and searches spread over the database, so that not
//! one hot row is measured.

use super::OrStop;
use super::writes::count;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use kenes::access::act::Act;
use kenes::db::AnyConn;
use kenes::db::types::{Instant, Uid};
use kenes::kernel::clock::Timestamp;
use kenes::kernel::id::{DecisionId, StateBodyId};
use kenes::kernel::terms::{Term, query_terms};
use serde_json::{Value, json};

/// How many different arguments each read is asked with.
const VARIETY: usize = 200;

/// The end of an earlier page.
#[derive(Clone, Debug)]
pub struct Place {
    pub cursor: String,
    pub id: DecisionId,
    pub at: Timestamp,
}

/// Words that occur, with the terms a hand-written statement would be given.
#[derive(Clone, Debug)]
pub struct Search {
    pub text: String,
    pub tsquery: String,
}

/// What the reads are asked with.
#[derive(Clone, Debug)]
pub struct Samples {
    pub places: Vec<Place>,
    pub details: Vec<DecisionId>,
    pub bodies: Vec<StateBodyId>,
    pub searches: Vec<Search>,
}

#[derive(QueryableByName)]
struct DecisionRow {
    #[diesel(sql_type = Uid)]
    id: DecisionId,
    #[diesel(sql_type = Instant)]
    at: Timestamp,
}

#[derive(QueryableByName)]
struct BodyRow {
    #[diesel(sql_type = Uid)]
    id: StateBodyId,
}

#[derive(QueryableByName)]
struct TitleRow {
    #[diesel(sql_type = Text)]
    title: String,
}

impl Samples {
    /// Draws them. `ask` runs a query as the member who will read.
    pub fn draw(conn: &mut AnyConn, ask: impl Fn(&str, Value) -> Value) -> Self {
        Self { places: places(conn, ask), details: details(conn), bodies: bodies(conn), searches: searches(conn) }
    }

    /// One of a list, another one each time.
    pub fn turn<T>(list: &[T], number: usize) -> &T {
        list.get(number.wrapping_mul(37) % list.len().max(1)).or_stop("the database is too small to measure")
    }

    /// Ten different bodies.
    pub fn ten_bodies(&self, number: usize) -> Vec<StateBodyId> {
        (0..10.min(self.bodies.len())).map(|step| *Self::turn(&self.bodies, number + step * 11)).collect()
    }
}

/// Places among the latest 4,000 decisions, asked for page by page like a reader would.
fn places(conn: &mut AnyConn, ask: impl Fn(&str, Value) -> Value) -> Vec<Place> {
    let query = "query($after: String) { decisions(first: 100, after: $after) { edges { cursor node { id } } } }";
    let (mut found, mut after) = (Vec::new(), Value::Null);
    while found.len() < 4_000 {
        let page = ask(query, json!({ "after": after }));
        let edges = page.pointer("/decisions/edges").and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(last) = edges.last() else { break };
        after = last.get("cursor").cloned().unwrap_or_default();
        found.extend(edges.iter().filter_map(|edge| {
            let id = edge.pointer("/node/id").and_then(Value::as_str)?;
            Some((edge.get("cursor")?.as_str()?.to_owned(), DecisionId::parse(id).ok()?))
        }));
    }
    // The last page of all would be short.
    found.truncate(found.len().saturating_sub(25));
    let step = (found.len() / VARIETY).max(1);
    let place = |(cursor, id): (String, DecisionId)| Place { cursor, id, at: listed_at(conn, id) };
    found.into_iter().step_by(step).take(VARIETY).map(place).collect()
}

fn listed_at(conn: &mut AnyConn, id: DecisionId) -> Timestamp {
    let query = diesel::sql_query("SELECT id, listed_at AS at FROM decisions WHERE id = $1").bind::<Uid, _>(id);
    let row: DecisionRow = query.get_result(conn).or_stop("a decision");
    debug_assert_eq!(row.id, id);
    row.at
}

/// Every n-th of what a query finds.
fn spread(conn: &mut AnyConn, what: &str, from: &str) -> String {
    let all = count(conn, &format!("SELECT count(*) AS n FROM {from}"));
    let step = (all / i64::try_from(VARIETY).unwrap_or(1)).max(1);
    let limit = i64::try_from(VARIETY).unwrap_or(1);
    format!(
        "SELECT {what} FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM (SELECT * FROM {from}) AS found) \
         AS numbered WHERE place % {step} = 0 LIMIT {limit}"
    )
}

/// Public decisions with a closed roll call and a discussion.
fn details(conn: &mut AnyConn) -> Vec<DecisionId> {
    let from = "decisions WHERE access = 'PUBLIC' AND state <> 'DRAFT' AND embargoed_until IS NULL \
        AND EXISTS (SELECT 1 FROM polls WHERE polls.decision_id = decisions.id AND polls.state = 'CLOSED' AND polls.mode = 'ROLL_CALL') \
        AND (SELECT count(*) FROM comments WHERE comments.decision_id = decisions.id) >= 5";
    let sql = spread(conn, "id, listed_at AS at", from);
    let rows: Vec<DecisionRow> = diesel::sql_query(sql).load(conn).or_stop("decisions with a closed poll");
    rows.into_iter().map(|row| row.id).collect()
}

/// Bodies with a council.
fn bodies(conn: &mut AnyConn) -> Vec<StateBodyId> {
    let sql = "SELECT id FROM state_bodies WHERE EXISTS (SELECT 1 FROM councils WHERE councils.body_id = state_bodies.id) ORDER BY id";
    let rows: Vec<BodyRow> = diesel::sql_query(sql).load(conn).or_stop("bodies with a council");
    rows.into_iter().map(|row| row.id).collect()
}

/// Long words out of titles, in any language.
fn searches(conn: &mut AnyConn) -> Vec<Search> {
    let sql = spread(conn, "title", "decisions WHERE state = 'PUBLISHED'");
    let rows: Vec<TitleRow> = diesel::sql_query(sql).load(conn).or_stop("titles");
    let mut words: Vec<String> = rows.iter().flat_map(|row| long_words(&row.title)).collect();
    words.sort();
    words.dedup();
    words.into_iter().map(|text| Search { tsquery: tsquery(&query_terms(&text)), text }).collect()
}

fn long_words(title: &str) -> Vec<String> {
    let texts: std::collections::BTreeMap<String, Option<String>> = serde_json::from_str(title).or_stop("a title");
    let longest = |text: String| {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 5);
        words.max_by_key(|word| word.chars().count()).map(str::to_owned)
    };
    texts.into_values().flatten().filter_map(longest).collect()
}

fn tsquery(groups: &[Vec<Term>]) -> String {
    let term = |term: &Term| format!("'{}'{}", term.text, if term.prefix { ":*" } else { "" });
    let group = |any: &Vec<Term>| format!("({})", any.iter().map(term).collect::<Vec<_>>().join(" | "));
    groups.iter().map(group).collect::<Vec<_>>().join(" & ")
}

/// A whole number in a column `n`.
#[derive(QueryableByName)]
pub struct Number {
    #[diesel(sql_type = BigInt)]
    pub n: i64,
}

/// The data of a response, or the end of the benchmark when it holds an error.
pub fn data_of(response: &Value) -> Value {
    match response.get("errors") {
        None => response["data"].clone(),
        Some(errors) => super::stop(format!("an operation failed: {errors}")),
    }
}

/// Runs a query on this thread as the viewer of an act.
pub fn ask(instance: &kenes::http::instance::Instance, act: &Act, query: &str, variables: Value) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().or_stop("a runtime");
    let answer = runtime.block_on(super::operations::execute(instance, act, query, variables));
    data_of(&serde_json::from_slice(&answer).or_stop("the answer is JSON"))
}
