DROP TRIGGER decisions_release;
DROP TRIGGER feed_append_only_delete;
DROP TRIGGER feed_append_only_update;
DROP TRIGGER events_queue;
DROP TABLE feed_end;
DROP TABLE feed_queue;
DROP TABLE feed_held;
DROP TABLE feed;
