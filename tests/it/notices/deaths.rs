//! Deaths: whatever dies between any two steps on the way from an event to a mail, no mail is lost, and one is doubled only
//! where the death fell between the mail server's word and ours; then with the same Message-ID.

use super::sink::{Next, STAGES, Sink, Stage};
use super::{follow, lapse, mails, tell};
use crate::durability::Program;
use crate::polls::hall::{Town, charter, decision_in, seats};
use crate::support::{Backend, Client, Personas, World, cast};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::notices::{MailState, outbox, tell as telling};
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use kenes::kernel::failure::{Failure, Outcome};
use kenes::worker;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How far an instance gets before it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Death {
    /// In the transaction that makes notices and mails, before its commit.
    WhileTelling,
    AfterTelling,
    /// In the transaction of the claim, before its commit.
    WhileClaiming,
    AfterClaiming,
    AfterWriting,
    /// After the mail server's word, before our record.
    AfterHandingOver,
    AfterRecording,
}

const DEATHS: [Death; 7] = [
    Death::WhileTelling,
    Death::AfterTelling,
    Death::WhileClaiming,
    Death::AfterClaiming,
    Death::AfterWriting,
    Death::AfterHandingOver,
    Death::AfterRecording,
];

fn act(world: &World) -> Act {
    Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()))
}

/// What an instance does until it dies: the worker's own steps, one by one.
fn live_until(world: &World, death: Death) {
    let act = act(world);
    let died = || -> Outcome<()> { Err(Failure::fault("died")) };
    if death == Death::WhileTelling {
        let telling = act.write_now(|tx| {
            telling::tell_in(tx).and_then(|told| {
                assert_eq!(told, 1);
                died()
            })
        });
        assert!(telling.is_err());
        return;
    }
    telling::tell(&act).expect("tells");
    if death == Death::AfterTelling {
        return;
    }
    if death == Death::WhileClaiming {
        let claiming = act.write_now(|tx| {
            assert!(outbox::claim_in(tx)?.is_some(), "a mail is due");
            died()
        });
        assert!(claiming.is_err());
        return;
    }
    let mail = outbox::claim(&act).expect("claims").expect("a mail is due");
    if death == Death::AfterClaiming {
        return;
    }
    let letter = outbox::compose(&act, &mail).expect("writes").expect("there is something to tell");
    if death == Death::AfterWriting {
        return;
    }
    let handed = act.core.post.send(&letter);
    assert_eq!(handed, Ok(()));
    if death == Death::AfterHandingOver {
        return;
    }
    assert_eq!(outbox::settle(&act, &mail, handed).expect("records"), MailState::Sent);
}

/// Another instance finds what the dead one left.
fn go_on(world: &World) {
    tell(world);
    worker::notices::send_now(&world.instance.core, 10).expect("sends");
}

