DROP TRIGGER polls_meeting_frozen ON polls;
ALTER TABLE polls DROP COLUMN meeting_id;
ALTER TABLE final_documents DROP COLUMN protocol_id;
DROP TABLE protocol_signatures, protocols, turnouts, stays, agenda_items, meetings;
DROP FUNCTION refuse_meeting_change(), refuse_after_meeting(), refuse_stay_change(), refuse_after_signing(), refuse_superseded(), refuse_unless_open();
