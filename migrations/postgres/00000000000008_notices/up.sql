-- Who follows what, what they are to be told, and the mails that tell them.
CREATE TABLE follows (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES accounts,
  subject_kind text NOT NULL CHECK (subject_kind IN ('BODY', 'COUNCIL', 'DECISION', 'RECOMMENDATION')),
  subject_id uuid NOT NULL,
  -- Through which decision the subject is seen; bodies and councils are seen by everybody.
  decision_id uuid REFERENCES decisions,
  since_at timestamptz NOT NULL,
  UNIQUE (person_id, subject_id),
  CHECK ((subject_kind IN ('DECISION', 'RECOMMENDATION')) = (decision_id IS NOT NULL))
);
CREATE INDEX follows_subject ON follows (subject_id, person_id);
CREATE INDEX follows_person ON follows (person_id, since_at, id);
CREATE INDEX follows_since ON follows (since_at);
-- Who never chose is told at once.
CREATE TABLE notice_settings (
  person_id uuid PRIMARY KEY REFERENCES accounts,
  delivery text NOT NULL CHECK (delivery IN ('IMMEDIATE', 'DAILY', 'NONE')),
  changed_at timestamptz NOT NULL
);
-- One row: how far the events have been read, and of a round that is under way who was told last. Whoever holds it is the one
-- who makes notices.
CREATE TABLE notice_cursor (
  name text PRIMARY KEY,
  read_until timestamptz NOT NULL,
  told_through uuid
);
-- Events about which people were told, as far back as the cursor looks; those to come back to when their decision becomes
-- public; and those of the round that is under way, with the time by which whoever is told followed.
CREATE TABLE noticed_events (
  event_id uuid PRIMARY KEY REFERENCES events,
  occurred_at timestamptz NOT NULL,
  again_at timestamptz,
  as_of timestamptz
);
CREATE INDEX noticed_events_again ON noticed_events (again_at) WHERE again_at IS NOT NULL;
CREATE INDEX noticed_events_begun ON noticed_events (as_of) WHERE as_of IS NOT NULL;
CREATE INDEX noticed_events_old ON noticed_events (occurred_at) WHERE again_at IS NULL AND as_of IS NULL;
-- The outbox. The Message-ID is made with the row, before the first try.
CREATE TABLE mails (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES accounts,
  message_id text NOT NULL UNIQUE,
  -- The day of a digest.
  digest_on date,
  state text NOT NULL CHECK (state IN ('QUEUED', 'SENDING', 'SENT', 'DROPPED', 'FAILED')),
  attempts bigint NOT NULL,
  -- When it is to be tried; of one that is being sent, when the claim runs out.
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  last_error text,
  UNIQUE (person_id, digest_on),
  CHECK ((state IN ('SENT', 'DROPPED', 'FAILED')) = (settled_at IS NOT NULL))
);
CREATE INDEX mails_due ON mails (due_at, id) WHERE state IN ('QUEUED', 'SENDING');
CREATE INDEX mails_settled ON mails (settled_at) WHERE settled_at IS NOT NULL;
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES accounts,
  event_id uuid NOT NULL REFERENCES events,
  kind text NOT NULL CHECK (kind IN ('NEW_DECISION', 'POLL_OPENED', 'POLL_CLOSED', 'ANSWER', 'OVERDUE', 'DEADLINE_MOVED')),
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  decision_id uuid NOT NULL REFERENCES decisions,
  facts text NOT NULL,
  occurred_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  read_at timestamptz,
  mailing text NOT NULL CHECK (mailing IN ('MAIL', 'DIGEST', 'NONE')),
  mail_id uuid REFERENCES mails,
  -- The arbiter: of one event a person is told once.
  UNIQUE (event_id, person_id)
);
CREATE INDEX notices_person ON notices (person_id, made_at, id);
CREATE INDEX notices_unread ON notices (person_id, made_at, id) WHERE read_at IS NULL;
CREATE INDEX notices_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notices_digest ON notices (made_at, person_id) WHERE mailing = 'DIGEST' AND mail_id IS NULL;
-- The events that people are told of, among many that they are not.
CREATE INDEX events_told ON events (occurred_at, id)
  WHERE kind IN ('DecisionPublished', 'PollOpened', 'PollClosed', 'RecommendationAnswered', 'AnswerCorrected', 'DeadlineOverdue', 'DeadlineMoved');
-- What happened before there were notices is not news.
INSERT INTO notice_cursor (name, read_until) SELECT 'events', coalesce(max(occurred_at), timestamptz '1970-01-01 00:00:00+00') FROM events;
