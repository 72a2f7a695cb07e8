DROP TABLE blob_drafts;
DROP TABLE uploads;
DROP TABLE attachments;
