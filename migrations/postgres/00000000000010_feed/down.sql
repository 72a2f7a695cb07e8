-- All at once, in the order in which the worker takes them: a server may still be looking.
LOCK TABLE feed_end, feed_held, feed, feed_queue, events, decisions IN ACCESS EXCLUSIVE MODE;
DROP TRIGGER decisions_release ON decisions;
DROP FUNCTION move_release();
DROP TRIGGER events_queue ON events;
DROP FUNCTION queue_event();
DROP TABLE feed_end;
DROP TABLE feed_queue;
DROP TABLE feed_held;
DROP TABLE feed;
