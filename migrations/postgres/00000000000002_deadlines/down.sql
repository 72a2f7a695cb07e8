DROP TABLE deadline_moves, deadlines, calendar_days, calendar_versions;
DROP FUNCTION refuse_deadline_change();
ALTER TABLE state_bodies DROP COLUMN time_zone;
