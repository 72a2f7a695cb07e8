DROP TABLE milestone_reports, milestones, rating_motions, answer_ratings, answers;
