//! The race: a hall full of members votes while the chair closes. Whatever was acknowledged counts, nothing else does,
//! and nothing counts twice.

use super::hall::{
    Hall, Town, annul, ballots, cast, charter, close, events, look, open, poll_on, review_in, seats, sign_in_all, totals,
};
use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const ELECTORS: usize = 64;
/// The race is run at least so often, and until one of its rounds was close; then it must have been.
const ROUNDS: usize = 3;
const ROUNDS_LIMIT: usize = 15;

/// What a voter was told.
#[derive(Clone, Debug)]
struct Answer {
    who: String,
    choice: &'static str,
    asked_at: Instant,
    /// The revision that was acknowledged, or the code of the refusal.
    told: Result<u64, String>,
}

/// One voter's errand: the same elector may be on several at once.
struct Errand<'a> {
    who: &'a str,
    client: &'a Client,
    choices: Vec<&'static str>,
}

/// Runs errands and the close at once; the chair closes when `patience` ballots have been answered.
fn hold(poll: &str, errands: &[Errand<'_>], chair: &Client, patience: usize) -> (Vec<Answer>, Instant, Value) {
    let (barrier, answered) = (Barrier::new(errands.len() + 1), AtomicUsize::new(0));
    let vote = |errand: &Errand<'_>| {
        let mut answers = Vec::new();
        barrier.wait();
        for choice in &errand.choices {
            let asked_at = Instant::now();
            let told = told(errand.client, poll, choice);
            answered.fetch_add(1, Ordering::SeqCst);
            answers.push(Answer { who: errand.who.to_owned(), choice, asked_at, told });
        }
        answers
    };
    std::thread::scope(|scope| {
        let vote = &vote;
        let voters: Vec<_> = errands.iter().map(|errand| scope.spawn(move || vote(errand))).collect();
        barrier.wait();
        while answered.load(Ordering::SeqCst) < patience {
            std::thread::yield_now();
        }
        let closed = close(chair, poll).done()["poll"].clone();
        let closed_at = Instant::now();
        (voters.into_iter().flat_map(|voter| voter.join().expect("votes")).collect(), closed_at, closed)
    })
}

/// Votes, and insists that the server neither broke nor denied.
fn told(client: &Client, poll: &str, choice: &str) -> Result<u64, String> {
    let reply = cast(client, poll, choice);
    assert_eq!(reply.status, 200, "{:#}", reply.json);
    let payload = reply.at("/payload");
    match payload["ballot"]["revision"].as_u64() {
        Some(revision) => Ok(revision),
        None => Err(payload["userErrors"][0]["code"].as_str().expect("a code").to_owned()),
    }
}

/// Signed-in members, half of them at a second instance where there can be one.
fn signed_in(world: &World, hall: &Hall) -> BTreeMap<String, Client> {
    let clients = sign_in_all(&world.base, &hall.members);
    let other = match world.backend {
        Backend::Sqlite => world.base.clone(),
        Backend::Postgres => world.second_instance(),
    };
    let elsewhere = |(number, client): (usize, Client)| match number % 2 {
        0 => client,
        _ => Client::anonymous(&other).with_token(client.token.as_deref().expect("signed in")),
    };
    hall.members.iter().cloned().zip(clients.into_iter().enumerate().map(elsewhere)).collect()
}

fn accepted(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.told.is_ok()).count()
}

fn too_late(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.told == Err("POLL_CLOSED".into())).count()
}

/// Repeats a round until it was run often enough and was close at least once: some came in time, some did not.
fn until_close(mut round: impl FnMut(usize) -> Vec<Answer>) {
    let mut close_ones = 0;
    for number in 0..ROUNDS_LIMIT {
        let answers = round(number);
        close_ones += usize::from(accepted(&answers) > 0 && too_late(&answers) > 0);
        if number + 1 >= ROUNDS && close_ones > 0 {
            return;
        }
    }
    panic!("no round of {ROUNDS_LIMIT} was close: the race was not run");
}

/// In a roll call: once, twice the same, there and back, and a few with two connections that contradict each other.
fn roll_call_errands(clients: &BTreeMap<String, Client>) -> Vec<Errand<'_>> {
    let (pro, contra, abstain) = ("FOR", "AGAINST", "ABSTAIN");
    let mut errands = Vec::new();
    for (number, (who, client)) in clients.iter().enumerate() {
        let choices = match number % 4 {
            0 => vec![pro],
            1 => vec![contra, contra],
            2 => vec![pro, contra, abstain],
            _ => vec![contra, pro],
        };
        errands.push(Errand { who, client, choices });
        if number % 8 == 3 {
            errands.push(Errand { who, client, choices: vec![abstain, contra] });
        }
    }
    errands
}

/// What must stand in the box after the acknowledgements: each elector's last acknowledged revision. Every revision was
/// acknowledged with one choice, and none was skipped: nothing was lost or done twice.
fn acknowledged(answers: &[Answer]) -> BTreeMap<String, (String, u64)> {
    let mut revisions: BTreeMap<(&str, u64), &str> = BTreeMap::new();
    for answer in answers {
        if let Ok(revision) = answer.told {
            let before = revisions.insert((&answer.who, revision), answer.choice);
            assert!(before.is_none_or(|before| before == answer.choice), "{answer:?} and {before:?}");
        }
    }
    let mut last = BTreeMap::new();
    for ((who, revision), choice) in revisions {
        let before = last.insert(who.to_owned(), (choice.to_owned(), revision));
        assert_eq!(before.map_or(0, |(_, before)| before) + 1, revision, "{who} skipped a revision");
    }
    last
}

