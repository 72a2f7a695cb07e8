-- Scorecards are kept by month: what was counted of one body's recommendations sent, and milestones promised, in it.
CREATE TABLE scorecard_months (
  body_id blob NOT NULL REFERENCES state_bodies,
  month_on text NOT NULL CHECK (month_on LIKE '____-__-01'),
  -- What was counted: JSON.
  card text NOT NULL,
  -- By which calendar, and when.
  calendar_version integer NOT NULL REFERENCES calendar_versions (number),
  counted_at integer NOT NULL,
  -- The first instant at which the passing of time alone makes it wrong; NULL where none does.
  good_until integer,
  PRIMARY KEY (body_id, month_on),
  CHECK (good_until > counted_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX scorecard_months_good ON scorecard_months (good_until) WHERE good_until IS NOT NULL;
CREATE INDEX scorecard_months_calendar ON scorecard_months (calendar_version);
-- Months in which something changed since they were counted. Rows are only added here, so that those who change something
-- never wait for each other; who counts takes them away. The triggers below write them, so that no use case can forget to.
CREATE TABLE scorecard_marks (
  id integer PRIMARY KEY NOT NULL,
  body_id blob NOT NULL,
  month_on text NOT NULL
) STRICT;
CREATE INDEX scorecard_marks_month ON scorecard_marks (body_id, month_on);
-- Who holds this row counts.
CREATE TABLE scorecard_turns (id integer PRIMARY KEY NOT NULL CHECK (id = 1)) STRICT;
INSERT INTO scorecard_turns VALUES (1);

CREATE TRIGGER deadlines_mark_new AFTER INSERT ON deadlines WHEN NEW.rule_key = 'answer.reply' BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, substr(NEW.started_on, 1, 8) || '01'); END;
CREATE TRIGGER deadlines_mark AFTER UPDATE OF state, met_on, overdue_at ON deadlines WHEN NEW.rule_key = 'answer.reply' BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, substr(NEW.started_on, 1, 8) || '01'); END;
CREATE TRIGGER milestones_mark_new AFTER INSERT ON milestones BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, substr(NEW.due_on, 1, 8) || '01'); END;
CREATE TRIGGER milestones_mark AFTER UPDATE OF state, reported_on ON milestones BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) VALUES (NEW.body_id, substr(NEW.due_on, 1, 8) || '01'); END;
CREATE TRIGGER answers_mark AFTER INSERT ON answers BEGIN
  INSERT INTO scorecard_marks (body_id, month_on) SELECT body_id, substr(started_on, 1, 8) || '01' FROM deadlines
    WHERE subject_id = NEW.addressee_id AND rule_key = 'answer.reply'; END;
CREATE TRIGGER decisions_mark AFTER UPDATE OF public_from ON decisions WHEN NEW.public_from IS NOT OLD.public_from BEGIN
  INSERT INTO scorecard_marks (body_id, month_on)
    SELECT d.body_id, substr(d.started_on, 1, 8) || '01' FROM deadlines d JOIN reviews r ON r.id = d.review_id
      WHERE r.decision_id = NEW.id AND d.rule_key = 'answer.reply'
    UNION SELECT m.body_id, substr(m.due_on, 1, 8) || '01' FROM milestones m JOIN answers a ON a.id = m.answer_id
      JOIN reviews r ON r.id = a.review_id WHERE r.decision_id = NEW.id; END;

-- What there is already is counted like everything else.
INSERT INTO scorecard_marks (body_id, month_on)
  SELECT body_id, substr(started_on, 1, 8) || '01' FROM deadlines WHERE rule_key = 'answer.reply'
  UNION SELECT body_id, substr(due_on, 1, 8) || '01' FROM milestones;
