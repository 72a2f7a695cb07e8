-- What bodies answer to recommendations, how the council rates it, and how it is carried out, milestone by milestone.
-- Rows of answers and ratings are never changed: a correction is a new answer that refers to the one it corrects.

CREATE TABLE answers (
  id blob PRIMARY KEY NOT NULL,
  addressee_id blob NOT NULL REFERENCES recommendation_addressees,
  recommendation_id blob NOT NULL REFERENCES recommendations,
  document_id blob NOT NULL REFERENCES final_documents,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  body_id blob NOT NULL REFERENCES state_bodies,
  -- From 1; a correction has the next.
  number integer NOT NULL CHECK (number > 0),
  verdict text NOT NULL CHECK (verdict IN ('ACCEPTED', 'PARTLY', 'REFUSED')),
  reasons text NOT NULL,
  -- The answer it corrects: the latest of this addressee until then. Unique, so that two corrections at once are one.
  corrects_id blob UNIQUE REFERENCES answers,
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  answered_at integer NOT NULL,
  -- The day in the body's time zone, by which its clock is judged.
  answered_on text NOT NULL,
  UNIQUE (addressee_id, number),
  CHECK ((number = 1) = (corrects_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_addressee ON answers (addressee_id, answered_at, id);
CREATE INDEX answers_recommendation ON answers (recommendation_id, answered_at, id);
CREATE INDEX answers_review ON answers (review_id);
CREATE INDEX answers_body ON answers (body_id, answered_at, id);
-- What the council thinks of an answer, once: the rating whose poll is not annulled is the one that stands.
CREATE TABLE answer_ratings (
  answer_id blob NOT NULL REFERENCES answers,
  verdict text NOT NULL CHECK (verdict IN ('TO_THE_POINT', 'NOT_TO_THE_POINT')),
  reason text NOT NULL,
  -- The poll by which the council decided so.
  poll_id blob NOT NULL REFERENCES polls,
  -- Who wrote it down; NULL where the poll itself rated.
  rated_by_id blob REFERENCES people,
  rated_by_name text,
  rated_at integer NOT NULL,
  PRIMARY KEY (answer_id, poll_id),
  CHECK ((rated_by_id IS NULL) = (rated_by_name IS NULL))
) STRICT, WITHOUT ROWID;
-- What a poll says of an answer if it is adopted; entered with the opening of the poll.
CREATE TABLE rating_motions (
  poll_id blob PRIMARY KEY NOT NULL REFERENCES polls,
  answer_id blob NOT NULL REFERENCES answers,
  verdict text NOT NULL CHECK (verdict IN ('TO_THE_POINT', 'NOT_TO_THE_POINT')),
  reason text NOT NULL
) STRICT, WITHOUT ROWID;
-- What a body promised to do, by when. SUPERSEDED: its answer was corrected before it was confirmed.
CREATE TABLE milestones (
  id blob PRIMARY KEY NOT NULL,
  answer_id blob NOT NULL REFERENCES answers,
  addressee_id blob NOT NULL REFERENCES recommendation_addressees,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  body_id blob NOT NULL REFERENCES state_bodies,
  number integer NOT NULL CHECK (number > 0),
  title text NOT NULL,
  due_on text NOT NULL,
  state text NOT NULL CHECK (state IN ('PLANNED', 'REPORTED', 'CONFIRMED', 'DISPUTED', 'SUPERSEDED')),
  planned_at integer NOT NULL,
  -- The day of the latest report, in the body's time zone; NULL before the first.
  reported_on text,
  UNIQUE (answer_id, number),
  CHECK (reported_on IS NOT NULL OR state IN ('PLANNED', 'SUPERSEDED'))
) STRICT, WITHOUT ROWID;
CREATE INDEX milestones_review ON milestones (review_id) WHERE state IN ('PLANNED', 'REPORTED', 'DISPUTED');
CREATE INDEX milestones_body ON milestones (body_id, due_on, id);
-- Every report of a milestone with its evidence, and what the council said to it.
CREATE TABLE milestone_reports (
  id blob PRIMARY KEY NOT NULL,
  milestone_id blob NOT NULL REFERENCES milestones,
  number integer NOT NULL CHECK (number > 0),
  evidence text NOT NULL,
  url text,
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  reported_at integer NOT NULL,
  judgement text CHECK (judgement IN ('CONFIRMED', 'DISPUTED')),
  judged_by_id blob REFERENCES people,
  judged_by_name text,
  judged_at integer,
  judged_reason text,
  UNIQUE (milestone_id, number),
  CHECK ((judgement IS NULL) = (judged_at IS NULL) AND (judgement IS NULL) = (judged_by_id IS NULL)
     AND (judgement IS NULL) = (judged_by_name IS NULL)),
  CHECK (judgement IS NOT 'DISPUTED' OR judged_reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX milestone_reports_milestone ON milestone_reports (milestone_id, reported_at, id);

CREATE TRIGGER answers_append_only_update BEFORE UPDATE ON answers BEGIN SELECT RAISE(ABORT, 'answers is append-only'); END;
CREATE TRIGGER answers_append_only_delete BEFORE DELETE ON answers BEGIN SELECT RAISE(ABORT, 'answers is append-only'); END;
CREATE TRIGGER answer_ratings_append_only_update BEFORE UPDATE ON answer_ratings BEGIN SELECT RAISE(ABORT, 'answer_ratings is append-only'); END;
CREATE TRIGGER rating_motions_append_only_update BEFORE UPDATE ON rating_motions BEGIN SELECT RAISE(ABORT, 'rating_motions is append-only'); END;
CREATE TRIGGER answer_ratings_append_only_delete BEFORE DELETE ON answer_ratings BEGIN SELECT RAISE(ABORT, 'answer_ratings is append-only'); END;
CREATE TRIGGER rating_motions_append_only_delete BEFORE DELETE ON rating_motions BEGIN SELECT RAISE(ABORT, 'rating_motions is append-only'); END;
-- What was promised stays; only how far it has come changes.
CREATE TRIGGER milestones_promise_frozen BEFORE UPDATE OF answer_id, addressee_id, review_id, decision_id, council_id, body_id,
  number, title, due_on, planned_at ON milestones BEGIN SELECT RAISE(ABORT, 'what a milestone promises is frozen'); END;
CREATE TRIGGER milestones_end_frozen BEFORE UPDATE ON milestones WHEN OLD.state IN ('CONFIRMED', 'SUPERSEDED')
  BEGIN SELECT RAISE(ABORT, 'the milestone has ended'); END;
CREATE TRIGGER milestones_never_deleted BEFORE DELETE ON milestones BEGIN SELECT RAISE(ABORT, 'a milestone is never deleted'); END;
-- A report stays as it was handed in, and is judged once.
CREATE TRIGGER milestone_reports_frozen BEFORE UPDATE OF milestone_id, number, evidence, url, author_id, author_name, reported_at
  ON milestone_reports BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END;
CREATE TRIGGER milestone_reports_judged_once BEFORE UPDATE ON milestone_reports WHEN OLD.judgement IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a report is judged once'); END;
CREATE TRIGGER milestone_reports_never_deleted BEFORE DELETE ON milestone_reports BEGIN SELECT RAISE(ABORT, 'a report is never deleted'); END;
