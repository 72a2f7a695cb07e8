//! The mail server: one that refuses for now or for good, that is slow or silent, that wants a password; and what of all that
//! requests notice, which is nothing.

use super::sink::{Gate, Next, Sink, Stage};
use super::{follow, mails, publish_offline, tell, told};
use crate::durability::Program;
use crate::support::{Backend, Personas, World, bulk};
use kenes::features::decisions::Access;
use kenes::worker;
use serde_json::json;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

fn saying(world: &World, words: &str) -> i64 {
    world.count(&format!("SELECT count(*) AS n FROM mails WHERE last_error LIKE '%{words}%'"))
}

with_sink! {
    fn what_the_server_refuses_for_good_is_not_tried_again(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let refusals = [(Stage::Recipient, "550 5.1.1 <citizen@test.kenes> nobody here"), (Stage::Content, "554 5.6.0 not like this")];
        for (failed, (stage, word)) in (1..).zip(refusals) {
            sink.hook(move |now| if now == stage { Next::Refuse(word) } else { Next::GoOn });
            p.decision("A road");
            world.eventually("the refusal", || mails(world, "FAILED") == failed);
        }
        assert_eq!(world.count("SELECT max(attempts) AS n FROM mails"), 1);
        assert_eq!((saying(world, "nobody here"), saying(world, "not like this")), (1, 1), "the server's last words");
        assert_eq!(saying(world, "citizen@"), 0, "and nobody's address");
        sink.hook(|_| Next::GoOn);
        // Who has mended it lets them try again, as the documentation says.
        world.raw("UPDATE mails SET state = 'QUEUED', attempts = 0, settled_at = NULL, due_at = created_at WHERE state = 'FAILED'").expect("again");
        world.eventually("the mails", || mails(world, "SENT") == 2);
        assert_eq!(sink.received().len(), 2);
    }

    fn what_the_server_says_of_us_is_no_reason_to_give_a_mail_up(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let refusals = [
            (Stage::Connected, "554 no service"), (Stage::Sender, "550 5.1.8 who are you"), (Stage::Sender, "451 busy"),
            (Stage::Recipient, "554 5.7.1 relay access denied"), (Stage::Recipient, "552 box is full"),
            (Stage::Recipient, "450 grey"), (Stage::Content, "451 checks are down"),
        ];
        for (stage, word) in refusals {
            sink.hook(move |now| if now == stage { Next::Refuse(word) } else { Next::GoOn });
            if stage == Stage::Connected {
                p.decision("A road");
            }
            // Longer than it waits between the first eight tries.
            world.advance(chrono::Duration::minutes(130));
            world.eventually(word, || saying(world, &word[4..]) == 1);
            assert_eq!(mails(world, "FAILED"), 0, "{word}");
        }
        sink.hook(|_| Next::GoOn);
        world.advance(chrono::Duration::hours(7));
        world.eventually("the mail", || mails(world, "SENT") == 1);
        assert_eq!(sink.received().len(), 1);
    }

    fn several_instances_share_the_work_and_send_nothing_twice(world, sink) {
        let p = Personas::of(world);
        bulk::people(world, "reader", 60);
        bulk::follow_all(world, "reader", world.cast.ministry);
        world.second_instance();
        world.second_instance();
        let decisions: Vec<String> = (0..3).map(|n| p.draft(&format!("Decision {n}"))).collect();
        decisions.iter().for_each(|decision| p.publish(decision, &json!({})));
        // A mail tells of one decision or of several, as they were noticed together.
        world.eventually("all is told", || world.count("SELECT count(*) AS n FROM notices") == 180);
        world.eventually("all is sent", || mails(world, "QUEUED") + mails(world, "SENDING") == 0);
        let mut ids = sink.ids_since(0);
        let received = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), received), (received, usize::try_from(mails(world, "SENT")).expect("few")));
        assert!((60..=180).contains(&received), "{received}");
    }
}

with_sink! { |settings| settings.smtp_seconds = 300;
    fn while_the_mail_server_is_silent_requests_are_answered_and_inboxes_are_filled(world, sink) {
        let p = Personas::of(world);
        let (silent, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Gate::default()));
        let (conversations, silence) = (Arc::clone(&silent), Arc::clone(&gate));
        sink.hook(move |_| {
            conversations.fetch_add(1, Ordering::SeqCst);
            Next::WaitFor(Arc::clone(&silence))
        });
        let people = ["citizen", "citizen-2", "ngo", "press", "moderator", "member-01"];
        people.iter().for_each(|who| { follow(&p.get(who), &world.cast.ministry.wire()).done(); });
        p.decision("Before");
        world.eventually("every sender waits", || silent.load(Ordering::SeqCst) >= 4);
        let poll = p.poll("Meanwhile", "ROLL_CALL");
        p.vote("member-02", &poll, "FOR");
        told(&p, "citizen", 3);
        assert_eq!(p.get("citizen").mutate("markRead", &json!({}), "marked").done()["marked"], 3);
        assert_eq!((mails(world, "SENDING"), mails(world, "SENT")), (4, 0));
        sink.hook(|_| Next::HangUp);
        gate.open();
    }
}

