-- What bodies answer to recommendations, how the council rates it, and how it is carried out, milestone by milestone.
-- Rows of answers and ratings are never changed: a correction is a new answer that refers to the one it corrects.

CREATE TABLE answers (
  id uuid PRIMARY KEY,
  addressee_id uuid NOT NULL REFERENCES recommendation_addressees,
  recommendation_id uuid NOT NULL REFERENCES recommendations,
  document_id uuid NOT NULL REFERENCES final_documents,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  body_id uuid NOT NULL REFERENCES state_bodies,
  -- From 1; a correction has the next.
  number bigint NOT NULL CHECK (number > 0),
  verdict text NOT NULL CHECK (verdict IN ('ACCEPTED', 'PARTLY', 'REFUSED')),
  reasons text NOT NULL,
  -- The answer it corrects: the latest of this addressee until then. Unique, so that two corrections at once are one.
  corrects_id uuid UNIQUE REFERENCES answers,
  author_id uuid NOT NULL REFERENCES people,
  author_name text NOT NULL,
  answered_at timestamptz NOT NULL,
  -- The day in the body's time zone, by which its clock is judged.
  answered_on date NOT NULL,
  UNIQUE (addressee_id, number),
  CHECK ((number = 1) = (corrects_id IS NULL))
);
CREATE INDEX answers_addressee ON answers (addressee_id, answered_at, id);
CREATE INDEX answers_recommendation ON answers (recommendation_id, answered_at, id);
CREATE INDEX answers_review ON answers (review_id);
CREATE INDEX answers_body ON answers (body_id, answered_at, id);
-- What the council thinks of an answer, once: the rating whose poll is not annulled is the one that stands.
CREATE TABLE answer_ratings (
  answer_id uuid NOT NULL REFERENCES answers,
  verdict text NOT NULL CHECK (verdict IN ('TO_THE_POINT', 'NOT_TO_THE_POINT')),
  reason text NOT NULL,
  -- The poll by which the council decided so.
  poll_id uuid NOT NULL REFERENCES polls,
  -- Who wrote it down; NULL where the poll itself rated.
  rated_by_id uuid REFERENCES people,
  rated_by_name text,
  rated_at timestamptz NOT NULL,
  PRIMARY KEY (answer_id, poll_id),
  CHECK ((rated_by_id IS NULL) = (rated_by_name IS NULL))
);
-- What a poll says of an answer if it is adopted; entered with the opening of the poll.
CREATE TABLE rating_motions (
  poll_id uuid PRIMARY KEY REFERENCES polls,
  answer_id uuid NOT NULL REFERENCES answers,
  verdict text NOT NULL CHECK (verdict IN ('TO_THE_POINT', 'NOT_TO_THE_POINT')),
  reason text NOT NULL
);
-- What a body promised to do, by when. SUPERSEDED: its answer was corrected before it was confirmed.
CREATE TABLE milestones (
  id uuid PRIMARY KEY,
  answer_id uuid NOT NULL REFERENCES answers,
  addressee_id uuid NOT NULL REFERENCES recommendation_addressees,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  body_id uuid NOT NULL REFERENCES state_bodies,
  number bigint NOT NULL CHECK (number > 0),
  title text NOT NULL,
  due_on date NOT NULL,
  state text NOT NULL CHECK (state IN ('PLANNED', 'REPORTED', 'CONFIRMED', 'DISPUTED', 'SUPERSEDED')),
  planned_at timestamptz NOT NULL,
  -- The day of the latest report, in the body's time zone; NULL before the first.
  reported_on date,
  UNIQUE (answer_id, number),
  CHECK (reported_on IS NOT NULL OR state IN ('PLANNED', 'SUPERSEDED'))
);
CREATE INDEX milestones_review ON milestones (review_id) WHERE state IN ('PLANNED', 'REPORTED', 'DISPUTED');
CREATE INDEX milestones_body ON milestones (body_id, due_on, id);
-- Every report of a milestone with its evidence, and what the council said to it.
CREATE TABLE milestone_reports (
  id uuid PRIMARY KEY,
  milestone_id uuid NOT NULL REFERENCES milestones,
  number bigint NOT NULL CHECK (number > 0),
  evidence text NOT NULL,
  url text,
  author_id uuid NOT NULL REFERENCES people,
  author_name text NOT NULL,
  reported_at timestamptz NOT NULL,
  judgement text CHECK (judgement IN ('CONFIRMED', 'DISPUTED')),
  judged_by_id uuid REFERENCES people,
  judged_by_name text,
  judged_at timestamptz,
  judged_reason text,
  UNIQUE (milestone_id, number),
  CHECK ((judgement IS NULL) = (judged_at IS NULL) AND (judgement IS NULL) = (judged_by_id IS NULL)
     AND (judgement IS NULL) = (judged_by_name IS NULL)),
  CHECK (judgement IS DISTINCT FROM 'DISPUTED' OR judged_reason IS NOT NULL)
);
CREATE INDEX milestone_reports_milestone ON milestone_reports (milestone_id, reported_at, id);

CREATE TRIGGER answers_append_only BEFORE UPDATE OR DELETE ON answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answer_ratings_append_only BEFORE UPDATE OR DELETE ON answer_ratings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_motions_append_only BEFORE UPDATE OR DELETE ON rating_motions FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- What was promised stays; only how far it has come changes.
CREATE TRIGGER milestones_promise_frozen BEFORE UPDATE OF answer_id, addressee_id, review_id, decision_id, council_id, body_id,
  number, title, due_on, planned_at ON milestones FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER milestones_end_frozen BEFORE UPDATE ON milestones FOR EACH ROW
  WHEN (OLD.state IN ('CONFIRMED', 'SUPERSEDED')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER milestones_never_deleted BEFORE DELETE ON milestones FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- A report stays as it was handed in, and is judged once.
CREATE TRIGGER milestone_reports_frozen BEFORE UPDATE OF milestone_id, number, evidence, url, author_id, author_name, reported_at
  ON milestone_reports FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER milestone_reports_judged_once BEFORE UPDATE ON milestone_reports FOR EACH ROW
  WHEN (OLD.judgement IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER milestone_reports_never_deleted BEFORE DELETE ON milestone_reports FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- TRUNCATE passes by the triggers of rows.
DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['answers', 'answer_ratings', 'rating_motions', 'milestones', 'milestone_reports'] LOOP
    EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP; END $$;
