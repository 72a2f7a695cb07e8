-- The calendar of working days, and the terms that are counted by it.

-- The zone in which a body's days begin and end, by its name in the IANA database.
ALTER TABLE state_bodies ADD COLUMN time_zone text NOT NULL DEFAULT 'Asia/Almaty';

-- Every change of the calendar is a version of it. The first row is also what changes and counting lock.
CREATE TABLE calendar_versions (
  id blob PRIMARY KEY NOT NULL,
  number integer NOT NULL UNIQUE CHECK (number > 0),
  reason text NOT NULL,
  -- Nobody for the version a new database begins with.
  author_id blob REFERENCES people,
  author_name text,
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
-- A row holds in the versions from since_version on, until (not with) until_version.
CREATE TABLE calendar_days (
  date_on text NOT NULL,
  since_version integer NOT NULL REFERENCES calendar_versions (number),
  until_version integer REFERENCES calendar_versions (number),
  kind text NOT NULL CHECK (kind IN ('HOLIDAY', 'OBSERVED', 'DAY_OFF_BY_DECREE', 'WORKING_DAY_BY_DECREE')),
  name text NOT NULL,
  PRIMARY KEY (date_on, since_version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX calendar_days_current ON calendar_days (date_on) WHERE until_version IS NULL;

CREATE TABLE deadlines (
  id blob PRIMARY KEY NOT NULL,
  rule_key text NOT NULL,
  -- The rule as it was when the term started.
  rule_id blob NOT NULL REFERENCES legal_rules,
  -- What it waits for: the prefix of its ids tells the kind.
  subject_kind text NOT NULL,
  subject_id blob NOT NULL,
  owed_by_body_id blob REFERENCES state_bodies,
  owed_by_council_id blob REFERENCES councils,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  body_id blob NOT NULL REFERENCES state_bodies,
  started_on text NOT NULL,
  amount integer NOT NULL CHECK (amount >= 0),
  unit text NOT NULL CHECK (unit IN ('WORKING_DAYS', 'CALENDAR_DAYS', 'MONTHS')),
  due_on text NOT NULL,
  -- The first instant after the last day, in the zone below: what lists are ordered by and the clock looks at.
  overdue_at integer NOT NULL,
  time_zone text NOT NULL,
  -- The days that did not count, with the reasons: JSON.
  skipped text NOT NULL,
  provisional integer NOT NULL CHECK (provisional IN (0, 1)),
  state text NOT NULL CHECK (state IN ('RUNNING', 'MET', 'MET_LATE', 'OVERDUE', 'CANCELLED')),
  met_on text,
  calendar_version integer NOT NULL REFERENCES calendar_versions (number),
  created_at integer NOT NULL,
  CHECK ((owed_by_body_id IS NULL) <> (owed_by_council_id IS NULL)),
  CHECK ((state IN ('MET', 'MET_LATE')) = (met_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX deadlines_listed ON deadlines (overdue_at, id);
CREATE INDEX deadlines_body ON deadlines (body_id, overdue_at, id);
CREATE INDEX deadlines_council ON deadlines (council_id, overdue_at, id);
CREATE INDEX deadlines_running ON deadlines (overdue_at, id) WHERE state = 'RUNNING';
CREATE INDEX deadlines_review ON deadlines (review_id, overdue_at, id);
CREATE INDEX deadlines_subject ON deadlines (subject_id, rule_key);
-- One term of a rule per subject, unless it was cancelled.
CREATE UNIQUE INDEX deadlines_live ON deadlines (subject_id, rule_key) WHERE state <> 'CANCELLED';
CREATE TABLE deadline_moves (
  deadline_id blob NOT NULL REFERENCES deadlines,
  calendar_version integer NOT NULL REFERENCES calendar_versions (number),
  from_on text NOT NULL,
  to_on text NOT NULL,
  reason text NOT NULL,
  moved_at integer NOT NULL,
  PRIMARY KEY (deadline_id, calendar_version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER calendar_versions_append_only_update BEFORE UPDATE ON calendar_versions BEGIN SELECT RAISE(ABORT, 'calendar_versions is append-only'); END;
CREATE TRIGGER calendar_versions_append_only_delete BEFORE DELETE ON calendar_versions BEGIN SELECT RAISE(ABORT, 'calendar_versions is append-only'); END;
CREATE TRIGGER calendar_days_kept_update BEFORE UPDATE OF date_on, since_version, kind, name ON calendar_days BEGIN SELECT RAISE(ABORT, 'calendar_days is append-only'); END;
CREATE TRIGGER calendar_days_kept_delete BEFORE DELETE ON calendar_days BEGIN SELECT RAISE(ABORT, 'calendar_days is append-only'); END;
CREATE TRIGGER deadline_moves_append_only_update BEFORE UPDATE ON deadline_moves BEGIN SELECT RAISE(ABORT, 'deadline_moves is append-only'); END;
CREATE TRIGGER deadline_moves_append_only_delete BEFORE DELETE ON deadline_moves BEGIN SELECT RAISE(ABORT, 'deadline_moves is append-only'); END;
-- What a term was started with stays, and so does what was met, missed or cancelled.
CREATE TRIGGER deadlines_start_frozen BEFORE UPDATE OF rule_key, rule_id, subject_kind, subject_id, owed_by_body_id, owed_by_council_id,
  review_id, decision_id, council_id, body_id, started_on, amount, unit, time_zone, created_at ON deadlines
  BEGIN SELECT RAISE(ABORT, 'what a deadline was started with is frozen'); END;
CREATE TRIGGER deadlines_settled BEFORE UPDATE ON deadlines
  WHEN OLD.state IN ('MET', 'MET_LATE', 'CANCELLED') OR (OLD.state = 'OVERDUE' AND (NEW.state <> 'MET_LATE'
    OR NEW.due_on IS NOT OLD.due_on OR NEW.overdue_at IS NOT OLD.overdue_at OR NEW.skipped IS NOT OLD.skipped OR NEW.provisional IS NOT OLD.provisional))
  BEGIN SELECT RAISE(ABORT, 'what was met or missed stays'); END;
CREATE TRIGGER deadlines_never_deleted BEFORE DELETE ON deadlines BEGIN SELECT RAISE(ABORT, 'a deadline is cancelled, never deleted'); END;
