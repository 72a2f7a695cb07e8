DROP TABLE deadline_moves;
DROP TABLE deadlines;
DROP TABLE calendar_days;
DROP TABLE calendar_versions;
ALTER TABLE state_bodies DROP COLUMN time_zone;
