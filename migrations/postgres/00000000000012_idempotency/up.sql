-- What was asked with a key, by whom, and what it made: for a day.
CREATE TABLE idempotency_keys (
  account_id uuid NOT NULL REFERENCES accounts,
  mutation text NOT NULL,
  key text NOT NULL,
  -- SHA-256 of the input.
  input bytea NOT NULL,
  -- Null only while the transaction that makes it runs.
  made_id uuid,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, mutation, key)
);
CREATE INDEX idempotency_keys_old ON idempotency_keys (entered_at);
