//! Messages in Kazakh, Russian and English: as the request asks, else as the account has chosen, else in Kazakh.

use super::sign_in_with;
use crate::support::Client;
use serde_json::{Value, json};

/// The message of a denial.
fn denial(client: &Client) -> String {
    let reply = client.ask("{ events: auditLog(first: 1) { nodes { id } } }", &Value::Null);
    reply.json.pointer("/errors/0/message").and_then(Value::as_str).expect("a message").to_owned()
}

/// The message of a refusal.
fn refusal(client: &Client) -> String {
    let reply = sign_in_with(client, "nobody@test.kenes", "not the password");
    reply.at("/payload/userErrors/0/message").as_str().expect("a message").to_owned()
}

on_both! {
    fn denials_and_refusals_come_in_the_language_asked_for(world) {
        let anonymous = world.anonymous();
        for (language, denied, refused) in [
            ("kk", "Алдымен жүйеге кіріңіз.", "Электрондық пошта немесе құпиясөз қате."),
            ("ru-KZ, en;q=0.5", "Сначала войдите в систему.", "Неверный адрес почты или пароль."),
            ("de, en-GB;q=0.8, ru;q=0.3", "Sign in first.", "The e-mail address or the password is wrong."),
            ("de", "Алдымен жүйеге кіріңіз.", "Электрондық пошта немесе құпиясөз қате."),
        ] {
            let client = anonymous.speaking(language);
            assert_eq!((denial(&client).as_str(), refusal(&client).as_str()), (denied, refused), "{language}");
        }
    }

    fn the_wait_of_a_throttled_client_is_said_in_its_language(world) {
        let client = world.anonymous().speaking("ru");
        for _ in 0..5 {
            refusal(&client);
        }
        let reply = sign_in_with(&client, "nobody@test.kenes", "not the password");
        let message = reply.json.pointer("/errors/0/message").and_then(Value::as_str);
        assert_eq!(message, Some("Слишком много попыток. Повторите через 30 с."));
    }

    fn a_request_that_asks_for_no_language_gets_the_accounts(world) {
        let citizen = world.sign_in("citizen").speaking("*");
        assert_eq!(denial(&citizen), "You may not do this.");
        citizen.mutate("setLocale", &json!({ "locale": "KK" }), "account { locale }").done();
        assert_eq!(denial(&citizen), "Бұған құқығыңыз жоқ.");
        assert_eq!(denial(&citizen.speaking("ru")), "У вас нет на это права.");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'LocaleChanged'"), 1);
    }
}
