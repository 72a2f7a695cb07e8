-- The event feed: what happened, in an order that never changes. Events become visible in the order of their commits, which is
-- not that of their times; so each gets its place after it was committed, from whoever holds the end of the feed.
CREATE TABLE feed (
  position bigint PRIMARY KEY CHECK (position > 0),
  event_id uuid NOT NULL REFERENCES events,
  kind text NOT NULL,
  -- The prefix of the subject's id, and the id.
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- Through which decision it is seen; NULL where everybody sees it.
  -- Without references: nothing is ever deleted, and checking them would hold rows that others lock.
  decision_id uuid,
  council_id uuid,
  body_id uuid,
  -- EARLY: its decision was not public yet. RELEASED: the same event once more, for those who could not see it before.
  showing text NOT NULL CHECK (showing IN ('PLAIN', 'EARLY', 'RELEASED')),
  UNIQUE (event_id, showing),
  CHECK (showing = 'PLAIN' OR decision_id IS NOT NULL)
);
CREATE INDEX feed_subject ON feed (subject_id, position);
CREATE INDEX feed_decision ON feed (decision_id, position) WHERE decision_id IS NOT NULL;
CREATE INDEX feed_council ON feed (council_id, position) WHERE council_id IS NOT NULL;
CREATE INDEX feed_body ON feed (body_id, position) WHERE body_id IS NOT NULL;
-- Early ones that everybody will see when their decision becomes public.
CREATE TABLE feed_held (
  position bigint PRIMARY KEY REFERENCES feed,
  decision_id uuid NOT NULL,
  -- When that is, as far as it is known.
  release_at timestamptz
);
CREATE INDEX feed_held_decision ON feed_held (decision_id);
CREATE INDEX feed_held_release ON feed_held (release_at, position) WHERE release_at IS NOT NULL;
-- Events that have no place yet, written by a trigger so that nobody can forget to. Ballots are in nobody's feed and come in
-- thousands: they do not wait here.
CREATE TABLE feed_queue (
  event_id uuid PRIMARY KEY REFERENCES events,
  occurred_at timestamptz NOT NULL
);
CREATE INDEX feed_queue_order ON feed_queue (occurred_at, event_id);
-- One row: the last place. Who holds it gives places.
CREATE TABLE feed_end (
  id bigint PRIMARY KEY CHECK (id = 1),
  position bigint NOT NULL CHECK (position >= 0)
);
INSERT INTO feed_end VALUES (1, 0);

CREATE FUNCTION queue_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO feed_queue (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
  RETURN NULL; END $$;
CREATE TRIGGER events_queue AFTER INSERT ON events FOR EACH ROW
  WHEN (NEW.kind NOT IN ('BallotCast', 'BallotChanged')) EXECUTE FUNCTION queue_event();
CREATE FUNCTION move_release() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE feed_held SET release_at = NEW.public_from WHERE decision_id = NEW.id;
  RETURN NULL; END $$;
CREATE TRIGGER decisions_release AFTER UPDATE OF public_from ON decisions FOR EACH ROW
  WHEN (NEW.public_from IS DISTINCT FROM OLD.public_from) EXECUTE FUNCTION move_release();
CREATE TRIGGER feed_append_only BEFORE UPDATE OR DELETE ON feed FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feed_no_truncate BEFORE TRUNCATE ON feed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What happened before gets its place like everything else.
INSERT INTO feed_queue (event_id, occurred_at) SELECT id, occurred_at FROM events
  WHERE kind NOT IN ('BallotCast', 'BallotChanged');
