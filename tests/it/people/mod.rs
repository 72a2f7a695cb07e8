//! Accounts, sessions, roles: who one is, for how long, and how it ends.

mod accounts;
mod change_password;
mod invite;
mod language;
mod refresh;
mod register;
mod revocation;
mod roles;
mod sign_in;
mod throttle;
mod tokens;

use crate::support::cast::PASSWORD;
use crate::support::{Client, Reply};
use serde_json::{Value, json};

/// Signs in with a password of the test's choice.
fn sign_in_with(client: &Client, email: &str, password: &str) -> Reply {
    client.mutate("signIn", &json!({ "email": email, "password": password }), "accessToken refreshToken")
}

/// Both tokens of somebody of the cast.
fn pair(client: &Client, who: &str) -> (Client, String) {
    let reply = sign_in_with(client, &format!("{who}@test.kenes"), PASSWORD);
    (client.with_token(&reply.text("/accessToken")), reply.text("/refreshToken"))
}

/// The name of who the server takes the client for; fails when it takes it for nobody.
#[track_caller]
fn name_of(client: &Client) -> String {
    who_am_i(client).at("/viewer/person/name").as_str().expect("a name").to_owned()
}

fn who_am_i(client: &Client) -> Reply {
    client.ask("{ viewer { person { name } } }", &Value::Null)
}

/// An answer without what differs from request to request.
fn body(reply: &Reply) -> (u16, Value) {
    (reply.status, reply.json.clone())
}
