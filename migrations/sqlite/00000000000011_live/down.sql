ALTER TABLE notice_cursor DROP COLUMN told_at;
