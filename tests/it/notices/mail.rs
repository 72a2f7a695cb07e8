//! Mails: at once, once a day or not at all, in the reader's language, tried until they are taken.

use super::sink::{Next, Stage};
use super::{deliver, follow, mails, tell, told};
use crate::support::{Personas, World};
use chrono::Duration;
use kenes::kernel::clock::Timestamp;
use kenes::worker;
use serde_json::json;

fn set(world: &World, to: &str) {
    world.clock.set(Timestamp::parse(to).expect("a time"));
}

fn send(world: &World) {
    worker::notices::send_now(&world.instance.core, 100).expect("sends");
}

with_sink! {
    fn a_mail_comes_at_once_in_the_readers_language_as_text_and_as_html(world, sink) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        citizen.mutate("setLocale", &json!({ "locale": "KK" }), "").done();
        follow(&citizen, &world.cast.ministry.wire()).done();
        p.decision("A road <b>");
        world.eventually("the mail", || mails(world, "SENT") == 1);
        let mail = sink.received().remove(0);
        assert_eq!(mail.to, "citizen@test.kenes");
        assert!(mail.message_id().ends_with("@kenes.test>"), "{}", mail.message_id());
        assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        let way_out = mail.header("List-Unsubscribe").expect("a way out");
        let parts = mail.parts();
        let (plain, html) = (&parts[0], &parts[1]);
        assert!(plain.0.contains("text/plain") && html.0.contains("text/html"));
        assert!(plain.1.contains("Жаңа шешім: «A road <b> (қаз)»"), "{}", plain.1);
        assert!(html.1.contains("A road &lt;b&gt; (қаз)") && html.1.contains("<html lang=\"kk\">"), "{}", html.1);
        assert!(plain.1.contains(way_out.trim_matches(['<', '>'])), "the same way out in the text");
    }

    fn who_wants_a_digest_gets_one_mail_a_day_with_what_came_before_its_hour(world, sink) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        follow(&citizen, &world.cast.ministry.wire()).done();
        deliver(&citizen, "DAILY");
        p.decision("Before");
        p.decision("Also before");
        told(&p, "citizen", 2);
        assert_eq!(world.count("SELECT count(*) AS n FROM mails"), 0, "11:00 has passed its hour, tomorrow's has not come");
        set(world, "2026-11-23T03:00:00Z");
        world.eventually("the digest", || mails(world, "SENT") == 1);
        let digest = sink.received().remove(0);
        let text = &digest.parts()[0].1;
        assert!(text.contains("Before") && text.contains("Also before"), "{text}");
        // The tokens of yesterday have run out.
        let p = Personas::of(world);
        p.decision("After");
        told(&p, "citizen", 3);
        world.stop_serving();
        tell(world);
        set(world, "2026-11-24T02:59:59Z");
        tell(world);
        assert_eq!(world.count("SELECT count(*) AS n FROM mails"), 1);
        // Two days on, after a holiday: one digest of all that waits.
        set(world, "2026-11-25T09:00:00Z");
        crate::support::bulk::at_once(4, |_| tell(world));
        tell(world);
        send(world);
        assert_eq!(sink.received().len(), 2);
        assert!(sink.received()[1].parts()[0].1.contains("After"));
    }

    fn who_wants_no_mails_gets_none_also_of_what_waits(world, sink) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        follow(&citizen, &world.cast.ministry.wire()).done();
        deliver(&citizen, "DAILY");
        p.decision("Waits for the digest");
        told(&p, "citizen", 1);
        deliver(&citizen, "NONE");
        p.decision("Inbox only");
        told(&p, "citizen", 2);
        world.stop_serving();
        set(world, "2026-11-23T09:00:00Z");
        tell(world);
        send(world);
        assert_eq!((sink.received().len(), world.count("SELECT count(*) AS n FROM mails")), (0, 0));
    }

    fn a_mail_that_is_refused_is_tried_again_with_the_same_id_until_it_is_taken(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        sink.hook(|stage| if stage == Stage::Recipient { Next::Refuse("450 not today") } else { Next::GoOn });
        p.decision("A road");
        world.eventually("the refusal", || world.count("SELECT count(*) AS n FROM mails WHERE last_error LIKE '%not today%'") == 1);
        world.stop_serving();
        send(world);
        assert_eq!(world.count("SELECT attempts AS n FROM mails"), 1, "not before its time");
        world.advance(Duration::minutes(2));
        send(world);
        assert_eq!((world.count("SELECT attempts AS n FROM mails"), mails(world, "QUEUED")), (2, 1));
        sink.hook(|_| Next::GoOn);
        world.advance(Duration::minutes(3));
        send(world);
        assert_eq!((mails(world, "SENT"), sink.received().len()), (1, 1));
    }

    fn everybody_is_written_to_in_the_language_of_their_account(world, sink) {
        let p = Personas::of(world);
        let readers = [("citizen", "KK", "Жаңа шешім: «A road (қаз)»", "Сәлеметсіз бе"),
            ("citizen-2", "RU", "Новое решение: «A road (рус)»", "Здравствуйте"), ("ngo", "EN", "New decision: “A road”", "Hello")];
        for (who, locale, ..) in readers {
            p.get(who).mutate("setLocale", &json!({ "locale": locale }), "").done();
            follow(&p.get(who), &world.cast.ministry.wire()).done();
        }
        p.decision("A road");
        world.eventually("the mails", || mails(world, "SENT") == 3);
        for (who, locale, headline, greeting) in readers {
            let received = sink.received();
            let mail = received.iter().find(|mail| mail.to == format!("{who}@test.kenes")).expect("came");
            let [plain, html] = [0, 1].map(|part| mail.parts()[part].1.clone());
            assert!(plain.contains(headline) && plain.contains(greeting), "{plain}");
            assert!(html.contains(headline) && html.contains(&format!("<html lang=\"{}\">", locale.to_lowercase())), "{html}");
        }
    }

    fn a_mail_nobody_ever_takes_is_given_up_and_kept(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        sink.hook(|_| Next::HangUp);
        p.decision("A road");
        world.eventually("the first try", || world.count("SELECT count(*) AS n FROM mails WHERE attempts = 1 AND state = 'QUEUED'") == 1);
        world.stop_serving();
        for _ in 0..20 {
            world.advance(Duration::hours(6));
            send(world);
        }
        assert_eq!((mails(world, "FAILED"), world.count("SELECT attempts AS n FROM mails")), (1, 16));
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), 1, "the inbox has it");
    }

    fn many_senders_send_each_mail_once(world, sink) {
        let p = Personas::of(world);
        let people = ["citizen", "citizen-2", "ngo", "press", "moderator", "member-01", "member-02", "member-03"];
        people.iter().for_each(|who| { follow(&p.get(who), &world.cast.ministry.wire()).done(); });
        p.decision("A road");
        world.eventually("all is told", || world.count("SELECT count(*) AS n FROM mails") == 8);
        crate::support::bulk::at_once(6, |_| send(world));
        world.eventually("all is sent", || mails(world, "SENT") == 8);
        let mut ids: Vec<String> = sink.received().iter().map(crate::notices::sink::Received::message_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), sink.received().len()), (8, 8));
    }
}

on_both! {
    fn without_a_mail_server_mails_are_files_in_a_folder(world) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        p.decision("A road");
        world.eventually("the mail", || mails(world, "SENT") == 1);
        let folder = std::path::Path::new(&world.settings.data).join("mail");
        let files: Vec<_> = std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].extension().and_then(|end| end.to_str()), Some("eml"));
        let mail = std::fs::read_to_string(&files[0]).expect("a mail");
        assert!(mail.contains("To: ") && mail.contains("citizen@test.kenes") && mail.contains("multipart/alternative"), "{mail}");
    }
}
