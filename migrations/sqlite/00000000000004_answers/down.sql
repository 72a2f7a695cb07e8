DROP TABLE milestone_reports;
DROP TABLE milestones;
DROP TABLE answer_ratings;
DROP TABLE answers;
