-- An address that is told of what happens: one more reader of the feed, with a position and no buffer.
CREATE TABLE webhooks (
  id uuid PRIMARY KEY NOT NULL,
  owner_id uuid NOT NULL REFERENCES accounts,
  url text NOT NULL,
  description text,
  -- Names of event kinds with spaces between; empty means all.
  kinds text NOT NULL,
  subject_kind text,
  subject_id uuid,
  state text NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED', 'DISABLED', 'ENDED')),
  disabled_because text CHECK (disabled_because IN ('GONE', 'FAILING')),
  -- The feed is read up to here, and not again before then.
  position bigint NOT NULL,
  reads_at timestamptz NOT NULL,
  -- When something of it was claimed last: who was not told for the longest time comes first.
  claimed_at timestamptz NOT NULL,
  -- Failures in a row; while the circuit is open nothing is posted.
  failures bigint NOT NULL,
  failing_since timestamptz,
  open_until timestamptz,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  CHECK ((state = 'DISABLED') = (disabled_because IS NOT NULL)),
  CHECK ((state = 'ENDED') = (ended_at IS NOT NULL))
);
CREATE INDEX webhooks_owner ON webhooks (owner_id, created_at, id);
CREATE INDEX webhooks_listed ON webhooks (created_at, id);
CREATE INDEX webhooks_reading ON webhooks (position) WHERE state = 'ACTIVE';
-- What deliveries are signed with. It cannot be a hash; it is shown to its owner once.
CREATE TABLE webhook_secrets (
  webhook_id uuid NOT NULL REFERENCES webhooks,
  -- From 1.
  number bigint NOT NULL,
  secret bytea NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (webhook_id, number)
);
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY NOT NULL,
  webhook_id uuid NOT NULL REFERENCES webhooks,
  -- Null for a test.
  event_id uuid REFERENCES events,
  position bigint NOT NULL,
  kind text NOT NULL,
  -- What is posted one after the other: a decision, or a subject.
  order_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('WAITING', 'SENDING', 'DELIVERED', 'DEAD', 'DROPPED')),
  attempts bigint NOT NULL,
  -- When it is tried next; while it is sent, when its claim runs out.
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  CHECK ((state IN ('WAITING', 'SENDING')) = (settled_at IS NULL))
);
-- The arbiter: of one event a webhook is told once.
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (webhook_id, event_id) WHERE event_id IS NOT NULL;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE state IN ('WAITING', 'SENDING');
CREATE INDEX webhook_deliveries_sending ON webhook_deliveries (webhook_id, due_at) WHERE state = 'SENDING';
CREATE INDEX webhook_deliveries_order ON webhook_deliveries (webhook_id, order_id, position) WHERE state IN ('WAITING', 'SENDING');
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE settled_at IS NOT NULL;
CREATE TABLE webhook_attempts (
  delivery_id uuid NOT NULL REFERENCES webhook_deliveries,
  -- From 1, as long as it is kept.
  number bigint NOT NULL,
  at timestamptz NOT NULL,
  millis bigint NOT NULL,
  status bigint,
  error text,
  response text,
  PRIMARY KEY (delivery_id, number),
  CHECK ((status IS NULL) = (error IS NOT NULL))
);
