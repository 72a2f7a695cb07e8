//! Kills: whatever process dies between any two steps on the way from an event to a mail, no mail is lost, and one is doubled
//! only where the death fell between the mail server's word and our record of it; then with the same Message-ID.

use super::sink::{Next, STAGES, Sink, Stage};
use super::{deliver, follow, lapse, mails};
use crate::durability::Program;
use crate::polls::hall::{Hall, Town, charter, seats};
use crate::support::builders::content;
use crate::support::{Backend, Client, World, cast};
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use serde_json::json;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The steps of an instance, in their order, and how often a mail comes when the instance dies there.
const STEPS: [(&str, usize); 8] = [
    // Written, and not committed.
    ("telling", 1),
    ("told", 1),
    ("claiming", 1),
    ("claimed", 1),
    ("written", 1),
    // The mail server has said yes, and nothing of it is on record.
    ("handed over", 2),
    ("settling", 2),
    ("settled", 1),
];

/// A body with an officer who publishes and a member who follows it, and the real program in place of the test's server.
struct Scene<'a> {
    world: &'a World,
    sink: &'a Sink,
    hall: Hall,
    officer: Client,
    member: Client,
}

impl<'a> Scene<'a> {
    fn set(world: &'a World, sink: &'a Sink) -> Self {
        world.stop_serving();
        let instance = Arc::new(Instance::open(&world.settings, Clock::System).expect("opens"));
        let hall = Town::at(&instance, world.cast.city).council(&charter(), &seats(4));
        let program = Program::start_with(world, &sink.environment());
        let anyone = Client::anonymous(&program.base);
        let (officer, member) = (cast::sign_in(&anyone, &hall.officer), cast::sign_in(&anyone, &hall.members[0]));
        follow(&member, &hall.body).done();
        Self { world, sink, hall, officer, member }
    }

    fn start(&self, more: &[(&'static str, &str)]) -> Program {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        Program::start_with(self.world, &self.sink.environment().into_iter().chain(more).collect::<Vec<_>>())
    }

    /// A new decision. Of the publication nobody hears whether it was acknowledged: the server may die of it.
    fn publish(&self, program: &Program) {
        let officer = Client { base: program.base.clone(), ..self.officer.clone() };
        let mut input = content("A plot of land");
        input["bodyId"] = json!(self.hall.body);
        let decision = officer.mutate("draftDecision", &input, "decision { id }").text("/decision/id");
        let query = "mutation($id: ID!) { publishDecision(input: { decisionId: $id }) { userErrors { code } } }";
        drop(officer.try_ask(query, &json!({ "id": decision })));
    }

    fn dies(&self, program: &mut Program, what: &str) {
        self.world.eventually(what, || program.child.try_wait().expect("asks").is_some());
    }

    /// Another process takes over and sends what is left; the Message-IDs of all that came since.
    fn inherited(&self, (received, sent): (usize, i64), what: &str) -> Vec<String> {
        lapse(self.world);
        let _heir = self.start(&[]);
        self.world.eventually(what, || mails(self.world, "SENT") == sent + 1);
        assert_eq!(mails(self.world, "SENDING") + mails(self.world, "QUEUED"), 0, "{what}");
        let came = self.sink.ids_since(received);
        assert!(came.iter().all(|id| *id == came[0]), "{what}: {came:?}");
        came
    }

    fn so_far(&self) -> (usize, i64) {
        (self.sink.received().len(), mails(self.world, "SENT"))
    }
}

with_sink! {
    fn a_process_that_dies_at_any_step_loses_no_mail_and_doubles_it_only_before_it_is_on_record(world, sink) {
        let scene = Scene::set(world, sink);
        for (step, times) in STEPS {
            let before = scene.so_far();
            let mut doomed = scene.start(&[("KENES_TEST_DIE_AT", step)]);
            scene.publish(&doomed);
            scene.dies(&mut doomed, step);
            assert_eq!(scene.inherited(before, step).len(), times, "{step}");
        }
        let steps = i64::try_from(STEPS.len()).expect("few");
        assert_eq!(world.count("SELECT count(*) AS n FROM notices"), steps, "each event was told of once");
        assert_eq!(world.count("SELECT count(*) AS n FROM mails"), steps);
    }

    fn kill_9_at_each_step_of_the_conversation_loses_no_mail(world, sink) {
        let scene = Scene::set(world, sink);
        for stage in STAGES {
            let before = scene.so_far();
            let mut program = scene.start(&[]);
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
            scene.publish(&program);
            world.eventually("the death", || killed.load(Ordering::SeqCst));
            program.kill();
            let what = format!("{stage:?}");
            let times = if stage == Stage::Accepted { 2 } else { 1 };
            assert_eq!(scene.inherited(before, &what).len(), times, "{what}");
        }
    }

    fn a_digest_is_made_once_whenever_its_maker_dies(world, sink) {
        let scene = Scene::set(world, sink);
        let quiet = scene.start(&[]);
        deliver(&Client { base: quiet.base.clone(), ..scene.member.clone() }, "DAILY");
        scene.publish(&quiet);
        world.eventually("the notice", || world.count("SELECT count(*) AS n FROM notices") == 1);
        drop(quiet);
        let day = match world.backend {
            Backend::Sqlite => "86400000000",
            Backend::Postgres => "interval '1 day'",
        };
        for step in ["digesting", "digested"] {
            assert_eq!(mails(world, "SENT"), 0);
            // Told yesterday: the digest of today holds it.
            world.raw(&format!("UPDATE notices SET made_at = made_at - {day}")).expect("ages");
            let mut doomed = scene.start(&[("KENES_TEST_DIE_AT", step), ("KENES_DIGEST_HOUR", "0")]);
            scene.dies(&mut doomed, step);
            assert_eq!(world.count("SELECT count(*) AS n FROM mails"), i64::from(step == "digested"), "{step}");
        }
        lapse(world);
        let _heir = scene.start(&[("KENES_DIGEST_HOUR", "0")]);
        world.eventually("the digest", || mails(world, "SENT") == 1);
        assert_eq!((world.count("SELECT count(*) AS n FROM mails"), sink.received().len()), (1, 1));
    }

    fn a_mail_server_that_hangs_does_not_keep_the_program_from_stopping(world, sink) {
        let scene = Scene::set(world, sink);
        let mut program = scene.start(&[("KENES_SHUTDOWN_SECONDS", "1"), ("KENES_SMTP_SECONDS", "300")]);
        let (hanging, reached) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        hanging.store(true, Ordering::SeqCst);
        let (still, seen) = (Arc::clone(&hanging), Arc::clone(&reached));
        sink.hook(move |stage| {
            if stage == Stage::Content && still.load(Ordering::SeqCst) {
                seen.store(true, Ordering::SeqCst);
                return Next::Hang;
            }
            Next::GoOn
        });
        let before = scene.so_far();
        scene.publish(&program);
        world.eventually("the mail server hangs", || reached.load(Ordering::SeqCst));
        program.terminate();
        scene.dies(&mut program, "the end");
        let ended = program.child.wait().expect("ended");
        assert_eq!(ended.code(), Some(0), "what is left is found by the next");
        hanging.store(false, Ordering::SeqCst);
        assert_eq!(scene.inherited(before, "after the end").len(), 1);
    }
}
