-- Scorecards are counted when they are asked for. These indexes hold all that is counted, so that the wide rows are not read.
CREATE INDEX deadlines_replies ON deadlines (body_id, started_on) INCLUDE (state, met_on, overdue_at, decision_id, subject_id) WHERE rule_key = 'answer.reply';
CREATE INDEX answers_latest ON answers (addressee_id, number) INCLUDE (verdict);
CREATE INDEX milestones_punctuality ON milestones (body_id, due_on) INCLUDE (state, reported_on, decision_id);
-- The few decisions that are not public, gathered once for a whole country.
CREATE INDEX decisions_public_from ON decisions (public_from) INCLUDE (id);
CREATE INDEX reviews_concluded ON reviews (council_id, concluded_at) INCLUDE (decision_id) WHERE concluded_at IS NOT NULL;
CREATE INDEX polls_closed ON polls (council_id, closed_at) INCLUDE (decision_id) WHERE state = 'CLOSED';
