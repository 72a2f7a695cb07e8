//! What happens at the same moment: one wins, and the other is told why not.

use crate::documents::{draft, words};
use crate::support::bulk::at_once;
use crate::support::dialogue::{Dialogue, accepted, answer, refused};
use crate::support::{Client, Personas, Reply, World};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::deadlines;
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;

fn is_done(reply: &Reply) -> bool {
    reply.at("/payload/userErrors") == &json!([])
}

/// Everything about an addressee, as everybody reads it.
fn look(client: &Client, addressee: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on RecommendationAddressee { state deadline { id state metOn }
        answers { totalCount } answer { verdict author { name } plan { state } } } } }";
    client.ask(query, &json!({ "id": addressee })).at("/node").clone()
}

/// A second officer of the ministry.
fn colleague(p: &Personas<'_>) -> Client {
    let (account, ministry) = (p.world.cast.person("citizen-2"), p.world.cast.ministry.wire());
    let grant = json!({ "accountId": account, "role": "OFFICER", "scope": { "stateBodyId": ministry } });
    p.get("admin").mutate("grantRole", &grant, "").done();
    p.get("citizen-2")
}

fn sweep(world: &World) -> usize {
    let act = Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()));
    deadlines::overdue::mark_past(&act, 100).expect("looks").len()
}

on_both! {
    fn of_two_officers_who_answer_at_once_one_has_answered(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Contested"), &[&["ministry"], &["ministry"], &["ministry"]]);
        let officers = [p.get("officer"), colleague(&p)];
        let statements = [accepted(&["2027-01-10", "2027-02-10"]), refused()];
        let won = [(json!("ACCEPTED"), "officer", 2), (json!("REFUSED"), "citizen-2", 0)];
        for addressee in d.addressees.iter().flatten() {
            let replies = at_once(2, |n| answer(&officers[n], addressee, &statements[n]));
            let winner = replies.iter().position(is_done).expect("one has answered");
            assert_eq!(replies[1 - winner].refused(), "ALREADY_ANSWERED");
            let seen = look(&world.anonymous(), addressee);
            let (verdict, name, steps) = &won[winner];
            assert_eq!((&seen["answers"]["totalCount"], &seen["answer"]["verdict"]), (&json!(1), verdict));
            assert_eq!((&seen["answer"]["author"]["name"], seen["answer"]["plan"].as_array().map(Vec::len)), (&json!(name), Some(*steps)));
        }
        assert_eq!(d.state(), json!("ANSWERED"));
        assert_eq!(p.events("RECOMMENDATION_ANSWERED").len(), 3);
    }

    fn of_the_last_two_who_answer_at_once_one_leads_the_review_to_answered(world) {
        let p = Personas::of(world);
        let (officer, local) = (p.get("officer"), p.get("local-officer"));
        for round in 0..3 {
            let d = Dialogue::with(&p, &p.decision(&format!("Round {round}")), &[&["ministry", "akimat"]]);
            let clients = [(&officer, &d.addressees[0][0]), (&local, &d.addressees[0][1])];
            let replies = at_once(2, |n| answer(clients[n].0, clients[n].1, &refused()));
            assert!(replies.iter().all(is_done));
            assert_eq!(d.state(), json!("ANSWERED"));
            let moved = |event: &&Value| event["subject"] == json!(d.review) && event["payload"]["to"] == "ANSWERED";
            assert_eq!(p.events("REVIEW_MOVED").iter().filter(moved).count(), 1);
        }
    }

    fn what_is_revised_and_sent_at_once_goes_out_as_it_was_read_or_not_at_all(world) {
        let p = Personas::of(world);
        let (chair, deputy) = (p.get("chair"), p.get("deputy"));
        for round in 0..3 {
            let document = draft(&p, &p.decision(&format!("Round {round}")));
            let mut changed = words(&p);
            changed["facts"] = json!({ "kk": "Басқа фактілер" });
            changed["documentId"] = json!(document);
            changed["expectedRevision"] = json!(1);
            let sending = json!({ "documentId": document, "expectedRevision": 1 });
            let replies = at_once(2, |n| match n {
                0 => chair.mutate("sendFinalDocument", &sending, ""),
                _ => deputy.mutate("reviseFinalDocument", &changed, ""),
            });
            let query = "query($id: ID!) { node(id: $id) { ... on FinalDocument { state revision version { number } versions { totalCount } recommendations { totalCount } } } }";
            let seen = chair.ask(query, &json!({ "id": document })).at("/node").clone();
            let stands = |state: &str, revision: i64, sent: i64| json!({ "state": state, "revision": revision,
                "version": { "number": revision }, "versions": { "totalCount": revision }, "recommendations": { "totalCount": sent } });
            if is_done(&replies[0]) {
                assert_eq!((replies[1].refused(), seen), ("WRONG_STATE", stands("SENT", 1, 1)));
            } else {
                assert_eq!((replies[0].refused(), seen), ("STALE_REVISION", stands("DRAFT", 2, 0)));
            }
        }
    }

    fn an_answer_at_the_moment_of_the_sweep_is_late_and_was_overdue_once(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Late"), &[&["ministry"], &["ministry"], &["ministry"], &["ministry"]]);
        // The last moment of Friday, 4 December, in Astana.
        world.clock.set(Timestamp::parse("2026-12-04T18:59:58Z").expect("a time"));
        let officer = world.sign_in("officer");
        let addressees: Vec<&String> = d.addressees.iter().flatten().collect();
        let before: Vec<Value> = addressees.iter().map(|addressee| look(&officer, addressee)["deadline"]["state"].clone()).collect();
        assert_eq!(before, vec![json!("RUNNING"); 4]);
        world.clock.set(Timestamp::parse("2026-12-04T19:01:00Z").expect("a time"));
        let answered = at_once(addressees.len() + 2, |n| match addressees.get(n) {
            Some(addressee) => is_done(&answer(&officer, addressee, &refused())),
            None => sweep(world) <= 4,
        });
        assert!(answered.iter().all(|done| *done), "{answered:?}");
        let later = Personas::of(world);
        for addressee in addressees {
            let seen = look(&world.anonymous(), addressee);
            assert_eq!((&seen["state"], &seen["deadline"]["state"], &seen["deadline"]["metOn"]), (&json!("ANSWERED"), &json!("MET_LATE"), &json!("2026-12-05")));
            let deadline = seen["deadline"]["id"].as_str().expect("an id");
            later.event_about("DEADLINE_OVERDUE", deadline);
            later.event_about("DEADLINE_MET", deadline);
        }
        assert_eq!((sweep(world), d.with_people(&later).state()), (0, json!("ANSWERED")));
    }
}
