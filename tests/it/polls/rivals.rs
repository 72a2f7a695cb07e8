//! Two who preside act at the same moment: one is first, and both learn what is.

use super::hall::{annul, close, events, look, open};
use crate::support::{Client, Personas};
use serde_json::{Value, json};
use std::sync::Barrier;

on_both! {
    fn of_many_closers_at_once_one_closes_and_the_result_is_one(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        for _ in 0..4 {
            let poll = personas.poll_of(&review, "ROLL_CALL");
            personas.vote("member-01", &poll, "FOR");
            let closers: Vec<Client> = ["chair", "deputy", "secretary", "chair"].iter().map(|who| personas.get(who)).collect();
            let replies = at_once(&closers, |closer| close(closer, &poll));
            let done: Vec<&Value> = replies.iter().map(|reply| reply.at("/payload")).filter(|p| p["poll"].is_object()).collect();
            let late = replies.iter().filter(|reply| reply.at("/payload/userErrors") != &json!([]));
            assert!(late.map(|reply| reply.refused()).all(|code| code == "POLL_CLOSED"));
            assert_eq!(done.len(), 1);
            assert_eq!(done[0]["poll"], look(&personas.get("chair"), &poll));
            assert_eq!(events(&personas.get("auditor"), &poll, &["POLL_CLOSED"]).len(), 1);
        }
    }

    fn a_poll_closed_and_annulled_at_once_is_annulled_and_keeps_a_result_only_if_it_was_closed_first(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let pair = [personas.get("chair"), personas.get("deputy")];
        for number in 0..6 {
            let mode = if number % 2 == 0 { "ROLL_CALL" } else { "SECRET" };
            let poll = personas.poll_of(&review, mode);
            personas.vote("member-01", &poll, "FOR");
            let replies = at_once(&pair, |client| {
                if client.token == pair[0].token { close(client, &poll) } else { annul(client, &poll, "Too early") }
            });
            replies[1].done();
            let seen = look(&world.anonymous(), &poll);
            assert_eq!(seen["state"], "ANNULLED");
            let was_closed = replies[0].at("/payload/poll").is_object();
            if !was_closed {
                assert_eq!(replies[0].refused(), "POLL_ANNULLED");
            }
            let counted = json!({ "present": 1, "presentPublic": 0, "for": 1, "against": 0, "abstain": 0 });
            assert_eq!(seen["result"].is_object(), was_closed, "{seen:#}");
            // One secret ballot is no quorum, and then the totals are not told.
            assert_eq!(seen["tally"], if was_closed && mode == "ROLL_CALL" { counted } else { json!(null) });
            assert_eq!(seen["review"]["state"], "DELIBERATION");
            let closes = events(&personas.get("auditor"), &poll, &["POLL_CLOSED"]).len();
            assert_eq!(closes, usize::from(was_closed));
        }
    }

    fn of_two_polls_opened_at_once_on_a_review_one_runs(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let openers: Vec<Client> = ["chair", "deputy", "secretary"].iter().map(|who| personas.get(who)).collect();
        for _ in 0..4 {
            let replies = at_once(&openers, |opener| open(opener, &review, "ROLL_CALL", &json!({})));
            let opened: Vec<&str> = replies.iter().filter_map(|reply| reply.at("/payload/poll").get("id")?.as_str()).collect();
            let refused = replies.iter().filter(|reply| reply.at("/payload/poll").is_null());
            assert!(refused.map(|reply| reply.refused()).all(|code| code == "POLL_RUNNING"));
            assert_eq!(opened.len(), 1);
            assert_eq!(world.count("SELECT count(*) AS n FROM polls WHERE state = 'OPEN'"), 1);
            close(&openers[0], opened[0]).done();
        }
    }

    fn a_recusal_and_an_opening_at_once_agree_on_the_electorate(world) {
        let personas = Personas::of(world);
        let (chair, member) = (personas.get("chair"), personas.get("member-07"));
        for number in 0..4 {
            let review = personas.review(&format!("Road {number}"));
            let replies = at_once(&[chair.clone(), member.clone()], |client| {
                if client.token == chair.token {
                    open(client, &review, "ROLL_CALL", &json!({}))
                } else {
                    client.mutate("declareRecusal", &json!({ "reviewId": review, "reason": "A conflict" }), "recusal { id }")
                }
            });
            let recused = replies[1].at("/payload/recusal").is_object();
            if !recused {
                assert_eq!(replies[1].refused(), "POLL_RUNNING");
            }
            assert_eq!(replies[0].done()["poll"]["electorateSize"], if recused { 14 } else { 15 });
        }
    }
}

/// Everybody does something at the same moment.
fn at_once<T: Send>(clients: &[Client], act: impl Fn(&Client) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(clients.len());
    let (barrier, act) = (&barrier, &act);
    std::thread::scope(|scope| {
        let hands = clients.iter().map(|client| {
            scope.spawn(move || {
                barrier.wait();
                act(client)
            })
        });
        let hands: Vec<_> = hands.collect();
        hands.into_iter().map(|hand| hand.join().expect("acts")).collect()
    })
}
