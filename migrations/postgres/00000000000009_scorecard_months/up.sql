-- Scorecards are kept by month: what was counted of one body's recommendations sent, and milestones promised, in it.
CREATE TABLE scorecard_months (
  body_id uuid NOT NULL REFERENCES state_bodies,
  month_on date NOT NULL CHECK (extract(day FROM month_on) = 1),
  -- What was counted: JSON.
  card text NOT NULL,
  -- By which calendar, and when.
  calendar_version bigint NOT NULL REFERENCES calendar_versions (number),
  counted_at timestamptz NOT NULL,
  -- The first instant at which the passing of time alone makes it wrong; NULL where none does.
  good_until timestamptz,
  PRIMARY KEY (body_id, month_on),
  CHECK (good_until > counted_at)
);
CREATE INDEX scorecard_months_good ON scorecard_months (good_until) WHERE good_until IS NOT NULL;
CREATE INDEX scorecard_months_calendar ON scorecard_months (calendar_version);
-- Months in which something changed since they were counted. Rows are only added here, so that those who change something
-- never wait for each other; who counts takes them away. The triggers below write them, so that no use case can forget to.
CREATE TABLE scorecard_marks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body_id uuid NOT NULL,
  month_on date NOT NULL
);
CREATE INDEX scorecard_marks_month ON scorecard_marks (body_id, month_on);
-- Who holds this row counts.
CREATE TABLE scorecard_turns (id bigint PRIMARY KEY CHECK (id = 1));
INSERT INTO scorecard_turns VALUES (1);

CREATE FUNCTION mark_reply() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, date_trunc('month', NEW.started_on)::date);
  RETURN NULL; END $$;
CREATE TRIGGER deadlines_mark AFTER INSERT OR UPDATE OF state, met_on, overdue_at ON deadlines FOR EACH ROW
  WHEN (NEW.rule_key = 'answer.reply') EXECUTE FUNCTION mark_reply();
CREATE FUNCTION mark_milestone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, date_trunc('month', NEW.due_on)::date);
  RETURN NULL; END $$;
CREATE TRIGGER milestones_mark AFTER INSERT OR UPDATE OF state, reported_on ON milestones FOR EACH ROW EXECUTE FUNCTION mark_milestone();
CREATE FUNCTION mark_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) SELECT body_id, date_trunc('month', started_on)::date FROM deadlines
    WHERE subject_id = NEW.addressee_id AND rule_key = 'answer.reply';
  RETURN NULL; END $$;
CREATE TRIGGER answers_mark AFTER INSERT ON answers FOR EACH ROW EXECUTE FUNCTION mark_answer();
CREATE FUNCTION mark_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO scorecard_marks (body_id, month_on)
    SELECT d.body_id, date_trunc('month', d.started_on)::date FROM deadlines d JOIN reviews r ON r.id = d.review_id
      WHERE r.decision_id = NEW.id AND d.rule_key = 'answer.reply'
    UNION SELECT m.body_id, date_trunc('month', m.due_on)::date FROM milestones m JOIN answers a ON a.id = m.answer_id
      JOIN reviews r ON r.id = a.review_id WHERE r.decision_id = NEW.id;
  RETURN NULL; END $$;
CREATE TRIGGER decisions_mark AFTER UPDATE OF public_from ON decisions FOR EACH ROW
  WHEN (NEW.public_from IS DISTINCT FROM OLD.public_from) EXECUTE FUNCTION mark_decision();

-- What there is already is counted like everything else.
INSERT INTO scorecard_marks (body_id, month_on)
  SELECT body_id, date_trunc('month', started_on)::date FROM deadlines WHERE rule_key = 'answer.reply'
  UNION SELECT body_id, date_trunc('month', due_on)::date FROM milestones;
