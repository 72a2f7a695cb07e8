//! The real program, killed in the middle of a transfer and between the storage and the database.

use super::sweep::{folder, stored, sweep};
use super::wire::Wire;
use crate::durability::Program;
use crate::polls::hall::{Town, charter, decision_in, seats};
use crate::support::{Backend, Client, World, cast};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use serde_json::json;
use std::sync::Arc;

/// The real program on the machine's clock, an officer, and an announced file.
pub struct Stage {
    pub program: Program,
    pub officer: Client,
    pub decision: String,
}

impl Stage {
    pub fn set(world: &World) -> Self {
        world.stop_serving();
        let instance = Arc::new(Instance::open(&world.settings, Clock::System).expect("opens"));
        let hall = Town::at(&instance, world.cast.city).council(&charter(), &seats(5));
        let program = Program::start_with(world, &[]);
        let officer = cast::sign_in(&Client::anonymous(&program.base), &hall.officer);
        let decision = decision_in(&officer, &hall);
        Self { program, officer, decision }
    }

    /// The id and the one-time address of a file.
    pub fn announce(&self, name: &str) -> (String, String) {
        let input = json!({ "subjectId": self.decision, "name": name, "access": "PUBLIC" });
        let reply = self.officer.mutate("createUpload", &input, "upload { attachmentId url }");
        (reply.text("/upload/attachmentId"), reply.text("/upload/url"))
    }

    /// The same people after the program was killed and started again.
    fn after_a_kill(mut self, world: &World) -> Self {
        self.program.kill();
        let program = Program::start_with(world, &[]);
        let officer = Client::anonymous(&program.base).with_token(self.officer.token.as_deref().expect("signed in"));
        Self { program, officer, decision: self.decision }
    }

    fn sees(&self, id: &str) -> bool {
        let reply = self.officer.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id }));
        let fetched = self.officer.fetch(&format!("/attachments/{id}"), &[]).status;
        assert_eq!(reply.at("/node").is_object(), fetched == 200);
        fetched == 200
    }
}

fn content() -> Vec<u8> {
    vec![b'a'; 12_000_000]
}

/// How many contents lie in the storage that were written to their end.
fn whole(world: &World) -> usize {
    let shelves = std::fs::read_dir(folder(world)).expect("the folder").flatten();
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.path()).expect("a shelf").flatten());
    files.filter(|file| !file.file_name().to_string_lossy().contains('#')).count()
}

/// Keeps everybody from writing rows of attachments as long as it is there.
fn hold(world: &World) -> Box<dyn FnOnce()> {
    match world.backend {
        Backend::Sqlite => {
            let file = std::path::Path::new(&world.settings.data).join("kenes.sqlite");
            let mut conn = SqliteConnection::establish(&file.to_string_lossy()).expect("connects");
            conn.batch_execute("BEGIN IMMEDIATE").expect("holds");
            Box::new(move || drop(conn))
        }
        Backend::Postgres => {
            let mut conn = PgConnection::establish(&world.settings.database_url).expect("connects");
            conn.batch_execute("BEGIN; LOCK TABLE attachments IN SHARE MODE").expect("holds");
            Box::new(move || drop(conn))
        }
    }
}

/// A day later on the clock of the sweep.
fn a_day_later(world: &World) {
    world.clock.set(Clock::System.now().plus(chrono::Duration::hours(26)));
}

on_both! {
    fn killed_in_the_middle_of_a_transfer_it_shows_nothing_and_takes_it_again(world) {
        let stage = Stage::set(world);
        let (id, url) = stage.announce("a.txt");
        let mut wire = Wire::put(&stage.officer, &url, content().len());
        wire.send(&content()[..6_000_000]);
        world.eventually("the first part is stored", || stored(world) == 1);
        let stage = stage.after_a_kill(world);
        assert_eq!((stage.sees(&id), whole(world), stored(world)), (false, 0, 1));
        assert_eq!(stage.officer.put(&url, &content()).status, 201);
        assert!(stage.sees(&id));
        a_day_later(world);
        assert_eq!((sweep(world), whole(world), stored(world)), (1, 1, 1));
        assert!(stage.officer.fetch(&format!("/attachments/{id}"), &[]).body == content());
    }

    fn killed_between_the_content_and_its_row_it_shows_nothing_and_the_content_is_swept(world) {
        let stage = Stage::set(world);
        let (id, url) = stage.announce("a.txt");
        let mut wire = Wire::put(&stage.officer, &url, content().len());
        wire.send(&content()[..6_000_000]);
        world.eventually("the first part is stored", || stored(world) == 1);
        let release = hold(world);
        wire.send(&content()[6_000_000..]);
        world.eventually("the content is whole", || whole(world) == 1);
        let mut stage = stage;
        stage.program.kill();
        release();
        let stage = stage.after_a_kill(world);
        assert_eq!((stage.sees(&id), whole(world)), (false, 1));
        a_day_later(world);
        assert_eq!((sweep(world), stored(world)), (1, 0));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM blob_drafts"), 0);
        assert!(!stage.sees(&id));
    }
}
