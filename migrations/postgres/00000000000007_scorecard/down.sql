DROP INDEX deadlines_replies, answers_latest, milestones_punctuality, decisions_public_from, reviews_concluded, polls_closed;
