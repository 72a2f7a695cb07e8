-- The event feed: what happened, in an order that never changes. Events become visible in the order of their commits, which is
-- not that of their times; so each gets its place after it was committed, from whoever holds the end of the feed.
CREATE TABLE feed (
  position integer PRIMARY KEY NOT NULL CHECK (position > 0),
  event_id blob NOT NULL REFERENCES events,
  kind text NOT NULL,
  -- The prefix of the subject's id, and the id.
  subject_kind text NOT NULL,
  subject_id blob NOT NULL,
  occurred_at integer NOT NULL,
  -- Through which decision it is seen; NULL where everybody sees it.
  -- Without references: nothing is ever deleted, and checking them would hold rows that others lock.
  decision_id blob,
  council_id blob,
  body_id blob,
  -- EARLY: its decision was not public yet. RELEASED: the same event once more, for those who could not see it before.
  showing text NOT NULL CHECK (showing IN ('PLAIN', 'EARLY', 'RELEASED')),
  UNIQUE (event_id, showing),
  CHECK (showing = 'PLAIN' OR decision_id IS NOT NULL)
) STRICT;
CREATE INDEX feed_subject ON feed (subject_id, position);
CREATE INDEX feed_decision ON feed (decision_id, position) WHERE decision_id IS NOT NULL;
CREATE INDEX feed_council ON feed (council_id, position) WHERE council_id IS NOT NULL;
CREATE INDEX feed_body ON feed (body_id, position) WHERE body_id IS NOT NULL;
-- Early ones that everybody will see when their decision becomes public.
CREATE TABLE feed_held (
  position integer PRIMARY KEY NOT NULL REFERENCES feed,
  decision_id blob NOT NULL,
  -- When that is, as far as it is known.
  release_at integer
) STRICT;
CREATE INDEX feed_held_decision ON feed_held (decision_id);
CREATE INDEX feed_held_release ON feed_held (release_at, position) WHERE release_at IS NOT NULL;
-- Events that have no place yet, written by a trigger so that nobody can forget to. Ballots are in nobody's feed and come in
-- thousands: they do not wait here.
CREATE TABLE feed_queue (
  event_id blob PRIMARY KEY NOT NULL REFERENCES events,
  occurred_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_queue_order ON feed_queue (occurred_at, event_id);
-- One row: the last place. Who holds it gives places.
CREATE TABLE feed_end (
  id integer PRIMARY KEY NOT NULL CHECK (id = 1),
  position integer NOT NULL CHECK (position >= 0)
) STRICT;
INSERT INTO feed_end VALUES (1, 0);

CREATE TRIGGER events_queue AFTER INSERT ON events WHEN NEW.kind NOT IN ('BallotCast', 'BallotChanged') BEGIN
  INSERT INTO feed_queue (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at); END;
CREATE TRIGGER decisions_release AFTER UPDATE OF public_from ON decisions WHEN NEW.public_from IS NOT OLD.public_from BEGIN
  UPDATE feed_held SET release_at = NEW.public_from WHERE decision_id = NEW.id; END;
CREATE TRIGGER feed_append_only_update BEFORE UPDATE ON feed BEGIN SELECT RAISE(ABORT, 'feed is append-only'); END;
CREATE TRIGGER feed_append_only_delete BEFORE DELETE ON feed BEGIN SELECT RAISE(ABORT, 'feed is append-only'); END;

-- What happened before gets its place like everything else.
INSERT INTO feed_queue (event_id, occurred_at) SELECT id, occurred_at FROM events
  WHERE kind NOT IN ('BallotCast', 'BallotChanged');
