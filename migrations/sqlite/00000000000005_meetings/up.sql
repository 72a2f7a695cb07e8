-- Meetings and hearings of councils: the notice, the agenda, who was there from when to when, and the signed protocol.
CREATE TABLE meetings (
  id blob PRIMARY KEY NOT NULL,
  council_id blob NOT NULL REFERENCES councils,
  form text NOT NULL CHECK (form IN ('MEETING', 'HEARING')),
  title text NOT NULL,
  place text NOT NULL,
  starts_at integer NOT NULL,
  openness text NOT NULL CHECK (openness IN ('PUBLIC', 'CLOSED')),
  openness_reason text,
  state text NOT NULL CHECK (state IN ('CALLED', 'OPEN', 'CLOSED', 'CANCELLED')),
  revision integer NOT NULL,
  called_by_id blob NOT NULL REFERENCES people,
  called_by_name text NOT NULL,
  called_at integer NOT NULL,
  -- Of the announcement: notice, agenda, cancellation, end. Calendars ask for what is newer than what they have.
  changed_at integer NOT NULL,
  opened_at integer,
  closed_at integer,
  -- Whether there was a quorum at any moment; frozen by the close.
  quorum text CHECK (quorum IN ('MET', 'NOT_MET')),
  CHECK ((openness = 'CLOSED') = (openness_reason IS NOT NULL)),
  CHECK ((state IN ('OPEN', 'CLOSED')) = (opened_at IS NOT NULL)),
  CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (quorum IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX meetings_council ON meetings (council_id, starts_at, id);
CREATE INDEX meetings_starts ON meetings (starts_at, id);
-- A council holds one meeting at a time: two who open at once do not both succeed.
CREATE UNIQUE INDEX meetings_running ON meetings (council_id) WHERE state = 'OPEN';
CREATE TABLE agenda_items (
  meeting_id blob NOT NULL REFERENCES meetings,
  number integer NOT NULL,
  review_id blob NOT NULL REFERENCES reviews,
  -- Through which decision the item is seen.
  decision_id blob NOT NULL REFERENCES decisions,
  PRIMARY KEY (meeting_id, number),
  UNIQUE (meeting_id, review_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_items_review ON agenda_items (review_id);
-- Who was in a meeting from when to when; who leaves and comes back has two.
CREATE TABLE stays (
  id blob PRIMARY KEY NOT NULL,
  meeting_id blob NOT NULL REFERENCES meetings,
  membership_id blob NOT NULL REFERENCES memberships,
  person_id blob NOT NULL REFERENCES people,
  name text NOT NULL,
  category text NOT NULL,
  position text NOT NULL,
  came_at integer NOT NULL,
  entered_by_id blob NOT NULL REFERENCES people,
  left_at integer,
  CHECK (left_at IS NULL OR left_at >= came_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX stays_meeting ON stays (meeting_id, came_at, id);
CREATE INDEX stays_membership ON stays (membership_id, meeting_id);
-- Nobody is in a meeting twice at once.
CREATE UNIQUE INDEX stays_running ON stays (meeting_id, membership_id) WHERE left_at IS NULL;
-- How many seats of each category the council had on the day, and how many of them came; frozen by the close.
CREATE TABLE turnouts (
  meeting_id blob NOT NULL REFERENCES meetings,
  category text NOT NULL,
  members integer NOT NULL,
  attended integer NOT NULL,
  PRIMARY KEY (meeting_id, category),
  CHECK (attended BETWEEN 0 AND members)
) STRICT, WITHOUT ROWID;
CREATE TABLE protocols (
  id blob PRIMARY KEY NOT NULL,
  meeting_id blob NOT NULL REFERENCES meetings,
  number integer NOT NULL,
  -- RFC 8785 canonical JSON, as it was hashed.
  content text NOT NULL,
  sha256 blob NOT NULL,
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  created_at integer NOT NULL,
  UNIQUE (meeting_id, number)
) STRICT, WITHOUT ROWID;
-- The primary key is the arbiter of one signature per capacity.
CREATE TABLE protocol_signatures (
  protocol_id blob NOT NULL REFERENCES protocols,
  capacity text NOT NULL CHECK (capacity IN ('CHAIR', 'SECRETARY')),
  person_id blob NOT NULL REFERENCES people,
  name text NOT NULL,
  signed_at integer NOT NULL,
  PRIMARY KEY (protocol_id, capacity),
  UNIQUE (protocol_id, person_id)
) STRICT, WITHOUT ROWID;
-- The meeting in which a poll was opened: who is there counts as present.
ALTER TABLE polls ADD COLUMN meeting_id blob REFERENCES meetings;
CREATE INDEX polls_meeting ON polls (meeting_id, opened_at, id) WHERE meeting_id IS NOT NULL;
-- The protocol of the hearing that a final document rests on, in place of a poll.
ALTER TABLE final_documents ADD COLUMN protocol_id blob REFERENCES protocols CHECK ((poll_id IS NULL) <> (protocol_id IS NULL));

-- What was announced and what happened stand, whatever code or console tries.
CREATE TRIGGER meetings_frozen BEFORE UPDATE ON meetings
  WHEN OLD.state IN ('CLOSED', 'CANCELLED') BEGIN SELECT RAISE(ABORT, 'a meeting that is over is never changed'); END;
CREATE TRIGGER meetings_notice_frozen BEFORE UPDATE OF id, council_id, form, title, place, starts_at, openness, openness_reason, called_by_id, called_by_name, called_at ON meetings
  BEGIN SELECT RAISE(ABORT, 'the notice of a meeting is never changed'); END;
CREATE TRIGGER meetings_never_deleted BEFORE DELETE ON meetings BEGIN SELECT RAISE(ABORT, 'a meeting is cancelled, never deleted'); END;
CREATE TRIGGER agenda_items_insert_until_over BEFORE INSERT ON agenda_items
  WHEN (SELECT state FROM meetings WHERE id = NEW.meeting_id) NOT IN ('CALLED', 'OPEN') BEGIN SELECT RAISE(ABORT, 'the meeting is over'); END;
CREATE TRIGGER agenda_items_delete_until_over BEFORE DELETE ON agenda_items
  WHEN (SELECT state FROM meetings WHERE id = OLD.meeting_id) NOT IN ('CALLED', 'OPEN') BEGIN SELECT RAISE(ABORT, 'the meeting is over'); END;
CREATE TRIGGER agenda_items_append_only_update BEFORE UPDATE ON agenda_items BEGIN SELECT RAISE(ABORT, 'an agenda item is never changed'); END;
CREATE TRIGGER stays_insert_until_over BEFORE INSERT ON stays
  WHEN (SELECT state FROM meetings WHERE id = NEW.meeting_id) NOT IN ('CALLED', 'OPEN') BEGIN SELECT RAISE(ABORT, 'the meeting is over'); END;
CREATE TRIGGER stays_end_once BEFORE UPDATE ON stays
  WHEN OLD.left_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.meeting_id IS NOT OLD.meeting_id OR NEW.membership_id IS NOT OLD.membership_id
    OR NEW.person_id IS NOT OLD.person_id OR NEW.name IS NOT OLD.name OR NEW.category IS NOT OLD.category OR NEW.position IS NOT OLD.position
    OR NEW.came_at IS NOT OLD.came_at OR NEW.entered_by_id IS NOT OLD.entered_by_id
  BEGIN SELECT RAISE(ABORT, 'a stay ends once'); END;
CREATE TRIGGER stays_never_deleted BEFORE DELETE ON stays BEGIN SELECT RAISE(ABORT, 'a stay is never deleted'); END;
CREATE TRIGGER turnouts_insert_until_over BEFORE INSERT ON turnouts
  WHEN (SELECT state FROM meetings WHERE id = NEW.meeting_id) <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'the meeting is not open'); END;
CREATE TRIGGER turnouts_append_only_update BEFORE UPDATE ON turnouts BEGIN SELECT RAISE(ABORT, 'turnouts is append-only'); END;
CREATE TRIGGER turnouts_append_only_delete BEFORE DELETE ON turnouts BEGIN SELECT RAISE(ABORT, 'turnouts is append-only'); END;
CREATE TRIGGER protocols_until_sealed BEFORE INSERT ON protocols
  WHEN EXISTS (SELECT 1 FROM protocols AS p WHERE p.meeting_id = NEW.meeting_id AND (SELECT count(*) FROM protocol_signatures AS s WHERE s.protocol_id = p.id) = 2)
  BEGIN SELECT RAISE(ABORT, 'the protocol is signed by both'); END;
-- Who signs, signs the current version: an earlier one never becomes a second that both have signed.
CREATE TRIGGER protocol_signatures_of_latest BEFORE INSERT ON protocol_signatures
  WHEN EXISTS (SELECT 1 FROM protocols AS p JOIN protocols AS later ON later.meeting_id = p.meeting_id AND later.number > p.number WHERE p.id = NEW.protocol_id)
  BEGIN SELECT RAISE(ABORT, 'there is a later version of the protocol'); END;
CREATE TRIGGER protocols_append_only_update BEFORE UPDATE ON protocols BEGIN SELECT RAISE(ABORT, 'protocols is append-only'); END;
CREATE TRIGGER protocols_append_only_delete BEFORE DELETE ON protocols BEGIN SELECT RAISE(ABORT, 'protocols is append-only'); END;
CREATE TRIGGER protocol_signatures_append_only_update BEFORE UPDATE ON protocol_signatures BEGIN SELECT RAISE(ABORT, 'protocol_signatures is append-only'); END;
CREATE TRIGGER protocol_signatures_append_only_delete BEFORE DELETE ON protocol_signatures BEGIN SELECT RAISE(ABORT, 'protocol_signatures is append-only'); END;
CREATE TRIGGER polls_meeting_frozen BEFORE UPDATE OF meeting_id ON polls BEGIN SELECT RAISE(ABORT, 'what a poll was opened with is frozen'); END;