fn tallied<'a>(choices: impl Iterator<Item = &'a str>) -> (u64, u64, u64) {
    let mut tally = (0, 0, 0);
    for choice in choices {
        match choice {
            "FOR" => tally.0 += 1,
            "AGAINST" => tally.1 += 1,
            _ => tally.2 += 1,
        }
    }
    tally
}

fn nothing_was_taken_after(closed_at: Instant, answers: &[Answer]) {
    let late = answers.iter().find(|answer| answer.asked_at > closed_at && answer.told.is_ok());
    assert!(late.is_none(), "taken after the close was acknowledged: {late:?}");
}

on_both! {
    fn every_acknowledged_ballot_counts_and_no_other_when_the_chair_closes_amid_the_voting(world) {
        let personas = Personas::of(world);
        let hall = Town::of(world).council(&charter(), &seats(ELECTORS));
        let (review, clients) = (review_in(&personas, &hall), signed_in(world, &hall));
        let (chair, errands) = (personas.get(hall.chair()), roll_call_errands(&clients));
        assert!(errands.len() >= 50, "{} clients at once", errands.len());
        until_close(|round| {
            let poll = poll_on(&chair, &review, "ROLL_CALL");
            let (answers, closed_at, closed) = hold(&poll, &errands, &chair, 15 + 20 * (round % 4));
            let refused: BTreeSet<_> = answers.iter().filter_map(|answer| answer.told.as_ref().err()).collect();
            assert!(refused.iter().all(|code| *code == "POLL_CLOSED"), "{refused:?}");
            nothing_was_taken_after(closed_at, &answers);
            let expected = acknowledged(&answers);
            let seen = look(&world.anonymous(), &poll);
            assert_eq!(ballots(&seen), expected, "what is stored is what was acknowledged");
            assert_eq!(totals(&closed), tallied(expected.values().map(|(choice, _)| choice.as_str())));
            assert_eq!((&closed["tally"], &closed["result"]), (&seen["tally"], &seen["result"]));
            assert_eq!(closed["tally"]["present"], expected.len());
            let changes = expected.values().map(|(_, revision)| revision - 1).sum::<u64>();
            let auditor = personas.get("auditor");
            let (first, changed) = (all_events(&auditor, &poll, "BALLOT_CAST"), all_events(&auditor, &poll, "BALLOT_CHANGED"));
            assert_eq!((first, changed), (expected.len() as u64, changes), "an event for each, and no more");
            answers
        });
    }

    fn every_acknowledged_secret_ballot_counts_once_when_the_chair_closes_amid_the_voting(world) {
        let personas = Personas::of(world);
        let hall = Town::of(world).council(&charter(), &seats(ELECTORS));
        let (review, clients) = (review_in(&personas, &hall), signed_in(world, &hall));
        let chair = personas.get(hall.chair());
        let mut errands = Vec::new();
        for (number, (who, client)) in clients.iter().enumerate() {
            let choice = if number % 3 == 0 { "AGAINST" } else { "FOR" };
            errands.push(Errand { who, client, choices: vec![choice] });
            if number % 4 == 1 {
                errands.push(Errand { who, client, choices: vec!["ABSTAIN", "AGAINST"] });
            }
        }
        until_close(|round| {
            let poll = poll_on(&chair, &review, "SECRET");
            let (answers, closed_at, closed) = hold(&poll, &errands, &chair, 10 + 15 * (round % 4));
            nothing_was_taken_after(closed_at, &answers);
            let known = |answer: &&Answer| matches!(answer.told.as_ref().map_err(String::as_str), Err("POLL_CLOSED" | "ALREADY_VOTED") | Ok(1));
            assert_eq!(answers.iter().filter(known).count(), answers.len(), "{answers:?}");
            let taken: Vec<&Answer> = answers.iter().filter(|answer| answer.told.is_ok()).collect();
            let voters: BTreeSet<&str> = taken.iter().map(|answer| answer.who.as_str()).collect();
            assert_eq!(voters.len(), taken.len(), "nobody was acknowledged twice");
            let seen = look(&world.anonymous(), &poll);
            let took_part = ballots(&seen);
            assert_eq!(took_part.keys().map(String::as_str).collect::<BTreeSet<_>>(), voters);
            assert_eq!(totals(&closed), tallied(taken.iter().map(|answer| answer.choice)));
            let stored = |choice: &str| {
                let of_last = "(SELECT id FROM polls ORDER BY opened_at DESC, id DESC LIMIT 1)";
                world.count(&format!("SELECT count(*) AS n FROM secret_choices WHERE poll_id = {of_last} AND choice = '{choice}'"))
            };
            let in_the_box = (stored("FOR") as u64, stored("AGAINST") as u64, stored("ABSTAIN") as u64);
            assert_eq!(totals(&seen), in_the_box);
            answers
        });
        let (slips, participations) = ("SELECT count(*) AS n FROM secret_choices", "SELECT count(*) AS n FROM participations");
        assert_eq!(world.count(slips), world.count(participations));
    }

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
            assert_eq!(seen["tally"], if was_closed { counted } else { json!(null) });
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

/// How many events of a kind there are about a poll.
fn all_events(auditor: &Client, poll: &str, kind: &str) -> u64 {
    let query = "query($filter: EventFilter!) { events(filter: $filter, first: 1) { totalCount } }";
    let reply = auditor.ask(query, &json!({ "filter": { "subjectId": poll, "kinds": [kind] } }));
    reply.at("/events/totalCount").as_u64().expect("a number")
}
