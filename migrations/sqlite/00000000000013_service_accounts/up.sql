-- A program has a name in the log and an account without a password; whose it is, and what it may, stands here.
ALTER TABLE people ADD COLUMN kind text NOT NULL DEFAULT 'PERSON' CHECK (kind IN ('PERSON', 'SERVICE'));
UPDATE people SET kind = 'SERVICE' WHERE id IN (SELECT id FROM accounts WHERE kind = 'SERVICE');
CREATE TABLE service_accounts (
  id blob PRIMARY KEY NOT NULL REFERENCES accounts,
  -- Who answers for it, and with whose rights it acts.
  owner_id blob NOT NULL REFERENCES accounts,
  bound_kind text NOT NULL CHECK (bound_kind IN ('BODY', 'COUNCIL', 'ORGANIZATION')),
  bound_id blob NOT NULL,
  -- As OAuth writes them: with spaces between.
  scopes text NOT NULL,
  created_by blob NOT NULL REFERENCES accounts,
  created_at integer NOT NULL,
  revoked_by blob REFERENCES accounts,
  revoked_at integer,
  CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX service_accounts_owner ON service_accounts (owner_id);
CREATE INDEX service_accounts_bound ON service_accounts (bound_id);
CREATE INDEX service_accounts_listed ON service_accounts (created_at, id);
CREATE TABLE service_tokens (
  id blob PRIMARY KEY NOT NULL,
  service_account_id blob NOT NULL REFERENCES service_accounts,
  -- SHA-256 of the whole token.
  token_hash blob NOT NULL,
  issued_at integer NOT NULL,
  -- Moved forward when the token is replaced.
  expires_at integer NOT NULL,
  -- To the minute, or as long as an instance remembers the account.
  used_at integer
) STRICT, WITHOUT ROWID;
CREATE INDEX service_tokens_account ON service_tokens (service_account_id, issued_at);