with_sink! {
    fn no_death_between_two_steps_loses_a_mail_and_one_of_them_doubles_it(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let drafts: Vec<String> = DEATHS.iter().map(|death| p.draft(&format!("{death:?}"))).collect();
        let officer = crate::support::bulk::viewer(world, "officer");
        world.stop_serving();
        for (death, draft) in DEATHS.into_iter().zip(&drafts) {
            let before = sink.received().len();
            crate::support::bulk::together(world, |batch| {
                use kenes::features::decisions::{Access, publish};
                let decision = kenes::kernel::id::Id::parse(draft).expect("a decision");
                let input = publish::Publication { decision, access: Access::Public, embargoed_until: None };
                batch.act(&officer, |tx| publish::publish(tx, &input)).map(|_| ())
            });
            live_until(world, death);
            go_on(world);
            // What was claimed is left alone until the claim runs out.
            let claimed = matches!(death, Death::AfterClaiming | Death::AfterWriting | Death::AfterHandingOver);
            assert_eq!(mails(world, "SENDING"), i64::from(claimed), "{death:?}");
            lapse(world);
            go_on(world);
            go_on(world);
            let came: Vec<String> = sink.received()[before..].iter().map(crate::notices::sink::Received::message_id).collect();
            let times = if death == Death::AfterHandingOver { 2 } else { 1 };
            assert_eq!(came.len(), times, "{death:?}");
            assert!(came.iter().all(|id| *id == came[0]), "{death:?}: {came:?}");
        }
        assert_eq!(mails(world, "SENT") as usize, DEATHS.len());
        assert_eq!(world.count("SELECT count(*) AS n FROM notices") as usize, DEATHS.len());
    }

    fn a_claim_that_ran_out_while_its_holder_lived_is_settled_once(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        // The mail server takes it and says nothing: the first holder does not know.
        sink.hook(|stage| if stage == Stage::Accepted { Next::HangUp } else { Next::GoOn });
        p.decision("A road");
        world.eventually("the first try", || world.count("SELECT count(*) AS n FROM mails WHERE state = 'QUEUED' AND attempts = 1") == 1);
        world.stop_serving();
        sink.hook(|_| Next::GoOn);
        world.advance(chrono::Duration::minutes(2));
        let slow = outbox::claim(&act(world)).expect("claims").expect("due");
        lapse(world);
        let quick = outbox::claim(&act(world)).expect("claims").expect("due again");
        assert_eq!((slow.id, slow.attempts + 1), (quick.id, quick.attempts));
        let failed = Err(kenes::mail::NotTaken("slow".into()));
        outbox::settle(&act(world), &slow, failed).expect("records");
        assert_eq!(mails(world, "SENDING"), 1, "who lost the claim takes nothing back");
        outbox::settle(&act(world), &quick, Ok(())).expect("records");
        outbox::settle(&act(world), &slow, Ok(())).expect("records");
        assert_eq!(mails(world, "SENT"), 1);
        assert_eq!(sink.received().len(), 1);
    }

    fn kill_9_at_each_step_of_the_conversation_loses_no_mail(world, sink) {
        world.stop_serving();
        let instance = Arc::new(Instance::open(&world.settings, Clock::System).expect("opens"));
        let hall = Town::at(&instance, world.cast.city).council(&charter(), &seats(4));
        for stage in STAGES {
            let before = (sink.received().len(), mails(world, "SENT"));
            let mut program = Program::start_with(world, &environment(world, sink));
            let officer = cast::sign_in(&Client::anonymous(&program.base), &hall.officer);
            let member = cast::sign_in(&Client::anonymous(&program.base), &hall.members[0]);
            follow(&member, &hall.body).done();
            let (id, killed) = (program.child.id().to_string(), Arc::new(AtomicBool::new(false)));
            let hit = Arc::clone(&killed);
            sink.hook(move |now| {
                if now != stage || hit.load(Ordering::SeqCst) {
                    return Next::GoOn;
                }
                assert!(Command::new("kill").args(["-KILL", &id]).status().expect("kill").success());
                hit.store(true, Ordering::SeqCst);
                Next::HangUp
            });
            decision_in(&officer, &hall);
            world.eventually("the death", || killed.load(Ordering::SeqCst));
            program.kill();
            lapse(world);
            let _alive = Program::start_with(world, &environment(world, sink));
            world.eventually("the mail", || mails(world, "SENT") == before.1 + 1);
            let came: Vec<String> = sink.received()[before.0..].iter().map(crate::notices::sink::Received::message_id).collect();
            assert_eq!(came.len(), if stage == Stage::Accepted { 2 } else { 1 }, "{stage:?}");
            assert!(came.iter().all(|id| *id == came[0]), "{stage:?}: {came:?}");
            assert_eq!(mails(world, "SENDING") + mails(world, "QUEUED"), 0, "{stage:?}");
        }
    }
}

fn environment(world: &World, sink: &Sink) -> Vec<(&'static str, String)> {
    assert!(matches!(world.backend, Backend::Sqlite | Backend::Postgres));
    vec![
        ("KENES_SMTP_HOST", "127.0.0.1".into()),
        ("KENES_SMTP_PORT", sink.port.to_string()),
        ("KENES_SMTP_TLS", "none".into()),
        ("KENES_MAIL_FROM", "Kenes <kenes@kenes.test>".into()),
    ]
}
