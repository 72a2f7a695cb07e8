-- What a council concluded: its final document, the recommendations in it, and who received them.
CREATE TABLE final_documents (
  id uuid PRIMARY KEY,
  -- One final document per review.
  review_id uuid NOT NULL UNIQUE REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  body_id uuid NOT NULL REFERENCES state_bodies,
  -- The poll by which the council adopted it; NULL where it rests on the protocol of a hearing.
  poll_id uuid REFERENCES polls,
  year bigint NOT NULL,
  number bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'SENT')),
  version_id uuid NOT NULL,
  revision bigint NOT NULL,
  adopted_by_id uuid NOT NULL REFERENCES people,
  adopted_by_name text NOT NULL,
  adopted_at timestamptz NOT NULL,
  sent_at timestamptz,
  -- The arbiter of numbers: two documents adopted at once cannot share one.
  UNIQUE (council_id, year, number),
  CHECK ((state = 'SENT') = (sent_at IS NOT NULL))
);
CREATE INDEX final_documents_adopted ON final_documents (adopted_at, id);
CREATE INDEX final_documents_council ON final_documents (council_id, adopted_at, id);
CREATE INDEX final_documents_body ON final_documents (body_id, adopted_at, id);
CREATE INDEX final_documents_decision ON final_documents (decision_id);
CREATE TABLE document_versions (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES final_documents,
  number bigint NOT NULL,
  -- RFC 8785 canonical JSON, as it was hashed.
  content text NOT NULL,
  sha256 bytea NOT NULL,
  author_id uuid NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL,
  UNIQUE (document_id, number)
);
-- Entered when the document is sent, and never before: a draft's recommendations stand in its versions.
CREATE TABLE recommendations (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES final_documents,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  number bigint NOT NULL,
  text text NOT NULL,
  priority text NOT NULL CHECK (priority IN ('HIGH', 'NORMAL', 'LOW')),
  wished_on date,
  sent_at timestamptz NOT NULL,
  UNIQUE (document_id, number)
);
CREATE INDEX recommendations_review ON recommendations (review_id);
CREATE INDEX recommendations_council ON recommendations (council_id, sent_at, id);
CREATE INDEX recommendations_decision ON recommendations (decision_id);
CREATE INDEX recommendations_sent ON recommendations (sent_at, id);
CREATE TABLE recommendation_addressees (
  id uuid PRIMARY KEY,
  recommendation_id uuid NOT NULL REFERENCES recommendations,
  document_id uuid NOT NULL REFERENCES final_documents,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  body_id uuid NOT NULL REFERENCES state_bodies,
  state text NOT NULL CHECK (state IN ('PENDING', 'ANSWERED')),
  sent_at timestamptz NOT NULL,
  UNIQUE (recommendation_id, body_id)
);
CREATE INDEX recommendation_addressees_body ON recommendation_addressees (body_id, sent_at, id);
CREATE INDEX recommendation_addressees_document ON recommendation_addressees (document_id);
CREATE INDEX recommendation_addressees_pending ON recommendation_addressees (review_id) WHERE state = 'PENDING';
-- Every body a document was sent to, and when somebody there acknowledged it.
CREATE TABLE document_receipts (
  document_id uuid NOT NULL REFERENCES final_documents,
  body_id uuid NOT NULL REFERENCES state_bodies,
  received_at timestamptz NOT NULL,
  acknowledged_by_id uuid REFERENCES people,
  acknowledged_by_name text,
  acknowledged_at timestamptz,
  PRIMARY KEY (document_id, body_id),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by_id IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_by_name IS NULL))
);
CREATE INDEX document_receipts_body ON document_receipts (body_id, received_at);

-- What was sent stands, whatever code or console tries.
CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'SENT' OR (NEW.id, NEW.review_id, NEW.decision_id, NEW.council_id, NEW.body_id, NEW.year, NEW.number, NEW.adopted_by_id, NEW.adopted_by_name, NEW.adopted_at)
    IS DISTINCT FROM (OLD.id, OLD.review_id, OLD.decision_id, OLD.council_id, OLD.body_id, OLD.year, OLD.number, OLD.adopted_by_id, OLD.adopted_by_name, OLD.adopted_at)
  THEN RAISE EXCEPTION 'a final document that was sent is never changed, and none is deleted' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER final_documents_frozen BEFORE UPDATE OR DELETE ON final_documents FOR EACH ROW EXECUTE FUNCTION refuse_document_change();
CREATE FUNCTION refuse_after_sending() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT state FROM final_documents WHERE id = NEW.document_id) = 'SENT'
  THEN RAISE EXCEPTION 'the final document was sent' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER document_versions_until_sent BEFORE INSERT ON document_versions FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
CREATE TRIGGER document_versions_append_only BEFORE UPDATE OR DELETE ON document_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recommendations_until_sent BEFORE INSERT ON recommendations FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
CREATE TRIGGER recommendations_append_only BEFORE UPDATE OR DELETE ON recommendations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recommendation_addressees_until_sent BEFORE INSERT ON recommendation_addressees FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
CREATE TRIGGER recommendation_addressees_frozen BEFORE UPDATE OF id, recommendation_id, document_id, review_id, decision_id, council_id, body_id, sent_at
  ON recommendation_addressees FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recommendation_addressees_never_deleted BEFORE DELETE ON recommendation_addressees FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_receipts_until_sent BEFORE INSERT ON document_receipts FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
CREATE FUNCTION refuse_receipt_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR OLD.acknowledged_at IS NOT NULL OR (NEW.document_id, NEW.body_id, NEW.received_at) IS DISTINCT FROM (OLD.document_id, OLD.body_id, OLD.received_at)
  THEN RAISE EXCEPTION 'a receipt is acknowledged once' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER document_receipts_once BEFORE UPDATE OR DELETE ON document_receipts FOR EACH ROW EXECUTE FUNCTION refuse_receipt_change();
DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['final_documents', 'document_versions', 'recommendations', 'recommendation_addressees', 'document_receipts'] LOOP
    EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP; END $$;
