//! Deadlines: they bind by themselves, and the clock closes what is due, also what fell due while no server ran.

use super::hall::{Town, cast, charter, close, events, look, open, review_in, seats};
use crate::support::{Client, Personas, World};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::polls;
use kenes::kernel::failure::Failure;
use kenes::kernel::id::Id;
use kenes::kernel::words::Code;
use serde_json::json;
use std::sync::Arc;

const DEADLINE: &str = "2026-11-25T06:00:00Z";

/// A poll of the ministry's council with a deadline three days ahead.
fn due_poll(personas: &Personas<'_>, mode: &str) -> String {
    let review = personas.review("A road");
    open(&personas.get("chair"), &review, mode, &json!({ "closesAt": DEADLINE })).text("/poll/id")
}

fn set(world: &World, to: &str) {
    world.clock.set(kenes::kernel::clock::Timestamp::parse(to).expect("a time"));
}

/// What the API would do for this client, but without a server, whose worker might close the poll meanwhile.
fn act_of(world: &World, client: &Client) -> Act {
    let (core, now) = (Arc::clone(&world.instance.core), world.clock.now());
    let session = core.keys.verify(client.token.as_deref().expect("signed in"), now).expect("a token").session;
    let runtime = actix_web::rt::Runtime::new().expect("a runtime");
    let standing =
        runtime.block_on(kenes::access::identify::standing(&core, session, now)).expect("reads").expect("a session");
    let viewer = Viewer { standing: Some(standing), ..Viewer::anonymous(now) };
    Act::new(core, viewer)
}

fn is_closed(client: &Client, poll: &str) -> bool {
    look(client, poll)["state"] == "CLOSED"
}

