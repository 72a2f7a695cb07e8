//! Each event is told to those who may know of it at that moment, and to nobody else.

use super::{DECISIONS, comment_told, follow_comments, now};
use crate::support::{Backend, Personas, Socket, World};
use kenes::kernel::clock::Timestamp;
use serde_json::json;

const EMBARGO: &str = "2026-11-22T06:10:00Z";

/// The base addresses of all instances: two where there can be two.
fn instances(world: &World) -> Vec<String> {
    let mut bases = vec![world.base.clone()];
    if world.backend == Backend::Postgres {
        world.eventually("the first instance hears", || world.instance.core.is_hearing());
        bases.push(world.second_instance());
    }
    bases
}

on_both! {
    fn an_embargoed_decision_is_told_to_its_officer_at_once_and_to_strangers_when_it_ends(world) {
        let p = Personas::of(world);
        let after = now(&world.anonymous(), &["DECISION_PUBLISHED"], None);
        let mut stranger = Socket::connect(&world.base, None);
        let mut officer = Socket::connect(&world.base, p.get("officer").token.as_deref());
        for socket in [&mut stranger, &mut officer] {
            socket.subscribe("1", DECISIONS, &json!({ "after": after }));
        }
        let embargoed = p.draft("Under embargo");
        p.publish(&embargoed, &json!({ "embargoedUntil": EMBARGO }));
        let public = p.decision("Public");
        let decision = |told: serde_json::Value| (told["decisionPublished"]["decision"]["id"].clone(), told["decisionPublished"]["event"]["isRelease"].clone());
        assert_eq!(decision(officer.told("1")), (json!(embargoed), json!(false)));
        assert_eq!(decision(officer.told("1")), (json!(public), json!(false)));
        assert_eq!(decision(stranger.told("1")), (json!(public), json!(false)), "nothing of what is under embargo");
        world.clock.set(Timestamp::parse(EMBARGO).expect("an instant"));
        assert_eq!(decision(stranger.told("1")), (json!(embargoed), json!(true)));
        // The officer is not told twice: the next is another.
        let last = p.decision("The last");
        assert_eq!(decision(officer.told("1")), (json!(last), json!(false)));
    }

    fn a_seat_that_ends_ends_what_is_told_through_it(world) {
        let p = Personas::of(world);
        let decision = p.draft("Restricted");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let (restricted, public) = (p.review_of(&decision), p.review("Public"));
        let mut sockets: Vec<Socket> = instances(world).iter().map(|base| {
            let member = p.get("member-01");
            let mut socket = Socket::connect(base, member.token.as_deref());
            follow_comments(&mut socket, &member, "1", None);
            socket
        }).collect();
        let first = p.comment("member-02", &restricted);
        for socket in &mut sockets {
            assert_eq!(comment_told(socket, "1"), first);
        }
        let end = json!({ "membershipId": world.cast.seats["member-01"], "reason": "OTHER" });
        p.get("registrar").mutate("endMembership", &end, "").done();
        p.comment("member-02", &restricted);
        let seen = p.comment("member-02", &public);
        for socket in &mut sockets {
            assert_eq!(comment_told(socket, "1"), seen, "what is not theirs any more is passed over");
        }
    }

    fn who_signs_out_is_sent_away_on_every_instance(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        let mut sockets: Vec<Socket> = instances(world).iter().map(|base| Socket::connect(base, citizen.token.as_deref())).collect();
        let mut others = Socket::connect(&world.base, p.get("member-01").token.as_deref());
        citizen.mutate("signOut", &json!({}), "sessionsEnded").done();
        for socket in &mut sockets {
            assert_eq!(socket.ended(), 4403);
        }
        others.say(&json!({ "type": "ping" }));
        assert_eq!(others.hear(), json!({ "type": "pong" }), "nobody else is");
    }

    fn whose_account_is_suspended_is_sent_away(world) {
        let p = Personas::of(world);
        let mut socket = Socket::connect(&world.base, p.get("citizen").token.as_deref());
        let input = json!({ "accountId": world.cast.person("citizen") });
        p.get("admin").mutate("suspendAccount", &input, "").done();
        assert_eq!(socket.ended(), 4403);
    }

    fn whose_token_runs_out_is_sent_away_and_strangers_stay(world) {
        let p = Personas::of(world);
        let mut socket = Socket::connect(&world.base, p.get("citizen").token.as_deref());
        let mut stranger = Socket::connect(&world.base, None);
        world.advance(chrono::Duration::minutes(14));
        socket.say(&json!({ "type": "ping" }));
        assert_eq!(socket.hear(), json!({ "type": "pong" }));
        world.advance(chrono::Duration::minutes(2));
        assert_eq!(socket.ended(), 4403);
        stranger.say(&json!({ "type": "ping" }));
        assert_eq!(stranger.hear(), json!({ "type": "pong" }));
    }
}
