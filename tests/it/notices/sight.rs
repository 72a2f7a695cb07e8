//! Nobody is told of what they may not see: not when it happens, not in the inbox, not in a mail.

use super::{follow, inbox, mails, noticed, publish_offline, tell, told};
use crate::support::Personas;
use kenes::features::decisions::Access;
use kenes::kernel::clock::Timestamp;
use kenes::worker;
use serde_json::json;

on_both! {
    fn what_is_restricted_is_told_to_those_who_may_see_it(world) {
        let p = Personas::of(world);
        for who in ["citizen", "media", "local-officer", "officer", "member-01"] {
            follow(&p.get(who), &world.cast.ministry.wire()).done();
        }
        p.publish(&p.draft("A secret site"), &json!({ "access": "RESTRICTED" }));
        told(&p, "member-01", 1);
        told(&p, "officer", 1);
        world.stop_serving();
        tell(world);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 2);
        assert_eq!(world.count("SELECT count(*) AS n FROM mails"), 2);
    }

    fn what_is_under_embargo_is_told_to_everybody_when_it_ends_and_to_nobody_twice(world) {
        let p = Personas::of(world);
        for who in ["citizen", "media", "member-01"] {
            follow(&p.get(who), &world.cast.ministry.wire()).done();
        }
        p.publish(&p.draft("The budget"), &json!({ "embargoedUntil": "2026-11-24T06:00:00Z" }));
        told(&p, "member-01", 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 1, "media look and are logged; nobody tells them");
        world.clock.set(Timestamp::parse("2026-11-24T06:00:00Z").expect("a time"));
        world.eventually("the end of the embargo", || world.count("SELECT count(*) AS n FROM notices") == 3);
        world.stop_serving();
        assert_eq!(tell(world), 0);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 3);
    }

    fn who_may_see_it_no_more_finds_it_neither_in_the_inbox_nor_in_a_mail(world) {
        let p = Personas::of(world);
        let member = p.get("member-01");
        follow(&member, &world.cast.ministry.wire()).done();
        let draft = p.draft("A secret site");
        // From here on no worker runs: what is told waits in the outbox.
        world.stop_serving();
        publish_offline(world, &draft, Access::Restricted);
        assert!(tell(world) > 0);
        assert_eq!(mails(world, "QUEUED"), 1);
        world.raw("UPDATE memberships SET until_on = '2026-01-01', end_reason = 'OTHER'").expect("ends");
        worker::notices::send_now(&world.instance.core, 10).expect("sends");
        assert_eq!((mails(world, "QUEUED"), mails(world, "DROPPED"), mails(world, "SENT")), (0, 1, 0));
        let base = world.second_instance();
        let member = crate::support::cast::sign_in(&crate::support::Client::anonymous(&base), "member-01");
        assert!(inbox(&member).is_empty());
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 1);
    }

    fn what_a_council_does_with_what_is_restricted_is_told_to_those_who_see_it(world) {
        let p = Personas::of(world);
        for who in ["citizen", "local-officer", "member-01"] {
            follow(&p.get(who), &world.cast.council.wire()).done();
        }
        let decision = p.draft("A secret site");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let poll = p.poll_of(&p.review_of(&decision), "ROLL_CALL");
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        told(&p, "member-01", 2);
        // What is public is told to all of them, by the same worker, later than what is not.
        p.poll("A road", "ROLL_CALL");
        told(&p, "citizen", 1);
        for (who, opened, closed) in [("citizen", 1, 0), ("local-officer", 1, 0), ("member-01", 2, 1)] {
            assert_eq!((noticed(world, who, "POLL_OPENED"), noticed(world, who, "POLL_CLOSED")), (opened, closed), "{who}");
        }
    }

    fn who_began_to_follow_during_an_embargo_is_told_when_it_ends_however_late_somebody_looks(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let draft = p.draft("The budget");
        let before = world.clock.now();
        p.publish(&draft, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        world.advance(chrono::Duration::minutes(5));
        follow(&p.get("citizen-2"), &world.cast.ministry.wire()).done();
        world.stop_serving();
        // As if no worker had run all the time.
        world.raw("DELETE FROM noticed_events").expect("forgets");
        world.clock.set(before.plus(chrono::Duration::minutes(30)));
        tell(world);
        for who in ["citizen", "citizen-2"] {
            assert_eq!(noticed(world, who, "NEW_DECISION"), 1, "{who}");
        }
        assert_eq!(tell(world), 0);
    }

    fn a_suspended_account_is_not_written_to(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let suspended = json!({ "accountId": world.cast.person("citizen") });
        p.get("admin").mutate("suspendAccount", &suspended, "").done();
        p.decision("A road");
        world.stop_serving();
        tell(world);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 0);
    }
}
