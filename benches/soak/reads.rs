//! Reading: the reads of the speed goals by anybody, the feed, and what is no GraphQL.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::scene::Scene;
use crate::support::operations::{COUNCILS, DETAIL, NESTED, PAGE, RANKED, SCORECARDS, SEARCH};
use crate::tally::Family;
use crate::wire::{Answer, Asker};
use serde_json::{Value, json};
use std::sync::PoisonError;

pub const TURNS: &[Turn] = &[
    turn("a page of decisions", 8, |scene, chance| scene.read(chance, PAGE, &Value::Null, "/decisions/nodes/0/id")),
    turn("a deep page", 8, deep_page),
    turn("a decision, whole", 8, detail),
    turn("bodies, councils, decisions", 4, nested),
    turn("a search", 6, search),
    turn("scorecards of bodies", 2, scorecards),
    turn("bodies, ranked", 2, |scene, chance| scene.read(chance, RANKED, &Value::Null, "/scorecards/nodes/0")),
    turn("councils, ranked", 1, |scene, chance| {
        scene.read(chance, COUNCILS, &Value::Null, "/councilScorecards/nodes/0")
    }),
    turn("the registry", 3, |scene, chance| scene.read(chance, REGISTRY, &Value::Null, "/regions/nodes/0")),
    turn("meetings, documents, terms", 3, |scene, chance| scene.read(chance, AFTER, &Value::Null, "/meetings/nodes/0")),
    turn("introspection", 1, |scene, chance| scene.read(chance, TYPES, &Value::Null, "/__schema/types/0/name")),
    turn("the feed by its cursor", 6, feed),
    turn("pages, calendars, pictures", 5, paths),
    turn("somebody who is signed in", 6, signed_in),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Reads, name, weight, run }
}

const REGISTRY: &str =
    "{ regions(first: 30) { nodes { id name { text } } } stateBodies(first: 30) { nodes { id name { text } } }
  councils(first: 30) { nodes { id name { text } } } organizations(first: 30) { nodes { id name { text } } }
  legalRules(first: 30) { nodes { key } } calendar(year: 2026) { year } }";
const AFTER: &str = "{ meetings(first: 20) { nodes { id } } finalDocuments(first: 20) { nodes { id } }
  deadlines(first: 20) { nodes { dueOn skipped { date reason } } } recommendations(first: 20) { nodes { id } }
  moderationLog(first: 20) { nodes { __typename } } }";
const TYPES: &str = "{ __schema { types { name description fields { name } } } }";
const FEED: &str = "query($after: String) { events(first: 50, after: $after) {
  nodes { id kind occurredAt subject node { id } } pageInfo { hasNextPage endCursor } } }";
const MINE: &str = "{ viewer { person { id } account { email } roles { role } seats { id } }
  notifications(first: 20) { nodes { id } } follows(first: 20) { nodes { id } }
  decisions(first: 20) { nodes { id viewerCanAttach viewerFollow { id } } } polls(first: 10) { nodes { id viewerCanVote viewerBallot { revision } } } }";
const EVERYBODY: [&str; 12] = [
    "citizen-01",
    "member",
    "chair",
    "deputy-chair",
    "secretary",
    "ngo",
    "media",
    "officer",
    "moderator",
    "registrar",
    "admin",
    "auditor",
];

impl Scene {
    /// A read by somebody anonymous, with something at a place of its answer.
    fn read(&self, chance: &mut Chance, query: &str, variables: &Value, pointer: &str) -> Done {
        self.stranger(chance, query, variables)?.data(pointer).map(drop)
    }

    fn stranger(&self, chance: &mut Chance, query: &str, variables: &Value) -> Result<Answer, String> {
        self.wire.ask(&Asker::stranger(chance), query, variables)
    }
}

fn deep_page(scene: &Scene, chance: &mut Chance) -> Done {
    let cursor = chance.of(&scene.cursors)?;
    scene.read(chance, PAGE, &json!({ "after": cursor }), "/decisions/nodes")
}

fn detail(scene: &Scene, chance: &mut Chance) -> Done {
    let id = chance.of(&scene.decisions)?;
    scene.read(chance, DETAIL, &json!({ "id": id }), "/node/title/text")
}

fn ten<'a>(scene: &'a Scene, chance: &mut Chance) -> Result<Vec<&'a String>, String> {
    (0..10).map(|_| chance.of(&scene.bodies)).collect()
}

fn nested(scene: &Scene, chance: &mut Chance) -> Done {
    let ids = ten(scene, chance)?;
    scene.read(chance, NESTED, &json!({ "ids": ids }), "/nodes/0/name/text")
}

fn scorecards(scene: &Scene, chance: &mut Chance) -> Done {
    let ids = ten(scene, chance)?;
    scene.read(chance, SCORECARDS, &json!({ "ids": ids }), "/nodes/9/scorecard/sent")
}

fn search(scene: &Scene, chance: &mut Chance) -> Done {
    let word = chance.of(&["courtyard", "budget", "мектеп", "школа", "парк", "playgrounds", "nothing of this kind"])?;
    scene.read(chance, SEARCH, &json!({ "text": word }), "/decisions/totalCount")
}

/// All threads follow it together; where it ends now, the next asks again.
fn feed(scene: &Scene, chance: &mut Chance) -> Done {
    let after = scene.feed.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let answer = scene.stranger(chance, FEED, &json!({ "after": after }))?;
    answer.data("/events/nodes")?;
    if let Some(cursor) = answer.data("/events/pageInfo/endCursor")?.as_str() {
        *scene.feed.lock().unwrap_or_else(PoisonError::into_inner) = Some(cursor.to_owned());
    }
    Ok(())
}

fn paths(scene: &Scene, chance: &mut Chance) -> Done {
    let path = chance.of(&scene.paths)?;
    let headers: &[(&str, &str)] = if chance.below(2) == 0 { &[("Accept-Encoding", "gzip")] } else { &[] };
    let content = scene.wire.get(&Asker::stranger(chance), path, headers)?;
    if content.status == 200 && !content.bytes.is_empty() { Ok(()) } else { Err(format!("{path}: {}", content.status)) }
}

fn signed_in(scene: &Scene, chance: &mut Chance) -> Done {
    let who = chance.of(&EVERYBODY)?;
    let asker = scene.people.asker(&scene.wire, who, chance)?;
    scene.wire.ask(&asker, MINE, &Value::Null)?.text("/viewer/account/email").map(drop)
}
