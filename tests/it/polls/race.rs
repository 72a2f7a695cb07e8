//! The race: a hall full of members votes while the chair closes. Whatever was acknowledged counts, nothing else does,
//! and nothing counts twice.

use super::hall::{
    Hall, Town, ballots, cast, charter, close, literal, look, poll_on, review_in, seats, sign_in_all, totals,
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
            let (answers, closed_at, closed) = hold(&poll, &errands, &chair, 55 - 15 * (round % 4));
            nothing_was_taken_after(closed_at, &answers);
            let known = |answer: &&Answer| matches!(answer.told.as_ref().map_err(String::as_str), Err("POLL_CLOSED" | "ALREADY_VOTED") | Ok(1));
            assert_eq!(answers.iter().filter(known).count(), answers.len(), "{answers:?}");
            let taken: Vec<&Answer> = answers.iter().filter(|answer| answer.told.is_ok()).collect();
            let voters: BTreeSet<&str> = taken.iter().map(|answer| answer.who.as_str()).collect();
            assert_eq!(voters.len(), taken.len(), "nobody was acknowledged twice");
            let seen = look(&world.anonymous(), &poll);
            let took_part = ballots(&seen);
            assert_eq!(took_part.keys().map(String::as_str).collect::<BTreeSet<_>>(), voters);
            let stored = |choice: &str| {
                let of_poll = format!("poll_id = {} AND choice = '{choice}'", literal(world, &poll));
                u64::try_from(world.count(&format!("SELECT count(*) AS n FROM secret_choices WHERE {of_poll}"))).expect("not negative")
            };
            let in_the_box = (stored("FOR"), stored("AGAINST"), stored("ABSTAIN"));
            assert_eq!(in_the_box, tallied(taken.iter().map(|answer| answer.choice)));
            // Without a quorum the totals are not told.
            assert_eq!(seen["tally"].is_object(), seen["result"]["quorum"] == "MET");
            if seen["tally"].is_object() {
                assert_eq!((totals(&closed), totals(&seen)), (in_the_box, in_the_box));
            }
            answers
        });
        let (slips, participations) = ("SELECT count(*) AS n FROM secret_choices", "SELECT count(*) AS n FROM participations");
        assert_eq!(world.count(slips), world.count(participations));
    }
}

/// How many events of a kind there are about a poll.
fn all_events(auditor: &Client, poll: &str, kind: &str) -> u64 {
    let query = "query($filter: EventFilter!) { events: auditLog(filter: $filter, first: 1) { totalCount } }";
    let reply = auditor.ask(query, &json!({ "filter": { "subjectId": poll, "kinds": [kind] } }));
    reply.at("/events/totalCount").as_u64().expect("a number")
}
