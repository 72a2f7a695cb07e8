//! Writing: comments, the same asked twice, ballots, follows, the inbox, and what a rule refuses.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::people::{COUNCIL, SPEAKERS};
use crate::scene::Scene;
use crate::support::operations::{BALLOT, body, choice};
use crate::tally::Family;
use crate::wire::{Answer, Asker};
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("a comment", 6, |scene, chance| scene.comment(chance).map(drop)),
    turn("a comment, edited", 3, edited),
    turn("a comment, with its key twice", 3, twice),
    turn("a ballot in a roll call", 5, roll_call),
    turn("a secret ballot", 1, secret),
    turn("followed, not followed", 2, follow),
    turn("the inbox, read", 2, inbox),
    turn("a comment that a rule refuses", 2, refused),
    turn("a comment of a stranger", 1, stranger),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Writes, name, weight, run }
}

const COMMENT: &str = "mutation($input: AddCommentInput!) { addComment(input: $input) {
  comment { id revision } userErrors { code } } }";
const EDIT: &str = "mutation($input: EditCommentInput!) { editComment(input: $input) {
  comment { id revision } userErrors { code } } }";
const FOLLOW: &str = "mutation($subject: ID!) { follow(input: { subjectId: $subject }) { userErrors { code } } }";
const UNFOLLOW: &str = "mutation($subject: ID!) { unfollow(input: { subjectId: $subject }) { userErrors { code } } }";
const READ: &str = "mutation { markRead(input: {}) { userErrors { code } } }";
const INBOX: &str = "{ notifications(first: 20, filter: { unread: true }) { totalCount nodes { id } } }";

impl Scene {
    /// A comment on one of the open reviews; its decision and its id.
    pub fn comment(&self, chance: &mut Chance) -> Result<(String, String), String> {
        let (review, decision) = chance.of(&self.reviews)?.clone();
        let asker = self.people.asker(&self.wire, chance.of(&SPEAKERS)?, chance)?;
        let answer = self.say(&asker, &review, &self.words(), Value::Null)?;
        answer.done("addComment")?;
        Ok((decision, answer.text("/addComment/comment/id")?))
    }

    pub fn say(&self, asker: &Asker, review: &str, body: &str, key: Value) -> Result<Answer, String> {
        let input = json!({ "reviewId": review, "stance": "NEUTRAL", "body": body, "idempotencyKey": key });
        self.wire.ask(asker, COMMENT, &json!({ "input": input }))
    }

    fn words(&self) -> String {
        body(usize::try_from(self.number()).unwrap_or(0))
    }
}

fn edited(scene: &Scene, chance: &mut Chance) -> Done {
    let (review, _) = chance.of(&scene.reviews)?;
    let asker = scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)?;
    let added = scene.say(&asker, review, &scene.words(), Value::Null)?;
    let id = added.text("/addComment/comment/id")?;
    let edit = |body: &str, revision: u64| {
        let input = json!({ "commentId": id, "body": body, "expectedRevision": revision });
        scene.wire.ask(&asker, EDIT, &json!({ "input": input }))
    };
    edit("Said otherwise.", 1)?.done("editComment")?;
    edit("Said otherwise again.", 2)?.done("editComment")?;
    edit("By somebody who did not see that.", 1)?.refused("editComment", "STALE_REVISION")
}

fn twice(scene: &Scene, chance: &mut Chance) -> Done {
    let (review, _) = chance.of(&scene.reviews)?;
    let asker = scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)?;
    let (words, key) = (scene.words(), json!(format!("soak-{}-{}", std::process::id(), scene.number())));
    let first = scene.say(&asker, review, &words, key.clone())?.text("/addComment/comment/id")?;
    let second = scene.say(&asker, review, &words, key.clone())?.text("/addComment/comment/id")?;
    if first != second {
        return Err(format!("one key made two comments, {first} and {second}"));
    }
    scene.say(&asker, review, "Something else.", key)?.refused("addComment", "IDEMPOTENCY_KEY_USED")
}

fn roll_call(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = scene.people.asker(&scene.wire, chance.of(&COUNCIL)?, chance)?;
    let choice = choice(usize::try_from(chance.below(3)).unwrap_or(0));
    let input = json!({ "input": { "pollId": scene.roll_call, "choice": choice } });
    scene.wire.ask(&asker, BALLOT, &input)?.done("castBallot").map(drop)
}

/// Each of the council has one, and cannot change it.
fn secret(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = scene.people.asker(&scene.wire, chance.of(&COUNCIL)?, chance)?;
    let input = json!({ "input": { "pollId": scene.secret, "choice": "ABSTAIN" } });
    let answer = scene.wire.ask(&asker, BALLOT, &input)?;
    answer.done("castBallot").map(drop).or_else(|_| answer.refused("castBallot", "ALREADY_VOTED"))
}

fn follow(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)?;
    let subject = json!({ "subject": chance.of(&scene.decisions)? });
    scene.wire.ask(&asker, FOLLOW, &subject)?.done("follow")?;
    scene.wire.ask(&asker, UNFOLLOW, &subject)?.done("unfollow").map(drop)
}

fn inbox(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)?;
    scene.wire.ask(&asker, INBOX, &Value::Null)?.data("/notifications/totalCount")?;
    scene.wire.ask(&asker, READ, &Value::Null)?.done("markRead").map(drop)
}

fn refused(scene: &Scene, chance: &mut Chance) -> Done {
    let (review, _) = chance.of(&scene.reviews)?;
    let asker = scene.people.asker(&scene.wire, chance.of(&SPEAKERS)?, chance)?;
    scene.say(&asker, review, "  ", Value::Null)?.refused("addComment", "BLANK")?;
    scene.say(&asker, review, &"long ".repeat(3_000), Value::Null)?.refused("addComment", "TOO_LONG")
}

fn stranger(scene: &Scene, chance: &mut Chance) -> Done {
    let (review, _) = chance.of(&scene.reviews)?;
    scene.say(&Asker::stranger(chance), review, "Who am I?", Value::Null)?.denied(200, "UNAUTHENTICATED")
}
