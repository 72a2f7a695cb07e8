DROP TRIGGER polls_meeting_frozen;
DROP INDEX polls_meeting;
ALTER TABLE polls DROP COLUMN meeting_id;
DROP TABLE protocol_signatures;
DROP TABLE protocols;
DROP TABLE turnouts;
DROP TABLE stays;
DROP TABLE agenda_items;
DROP TABLE meetings;
