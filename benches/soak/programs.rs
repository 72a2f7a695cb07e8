//! Programs: a service account with its token and by OAuth, and webhooks.

use crate::Done;
use crate::chance::Chance;
use crate::mix::Turn;
use crate::scene::Scene;
use crate::support::operations::{DETAIL, body};
use crate::tally::Family;
use crate::wire::{Asker, Wire};
use serde_json::{Value, json};

pub const TURNS: &[Turn] = &[
    turn("a program reads", 3, reads),
    turn("a program comments", 1, comments),
    turn("a program without the scope", 2, lacks),
    turn("a program by OAuth", 2, oauth),
    turn("a program with a wrong secret", 1, wrong),
    turn("a webhook that comes and goes", 1, webhook),
];

const fn turn(name: &'static str, weight: u64, run: fn(&Scene, &mut Chance) -> Done) -> Turn {
    Turn { family: Family::Programs, name, weight, run }
}

const PLACE: &str = "{ viewer { roles { scope { ... on Organization { id } } } } }";
const ENTER: &str = "mutation($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) {
  token serviceAccount { id } userErrors { code } } }";
const REVOKE: &str =
    "mutation($id: ID!) { revokeServiceAccount(input: { serviceAccountId: $id }) { userErrors { code } } }";
const HOOK: &str = "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) {
  webhook { id state } userErrors { code } } }";
const TEST: &str = "mutation($id: ID!) { testWebhook(input: { webhookId: $id }) { userErrors { code } } }";
const END: &str = "mutation($id: ID!) { endWebhook(input: { webhookId: $id }) { userErrors { code } } }";
const EVENTS: &str = "{ events(last: 20) { nodes { id kind } } decisions(first: 5) { nodes { id } } }";

/// A program of the NGO, and the webhook by which comments are posted.
pub struct Robot {
    id: String,
    token: String,
    webhook: String,
}

impl Robot {
    /// Enters both, in the name of the NGO's representative.
    pub fn enter(wire: &Wire, ngo: &Asker, url: &str) -> Result<Self, String> {
        let organization = wire.ask(ngo, PLACE, &Value::Null)?.text("/viewer/roles/0/scope/id")?;
        let scopes = ["REGISTRY_READ", "DECISIONS_READ", "EVENTS_READ", "COMMENTS_WRITE"];
        let input = json!({ "name": "Soak", "boundTo": { "organizationId": organization }, "scopes": scopes });
        let entered = wire.ask(ngo, ENTER, &json!({ "input": input }))?;
        let input = json!({ "url": url, "kinds": ["COMMENT_ADDED"] });
        let hooked = wire.ask(ngo, HOOK, &json!({ "input": input }))?;
        Ok(Self {
            id: entered.text("/createServiceAccount/serviceAccount/id")?,
            token: entered.text("/createServiceAccount/token")?,
            webhook: hooked.text("/createWebhook/webhook/id")?,
        })
    }

    /// Takes both away.
    pub fn leave(&self, wire: &Wire, ngo: &Asker) -> Result<(), String> {
        wire.ask(ngo, END, &json!({ "id": self.webhook }))?.done("endWebhook")?;
        wire.ask(ngo, REVOKE, &json!({ "id": self.id }))?.done("revokeServiceAccount")?;
        let asker = Asker::with(&self.token, &mut Chance::new(0));
        wire.ask(&asker, EVENTS, &Value::Null)?.denied(401, "UNAUTHENTICATED")
    }
}

fn reads(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = Asker::with(&scene.robot.token, chance);
    scene.wire.ask(&asker, EVENTS, &Value::Null)?.data("/events/nodes/0/id")?;
    scene.wire.ask(&asker, DETAIL, &json!({ "id": chance.of(&scene.decisions)? }))?.data("/node/id").map(drop)
}

fn comments(scene: &Scene, chance: &mut Chance) -> Done {
    let (review, _) = chance.of(&scene.reviews)?;
    let words = body(usize::try_from(scene.number()).unwrap_or(0));
    scene.say(&Asker::with(&scene.robot.token, chance), review, &words, Value::Null)?.done("addComment").map(drop)
}

fn lacks(scene: &Scene, chance: &mut Chance) -> Done {
    let asker = Asker::with(&scene.robot.token, chance);
    scene.wire.ask(&asker, "{ webhooks(first: 5) { nodes { id } } }", &Value::Null)?.denied(403, "FORBIDDEN")
}

fn token(scene: &Scene, chance: &mut Chance, secret: &str) -> Result<(u16, Value), String> {
    let fields = [("grant_type", "client_credentials"), ("client_id", &scene.robot.id), ("client_secret", secret)];
    let fields = [fields.as_slice(), &[("scope", "events:read")]].concat();
    let answer = scene.wire.form(&Asker::stranger(chance), "/oauth/token", &fields)?;
    Ok((answer.status, answer.json))
}

fn oauth(scene: &Scene, chance: &mut Chance) -> Done {
    let (status, said) = token(scene, chance, &scene.robot.token)?;
    let Some(access) = said["access_token"].as_str().filter(|_| status == 200) else {
        return Err(format!("no token: {status}, {said}"));
    };
    let asker = Asker::with(access, chance);
    scene.wire.ask(&asker, "{ events(first: 1) { nodes { id } } }", &Value::Null)?.data("/events/nodes/0/id")?;
    scene.wire.ask(&asker, EVENTS, &Value::Null)?.denied(403, "FORBIDDEN")
}

fn wrong(scene: &Scene, chance: &mut Chance) -> Done {
    let (status, said) = token(scene, chance, "kenes_svc_of_somebody_else")?;
    if (status, said["error"].as_str()) == (401, Some("invalid_client")) {
        Ok(())
    } else {
        Err(format!("{status}, {said}"))
    }
}

fn webhook(scene: &Scene, chance: &mut Chance) -> Done {
    let ngo = scene.people.asker(&scene.wire, "ngo", chance)?;
    let input = json!({ "url": scene.receiver.url, "kinds": ["DECISION_PUBLISHED"] });
    let id = scene.wire.ask(&ngo, HOOK, &json!({ "input": input }))?.text("/createWebhook/webhook/id")?;
    scene.wire.ask(&ngo, TEST, &json!({ "id": id }))?.done("testWebhook")?;
    scene.wire.ask(&ngo, END, &json!({ "id": id }))?.done("endWebhook").map(drop)
}
