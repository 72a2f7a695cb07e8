-- Files that belong to decisions, final documents, answers and meetings. Their contents are in the storage (src/blobs).
CREATE TABLE attachments (
  id blob PRIMARY KEY NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('DECISION', 'FINAL_DOCUMENT', 'ANSWER', 'MEETING')),
  subject_id blob NOT NULL,
  -- Through which decision it is seen; NULL for a meeting, which hangs on none.
  decision_id blob REFERENCES decisions,
  -- The council and the body whose members and officers see it when it is restricted.
  council_id blob REFERENCES councils,
  body_id blob REFERENCES state_bodies,
  -- The restricted original of which it is the copy for the public.
  redacted_of_id blob REFERENCES attachments,
  access text NOT NULL CHECK (access IN ('PUBLIC', 'RESTRICTED')),
  state text NOT NULL CHECK (state IN ('PENDING', 'READY')),
  name text NOT NULL,
  media_type text,
  size_bytes integer CHECK (size_bytes > 0),
  sha256 blob,
  blob_id blob UNIQUE,
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  created_at integer NOT NULL,
  attached_at integer,
  restricted_at integer,
  restricted_by_id blob REFERENCES people,
  restricted_reason text,
  CHECK (decision_id IS NOT NULL OR subject_kind = 'MEETING'),
  CHECK ((state = 'READY') = (media_type IS NOT NULL) AND (state = 'READY') = (size_bytes IS NOT NULL) AND (state = 'READY') = (sha256 IS NOT NULL)
     AND (state = 'READY') = (blob_id IS NOT NULL) AND (state = 'READY') = (attached_at IS NOT NULL)),
  CHECK (redacted_of_id IS NULL OR access = 'PUBLIC' OR restricted_at IS NOT NULL),
  CHECK (restricted_at IS NULL OR access = 'RESTRICTED'),
  CHECK ((restricted_at IS NULL) = (restricted_by_id IS NULL) AND (restricted_at IS NULL) = (restricted_reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_subject ON attachments (subject_id, attached_at, id) WHERE state = 'READY';
CREATE INDEX attachments_redacted ON attachments (redacted_of_id) WHERE redacted_of_id IS NOT NULL;
-- The one-time addresses of files announced; one that was used or has run out is deleted.
CREATE TABLE uploads (
  token_hash blob PRIMARY KEY NOT NULL,
  attachment_id blob NOT NULL UNIQUE REFERENCES attachments,
  expires_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_expiry ON uploads (expires_at);
-- Contents being written, entered before the first byte: what is still here after a day belongs to nobody and is swept.
CREATE TABLE blob_drafts (
  id blob PRIMARY KEY NOT NULL,
  begun_at integer NOT NULL,
  -- From here on the sweep may remove the content: it can no longer be attached.
  condemned_at integer
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_drafts_begun ON blob_drafts (begun_at);

-- An attached file stands: it is never replaced and never deleted. It may be restricted, once, and never opened again.
CREATE TRIGGER attachments_frozen BEFORE UPDATE OF id, subject_kind, subject_id, decision_id, council_id, body_id, redacted_of_id, state,
  name, media_type, size_bytes, sha256, blob_id, author_id, author_name, created_at, attached_at ON attachments
  WHEN OLD.state = 'READY' BEGIN SELECT RAISE(ABORT, 'an attached file is never changed'); END;
CREATE TRIGGER attachments_stay_restricted BEFORE UPDATE ON attachments
  WHEN OLD.state = 'READY' AND OLD.access = 'RESTRICTED' BEGIN SELECT RAISE(ABORT, 'an attachment stays restricted'); END;
CREATE TRIGGER attachments_never_deleted BEFORE DELETE ON attachments
  WHEN OLD.state = 'READY' BEGIN SELECT RAISE(ABORT, 'an attached file is never deleted'); END;
