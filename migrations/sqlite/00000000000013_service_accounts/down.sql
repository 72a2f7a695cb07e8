DROP TABLE service_tokens;
DROP TABLE service_accounts;
ALTER TABLE people DROP COLUMN kind;
