//! Programs: what they may, in whose name, and how they say who they are.

mod create;
mod oauth;
mod rights;
mod scopes;
mod tokens;

use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

/// Where a program of the NGO's is bound.
pub fn at_ngo(world: &World) -> Value {
    json!({ "organizationId": world.cast.organizations["ngo-6"].wire() })
}

/// Enters a program.
pub fn enter(who: &Client, bound: &Value, scopes: &[&str]) -> Reply {
    let input = json!({ "name": "A program", "boundTo": bound, "scopes": scopes });
    who.mutate("createServiceAccount", &input, "token serviceAccount { id scopes state tokens { expiresAt usedAt } }")
}

/// A program of a body, a council or an organisation, whose owner has got its token: its id, and the program itself.
pub fn of(p: &Personas<'_>, owner: &str, bound: &Value, scopes: &[&str]) -> (String, Client) {
    let owner_id = p.world.cast.person(owner);
    let input = json!({ "name": "A program", "boundTo": bound, "scopes": scopes, "ownerId": owner_id });
    let entered = p.get("admin").mutate("createServiceAccount", &input, "token serviceAccount { id }");
    assert!(entered.done()["token"].is_null(), "a token for somebody else's eyes");
    let id = entered.text("/serviceAccount/id");
    let token = rotate(&p.get(owner), &id, 0).text("/token");
    (id, p.world.anonymous().with_token(&token))
}

/// The owner wants the next token.
pub fn rotate(who: &Client, id: &str, overlap_hours: i32) -> Reply {
    let input = json!({ "serviceAccountId": id, "overlapHours": overlap_hours });
    who.mutate("rotateServiceToken", &input, "token serviceAccount { tokens { expiresAt } }")
}

pub fn revoke(who: &Client, id: &str) -> Reply {
    who.mutate("revokeServiceAccount", &json!({ "serviceAccountId": id }), "serviceAccount { state tokens { usedAt } }")
}

/// Its name, as far as it is somebody.
pub fn name(program: &Client) -> Reply {
    program.ask("{ viewer { person { name kind } account { email } } }", &Value::Null)
}

pub fn is_nobody(program: &Client) -> bool {
    name(program).json.pointer("/errors/0/extensions/code") == Some(&json!("UNAUTHENTICATED"))
}
