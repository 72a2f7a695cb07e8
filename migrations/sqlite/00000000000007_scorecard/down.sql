DROP INDEX deadlines_replies;
DROP INDEX answers_latest;
DROP INDEX milestones_punctuality;
DROP INDEX decisions_public_from;
DROP INDEX reviews_concluded;
DROP INDEX polls_closed;
