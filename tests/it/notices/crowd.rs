//! A crowd: what thousands follow costs whoever publishes it no more than what nobody follows, and is told of in transactions
//! of bounded size, to each once, whatever happens between two of them.

use super::{follow, noticed, publish_offline, tell as tell_all};
use crate::support::{Personas, World, bulk};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::decisions::Access;
use kenes::features::notices::digest;
use kenes::features::notices::tell::{Told, tell, tell_in};
use kenes::kernel::failure::{Failure, Outcome};
use serde_json::json;
use std::sync::Arc;

const CROWD: usize = 2_500;

fn act(world: &World) -> Act {
    Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()))
}

fn notices(world: &World) -> i64 {
    world.count("SELECT count(*) AS n FROM notices")
}

fn gather(world: &World) {
    bulk::people(world, "reader", CROWD);
    bulk::follow_all(world, "reader", world.cast.ministry);
}

/// What a publication costs in statements, at the least of a few: the first fill memories.
fn cost(p: &Personas<'_>, titles: &[&str]) -> u64 {
    let publish = |title: &&str| {
        let input = json!({ "decisionId": p.draft(title) });
        let reply = p.get("officer").mutate("publishDecision", &input, "decision { id }");
        reply.done();
        reply.statements
    };
    titles.iter().map(publish).min().expect("some")
}

on_both! {
    fn publishing_costs_the_same_however_many_follow(world) {
        let p = Personas::of(world);
        let alone = cost(&p, &["One", "Two", "Three"]);
        gather(world);
        assert_eq!(cost(&p, &["Four", "Five", "Six"]), alone);
        // And nobody has to wait for the last of them to be told.
        assert_eq!(p.get("citizen").ask("{ notifications { totalCount } }", &json!({})).at("/notifications/totalCount"), 0);
    }

    fn a_crowd_is_told_in_parts_each_once_whoever_dies_and_comes_meanwhile(world) {
        let p = Personas::of(world);
        gather(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let drafts = [p.draft("The first"), p.draft("The second"), p.draft("The third")];
        world.stop_serving();
        publish_offline(world, &drafts[0], Access::Public);
        publish_offline(world, &drafts[1], Access::Public);
        let part = tell(&act(world)).expect("tells");
        assert_eq!(part.events, 2, "what happened together is told together");
        let told = notices(world);
        assert!(told > 0 && told <= 2_002 && told == i64::try_from(part.notices).expect("few"), "{told}");
        // The next part dies before its commit.
        let died = act(world).write_now(|tx| -> Outcome<()> {
            assert!(tell_in(tx)?.notices > 0);
            Err(Failure::fault("died"))
        });
        assert!(died.is_err());
        assert_eq!(notices(world), told);
        // Something new happens, somebody comes and somebody goes, before the round is over.
        world.advance(chrono::Duration::minutes(1));
        publish_offline(world, &drafts[2], Access::Public);
        let (newcomer, leaver) = (world.cast.people["press"], world.cast.people["citizen"]);
        bulk::follow_as(world, newcomer, world.cast.ministry);
        world.raw(&format!("DELETE FROM follows WHERE person_id = {}", bulk::literal(world, leaver.uuid()))).expect("leaves");
        let gone = world.count("SELECT count(*) AS n FROM notices n JOIN accounts a ON a.id = n.person_id WHERE a.email = 'citizen@test.kenes'");
        let mut parts = 1;
        loop {
            let part = tell(&act(world)).expect("tells");
            if part == Told::default() {
                break;
            }
            assert!(part.notices <= 2_002, "{part:?}");
            parts += 1;
        }
        assert!(parts >= 4, "{parts}");
        let crowd = i64::try_from(CROWD).expect("few");
        assert_eq!(notices(world), 3 * crowd + gone + noticed(world, "press", "NEW_DECISION"));
        assert_eq!(noticed(world, "press", "NEW_DECISION"), 1, "of the third alone");
        let twice = "SELECT count(*) AS n FROM (SELECT 1 AS one FROM notices GROUP BY event_id, person_id HAVING count(*) > 1) AS t";
        assert_eq!(world.count(twice), 0);
        let mails = "SELECT count(*) AS n FROM mails m JOIN accounts a ON a.id = m.person_id WHERE a.email LIKE 'reader-%'";
        assert_eq!(world.count(mails), 2 * crowd, "the first two in one mail");
    }

    fn the_digests_of_a_crowd_are_made_in_parts_each_once(world) {
        let p = Personas::of(world);
        bulk::people(world, "reader", 1_200);
        bulk::follow_all(world, "reader", world.cast.ministry);
        let now = match world.backend {
            crate::support::Backend::Sqlite => "0",
            crate::support::Backend::Postgres => "timestamptz '2026-11-22 06:00:00+00'",
        };
        world.raw(&format!("INSERT INTO notice_settings SELECT person_id, 'DAILY', {now} FROM follows")).expect("chooses");
        let draft = p.draft("A road");
        world.stop_serving();
        publish_offline(world, &draft, Access::Public);
        tell_all(world);
        assert_eq!((notices(world), world.count("SELECT count(*) AS n FROM mails")), (1_200, 0));
        world.advance(chrono::Duration::days(1));
        let parts: Vec<usize> = std::iter::from_fn(|| Some(digest::digest(&act(world)).expect("digests")).filter(|made| *made > 0)).collect();
        assert_eq!((parts.iter().sum::<usize>(), parts.len()), (1_200, 3));
        assert_eq!(world.count("SELECT count(*) AS n FROM notices WHERE mail_id IS NULL"), 0);
    }
}
