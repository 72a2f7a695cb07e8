//! `kenes backup` of a running installation: the database, and the contents of its attachments.

use super::sweep::folder;
use crate::support::{Backend, Personas, World};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn backup(world: &World, arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kenes"));
    command.arg("backup").args(["--data", &world.settings.data]).args(arguments);
    match world.backend {
        Backend::Sqlite => command.env_remove("KENES_DATABASE_URL"),
        Backend::Postgres => command.env("KENES_DATABASE_URL", &world.settings.database_url),
    };
    command.output().expect("runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// All files below a folder, by their paths within it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let shelves = std::fs::read_dir(folder).expect("a folder").flatten();
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.path()).expect("a shelf").flatten());
    let read = |path: PathBuf| {
        (path.strip_prefix(folder).expect("within").to_path_buf(), std::fs::read(&path).expect("reads"))
    };
    files.map(|file| read(file.path())).collect()
}

on_both! {
    fn the_contents_of_attachments_are_copied_and_the_second_time_only_what_is_new(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        p.attach("officer", &decision, "PUBLIC");
        p.attach("officer", &decision, "RESTRICTED");
        p.announce("officer", &decision, "never sent.pdf");
        let to = PathBuf::from(&world.settings.data).join("copies");
        let flag = Path::new("--attachments");
        let first = backup(world, &[flag, &to]);
        assert!(first.status.success() && said(&first).contains("2 attachments copied"), "{}", said(&first));
        assert_eq!(files(&to), files(&folder(world)));
        p.attach("officer", &decision, "PUBLIC");
        let second = backup(world, &[flag, &to]);
        assert!(second.status.success() && said(&second).contains("1 attachments copied"), "{}", said(&second));
        assert!(said(&second).contains("2 were there already"));
        assert_eq!(files(&to), files(&folder(world)));
        let own = backup(world, &[flag, &folder(world)]);
        assert!(!own.status.success() && said(&own).contains("name another"), "{}", said(&own));
    }

    fn a_content_that_is_lost_or_spoilt_is_named_and_the_others_are_copied(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let ids: Vec<String> = (0..3).map(|_| p.attach("officer", &decision, "PUBLIC")).collect();
        let stored: Vec<PathBuf> = files(&folder(world)).into_keys().collect();
        std::fs::write(folder(world).join(&stored[0]), "another").expect("writes");
        std::fs::remove_file(folder(world).join(&stored[1])).expect("removes");
        let to = PathBuf::from(&world.settings.data).join("copies");
        let output = backup(world, &[Path::new("--attachments"), &to]);
        assert!(!output.status.success() && said(&output).contains("1 attachments copied"), "{}", said(&output));
        assert_eq!(ids.iter().filter(|id| said(&output).contains(*id)).count(), 2);
        assert_eq!(files(&to).into_keys().collect::<Vec<_>>(), stored[2..]);
    }

    fn a_copy_of_the_database_alone_says_what_is_not_in_it(world) {
        let p = Personas::of(world);
        let (decision, data) = (p.decision("A decision"), PathBuf::from(&world.settings.data));
        let alone = backup(world, &[]);
        assert!(!alone.status.success() && said(&alone).contains("--attachments"), "{}", said(&alone));
        let none = backup(world, &[&data.join("none")]);
        match world.backend {
            Backend::Sqlite => assert!(none.status.success() && !said(&none).contains("attachments"), "{}", said(&none)),
            Backend::Postgres => {
                assert!(!none.status.success() && said(&none).contains("pg_dump"), "{}", said(&none));
                return;
            }
        }
        p.attach("officer", &decision, "PUBLIC");
        let some = backup(world, &[&data.join("some")]);
        assert!(some.status.success() && said(&some).contains("1 attachments are not in this file"), "{}", said(&some));
        assert!(said(&some).contains(&*folder(world).to_string_lossy()));
        let both = backup(world, &[&data.join("both"), Path::new("--attachments"), &data.join("copies")]);
        assert!(both.status.success() && said(&both).contains("1 attachments copied"), "{}", said(&both));
        assert!(data.join("both").is_file());
        let again = backup(world, &[&data.join("both")]);
        assert!(!again.status.success() && said(&again).contains("nothing was overwritten"));
    }
}
