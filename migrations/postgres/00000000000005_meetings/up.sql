-- Meetings and hearings of councils: the notice, the agenda, who was there from when to when, and the signed protocol.
CREATE TABLE meetings (
  id uuid PRIMARY KEY,
  council_id uuid NOT NULL REFERENCES councils,
  form text NOT NULL CHECK (form IN ('MEETING', 'HEARING')),
  title text NOT NULL,
  place text NOT NULL,
  starts_at timestamptz NOT NULL,
  openness text NOT NULL CHECK (openness IN ('PUBLIC', 'CLOSED')),
  openness_reason text,
  state text NOT NULL CHECK (state IN ('CALLED', 'OPEN', 'CLOSED', 'CANCELLED')),
  revision bigint NOT NULL,
  called_by_id uuid NOT NULL REFERENCES people,
  called_by_name text NOT NULL,
  called_at timestamptz NOT NULL,
  -- Of the announcement: notice, agenda, cancellation, end. Calendars ask for what is newer than what they have.
  changed_at timestamptz NOT NULL,
  opened_at timestamptz,
  closed_at timestamptz,
  -- Whether there was a quorum at any moment; frozen by the close.
  quorum text CHECK (quorum IN ('MET', 'NOT_MET')),
  CHECK ((openness = 'CLOSED') = (openness_reason IS NOT NULL)),
  CHECK ((state IN ('OPEN', 'CLOSED')) = (opened_at IS NOT NULL)),
  CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (quorum IS NULL))
);
CREATE INDEX meetings_council ON meetings (council_id, starts_at, id);
CREATE INDEX meetings_starts ON meetings (starts_at, id);
-- A council holds one meeting at a time: two who open at once do not both succeed.
CREATE UNIQUE INDEX meetings_running ON meetings (council_id) WHERE state = 'OPEN';
CREATE TABLE agenda_items (
  meeting_id uuid NOT NULL REFERENCES meetings,
  number bigint NOT NULL,
  review_id uuid NOT NULL REFERENCES reviews,
  -- Through which decision the item is seen.
  decision_id uuid NOT NULL REFERENCES decisions,
  PRIMARY KEY (meeting_id, number),
  UNIQUE (meeting_id, review_id)
);
CREATE INDEX agenda_items_review ON agenda_items (review_id);
-- Who was in a meeting from when to when; who leaves and comes back has two.
CREATE TABLE stays (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meetings,
  membership_id uuid NOT NULL REFERENCES memberships,
  person_id uuid NOT NULL REFERENCES people,
  name text NOT NULL,
  category text NOT NULL,
  position text NOT NULL,
  came_at timestamptz NOT NULL,
  entered_by_id uuid NOT NULL REFERENCES people,
  left_at timestamptz,
  CHECK (left_at IS NULL OR left_at >= came_at)
);
CREATE INDEX stays_meeting ON stays (meeting_id, came_at, id);
CREATE INDEX stays_membership ON stays (membership_id, meeting_id);
-- Nobody is in a meeting twice at once.
CREATE UNIQUE INDEX stays_running ON stays (meeting_id, membership_id) WHERE left_at IS NULL;
-- How many seats of each category the council had on the day, and how many of them came; frozen by the close.
CREATE TABLE turnouts (
  meeting_id uuid NOT NULL REFERENCES meetings,
  category text NOT NULL,
  members bigint NOT NULL,
  attended bigint NOT NULL,
  PRIMARY KEY (meeting_id, category),
  CHECK (attended BETWEEN 0 AND members)
);
CREATE TABLE protocols (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meetings,
  number bigint NOT NULL,
  -- RFC 8785 canonical JSON, as it was hashed.
  content text NOT NULL,
  sha256 bytea NOT NULL,
  author_id uuid NOT NULL REFERENCES people,
  author_name text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (meeting_id, number)
);
-- The primary key is the arbiter of one signature per capacity.
CREATE TABLE protocol_signatures (
  protocol_id uuid NOT NULL REFERENCES protocols,
  capacity text NOT NULL CHECK (capacity IN ('CHAIR', 'SECRETARY')),
  person_id uuid NOT NULL REFERENCES people,
  name text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (protocol_id, capacity),
  UNIQUE (protocol_id, person_id)
);
-- The meeting in which a poll was opened: who is there counts as present.
ALTER TABLE polls ADD COLUMN meeting_id uuid REFERENCES meetings;
CREATE INDEX polls_meeting ON polls (meeting_id, opened_at, id) WHERE meeting_id IS NOT NULL;
-- The protocol of the hearing that a final document rests on, in place of a poll.
ALTER TABLE final_documents ADD COLUMN protocol_id uuid REFERENCES protocols, ADD CHECK ((poll_id IS NULL) <> (protocol_id IS NULL));

