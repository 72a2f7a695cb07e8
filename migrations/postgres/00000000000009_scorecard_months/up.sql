-- Scorecards are kept by month: what was counted of one body's recommendations sent and milestones promised in it, or of one
-- council's meetings, reviews, polls and dissents.
CREATE TABLE scorecard_months (
  subject_kind text NOT NULL CHECK (subject_kind IN ('BODY', 'COUNCIL')),
  subject_id uuid NOT NULL,
  month_on date NOT NULL CHECK (extract(day FROM month_on) = 1),
  -- What was counted: JSON.
  card text NOT NULL,
  -- By which calendar, where it depends on one, and when.
  calendar_version bigint REFERENCES calendar_versions (number),
  counted_at timestamptz NOT NULL,
  -- The first instant at which the passing of time alone makes it wrong; NULL where none does.
  good_until timestamptz,
  PRIMARY KEY (subject_id, month_on),
  CHECK (good_until > counted_at)
);
CREATE INDEX scorecard_months_good ON scorecard_months (good_until) WHERE good_until IS NOT NULL;
CREATE INDEX scorecard_months_calendar ON scorecard_months (calendar_version);
-- Months in which something changed since they were counted. Rows are only added here, so that those who change something
-- never wait for each other; who counts takes them away. The triggers below write them, so that no use case can forget to.
CREATE TABLE scorecard_marks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  month_on date NOT NULL
);
CREATE INDEX scorecard_marks_month ON scorecard_marks (subject_id, month_on, subject_kind);
-- Who holds this row counts.
CREATE TABLE scorecard_turns (id bigint PRIMARY KEY CHECK (id = 1));
INSERT INTO scorecard_turns VALUES (1);

-- Whoever disagreed is looked up by the day of the dissent: they are few, and polls many.
CREATE INDEX dissents_attached ON dissents (attached_at) INCLUDE (poll_id);

CREATE FUNCTION mark_reply() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on) VALUES ('BODY', NEW.body_id, date_trunc('month', NEW.started_on)::date);
  RETURN NULL; END $$;
CREATE TRIGGER deadlines_mark AFTER INSERT OR UPDATE OF state, met_on, overdue_at ON deadlines FOR EACH ROW
  WHEN (NEW.rule_key = 'answer.reply') EXECUTE FUNCTION mark_reply();
CREATE FUNCTION mark_milestone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on) VALUES ('BODY', NEW.body_id, date_trunc('month', NEW.due_on)::date);
  RETURN NULL; END $$;
CREATE TRIGGER milestones_mark AFTER INSERT OR UPDATE OF state, reported_on ON milestones FOR EACH ROW EXECUTE FUNCTION mark_milestone();
CREATE FUNCTION mark_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'BODY', body_id, date_trunc('month', started_on)::date FROM deadlines
    WHERE subject_id = NEW.addressee_id AND rule_key = 'answer.reply';
  RETURN NULL; END $$;
CREATE TRIGGER answers_mark AFTER INSERT ON answers FOR EACH ROW EXECUTE FUNCTION mark_answer();
-- In which month an instant lies depends on where the council is: both are marked that it can be anywhere on earth.
CREATE FUNCTION mark_council(council uuid, happened_at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'COUNCIL', council, date_trunc('month', (happened_at - interval '12 hours') AT TIME ZONE 'UTC')::date WHERE happened_at IS NOT NULL
    UNION SELECT 'COUNCIL', council, date_trunc('month', (happened_at + interval '14 hours') AT TIME ZONE 'UTC')::date WHERE happened_at IS NOT NULL $$;
CREATE FUNCTION mark_meeting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM mark_council(NEW.council_id, NEW.starts_at); RETURN NULL; END $$;
CREATE TRIGGER meetings_mark AFTER INSERT OR UPDATE OF state, quorum ON meetings FOR EACH ROW
  WHEN (NEW.state = 'CLOSED') EXECUTE FUNCTION mark_meeting();
CREATE FUNCTION mark_turnout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM mark_council(council_id, starts_at) FROM meetings WHERE id = NEW.meeting_id; RETURN NULL; END $$;
CREATE TRIGGER turnouts_mark AFTER INSERT OR UPDATE ON turnouts FOR EACH ROW EXECUTE FUNCTION mark_turnout();
CREATE FUNCTION mark_review() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN PERFORM mark_council(OLD.council_id, OLD.concluded_at); END IF;
  PERFORM mark_council(NEW.council_id, NEW.concluded_at); RETURN NULL; END $$;
CREATE TRIGGER reviews_mark AFTER INSERT OR UPDATE OF concluded_at ON reviews FOR EACH ROW EXECUTE FUNCTION mark_review();
CREATE FUNCTION mark_poll() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM mark_council(NEW.council_id, NEW.closed_at);
  PERFORM mark_council(NEW.council_id, attached_at) FROM dissents WHERE poll_id = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER polls_mark AFTER INSERT OR UPDATE OF state, closed_at ON polls FOR EACH ROW
  WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION mark_poll();
CREATE FUNCTION mark_dissent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM mark_council(council_id, NEW.attached_at) FROM polls WHERE id = NEW.poll_id; RETURN NULL; END $$;
CREATE TRIGGER dissents_mark AFTER INSERT ON dissents FOR EACH ROW EXECUTE FUNCTION mark_dissent();
CREATE FUNCTION mark_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'BODY', d.body_id, date_trunc('month', d.started_on)::date FROM deadlines d JOIN reviews r ON r.id = d.review_id
      WHERE r.decision_id = NEW.id AND d.rule_key = 'answer.reply'
    UNION SELECT 'BODY', m.body_id, date_trunc('month', m.due_on)::date FROM milestones m JOIN answers a ON a.id = m.answer_id
      JOIN reviews r ON r.id = a.review_id WHERE r.decision_id = NEW.id;
  PERFORM mark_council(council_id, concluded_at) FROM reviews WHERE decision_id = NEW.id;
  PERFORM mark_council(p.council_id, p.closed_at) FROM polls p JOIN reviews r ON r.id = p.review_id WHERE r.decision_id = NEW.id;
  PERFORM mark_council(p.council_id, d.attached_at) FROM dissents d JOIN polls p ON p.id = d.poll_id JOIN reviews r ON r.id = p.review_id
    WHERE r.decision_id = NEW.id;
  RETURN NULL; END $$;
CREATE TRIGGER decisions_mark AFTER UPDATE OF public_from ON decisions FOR EACH ROW
  WHEN (NEW.public_from IS DISTINCT FROM OLD.public_from) EXECUTE FUNCTION mark_decision();

-- What there is already is counted like everything else.
INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
  SELECT 'BODY', body_id, date_trunc('month', started_on)::date FROM deadlines WHERE rule_key = 'answer.reply'
  UNION SELECT 'BODY', body_id, date_trunc('month', due_on)::date FROM milestones;
DO $$ BEGIN
  PERFORM mark_council(council_id, starts_at) FROM meetings WHERE state = 'CLOSED';
  PERFORM mark_council(council_id, concluded_at) FROM reviews;
  PERFORM mark_council(council_id, closed_at) FROM polls;
  PERFORM mark_council(p.council_id, d.attached_at) FROM dissents d JOIN polls p ON p.id = d.poll_id;
END $$;
