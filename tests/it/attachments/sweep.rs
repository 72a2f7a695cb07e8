//! What nobody will come back for is removed; what belongs to somebody never is.

use crate::support::files::pdf;
use crate::support::{Personas, World};
use serde_json::json;
use std::path::PathBuf;

/// The storage of this world.
pub fn folder(world: &World) -> PathBuf {
    PathBuf::from(&world.settings.data).join("attachments")
}

/// How many files there are in the storage, half-written ones too.
pub fn stored(world: &World) -> usize {
    let shelves = std::fs::read_dir(folder(world)).expect("the folder").flatten();
    shelves.flat_map(|shelf| std::fs::read_dir(shelf.path()).expect("a shelf")).count()
}

/// One sweep of the worker's.
pub fn sweep(world: &World) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(kenes::worker::attachments::sweep(&world.instance.core)).expect("sweeps")
}

/// What a death between the storage and the database leaves behind: a draft, its content, and another half-written.
fn leave_behind(world: &World) {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let (value, now) = match world.backend {
        crate::support::Backend::Sqlite => (format!("x'{id}'"), world.clock.now().micros().to_string()),
        crate::support::Backend::Postgres => (format!("'{id}'"), format!("'{}'", world.clock.now().rfc3339())),
    };
    world.raw(&format!("INSERT INTO blob_drafts (id, begun_at) VALUES ({value}, {now})")).expect("enters");
    let shelf = folder(world).join(&id[30..]);
    std::fs::create_dir_all(&shelf).expect("a shelf");
    std::fs::write(shelf.join(&id), "whole").expect("writes");
    std::fs::write(shelf.join(format!("{id}#1")), "half").expect("writes");
}

on_both! {
    fn contents_that_were_never_attached_are_removed_after_a_day_and_no_others(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let kept = p.attach("officer", &decision, "PUBLIC");
        leave_behind(world);
        assert_eq!((stored(world), sweep(world)), (3, 0), "somebody may still be writing");
        world.advance(chrono::Duration::hours(25));
        assert_eq!(sweep(world), 1);
        assert_eq!((stored(world), world.count("SELECT COUNT(*) AS n FROM blob_drafts")), (1, 0));
        assert_eq!(world.anonymous().fetch(&format!("/attachments/{kept}"), &[]).body, pdf("PUBLIC"));
        assert_eq!(sweep(world), 0);
    }

    fn announcements_nobody_used_are_forgotten(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        p.announce("officer", &decision, "never sent.pdf");
        let (_, used) = p.announce("officer", &decision, "sent.pdf");
        assert_eq!(p.get("officer").put(&used, &pdf("a")).status, 201);
        world.advance(chrono::Duration::hours(24));
        sweep(world);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM attachments"), 2, "not yet");
        world.advance(chrono::Duration::hours(2));
        sweep(world);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM attachments"), 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM uploads"), 0);
    }

    fn a_content_that_was_condemned_can_no_longer_be_attached(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        // As if the sweep came between the storage and the database: every draft is condemned as it is entered.
        let condemn = match world.backend {
            crate::support::Backend::Sqlite => "CREATE TRIGGER doom AFTER INSERT ON blob_drafts BEGIN UPDATE blob_drafts SET condemned_at = begun_at; END",
            crate::support::Backend::Postgres => "CREATE FUNCTION doom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.condemned_at := NEW.begun_at; RETURN NEW; END $$;
                CREATE TRIGGER doom BEFORE INSERT ON blob_drafts FOR EACH ROW EXECUTE FUNCTION doom()",
        };
        world.raw(condemn).expect("a trigger");
        let input = json!({ "subjectId": decision, "name": "a.pdf", "access": "PUBLIC" });
        assert_eq!(p.get("officer").upload(&input, &pdf("a")).refused(), "FILE_INCOMPLETE");
        assert_eq!((world.count("SELECT COUNT(*) AS n FROM attachments"), stored(world)), (0, 0));
        assert_eq!(sweep(world), 1, "its draft is struck off");
    }
}
