-- Scorecards are kept by month: what was counted of one body's recommendations sent and milestones promised in it, or of one
-- council's meetings, reviews, polls and dissents.
CREATE TABLE scorecard_months (
  subject_kind text NOT NULL CHECK (subject_kind IN ('BODY', 'COUNCIL')),
  subject_id blob NOT NULL,
  month_on text NOT NULL CHECK (month_on LIKE '____-__-01'),
  -- What was counted: JSON.
  card text NOT NULL,
  -- By which calendar, where it depends on one, and when.
  calendar_version integer REFERENCES calendar_versions (number),
  counted_at integer NOT NULL,
  -- The first instant at which the passing of time alone makes it wrong; NULL where none does.
  good_until integer,
  PRIMARY KEY (subject_id, month_on),
  CHECK (good_until > counted_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX scorecard_months_good ON scorecard_months (good_until) WHERE good_until IS NOT NULL;
CREATE INDEX scorecard_months_calendar ON scorecard_months (calendar_version);
-- Months in which something changed since they were counted. Rows are only added here, so that those who change something
-- never wait for each other; who counts takes them away. The triggers below write them, so that no use case can forget to.
CREATE TABLE scorecard_marks (
  id integer PRIMARY KEY NOT NULL,
  subject_kind text NOT NULL,
  subject_id blob NOT NULL,
  month_on text NOT NULL
) STRICT;
CREATE INDEX scorecard_marks_month ON scorecard_marks (subject_id, month_on, subject_kind);
-- Who holds this row counts.
CREATE TABLE scorecard_turns (id integer PRIMARY KEY NOT NULL CHECK (id = 1)) STRICT;
INSERT INTO scorecard_turns VALUES (1);

-- Whoever disagreed is looked up by the day of the dissent: they are few, and polls many.
CREATE INDEX dissents_attached ON dissents (attached_at, poll_id);

CREATE TRIGGER deadlines_mark_new AFTER INSERT ON deadlines WHEN NEW.rule_key = 'answer.reply' BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    VALUES ('BODY', NEW.body_id, substr(NEW.started_on, 1, 8) || '01');
  END;
CREATE TRIGGER deadlines_mark AFTER UPDATE OF state, met_on, overdue_at ON deadlines WHEN NEW.rule_key = 'answer.reply' BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    VALUES ('BODY', NEW.body_id, substr(NEW.started_on, 1, 8) || '01');
  END;
CREATE TRIGGER milestones_mark_new AFTER INSERT ON milestones BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    VALUES ('BODY', NEW.body_id, substr(NEW.due_on, 1, 8) || '01');
  END;
CREATE TRIGGER milestones_mark AFTER UPDATE OF state, reported_on ON milestones BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    VALUES ('BODY', NEW.body_id, substr(NEW.due_on, 1, 8) || '01');
  END;
CREATE TRIGGER answers_mark AFTER INSERT ON answers BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'BODY', body_id, substr(started_on, 1, 8) || '01' FROM deadlines
    WHERE subject_id = NEW.addressee_id AND rule_key = 'answer.reply';
  END;
-- In which month an instant lies depends on where the council is: both are marked that it can be anywhere on earth.
-- Something to insert into, in place of a function.
CREATE VIEW scorecard_instants (council_id, at) AS SELECT NULL, NULL WHERE FALSE;
CREATE TRIGGER scorecard_instants_mark INSTEAD OF INSERT ON scorecard_instants WHEN NEW.at IS NOT NULL BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'COUNCIL', NEW.council_id, strftime('%Y-%m-01', NEW.at / 1000000 - 43200, 'unixepoch')
    UNION SELECT 'COUNCIL', NEW.council_id, strftime('%Y-%m-01', NEW.at / 1000000 + 50400, 'unixepoch');
  END;
CREATE TRIGGER meetings_mark_new AFTER INSERT ON meetings WHEN NEW.state = 'CLOSED' BEGIN
  INSERT INTO scorecard_instants VALUES (NEW.council_id, NEW.starts_at);
  END;
CREATE TRIGGER meetings_mark AFTER UPDATE OF state, quorum ON meetings WHEN NEW.state = 'CLOSED' BEGIN
  INSERT INTO scorecard_instants VALUES (NEW.council_id, NEW.starts_at);
  END;
CREATE TRIGGER turnouts_mark_new AFTER INSERT ON turnouts BEGIN
  INSERT INTO scorecard_instants SELECT council_id, starts_at FROM meetings WHERE id = NEW.meeting_id;
  END;
CREATE TRIGGER turnouts_mark AFTER UPDATE ON turnouts BEGIN
  INSERT INTO scorecard_instants SELECT council_id, starts_at FROM meetings WHERE id = NEW.meeting_id;
  END;
CREATE TRIGGER reviews_mark_new AFTER INSERT ON reviews BEGIN
  INSERT INTO scorecard_instants VALUES (NEW.council_id, NEW.concluded_at);
  END;
CREATE TRIGGER reviews_mark AFTER UPDATE OF concluded_at ON reviews BEGIN
  INSERT INTO scorecard_instants VALUES (OLD.council_id, OLD.concluded_at), (NEW.council_id, NEW.concluded_at);
  END;
CREATE TRIGGER polls_mark_new AFTER INSERT ON polls WHEN NEW.closed_at IS NOT NULL BEGIN
  INSERT INTO scorecard_instants VALUES (NEW.council_id, NEW.closed_at);
  INSERT INTO scorecard_instants SELECT NEW.council_id, attached_at FROM dissents WHERE poll_id = NEW.id;
  END;
CREATE TRIGGER polls_mark AFTER UPDATE OF state, closed_at ON polls WHEN NEW.closed_at IS NOT NULL BEGIN
  INSERT INTO scorecard_instants VALUES (NEW.council_id, NEW.closed_at);
  INSERT INTO scorecard_instants SELECT NEW.council_id, attached_at FROM dissents WHERE poll_id = NEW.id;
  END;
CREATE TRIGGER dissents_mark AFTER INSERT ON dissents BEGIN
  INSERT INTO scorecard_instants SELECT council_id, NEW.attached_at FROM polls WHERE id = NEW.poll_id;
  END;
CREATE TRIGGER decisions_mark AFTER UPDATE OF public_from ON decisions WHEN NEW.public_from IS NOT OLD.public_from BEGIN
  INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
    SELECT 'BODY', d.body_id, substr(d.started_on, 1, 8) || '01' FROM deadlines d JOIN reviews r ON r.id = d.review_id
      WHERE r.decision_id = NEW.id AND d.rule_key = 'answer.reply'
    UNION SELECT 'BODY', m.body_id, substr(m.due_on, 1, 8) || '01' FROM milestones m JOIN answers a ON a.id = m.answer_id
      JOIN reviews r ON r.id = a.review_id WHERE r.decision_id = NEW.id;
  INSERT INTO scorecard_instants SELECT council_id, concluded_at FROM reviews WHERE decision_id = NEW.id;
  INSERT INTO scorecard_instants SELECT p.council_id, p.closed_at FROM polls p JOIN reviews r ON r.id = p.review_id WHERE r.decision_id = NEW.id;
  INSERT INTO scorecard_instants SELECT p.council_id, d.attached_at FROM dissents d JOIN polls p ON p.id = d.poll_id JOIN reviews r ON r.id = p.review_id
    WHERE r.decision_id = NEW.id;
  END;

-- What there is already is counted like everything else.
INSERT INTO scorecard_marks (subject_kind, subject_id, month_on)
  SELECT 'BODY', body_id, substr(started_on, 1, 8) || '01' FROM deadlines WHERE rule_key = 'answer.reply'
  UNION SELECT 'BODY', body_id, substr(due_on, 1, 8) || '01' FROM milestones;
INSERT INTO scorecard_instants SELECT council_id, starts_at FROM meetings WHERE state = 'CLOSED';
INSERT INTO scorecard_instants SELECT council_id, concluded_at FROM reviews;
INSERT INTO scorecard_instants SELECT council_id, closed_at FROM polls;
INSERT INTO scorecard_instants SELECT p.council_id, d.attached_at FROM dissents d JOIN polls p ON p.id = d.poll_id;
