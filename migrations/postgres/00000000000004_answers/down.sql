DROP TABLE milestone_reports, milestones, answer_ratings, answers;
