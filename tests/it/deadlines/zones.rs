//! The days of a body begin and end where the body is.

use super::clocks::{THREE, look, term, write};
use crate::support::builders::text;
use crate::support::{Personas, Reply};
use kenes::features::deadlines::{self, Party};
use kenes::kernel::id::StateBodyId;
use serde_json::{Value, json};

fn create(p: &Personas<'_>, zone: &Value) -> Reply {
    let input = json!({
        "kind": "MINISTRY", "regionId": p.world.cast.republic.wire(), "name": text("A body"), "councilEligibility": "ELIGIBLE",
        "establishedOn": "2020-01-01", "timeZone": zone,
    });
    p.get("registrar").mutate("createStateBody", &input, "body { id timeZone }")
}

on_both! {
    fn a_body_is_created_in_a_time_zone_and_its_terms_end_at_the_midnight_there(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        for (zone, told, overdue_at) in [
            (json!("Europe/Lisbon"), "Europe/Lisbon", "2026-11-27T00:00:00Z"),
            (json!("Asia/Vladivostok"), "Asia/Vladivostok", "2026-11-26T14:00:00Z"),
            (Value::Null, "Asia/Almaty", "2026-11-26T19:00:00Z"),
        ] {
            let created = create(&p, &zone);
            assert_eq!(created.done()["body"]["timeZone"], told);
            let body = StateBodyId::parse(&created.text("/body/id")).expect("a body");
            let deadline = write(world, |tx| {
                let mut new = term(tx, &review, THREE, "2026-11-23")?;
                new.owed_by = Party::Body(body);
                Ok(deadlines::start(tx, &new)?.expect("a rule in force"))
            });
            let seen = look(&world.anonymous(), &deadline);
            assert_eq!((&seen["dueOn"], &seen["overdueAt"]), (&json!("2026-11-26"), &json!(overdue_at)), "{told}");
        }
    }

    fn a_time_zone_that_does_not_exist_is_refused(world) {
        let p = Personas::of(world);
        for zone in ["Asia/Nowhere", "UTC+5", ""] {
            let refused = create(&p, &json!(zone));
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("TIME_ZONE_UNKNOWN", &json!(["timeZone"])), "{zone}");
        }
        assert_eq!(world.count("SELECT count(*) AS n FROM state_bodies WHERE time_zone <> 'Asia/Almaty'"), 0);
    }
}
