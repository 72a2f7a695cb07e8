DROP TABLE milestone_reports;
DROP TABLE milestones;
DROP TABLE rating_motions;
DROP TABLE answer_ratings;
DROP TABLE answers;
