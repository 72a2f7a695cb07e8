//! What was taken away is gone at once, on every instance, also where the viewer was remembered.

use super::{name_of, pair, who_am_i};
use crate::support::cast::PASSWORD;
use crate::support::{Backend, Client, World};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};

/// The same client at the instance it signed in at and, on PostgreSQL, at another that remembers it, too.
struct Everywhere {
    here: Client,
    there: Option<Client>,
}

impl Everywhere {
    fn of(world: &World, who: &str) -> Self {
        world.eventually("the first instance hears", || world.instance.core.is_hearing());
        let here = world.sign_in(who);
        let there =
            (world.backend == Backend::Postgres).then(|| Client { base: world.second_instance(), ..here.clone() });
        for client in [&here].into_iter().chain(&there) {
            assert_eq!(name_of(client), who);
        }
        Self { here, there }
    }

    /// At once where it was done; elsewhere as soon as the notice has crossed over.
    #[track_caller]
    fn is_over(&self, world: &World, over: impl Fn(&Client) -> bool) {
        assert!(over(&self.here), "not at once");
        if let Some(there) = &self.there {
            world.eventually("the other instance's forgetting", || over(there));
        }
    }
}

fn is_nobody(client: &Client) -> bool {
    who_am_i(client).json.pointer("/errors/0/extensions/code") == Some(&json!("UNAUTHENTICATED"))
}

fn may_read_events(client: &Client) -> bool {
    let reply = client.ask("{ events: auditLog(first: 1) { nodes { id } } }", &Value::Null);
    reply.json.get("errors").is_none()
}

on_both! {
    fn a_sign_out_ends_the_session_on_every_instance(world) {
        let member = Everywhere::of(world, "member-05");
        let (other, _) = pair(&world.anonymous(), "member-05");
        assert_eq!(member.here.mutate("signOut", &json!({}), "sessionsEnded").done()["sessionsEnded"], json!(1));
        member.is_over(world, is_nobody);
        assert_eq!(name_of(&other), "member-05");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'SessionEnded'"), 1);
    }

    fn signing_out_of_all_sessions_ends_the_one_on_the_lost_telephone(world) {
        let lost = Everywhere::of(world, "member-05");
        let (current, refresh) = pair(&world.anonymous(), "member-05");
        let stranger = world.sign_in("member-06");
        assert_eq!(current.mutate("signOut", &json!({ "extent": "ALL" }), "sessionsEnded").done()["sessionsEnded"], json!(2));
        lost.is_over(world, is_nobody);
        assert!(is_nobody(&current));
        let again = world.anonymous().mutate("refreshSession", &json!({ "refreshToken": refresh }), "");
        assert_eq!(again.refused(), "SESSION_ENDED");
        assert_eq!(name_of(&stranger), "member-06");
    }

    fn a_change_of_password_ends_every_session_on_every_instance(world) {
        let member = Everywhere::of(world, "member-05");
        let (current, _) = pair(&world.anonymous(), "member-05");
        let change = json!({ "currentPassword": PASSWORD, "newPassword": "another long secret" });
        current.mutate("changePassword", &change, "").done();
        member.is_over(world, is_nobody);
        assert!(is_nobody(&current));
    }

    fn a_suspension_ends_every_session_on_every_instance(world) {
        let member = Everywhere::of(world, "member-05");
        let account = json!({ "accountId": world.cast.person("member-05") });
        let admin = world.sign_in("admin");
        admin.mutate("suspendAccount", &account, "").done();
        member.is_over(world, is_nobody);
        // Restored, the person signs in anew; what was ended stays ended.
        admin.mutate("restoreAccount", &account, "account { state }").done();
        assert!(is_nobody(&member.here));
        assert_eq!(name_of(&world.sign_in("member-05")), "member-05");
    }

    fn a_revoked_role_is_gone_on_every_instance_and_the_session_stays(world) {
        let admin = world.sign_in("admin");
        let role = json!({ "accountId": world.cast.person("citizen"), "role": "AUDITOR" });
        let grant = admin.mutate("grantRole", &role, "roleGrant { id }").text("/roleGrant/id");
        let citizen = Everywhere::of(world, "citizen");
        for client in [&citizen.here].into_iter().chain(&citizen.there) {
            assert!(may_read_events(client));
        }
        admin.mutate("revokeRole", &json!({ "roleGrantId": grant }), "").done();
        citizen.is_over(world, |client| !may_read_events(client));
        assert_eq!(name_of(&citizen.here), "citizen");
    }

    fn a_granted_role_is_there_on_every_instance(world) {
        let citizen = Everywhere::of(world, "citizen");
        let role = json!({ "accountId": world.cast.person("citizen"), "role": "AUDITOR" });
        world.sign_in("admin").mutate("grantRole", &role, "").done();
        citizen.is_over(world, may_read_events);
    }

    fn a_seat_that_ended_is_gone_on_every_instance(world) {
        let member = Everywhere::of(world, "member-05");
        let seats = |client: &Client| {
            let reply = client.ask("{ viewer { seats { id } } }", &Value::Null);
            reply.at("/viewer/seats").as_array().map_or(0, Vec::len)
        };
        assert_eq!(seats(&member.here), 1);
        let ending = json!({ "membershipId": world.cast.seats["member-05"], "untilOn": "2026-11-22", "reason": "OWN_REQUEST" });
        world.sign_in("registrar").mutate("endMembership", &ending, "").done();
        member.is_over(world, |client| seats(client) == 0);
    }

    fn no_request_that_begins_after_the_sign_out_is_answered_as_signed_in(world) {
        world.eventually("the instance hears", || world.instance.core.is_hearing());
        for _ in 0..5 {
            let client = world.sign_in("member-05");
            let (ended, late) = (AtomicBool::new(false), AtomicBool::new(false));
            let done = AtomicBool::new(false);
            std::thread::scope(|scope| {
                for _ in 0..6 {
                    scope.spawn(|| {
                        while !done.load(Ordering::SeqCst) {
                            let after = ended.load(Ordering::SeqCst);
                            if !is_nobody(&client) && after {
                                late.store(true, Ordering::SeqCst);
                            }
                        }
                    });
                }
                let signed_out = client.mutate("signOut", &json!({}), "");
                ended.store(true, Ordering::SeqCst);
                let answers: Vec<bool> = (0..10).map(|_| is_nobody(&client)).collect();
                // Nothing may fail before the threads are told to stop.
                done.store(true, Ordering::SeqCst);
                signed_out.done();
                assert_eq!(answers, [true; 10]);
            });
            assert!(!late.load(Ordering::SeqCst));
        }
    }
}
