//! Sessions: they begin, are refreshed and end; wrong passwords; a refresh token that is used twice.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::people::{COMERS, SIGN_IN, sign_in};
use crate::scene::Scene;
use crate::tally::Family;
use crate::wire::Asker;
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("in, refreshed, out", 3, come_and_go),
    turn("a wrong password", 1, wrong_password),
    turn("a refresh token, twice", 1, twice),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Sessions, name, weight, run }
}

const REFRESH: &str = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) {
  accessToken refreshToken userErrors { code } } }";
const SIGN_OUT: &str = "mutation { signOut(input: {}) { sessionsEnded userErrors { code } } }";
const WHO: &str = "{ notifications(first: 1) { nodes { id } } viewer { person { id } } }";

fn come_and_go(scene: &Scene, chance: &mut Chance) -> Done {
    let (_, refresh) = sign_in(&scene.wire, chance.of(&COMERS)?, chance)?;
    let refreshed =
        scene.wire.ask(&Asker::stranger(chance), REFRESH, &json!({ "input": { "refreshToken": refresh } }))?;
    refreshed.done("refreshSession")?;
    let asker = Asker::with(&refreshed.text("/refreshSession/accessToken")?, chance);
    scene.wire.ask(&asker, WHO, &Value::Null)?.text("/viewer/person/id")?;
    scene.wire.ask(&asker, SIGN_OUT, &Value::Null)?.done("signOut")?;
    scene.wire.ask(&asker, WHO, &Value::Null)?.denied(401, "UNAUTHENTICATED")
}

/// Of an account that is none, from anywhere: guesses at one that is would lock it.
fn wrong_password(scene: &Scene, chance: &mut Chance) -> Done {
    let mut guesser = Asker::stranger(chance);
    guesser.from = format!("10.{}.{}.{}", 2 + chance.below(200), chance.below(250), chance.below(250));
    let email = format!("nobody-{}@demo.kenes.example", scene.number());
    let input = json!({ "input": { "email": email, "password": "a guess of twelve" } });
    scene.wire.ask(&guesser, SIGN_IN, &input)?.refused("signIn", "SIGN_IN_FAILED")
}

/// Whoever stole it and whoever it was stolen from lose the session.
fn twice(scene: &Scene, chance: &mut Chance) -> Done {
    let (_, refresh) = sign_in(&scene.wire, chance.of(&COMERS)?, chance)?;
    let input = json!({ "input": { "refreshToken": refresh } });
    let first = scene.wire.ask(&Asker::stranger(chance), REFRESH, &input)?;
    let asker = Asker::with(&first.text("/refreshSession/accessToken")?, chance);
    scene.wire.ask(&Asker::stranger(chance), REFRESH, &input)?.refused("refreshSession", "SESSION_ENDED")?;
    scene.wire.ask(&asker, WHO, &Value::Null)?.denied(401, "UNAUTHENTICATED")
}
