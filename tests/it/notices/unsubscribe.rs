//! The way out of a mail: a page that asks, one click that does it, and a signature that nobody can make up.

use super::{follow, mails, publish_offline, tell, told};
use crate::support::{Client, Personas, World};
use kenes::features::decisions::Access;
use kenes::kernel::id::Id;
use serde_json::json;

fn token(world: &World, who: &str) -> String {
    let person = Id::parse(&world.cast.person(who)).expect("a person");
    world.instance.core.keys.unsubscribe_token(person).expect("signs")
}

/// What a mail program sends, after RFC 8058.
fn one_click(client: &Client, token: &str) -> (u16, String) {
    let address = format!("{}/unsubscribe/{token}", client.base);
    let request = client.agent.post(address).header("Content-Type", "application/x-www-form-urlencoded");
    let mut response = request.header("Accept-Language", "ru").send("List-Unsubscribe=One-Click").expect("answers");
    (response.status().as_u16(), response.body_mut().read_to_string().expect("a page"))
}

fn delivery(client: &Client) -> String {
    client.ask("{ noticeDelivery }", &json!({})).at("/noticeDelivery").as_str().expect("a word").to_owned()
}

on_both! {
    fn one_click_ends_the_mails_and_nothing_else(world) {
        let p = Personas::of(world);
        let (citizen, anyone) = (p.get("citizen"), world.anonymous());
        follow(&citizen, &world.cast.ministry.wire()).done();
        assert_eq!(delivery(&citizen), "IMMEDIATE");
        let token = token(world, "citizen");
        let (status, page) = anyone.get(&format!("/unsubscribe/{token}"));
        assert!(status == 200 && page.contains("<form method=\"post\">"), "{page}");
        assert_eq!(delivery(&citizen), "IMMEDIATE", "a look changes nothing");
        let (status, page) = one_click(&anyone, &token);
        assert!(status == 200 && page.contains("Писем больше не будет"), "{page}");
        assert_eq!(delivery(&citizen), "NONE");
        assert_eq!(one_click(&anyone, &token).0, 200, "a second time it is as done");
        let event = p.event_about("NOTICE_DELIVERY_CHOSEN", &world.cast.person("citizen"));
        assert_eq!((&event["payload"]["by"], &event["actor"]), (&json!("LINK"), &json!(null)));
        p.decision("A road");
        told(&p, "citizen", 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM mails"), 0);
    }

    fn a_link_that_was_not_signed_here_does_nothing(world) {
        let p = Personas::of(world);
        let (citizen, anyone) = (p.get("citizen"), world.anonymous());
        let good = token(world, "citizen-2");
        let other = token(world, "citizen");
        let forged = format!("{}{}", &other[..21], &good[21..]);
        for bad in [forged.as_str(), &good[..50], "x", "per_01h455vb4pex5vsknk084sn02q"] {
            assert_eq!(one_click(&anyone, bad).0, 404, "{bad}");
            assert_eq!(anyone.get(&format!("/unsubscribe/{bad}")).0, 404, "{bad}");
        }
        assert_eq!(delivery(&citizen), "IMMEDIATE");
        assert_eq!(delivery(&p.get("citizen-2")), "IMMEDIATE");
        let access = citizen.token.clone().expect("signed in");
        assert_eq!(one_click(&anyone, &access).0, 404, "an access token is no link");
        assert_eq!(citizen.with_token(&other).ask("{ noticeDelivery }", &json!({})).denied(), "UNAUTHENTICATED");
    }

    fn a_mail_that_was_queued_before_the_click_is_not_sent_after_it(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let draft = p.draft("A road");
        let officer = crate::support::bulk::viewer(world, "officer");
        world.stop_serving();
        publish_offline(world, &draft, Access::Public);
        tell(world);
        assert_eq!(mails(world, "QUEUED"), 1);
        let person = Id::parse(&world.cast.person("citizen")).expect("a person");
        crate::support::bulk::together(world, |batch| {
            batch.act(&officer, |tx| kenes::features::notices::unsubscribe::unsubscribe(tx, person))
        });
        kenes::worker::notices::send_now(&world.instance.core, 10).expect("sends");
        assert_eq!((mails(world, "DROPPED"), mails(world, "SENT")), (1, 0));
    }
}

with_sink! {
    fn the_link_in_a_mail_asks_when_it_is_looked_at_and_does_it_when_it_is_asked_to(world, sink) {
        let p = Personas::of(world);
        let (citizen, anyone) = (p.get("citizen"), world.anonymous());
        follow(&citizen, &world.cast.ministry.wire()).done();
        p.decision("A road");
        world.eventually("the mail", || mails(world, "SENT") == 1);
        let mail = sink.received().remove(0);
        let link = mail.header("List-Unsubscribe").expect("a link");
        let link = link.trim_matches(['<', '>']);
        let path = link.strip_prefix("http://localhost:8080").expect("below the address of this installation");
        // What scanners of mails do with every link, before anybody reads the mail.
        for _ in 0..3 {
            let (status, page) = anyone.get(path);
            assert!(status == 200 && page.contains("<form method=\"post\">") && page.contains("<button"), "{page}");
        }
        let head = anyone.agent.head(format!("{}{path}", anyone.base)).call().expect("answers");
        assert!(head.headers().get("Set-Cookie").is_none());
        assert_eq!(delivery(&citizen), "IMMEDIATE");
        let token = path.strip_prefix("/unsubscribe/").expect("the token");
        assert_eq!(one_click(&anyone, token).0, 200);
        assert_eq!(delivery(&citizen), "NONE");
        p.decision("Another");
        told(&p, "citizen", 2);
        world.stop_serving();
        tell(world);
        kenes::worker::notices::send_now(&world.instance.core, 10).expect("sends");
        assert_eq!(sink.received().len(), 1);
    }
}