with_sink! { |settings| settings.smtp_seconds = 1;
    fn a_server_that_hangs_is_left_and_one_that_is_slow_with_its_word_is_waited_for(world, sink) {
        let p = Personas::of(world);
        let gate = Arc::new(Gate::default());
        let slow = Arc::clone(&gate);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let checked = Arc::new(AtomicUsize::new(0));
        let checking = Arc::clone(&checked);
        sink.hook(move |stage| {
            if stage != Stage::Content {
                return Next::GoOn;
            }
            checking.fetch_add(1, Ordering::SeqCst);
            Next::WaitFor(Arc::clone(&slow))
        });
        p.decision("Checked for long");
        world.eventually("the mail is checked", || checked.load(Ordering::SeqCst) == 1);
        // Meanwhile another server is silent at a step for which it has a second, and is left.
        sink.hook(|stage| if stage == Stage::Sender { Next::Hang } else { Next::GoOn });
        p.get("citizen").mutate("unfollow", &json!({ "subjectId": world.cast.ministry.wire() }), "").done();
        follow(&p.get("citizen-2"), &world.cast.council.wire()).done();
        p.poll("A road", "ROLL_CALL");
        world.eventually("it is left", || world.count("SELECT count(*) AS n FROM mails WHERE state = 'QUEUED' AND attempts = 1") == 1);
        assert_eq!(mails(world, "SENDING"), 1, "the word on the first was not waited for");
        gate.open();
        world.eventually("the slow word", || mails(world, "SENT") == 1);
        sink.hook(|_| Next::GoOn);
        world.advance(chrono::Duration::minutes(2));
        world.eventually("the other", || mails(world, "SENT") == 2);
        assert_eq!(sink.received().len(), 2);
    }
}

/// A file with the password, in the world's folder.
fn password_file(folder: &str) -> String {
    std::fs::create_dir_all(folder).expect("a folder");
    let file = format!("{folder}/smtp-password");
    std::fs::write(&file, "hunter2 of the relay\n").expect("written");
    file
}

fn signs_in(backend: Backend) {
    let sink = Sink::start();
    let started = World::start_with(backend, |settings| {
        sink.configure(settings);
        settings.smtp_user = "kenes".into();
        settings.smtp_password_file = password_file(&settings.data);
    });
    let Some(world) = started else { return };
    let p = Personas::of(&world);
    follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
    sink.hook(|stage| if stage == Stage::SignIn { Next::Refuse("535 5.7.8 wrong") } else { Next::GoOn });
    p.decision("A road");
    world.eventually("the refusal", || saying(&world, "5.7.8 wrong") == 1);
    assert_eq!((mails(&world, "QUEUED"), saying(&world, "hunter2")), (1, 0), "it waits until the password is mended");
    sink.hook(|_| Next::GoOn);
    world.stop_serving();
    world.advance(chrono::Duration::minutes(2));
    tell(&world);
    worker::notices::send_now(&world.instance.core, 10).expect("sends");
    assert_eq!((mails(&world, "SENT"), sink.received().len()), (1, 1));
    assert_eq!(sink.signed_in(), vec![("kenes".to_owned(), "hunter2 of the relay".to_owned()); 2]);
    assert!(!format!("{:?}", world.instance.core.post).contains("hunter2"));
}

#[test]
fn it_signs_in_where_the_server_wants_it_sqlite() {
    signs_in(Backend::Sqlite);
}

#[test]
fn it_signs_in_where_the_server_wants_it_postgres() {
    signs_in(Backend::Postgres);
}

with_sink! {
    fn no_password_and_no_address_stands_in_the_log_however_much_is_logged(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let draft = p.draft("A road");
        world.stop_serving();
        publish_offline(world, &draft, Access::Public);
        let refused = Arc::new(Mutex::new(false));
        let once = Arc::clone(&refused);
        sink.hook(move |stage| {
            let mut refused = once.lock().expect("sane");
            if stage != Stage::Recipient || *refused {
                return Next::GoOn;
            }
            *refused = true;
            Next::Refuse("450 <citizen@test.kenes> is grey")
        });
        let mut environment = sink.environment();
        environment.push(("KENES_SMTP_USER", "kenes".into()));
        environment.push(("KENES_SMTP_PASSWORD_FILE", password_file(&world.settings.data)));
        environment.push(("KENES_LOG", "trace".into()));
        let program = Program::start_with(world, &environment);
        world.eventually("the refusal", || saying(world, "is grey") == 1);
        world.eventually("the line in the log", || program.log().contains("is grey"));
        let log = program.log();
        let secrets = ["hunter2", "aHVudGVyMg", &base64_of("\0kenes\0hunter2 of the relay"), "citizen@test.kenes"];
        assert!(secrets.iter().all(|secret| !log.contains(*secret)), "{log}");
        assert_eq!(sink.signed_in().len(), 1);
    }
}

fn base64_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn config(settings: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenes"));
    let told = command.arg("config").envs(settings.iter().copied()).output().expect("runs");
    (told.status.success(), String::from_utf8([told.stdout, told.stderr].concat()).expect("UTF-8"))
}

#[test]
fn the_settings_are_told_without_the_password_and_a_password_in_the_clear_is_refused() {
    let file =
        password_file(&std::env::temp_dir().join(format!("kenes-config-{}", std::process::id())).to_string_lossy());
    let relayed = [
        ("KENES_SMTP_TLS", "none"),
        ("KENES_SMTP_USER", "kenes"),
        ("KENES_SMTP_PASSWORD_FILE", file.as_str()),
        ("KENES_MAIL_FROM", "kenes@kenes.test"),
    ];
    let with = |host| [&relayed[..], &[("KENES_SMTP_HOST", host)]].concat();
    let (fine, told) = config(&with("127.0.0.1"));
    assert!(fine && told.contains("smtp_user = \"kenes\"") && !told.contains("hunter2"), "{told}");
    let (fine, told) = config(&with("mail.kenes.test"));
    assert!(!fine && told.contains("smtp_user") && told.contains("without TLS") && !told.contains("hunter2"), "{told}");
    let (fine, told) =
        config(&[("KENES_SMTP_HOST", "mail.kenes.test"), ("KENES_SMTP_TLS", "none"), ("KENES_MAIL_FROM", "a@b.test")]);
    assert!(fine && told.contains("can be read on the way") && told.contains("https only"), "{told}");
}
