//! How long it is kept: notices and settled mails for as long as the settings say, what waits as long as it must. And what is
//! counted of it all.

use super::{deliver, follow, mails, publish_offline, tell, told};
use crate::support::{Personas, World};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::decisions::Access;
use kenes::features::notices::sweep::sweep;
use std::sync::Arc;

fn swept(world: &World) -> usize {
    sweep(&Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()))).expect("sweeps")
}

fn kept(world: &World) -> (i64, i64) {
    (world.count("SELECT count(*) AS n FROM notices"), world.count("SELECT count(*) AS n FROM mails"))
}

on_both_with! { |settings| { settings.notice_days = 30; settings.mail_days = 7; };
    fn what_is_old_is_forgotten_and_not_told_again(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        deliver(&p.get("citizen-2"), "DAILY");
        follow(&p.get("citizen-2"), &world.cast.ministry.wire()).done();
        p.decision("A road");
        world.eventually("the mail", || mails(world, "SENT") == 1);
        let waiting = p.draft("Another");
        world.stop_serving();
        world.advance(chrono::Duration::days(1));
        tell(world);
        kenes::worker::notices::send_now(&world.instance.core, 10).expect("sends");
        assert_eq!((mails(world, "SENT"), kept(world)), (2, (2, 2)), "a mail and a digest");
        world.advance(chrono::Duration::days(5));
        assert_eq!((swept(world), kept(world)), (0, (2, 2)));
        // Told and not sent yet.
        publish_offline(world, &waiting, Access::Public);
        tell(world);
        world.advance(chrono::Duration::days(3));
        assert_eq!((swept(world), kept(world), mails(world, "QUEUED")), (2, (4, 1), 1), "what waits is kept");
        assert_eq!(tell(world), 1, "the digest of the second, and of nothing that was sent before");
        assert_eq!(world.count("SELECT count(*) AS n FROM notices WHERE mail_id IS NULL"), 2);
        world.advance(chrono::Duration::days(22));
        assert_eq!((swept(world), kept(world)), (2, (2, 2)), "notices of a month ago");
        assert_eq!((tell(world), kept(world)), (0, (2, 2)));
        assert_eq!(world.count("SELECT count(*) AS n FROM follows"), 2);
        assert!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'DecisionPublished'") == 2, "the log keeps everything");
    }
}

on_both_with! { |settings| { settings.notice_days = 0; settings.mail_days = 0; };
    fn for_ever_is_for_ever(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        p.decision("A road");
        world.eventually("the mail", || mails(world, "SENT") == 1);
        world.stop_serving();
        world.advance(chrono::Duration::days(10_000));
        assert_eq!((swept(world), kept(world)), (0, (1, 1)));
    }
}

on_both! {
    fn the_metrics_say_what_was_told_and_sent_and_what_waits(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        p.decision("A road");
        told(&p, "citizen", 1);
        let metrics = || world.instance.metrics.text();
        world.eventually("the count", || metrics().contains("kenes_mails_total{state=\"SENT\"} 1\n"));
        assert!(metrics().contains("kenes_notices_total 1\n"), "{}", metrics());
        world.eventually("nothing waits", || metrics().contains("kenes_mails_waiting 0\n"));
        assert!(metrics().contains("kenes_mails_waiting_age_seconds 0\n"), "{}", metrics());
    }
}
