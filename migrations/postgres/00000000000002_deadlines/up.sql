-- The calendar of working days, and the terms that are counted by it.

-- The zone in which a body's days begin and end, by its name in the IANA database.
ALTER TABLE state_bodies ADD COLUMN time_zone text NOT NULL DEFAULT 'Asia/Almaty';

-- Every change of the calendar is a version of it. The first row is also what changes and counting lock.
CREATE TABLE calendar_versions (
  id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE CHECK (number > 0),
  reason text NOT NULL,
  -- Nobody for the version a new database begins with.
  author_id uuid REFERENCES people,
  author_name text,
  created_at timestamptz NOT NULL
);
-- A row holds in the versions from since_version on, until (not with) until_version.
CREATE TABLE calendar_days (
  date_on date NOT NULL,
  since_version bigint NOT NULL REFERENCES calendar_versions (number),
  until_version bigint REFERENCES calendar_versions (number),
  kind text NOT NULL CHECK (kind IN ('HOLIDAY', 'OBSERVED', 'DAY_OFF_BY_DECREE', 'WORKING_DAY_BY_DECREE')),
  name text NOT NULL,
  PRIMARY KEY (date_on, since_version)
);
CREATE UNIQUE INDEX calendar_days_current ON calendar_days (date_on) WHERE until_version IS NULL;

CREATE TABLE deadlines (
  id uuid PRIMARY KEY,
  rule_key text NOT NULL,
  -- The rule as it was when the term started.
  rule_id uuid NOT NULL REFERENCES legal_rules,
  -- What it waits for: the prefix of its ids tells the kind.
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  owed_by_body_id uuid REFERENCES state_bodies,
  owed_by_council_id uuid REFERENCES councils,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  body_id uuid NOT NULL REFERENCES state_bodies,
  started_on date NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  unit text NOT NULL CHECK (unit IN ('WORKING_DAYS', 'CALENDAR_DAYS', 'MONTHS')),
  due_on date NOT NULL,
  -- The first instant after the last day, in the zone below: what lists are ordered by and the clock looks at.
  overdue_at timestamptz NOT NULL,
  time_zone text NOT NULL,
  -- The days that did not count, with the reasons: JSON.
  skipped text NOT NULL,
  provisional boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('RUNNING', 'MET', 'MET_LATE', 'OVERDUE', 'CANCELLED')),
  met_on date,
  calendar_version bigint NOT NULL REFERENCES calendar_versions (number),
  created_at timestamptz NOT NULL,
  CHECK ((owed_by_body_id IS NULL) <> (owed_by_council_id IS NULL)),
  CHECK ((state IN ('MET', 'MET_LATE')) = (met_on IS NOT NULL))
);
CREATE INDEX deadlines_listed ON deadlines (overdue_at, id);
CREATE INDEX deadlines_body ON deadlines (body_id, overdue_at, id);
CREATE INDEX deadlines_council ON deadlines (council_id, overdue_at, id);
CREATE INDEX deadlines_running ON deadlines (overdue_at, id) WHERE state = 'RUNNING';
CREATE INDEX deadlines_review ON deadlines (review_id, overdue_at, id);
CREATE INDEX deadlines_subject ON deadlines (subject_id, rule_key);
-- One term of a rule per subject, unless it was cancelled.
CREATE UNIQUE INDEX deadlines_live ON deadlines (subject_id, rule_key) WHERE state <> 'CANCELLED';
CREATE TABLE deadline_moves (
  deadline_id uuid NOT NULL REFERENCES deadlines,
  calendar_version bigint NOT NULL REFERENCES calendar_versions (number),
  from_on date NOT NULL,
  to_on date NOT NULL,
  reason text NOT NULL,
  moved_at timestamptz NOT NULL,
  PRIMARY KEY (deadline_id, calendar_version)
);

CREATE TRIGGER calendar_versions_append_only BEFORE UPDATE OR DELETE ON calendar_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_days_kept BEFORE UPDATE OF date_on, since_version, kind, name OR DELETE ON calendar_days FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadline_moves_append_only BEFORE UPDATE OR DELETE ON deadline_moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- What a term was started with stays, and so does what was met, missed or cancelled.
CREATE TRIGGER deadlines_start_frozen BEFORE UPDATE OF rule_key, rule_id, subject_kind, subject_id, owed_by_body_id, owed_by_council_id,
  review_id, decision_id, council_id, body_id, started_on, amount, unit, time_zone, created_at ON deadlines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_deadline_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a deadline is cancelled, never deleted' USING ERRCODE = 'restrict_violation'; END IF;
  IF OLD.state IN ('MET', 'MET_LATE', 'CANCELLED') OR (OLD.state = 'OVERDUE' AND (NEW.state <> 'MET_LATE'
     OR (NEW.due_on, NEW.overdue_at, NEW.skipped, NEW.provisional) IS DISTINCT FROM (OLD.due_on, OLD.overdue_at, OLD.skipped, OLD.provisional)))
  THEN RAISE EXCEPTION 'what was met or missed stays' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER deadlines_settled BEFORE UPDATE OR DELETE ON deadlines FOR EACH ROW EXECUTE FUNCTION refuse_deadline_change();
DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['calendar_versions', 'calendar_days', 'deadlines', 'deadline_moves'] LOOP
    EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP; END $$;
