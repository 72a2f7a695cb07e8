-- Whoever waits for notices reads on from the last they were told: so each is dated later than all before it, whichever
-- instance made it and whatever its clock says.
ALTER TABLE notice_cursor ADD COLUMN told_at timestamptz;
UPDATE notice_cursor SET told_at = (SELECT max(made_at) FROM notices);
