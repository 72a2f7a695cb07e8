DROP INDEX events_told;
DROP TABLE notices;
DROP TABLE mails;
DROP TABLE noticed_events;
DROP TABLE notice_cursor;
DROP TABLE notice_settings;
DROP TABLE follows;
