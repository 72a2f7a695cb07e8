-- What a council concluded: its final document, the recommendations in it, and who received them.
CREATE TABLE final_documents (
  id blob PRIMARY KEY NOT NULL,
  -- One final document per review.
  review_id blob NOT NULL UNIQUE REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  body_id blob NOT NULL REFERENCES state_bodies,
  -- The poll by which the council adopted it; NULL where it rests on the protocol of a hearing.
  poll_id blob REFERENCES polls,
  year integer NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'SENT')),
  version_id blob NOT NULL,
  revision integer NOT NULL,
  adopted_by_id blob NOT NULL REFERENCES people,
  adopted_by_name text NOT NULL,
  adopted_at integer NOT NULL,
  sent_at integer,
  -- The arbiter of numbers: two documents adopted at once cannot share one.
  UNIQUE (council_id, year, number),
  CHECK ((state = 'SENT') = (sent_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX final_documents_adopted ON final_documents (adopted_at, id);
CREATE INDEX final_documents_council ON final_documents (council_id, adopted_at, id);
CREATE INDEX final_documents_body ON final_documents (body_id, adopted_at, id);
CREATE INDEX final_documents_decision ON final_documents (decision_id);
CREATE TABLE document_versions (
  id blob PRIMARY KEY NOT NULL,
  document_id blob NOT NULL REFERENCES final_documents,
  number integer NOT NULL,
  -- RFC 8785 canonical JSON, as it was hashed.
  content text NOT NULL,
  sha256 blob NOT NULL,
  author_id blob NOT NULL REFERENCES people,
  created_at integer NOT NULL,
  UNIQUE (document_id, number)
) STRICT, WITHOUT ROWID;
-- Entered when the document is sent, and never before: a draft's recommendations stand in its versions.
CREATE TABLE recommendations (
  id blob PRIMARY KEY NOT NULL,
  document_id blob NOT NULL REFERENCES final_documents,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  number integer NOT NULL,
  text text NOT NULL,
  priority text NOT NULL CHECK (priority IN ('HIGH', 'NORMAL', 'LOW')),
  wished_on text,
  sent_at integer NOT NULL,
  UNIQUE (document_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX recommendations_review ON recommendations (review_id);
CREATE INDEX recommendations_council ON recommendations (council_id, sent_at, id);
CREATE INDEX recommendations_decision ON recommendations (decision_id);
CREATE INDEX recommendations_sent ON recommendations (sent_at, id);
CREATE TABLE recommendation_addressees (
  id blob PRIMARY KEY NOT NULL,
  recommendation_id blob NOT NULL REFERENCES recommendations,
  document_id blob NOT NULL REFERENCES final_documents,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  body_id blob NOT NULL REFERENCES state_bodies,
  state text NOT NULL CHECK (state IN ('PENDING', 'ANSWERED')),
  sent_at integer NOT NULL,
  UNIQUE (recommendation_id, body_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recommendation_addressees_body ON recommendation_addressees (body_id, sent_at, id);
CREATE INDEX recommendation_addressees_document ON recommendation_addressees (document_id);
CREATE INDEX recommendation_addressees_pending ON recommendation_addressees (review_id) WHERE state = 'PENDING';
-- Every body a document was sent to, and when somebody there acknowledged it.
CREATE TABLE document_receipts (
  document_id blob NOT NULL REFERENCES final_documents,
  body_id blob NOT NULL REFERENCES state_bodies,
  received_at integer NOT NULL,
  acknowledged_by_id blob REFERENCES people,
  acknowledged_by_name text,
  acknowledged_at integer,
  PRIMARY KEY (document_id, body_id),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by_id IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_by_name IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX document_receipts_body ON document_receipts (body_id, received_at);

-- What was sent stands, whatever code or console tries.
CREATE TRIGGER final_documents_frozen BEFORE UPDATE ON final_documents
  WHEN OLD.state = 'SENT' OR NEW.id IS NOT OLD.id OR NEW.review_id IS NOT OLD.review_id OR NEW.decision_id IS NOT OLD.decision_id
    OR NEW.council_id IS NOT OLD.council_id OR NEW.body_id IS NOT OLD.body_id OR NEW.year IS NOT OLD.year OR NEW.number IS NOT OLD.number
    OR NEW.adopted_by_id IS NOT OLD.adopted_by_id OR NEW.adopted_by_name IS NOT OLD.adopted_by_name OR NEW.adopted_at IS NOT OLD.adopted_at
  BEGIN SELECT RAISE(ABORT, 'a final document that was sent is never changed'); END;
CREATE TRIGGER final_documents_never_deleted BEFORE DELETE ON final_documents BEGIN SELECT RAISE(ABORT, 'a final document is never deleted'); END;
CREATE TRIGGER document_versions_until_sent BEFORE INSERT ON document_versions
  WHEN (SELECT state FROM final_documents WHERE id = NEW.document_id) = 'SENT' BEGIN SELECT RAISE(ABORT, 'the final document was sent'); END;
CREATE TRIGGER document_versions_append_only_update BEFORE UPDATE ON document_versions BEGIN SELECT RAISE(ABORT, 'document_versions is append-only'); END;
CREATE TRIGGER document_versions_append_only_delete BEFORE DELETE ON document_versions BEGIN SELECT RAISE(ABORT, 'document_versions is append-only'); END;
CREATE TRIGGER recommendations_until_sent BEFORE INSERT ON recommendations
  WHEN (SELECT state FROM final_documents WHERE id = NEW.document_id) = 'SENT' BEGIN SELECT RAISE(ABORT, 'the final document was sent'); END;
CREATE TRIGGER recommendations_append_only_update BEFORE UPDATE ON recommendations BEGIN SELECT RAISE(ABORT, 'recommendations is append-only'); END;
CREATE TRIGGER recommendations_append_only_delete BEFORE DELETE ON recommendations BEGIN SELECT RAISE(ABORT, 'recommendations is append-only'); END;
CREATE TRIGGER recommendation_addressees_until_sent BEFORE INSERT ON recommendation_addressees
  WHEN (SELECT state FROM final_documents WHERE id = NEW.document_id) = 'SENT' BEGIN SELECT RAISE(ABORT, 'the final document was sent'); END;
CREATE TRIGGER recommendation_addressees_frozen BEFORE UPDATE OF id, recommendation_id, document_id, review_id, decision_id, council_id, body_id, sent_at
  ON recommendation_addressees BEGIN SELECT RAISE(ABORT, 'only the state of an addressee changes'); END;
CREATE TRIGGER recommendation_addressees_never_deleted BEFORE DELETE ON recommendation_addressees BEGIN SELECT RAISE(ABORT, 'an addressee is never deleted'); END;
CREATE TRIGGER document_receipts_until_sent BEFORE INSERT ON document_receipts
  WHEN (SELECT state FROM final_documents WHERE id = NEW.document_id) = 'SENT' BEGIN SELECT RAISE(ABORT, 'the final document was sent'); END;
CREATE TRIGGER document_receipts_once BEFORE UPDATE ON document_receipts
  WHEN OLD.acknowledged_at IS NOT NULL OR NEW.document_id IS NOT OLD.document_id OR NEW.body_id IS NOT OLD.body_id OR NEW.received_at IS NOT OLD.received_at
  BEGIN SELECT RAISE(ABORT, 'a receipt is acknowledged once'); END;
CREATE TRIGGER document_receipts_never_deleted BEFORE DELETE ON document_receipts BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