-- What was announced and what happened stand, whatever code or console tries.
CREATE FUNCTION refuse_meeting_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR OLD.state IN ('CLOSED', 'CANCELLED')
  THEN RAISE EXCEPTION 'a meeting that is over is never changed, and none is deleted' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER meetings_frozen BEFORE UPDATE OR DELETE ON meetings FOR EACH ROW EXECUTE FUNCTION refuse_meeting_change();
CREATE TRIGGER meetings_notice_frozen BEFORE UPDATE OF id, council_id, form, title, place, starts_at, openness, openness_reason, called_by_id, called_by_name, called_at
  ON meetings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_after_meeting() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE held uuid; BEGIN
  IF TG_OP = 'DELETE' THEN held := OLD.meeting_id; ELSE held := NEW.meeting_id; END IF;
  IF (SELECT state FROM meetings WHERE id = held) NOT IN ('CALLED', 'OPEN')
  THEN RAISE EXCEPTION 'the meeting is over' USING ERRCODE = 'restrict_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER agenda_items_until_over BEFORE INSERT OR DELETE ON agenda_items FOR EACH ROW EXECUTE FUNCTION refuse_after_meeting();
CREATE TRIGGER agenda_items_append_only BEFORE UPDATE ON agenda_items FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays_insert_until_over BEFORE INSERT ON stays FOR EACH ROW EXECUTE FUNCTION refuse_after_meeting();
CREATE FUNCTION refuse_stay_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR OLD.left_at IS NOT NULL
    OR (NEW.id, NEW.meeting_id, NEW.membership_id, NEW.person_id, NEW.name, NEW.category, NEW.position, NEW.came_at, NEW.entered_by_id)
    IS DISTINCT FROM (OLD.id, OLD.meeting_id, OLD.membership_id, OLD.person_id, OLD.name, OLD.category, OLD.position, OLD.came_at, OLD.entered_by_id)
  THEN RAISE EXCEPTION 'a stay ends once, and none is deleted' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER stays_end_once BEFORE UPDATE OR DELETE ON stays FOR EACH ROW EXECUTE FUNCTION refuse_stay_change();
CREATE FUNCTION refuse_unless_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT state FROM meetings WHERE id = NEW.meeting_id) <> 'OPEN'
  THEN RAISE EXCEPTION 'the meeting is not open' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER turnouts_insert_until_over BEFORE INSERT ON turnouts FOR EACH ROW EXECUTE FUNCTION refuse_unless_open();
CREATE TRIGGER turnouts_append_only BEFORE UPDATE OR DELETE ON turnouts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_after_signing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM protocols AS p WHERE p.meeting_id = NEW.meeting_id AND (SELECT count(*) FROM protocol_signatures AS s WHERE s.protocol_id = p.id) = 2)
  THEN RAISE EXCEPTION 'the protocol is signed by both' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER protocols_until_sealed BEFORE INSERT ON protocols FOR EACH ROW EXECUTE FUNCTION refuse_after_signing();
-- Who signs, signs the current version: an earlier one never becomes a second that both have signed.
CREATE FUNCTION refuse_superseded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM protocols AS p JOIN protocols AS later ON later.meeting_id = p.meeting_id AND later.number > p.number WHERE p.id = NEW.protocol_id)
  THEN RAISE EXCEPTION 'there is a later version of the protocol' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER protocol_signatures_of_latest BEFORE INSERT ON protocol_signatures FOR EACH ROW EXECUTE FUNCTION refuse_superseded();
CREATE TRIGGER protocols_append_only BEFORE UPDATE OR DELETE ON protocols FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER protocol_signatures_append_only BEFORE UPDATE OR DELETE ON protocol_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER polls_meeting_frozen BEFORE UPDATE OF meeting_id ON polls FOR EACH ROW EXECUTE FUNCTION refuse_change();
DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['meetings', 'agenda_items', 'stays', 'turnouts', 'protocols', 'protocol_signatures'] LOOP
    EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP; END $$;
