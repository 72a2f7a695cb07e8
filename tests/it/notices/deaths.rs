//! Deaths, told step by step in one process: what each leaves in the database, and what the next who looks makes of it.
//! Processes are really killed in `kills.rs`.

use super::sink::{Next, Stage};
use super::{follow, lapse, mails, publish_offline, tell};
use crate::support::{Personas, World};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::decisions::Access;
use kenes::features::notices::{MailState, outbox, tell as telling};
use kenes::kernel::failure::{Failure, Outcome};
use kenes::worker;
use std::sync::Arc;

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
                assert_eq!(told.events, 1);
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
        world.stop_serving();
        for (death, draft) in DEATHS.into_iter().zip(&drafts) {
            let before = sink.received().len();
            publish_offline(world, draft, Access::Public);
            live_until(world, death);
            go_on(world);
            // What was claimed is left alone until the claim runs out.
            let claimed = matches!(death, Death::AfterClaiming | Death::AfterWriting | Death::AfterHandingOver);
            assert_eq!(mails(world, "SENDING"), i64::from(claimed), "{death:?}");
            lapse(world);
            go_on(world);
            go_on(world);
            let came = sink.ids_since(before);
            let times = if death == Death::AfterHandingOver { 2 } else { 1 };
            assert_eq!(came.len(), times, "{death:?}");
            assert!(came.iter().all(|id| *id == came[0]), "{death:?}: {came:?}");
        }
        let all = i64::try_from(DEATHS.len()).expect("few");
        assert_eq!(mails(world, "SENT"), all);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), all);
    }

    fn a_mail_of_which_everybody_dies_is_given_up(world, sink) {
        let p = Personas::of(world);
        follow(&p.get("citizen"), &world.cast.ministry.wire()).done();
        let draft = p.draft("Deadly");
        world.stop_serving();
        publish_offline(world, &draft, Access::Public);
        tell(world);
        for _ in 0..16 {
            assert!(outbox::claim(&act(world)).expect("claims").is_some());
            lapse(world);
        }
        assert_eq!(outbox::send_next(&act(world)).expect("looks"), Some(MailState::Failed));
        assert_eq!((mails(world, "FAILED"), sink.received().len()), (1, 0));
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
        let failed = Err(kenes::mail::NotTaken::Now("slow".into()));
        outbox::settle(&act(world), &slow, failed).expect("records");
        assert_eq!(mails(world, "SENDING"), 1, "who lost the claim takes nothing back");
        outbox::settle(&act(world), &quick, Ok(())).expect("records");
        outbox::settle(&act(world), &slow, Ok(())).expect("records");
        assert_eq!(mails(world, "SENT"), 1);
        assert_eq!(sink.received().len(), 1);
    }
}
