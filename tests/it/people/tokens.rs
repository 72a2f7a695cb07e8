//! Access tokens: ours, unaltered, in time, for this audience, of a session that runs; else the answer is
//! UNAUTHENTICATED and never a stranger's view.

use super::{name_of, who_am_i};
use crate::support::{Client, World};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kenes::access::token::Keys;
use kenes::kernel::id::{Id, PersonId, SessionId};
use serde_json::{Value, json};
use std::path::Path;

#[track_caller]
fn refused(client: &Client) {
    let reply = who_am_i(client);
    assert_eq!((reply.status, reply.denied()), (401, "UNAUTHENTICATED"), "{:#}", reply.json);
    assert!(reply.json.get("data").is_none_or(Value::is_null));
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&BASE64.decode(part).expect("base 64")).expect("JSON")
}

fn encoded(value: &Value) -> String {
    BASE64.encode(value.to_string())
}

/// The ids a good token names.
fn ids(token: &str) -> (PersonId, SessionId) {
    let claims = part(token, 1);
    let text = |name: &str| claims[name].as_str().expect("a claim").to_owned();
    (Id::parse(&text("sub")).expect("a person"), Id::parse(&text("sid")).expect("a session"))
}

/// A token of the same session, signed with the server's own key for somebody else's ears.
fn signed(world: &World, key: &str, issuer: &str, audience: &str, token: &str) -> String {
    let file = Path::new(&world.settings.data).join(key);
    Keys::generate(&file).expect("made, or there");
    let keys = Keys::load(&[file], issuer, audience).expect("loads");
    let (account, session) = ids(token);
    keys.sign((account, session), None, world.clock.now(), "a-jti".into()).expect("signs")
}

on_both! {
    fn a_token_says_what_it_must_and_no_more(world) {
        let token = world.sign_in("member-05").token.expect("signed in");
        let (header, claims) = (part(&token, 0), part(&token, 1));
        assert_eq!(header["alg"], "EdDSA");
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!("http://localhost:8080"), &json!("kenes")));
        assert_eq!(claims["sub"], json!(world.cast.person("member-05")));
        assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|iat| iat + 15 * 60));
        let names: Vec<&str> = claims.as_object().expect("claims").keys().map(String::as_str).collect();
        assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "sid", "sub"]);
    }

    fn the_public_key_of_a_token_is_published(world) {
        let token = world.sign_in("member-05").token.expect("signed in");
        let (status, text) = world.anonymous().get("/.well-known/jwks.json");
        let jwks: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(status, 200);
        let key = &jwks["keys"][0];
        assert_eq!(key["kid"], part(&token, 0)["kid"]);
        assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
        assert!(key.get("d").is_none(), "the private half is not published");
        // Whoever has only the published key can check a token.
        let public = jsonwebtoken::DecodingKey::from_ed_components(key["x"].as_str().expect("a key")).expect("a key");
        let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
        validation.set_audience(&["kenes"]);
        validation.validate_exp = false;
        jsonwebtoken::decode::<Value>(&token, &public, &validation).expect("verifies");
    }

    fn a_token_runs_out(world) {
        let client = world.sign_in("member-05");
        world.advance(chrono::Duration::minutes(14));
        assert_eq!(name_of(&client), "member-05");
        world.advance(chrono::Duration::minutes(2));
        refused(&client);
    }

    fn a_token_that_was_altered_is_refused(world) {
        let client = world.sign_in("citizen");
        let token = client.token.clone().expect("signed in");
        let parts: Vec<&str> = token.split('.').collect();
        let mut claims = part(&token, 1);
        claims["sub"] = json!(world.cast.person("admin"));
        let mut unsigned = part(&token, 0);
        unsigned["alg"] = json!("none");
        let mut symmetric = part(&token, 0);
        symmetric["alg"] = json!("HS256");
        let altered = [
            format!("{}.{}.{}", parts[0], encoded(&claims), parts[2]),
            format!("{}.{}.", encoded(&unsigned), encoded(&claims)),
            format!("{}.{}.{}", encoded(&symmetric), encoded(&claims), parts[2]),
            format!("{}.{}", parts[0], parts[1]),
            "not a token".to_owned(),
            String::new(),
        ];
        for token in altered {
            refused(&world.anonymous().with_token(&token));
        }
        assert_eq!(name_of(&client), "citizen");
    }

    fn a_token_of_another_audience_issuer_or_key_is_refused(world) {
        let client = world.sign_in("citizen");
        let token = client.token.clone().expect("signed in");
        let with = |key, issuer, audience| world.anonymous().with_token(&signed(world, key, issuer, audience, &token));
        assert_eq!(name_of(&with("token-key.pem", "http://localhost:8080", "kenes")), "citizen");
        refused(&with("token-key.pem", "http://localhost:8080", "another service"));
        refused(&with("token-key.pem", "https://elsewhere.kz", "kenes"));
        refused(&with("strange-key.pem", "http://localhost:8080", "kenes"));
    }

    fn a_token_that_joins_one_persons_name_to_anothers_session_is_refused(world) {
        let keys = Keys::load(&[Path::new(&world.settings.data).join("token-key.pem")], "http://localhost:8080", "kenes");
        let (_, session) = ids(&world.sign_in("citizen").token.expect("signed in"));
        let admin = world.cast.people["admin"];
        let forged = keys.expect("loads").sign((admin, session), None, world.clock.now(), "a-jti".into()).expect("signs");
        refused(&world.anonymous().with_token(&forged));
    }

    fn another_scheme_than_bearer_is_refused(world) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let ask = |authorization: &str| {
            let request = agent.post(format!("{}/graphql", world.base)).header("Authorization", authorization);
            request.send_json(json!({ "query": "{ viewer { locale } }" })).expect("answers").body_mut().read_json::<Value>()
        };
        let token = world.sign_in("citizen").token.expect("signed in");
        let code = |authorization: &str| ask(authorization).expect("JSON")["errors"][0]["extensions"]["code"].clone();
        assert_eq!(code(&format!("Basic {token}")), json!("UNAUTHENTICATED"));
        assert_eq!(code(&format!("Bearer {token}")), Value::Null);
    }
}