on_both! {
    fn the_clock_closes_a_poll_as_of_its_deadline(world) {
        let personas = Personas::of(world);
        let poll = due_poll(&personas, "ROLL_CALL");
        for who in &crate::support::Cast::members()[..10] {
            personas.vote(who, &poll, "FOR");
        }
        set(world, "2026-11-25T06:00:30Z");
        let anyone = world.anonymous();
        world.eventually("the close", || is_closed(&anyone, &poll));
        let closed = look(&anyone, &poll);
        assert_eq!((&closed["closedAt"], &closed["result"]["outcome"]), (&json!(DEADLINE), &json!("ADOPTED")));
        assert_eq!(closed["review"]["state"], "DELIBERATION");
        let logged = events(&world.sign_in("auditor"), &poll, &["POLL_CLOSED"]);
        assert_eq!((logged.len(), &logged[0]["actor"]), (1, &json!(null)), "nobody did it");
        assert_eq!(logged[0]["payload"]["cause"], "DEADLINE");
        assert_eq!(close(&world.sign_in("chair"), &poll).refused(), "POLL_CLOSED");
    }

    fn a_secret_poll_closes_at_its_deadline_too(world) {
        let personas = Personas::of(world);
        let poll = due_poll(&personas, "SECRET");
        for number in 1..=10 {
            personas.vote(&format!("member-{number:02}"), &poll, "AGAINST");
        }
        set(world, DEADLINE);
        let anyone = world.anonymous();
        world.eventually("the close", || is_closed(&anyone, &poll));
        let closed = look(&anyone, &poll);
        assert_eq!((&closed["tally"]["against"], &closed["result"]["outcome"]), (&json!(10), &json!("REJECTED")));
    }

    fn a_poll_closed_by_hand_before_its_deadline_stays_as_it_was_closed(world) {
        let personas = Personas::of(world);
        let poll = due_poll(&personas, "ROLL_CALL");
        let closed = close(&personas.get("chair"), &poll).done()["poll"].clone();
        assert_eq!(closed["closedAt"], "2026-11-22T06:00:00Z");
        let other = due_poll(&personas, "ROLL_CALL");
        set(world, "2026-11-26T06:00:00Z");
        world.eventually("the close of the other", || is_closed(&world.anonymous(), &other));
        assert_eq!(look(&world.anonymous(), &poll), closed);
        assert_eq!(events(&world.sign_in("auditor"), &poll, &["POLL_CLOSED"]).len(), 1);
    }

    fn no_ballot_is_taken_at_the_deadline_or_after_even_if_nobody_has_closed_the_poll_yet(world) {
        let personas = Personas::of(world);
        let (open_poll, secret) = (due_poll(&personas, "ROLL_CALL"), due_poll(&personas, "SECRET"));
        for who in ["member-01", "member-02", "member-03"] {
            personas.get(who);
        }
        personas.vote("member-01", &open_poll, "FOR");
        world.stop_serving();
        let casting = |client: &Client, poll: &str, choice| {
            let poll_id = Id::parse(poll).expect("an id");
            act_of(world, client).write_now(|tx| polls::cast::cast(tx, &polls::cast::Casting { poll_id, choice }))
        };
        let refused = |outcome: Result<polls::cast::Receipt, Failure>| match outcome {
            Err(Failure::Refused(refusals)) => refusals.first().map(|refusal| refusal.code),
            other => panic!("{other:?}"),
        };
        // Tokens are short-lived, so these were signed in just before.
        set(world, "2026-11-25T05:59:59.999999Z");
        let restarted = Client::anonymous(&world.second_instance());
        let [first, second, third] = ["member-01", "member-02", "member-03"].map(|who| crate::support::cast::sign_in(&restarted, who));
        world.stop_serving();
        casting(&second, &open_poll, polls::Choice::For).expect("a microsecond before");
        set(world, DEADLINE);
        assert_eq!(refused(casting(&third, &open_poll, polls::Choice::For)), Some(Code::PollClosed));
        assert_eq!(refused(casting(&first, &open_poll, polls::Choice::Against)), Some(Code::PollClosed), "nor a change");
        assert_eq!(refused(casting(&third, &secret, polls::Choice::For)), Some(Code::PollClosed));
        assert_eq!(world.count("SELECT count(*) AS n FROM polls WHERE state = 'OPEN'"), 2, "nobody has closed them");
        assert_eq!(world.count("SELECT count(*) AS n FROM ballots"), 2);
        assert_eq!(world.count("SELECT (SELECT count(*) FROM participations) + (SELECT count(*) FROM secret_choices) AS n"), 0);
    }

    fn a_deadline_that_passed_while_no_server_ran_is_kept_at_the_next_start(world) {
        let personas = Personas::of(world);
        let poll = due_poll(&personas, "ROLL_CALL");
        for who in &crate::support::Cast::members()[..10] {
            personas.vote(who, &poll, "AGAINST");
        }
        world.stop_serving();
        set(world, "2026-12-05T06:00:00Z");
        assert_eq!(world.count("SELECT count(*) AS n FROM polls WHERE state = 'OPEN'"), 1);
        let anyone = Client::anonymous(&world.second_instance());
        world.eventually("the close", || is_closed(&anyone, &poll));
        let closed = look(&anyone, &poll);
        assert_eq!((&closed["closedAt"], &closed["result"]["outcome"]), (&json!(DEADLINE), &json!("REJECTED")));
    }

    fn many_instances_and_a_chair_close_a_poll_that_is_due_once(world) {
        let personas = Personas::of(world);
        let town = Town::of(world);
        let hall = town.council(&charter(), &seats(5));
        let polls: Vec<String> = (0..4)
            .map(|_| {
                let review = review_in(&personas, &hall);
                let more = json!({ "closesAt": DEADLINE });
                open(&personas.get(hall.chair()), &review, "ROLL_CALL", &more).text("/poll/id")
            })
            .collect();
        for poll in &polls {
            cast(&personas.get(hall.chair()), poll, "FOR").done();
        }
        world.stop_serving();
        set(world, "2026-11-25T06:01:00Z");
        let barrier = std::sync::Barrier::new(4);
        let closed: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|_| scope.spawn(|| {
                let act = Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()));
                barrier.wait();
                polls::close_due::close_due(&act, 50).expect("looks").len()
            })).collect();
            workers.into_iter().map(|worker| worker.join().expect("closes")).sum()
        });
        assert_eq!(closed, 4, "each by one of them");
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'PollClosed'"), 4);
        assert_eq!(world.count("SELECT count(*) AS n FROM polls WHERE state = 'CLOSED' AND votes_for = 1"), 4);
    }
}
