//! A scorecard is the same for everybody, and tells of nothing that somebody may not see.

use super::{all, nothing};
use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted};
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};

const COUNCIL: &str = "query($id: ID!) { node(id: $id) { ... on Council { scorecard {
    meetings reviewsConcluded pollsClosed dissents attendance { seats } } } } }";

on_both! {
    fn restricted_decisions_are_counted_for_nobody(world) {
        let p = Personas::of(world);
        let decision = p.draft("Restricted");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let d = Dialogue::with(&p, &decision, &[&["ministry"], &["ministry"]]);
        d.answer(&p.get("officer"), &d.addressees[0][0], &accepted(&["2026-12-20"])).done();
        let none = json!({ "meetings": 0, "reviewsConcluded": 0, "pollsClosed": 0, "dissents": 0, "attendance": [] });
        for who in ["anonymous", "citizen", "officer", "chair", "member-05", "media", "local-officer", "auditor", "admin", "robot"] {
            let client = p.get(who);
            for id in [Some(world.cast.ministry.wire()), Some(world.cast.republic.wire()), None] {
                assert_eq!(all(&client, id.as_deref()), nothing(), "{who}");
            }
            let ranked = client.ask("{ scorecards(filter: { sentAtLeast: 0 }) { nodes { scorecard { sent } } } }", &Value::Null);
            let sent: Vec<Value> = ranked.at("/scorecards/nodes").as_array().expect("a list").iter().map(|node| node["scorecard"]["sent"].clone()).collect();
            assert_eq!(sent, vec![json!(0); 3], "{who}");
            assert_eq!(*client.ask(COUNCIL, &json!({ "id": world.cast.council.wire() })).at("/node/scorecard"), none, "{who}");
        }
        let picture = world.anonymous().fetch(&format!("/scorecards/{}.svg?lang=en", world.cast.ministry.wire()), &[]);
        assert!(String::from_utf8_lossy(&picture.body).contains("No recommendations sent"));
    }

    fn embargoed_decisions_are_counted_from_the_end_of_the_embargo_on(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T07:00:00Z" }));
        Dialogue::with(&p, &decision, &[&["ministry"]]);
        let sent = |p: &Personas<'_>, who: &str| all(&p.get(who), Some(&world.cast.ministry.wire()))["sent"].clone();
        for who in ["anonymous", "media", "officer", "admin"] {
            assert_eq!(sent(&p, who), json!(0), "{who}");
        }
        world.clock.set(Timestamp::parse("2026-11-22T07:00:00Z").expect("an instant"));
        let p = Personas::of(world);
        for who in ["anonymous", "media", "officer", "admin"] {
            assert_eq!(sent(&p, who), json!(1), "{who}");
        }
        assert_eq!(all(&world.anonymous(), None)["running"], json!(1));
    }
}
