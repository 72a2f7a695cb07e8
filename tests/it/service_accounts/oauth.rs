use super::{at_ngo, enter, is_nobody, name, revoke};
use crate::support::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

struct Answer {
    status: u16,
    json: Value,
    headers: ureq::http::HeaderMap,
}

fn post(world: &World, basic: Option<&str>, media: &str, form: &str) -> Answer {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = agent.post(format!("{}/oauth/token", world.base)).header("Content-Type", media);
    if let Some(pair) = basic {
        request = request.header("Authorization", format!("Basic {}", STANDARD.encode(pair)));
    }
    let mut response = request.send(form).expect("an answer");
    let json = response.body_mut().read_json().expect("JSON");
    Answer { status: response.status().as_u16(), json, headers: response.headers().clone() }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn error(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.json["error"].as_str().unwrap_or_default())
}

fn made(world: &World) -> (String, String) {
    let entered = enter(&world.sign_in("ngo"), &at_ngo(world), &["REGISTRY_READ", "EVENTS_READ"]);
    (entered.text("/serviceAccount/id"), entered.text("/token"))
}

on_both! {
    fn a_client_exchanges_its_token_and_the_access_token_ends_with_the_account(world) {
        let (id, secret) = made(world);
        let in_body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let basic = format!("{id}:{secret}");
        for answer in [post(world, None, FORM, &in_body), post(world, Some(&basic), FORM, "grant_type=client_credentials")] {
            assert_eq!(answer.status, 200, "{:#}", answer.json);
            assert_eq!((&answer.json["token_type"], &answer.json["expires_in"]), (&json!("Bearer"), &json!(900)));
            assert_eq!(answer.json["scope"], "registry:read events:read");
            assert_eq!(answer.headers["cache-control"], "no-store");
            let program = world.anonymous().with_token(answer.json["access_token"].as_str().expect("a token"));
            assert!(!is_nobody(&program));
            assert!(program.ask("{ councils { nodes { id } } }", &Value::Null).json.get("errors").is_none());
        }
        let answer = post(world, Some(&basic), FORM, "grant_type=client_credentials");
        let program = world.anonymous().with_token(answer.json["access_token"].as_str().expect("a token"));
        revoke(&world.sign_in("ngo"), &id).done();
        assert!(is_nobody(&program));
        assert_eq!(error(&post(world, Some(&basic), FORM, "grant_type=client_credentials")), (401, "invalid_client"));
    }

    fn an_access_token_may_have_fewer_scopes_and_never_more(world) {
        let (id, secret) = made(world);
        let basic = format!("{id}:{secret}");
        let ask = |scope: &str| post(world, Some(&basic), FORM, &format!("grant_type=client_credentials&scope={scope}"));
        let narrow = ask("events%3Aread");
        assert_eq!(narrow.json["scope"], "events:read");
        let program = world.anonymous().with_token(narrow.json["access_token"].as_str().expect("a token"));
        assert!(program.ask("{ events { nodes { id } } }", &Value::Null).json.get("errors").is_none());
        assert_eq!(program.ask("{ councils { nodes { id } } }", &Value::Null).denied(), "FORBIDDEN");
        for more in ["decisions%3Aread", "events%3Aread+votes%3Awrite", "everything"] {
            assert_eq!(error(&ask(more)), (400, "invalid_scope"), "{more}");
        }
        // Its time runs out before the token's does.
        world.advance(chrono::Duration::minutes(16));
        assert!(is_nobody(&program) && !is_nobody(&world.anonymous().with_token(&secret)));
    }

    fn what_is_no_request_for_a_token_gets_the_errors_of_the_specification(world) {
        let (id, secret) = made(world);
        let (other, _) = made(world);
        let pair = format!("client_id={id}&client_secret={secret}");
        let good = format!("grant_type=client_credentials&{pair}");
        let basic = format!("{id}:{secret}");
        for (answer, expected) in [
            (post(world, None, FORM, &pair), (400, "invalid_request")),
            (post(world, None, FORM, &format!("grant_type=password&{pair}")), (400, "unsupported_grant_type")),
            (post(world, None, "application/json", &good), (400, "invalid_request")),
            (post(world, Some(&basic), FORM, &good), (400, "invalid_request")),
            (post(world, None, FORM, &format!("{good}&scope=a&scope=b")), (400, "invalid_request")),
            (post(world, None, FORM, &format!("{good}&padding={}", "x".repeat(5_000))), (400, "invalid_request")),
            (post(world, None, FORM, "grant_type=client_credentials"), (401, "invalid_client")),
            (post(world, None, FORM, &good.replace(&id, &other)), (401, "invalid_client")),
            (post(world, Some("nobody:nothing"), FORM, "grant_type=client_credentials"), (401, "invalid_client")),
            (post(world, None, FORM, &good), (200, "")),
        ] {
            assert_eq!(error(&answer), expected, "{:#}", answer.json);
            assert_eq!(answer.headers.contains_key("www-authenticate"), answer.status == 401);
        }
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let told: Value = agent
            .get(format!("{}/.well-known/oauth-authorization-server", world.base))
            .call()
            .and_then(|mut response| response.body_mut().read_json())
            .expect("what a client asks first");
        assert_eq!(told["grant_types_supported"], json!(["client_credentials"]));
        assert!(told["token_endpoint"].as_str().is_some_and(|address| address.ends_with("/oauth/token")));
    }
}

on_both_with! { |settings| settings.rate_address = 60;
    fn whoever_invents_tokens_is_slowed_down(world) {
        let body = format!("kenes_svc_{}", "0".repeat(96));
        let invented = format!("{body}{:08x}", crc32fast::hash(body.as_bytes()));
        let stranger = world.anonymous().with_token(&invented);
        let codes: Vec<String> = (0..10).map(|_| name(&stranger).denied().to_owned()).collect();
        assert_eq!(codes[0], "UNAUTHENTICATED");
        assert_eq!(codes[9], "RATE_LIMITED");
    }

    fn whoever_guesses_is_slowed_down(world) {
        let form = "grant_type=client_credentials&client_id=a&client_secret=b";
        let answers: Vec<Answer> = (0..12).map(|_| post(world, None, FORM, form)).collect();
        assert_eq!(error(&answers[0]), (401, "invalid_client"));
        let slowed = answers.iter().find(|answer| answer.status == 429).expect("at some time");
        assert!(slowed.headers.contains_key("retry-after"));
    }
}
