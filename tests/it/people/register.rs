//! Citizens who open an account by themselves, where the operator allows it; and what a password must be.

use super::{name_of, sign_in_with};
use crate::support::{Client, Reply};
use serde_json::{Value, json};

fn register(client: &Client, email: &str, password: &str) -> Reply {
    let input = json!({ "name": "Aigerim", "email": email, "password": password });
    client.mutate("registerAccount", &input, "accessToken account { locale roles { role } }")
}

on_both! {
    fn nobody_registers_unless_the_operator_allows_it(world) {
        let reply = register(&world.anonymous(), "aigerim@example.kz", "a tea house in Almaty");
        assert_eq!(reply.refused(), "REGISTRATION_CLOSED");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM accounts WHERE email = 'aigerim@example.kz'"), 0);
    }
}

on_both_with! { |settings| settings.self_registration = true;
    fn a_citizen_registers_and_has_no_role(world) {
        let reply = register(&world.anonymous().speaking("ru"), "Aigerim@Example.kz", "a tea house in Almaty");
        assert_eq!(reply.done()["account"], json!({ "locale": "RU", "roles": [] }));
        let client = world.anonymous().with_token(&reply.text("/accessToken"));
        assert_eq!(name_of(&client), "Aigerim");
        assert_eq!(client.ask("{ events: auditLog(first: 1) { nodes { id } } }", &Value::Null).denied(), "FORBIDDEN");
        sign_in_with(&world.anonymous(), "aigerim@example.kz", "a tea house in Almaty").done();
        let opened = "SELECT COUNT(*) AS n FROM events WHERE kind = 'AccountOpened' AND body LIKE '%\"by\":\"REGISTRATION\"%'";
        assert_eq!(world.count(opened), 1);
    }

    fn an_address_is_registered_once(world) {
        register(&world.anonymous(), "aigerim@example.kz", "a tea house in Almaty").done();
        let again = register(&world.anonymous(), " AIGERIM@example.kz", "another house in Almaty");
        assert_eq!(again.refused(), "EMAIL_TAKEN");
    }

    fn reading_off_addresses_by_registering_is_slowed_down(world) {
        for _ in 0..30 {
            assert_eq!(register(&world.anonymous(), "member-05@test.kenes", "a tea house in Almaty").refused(), "EMAIL_TAKEN");
        }
        let held_back = register(&world.anonymous(), "member-05@test.kenes", "a tea house in Almaty");
        assert_eq!(held_back.denied(), "RATE_LIMITED");
        world.advance(chrono::Duration::minutes(15));
        register(&world.anonymous(), "aigerim@example.kz", "a tea house in Almaty").done();
    }

    fn a_password_is_long_and_not_easy_to_guess(world) {
        let long = "long enough ".repeat(100);
        for (password, code) in [
            ("eleven char", "PASSWORD_TOO_SHORT"),
            ("aaaaaaaaaaaaaaaa", "PASSWORD_WEAK"),
            ("qwertyuiopas", "PASSWORD_WEAK"),
            ("aigerim-forever", "PASSWORD_WEAK"),
            ("password1234", "PASSWORD_WEAK"),
            ("P@ssw0rd!2026", "PASSWORD_WEAK"),
            ("пароль123456", "PASSWORD_WEAK"),
            ("құпиясөз-2026", "PASSWORD_WEAK"),
            ("850101300123", "PASSWORD_WEAK"),
            (long.as_str(), "TOO_LONG"),
        ] {
            let reply = register(&world.anonymous(), "aigerim@example.kz", password);
            assert_eq!((reply.refused(), reply.at("/payload/userErrors/0/field")), (code, &json!(["password"])), "{password}");
        }
        register(&world.anonymous(), "aigerim@example.kz", "қымыз бен наурыз").done();
        register(&world.anonymous(), "nurlan@example.kz", "password of the shepherd").done();
    }

    fn a_citizen_says_a_name_and_a_real_address(world) {
        let input = |name: &str, email: &str| json!({ "name": name, "email": email, "password": "a tea house in Almaty" });
        let try_it = |name, email| world.anonymous().mutate("registerAccount", &input(name, email), "");
        assert_eq!(try_it("  ", "aigerim@example.kz").refused(), "BLANK");
        assert_eq!(try_it("Aigerim", "aigerim").refused(), "INVALID_EMAIL");
        try_it("Aigerim", "aigerim@example.kz").done();
    }
}
