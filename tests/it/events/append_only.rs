//! The database itself refuses to change what happened, whoever asks it.

on_both! {
    fn an_event_is_neither_changed_nor_deleted_by_whoever_has_the_database(world) {
        let before = world.count("SELECT COUNT(*) AS n FROM events");
        assert!(before > 0);
        for sql in [
            "UPDATE events SET kind = 'PollClosed'",
            "UPDATE events SET body = '{}' WHERE kind = 'AccountOpened'",
            "UPDATE events SET actor_id = NULL WHERE actor_id IS NOT NULL",
            "DELETE FROM events",
            "DELETE FROM events WHERE kind = 'RoleGranted'",
        ] {
            let refused = world.raw(sql).expect_err(sql);
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events"), before);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE body = '{}' OR kind = 'PollClosed'"), 0);
        // Adding is what the log is for.
        world.sign_in("citizen");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events"), before + 1);
    }

    fn an_event_is_not_replaced_by_another_of_the_same_id(world) {
        use crate::support::Backend;
        let replacing = match world.backend {
            Backend::Sqlite => "INSERT OR REPLACE INTO events SELECT id, 'PollClosed', subject_id, actor_id, occurred_at, body FROM events",
            Backend::Postgres => {
                "INSERT INTO events SELECT * FROM events ON CONFLICT (id) DO UPDATE SET kind = 'PollClosed'"
            }
        };
        drop(world.raw(replacing).expect_err("refused"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'PollClosed'"), 0);
    }

    fn the_log_is_not_emptied_at_once(world) {
        use crate::support::Backend;
        if world.backend == Backend::Postgres {
            let refused = world.raw("TRUNCATE events CASCADE").expect_err("refused");
            assert!(refused.contains("append-only"), "{refused}");
        }
        assert!(world.count("SELECT COUNT(*) AS n FROM events") > 0);
    }

    fn the_erasable_part_can_be_erased_and_the_log_stays_whole(world) {
        let before = world.count("SELECT COUNT(*) AS n FROM events WHERE body LIKE '%privateSha256%'");
        assert!(before > 0);
        world.raw("DELETE FROM event_secrets").expect("personal data can be erased");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE body LIKE '%privateSha256%'"), before);
    }
}
