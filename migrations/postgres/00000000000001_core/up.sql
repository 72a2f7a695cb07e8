-- The core of Kenes. The same tables, columns and names stand in migrations/sqlite; a test compares them.
-- Localised text is one JSON object per column: {"kk": …, "ru": …, "en": …}. It is never searched in place (see decision_search).
-- Times are UTC; columns ending in _on are legal days of Kazakhstan.

CREATE TABLE legal_rules (
  id uuid PRIMARY KEY,
  key text NOT NULL,
  value_num bigint NOT NULL,
  value_den bigint NOT NULL CHECK (value_den > 0),
  unit text NOT NULL,
  citation text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  confirmed boolean NOT NULL,
  -- A value withdrawn before it came into force keeps its row, and a period without a day.
  withdrawn_at timestamptz,
  withdrawn_reason text,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (withdrawn_at IS NULL OR (valid_to IS NOT NULL AND valid_to = valid_from))
);
-- One value of a rule begins on a day: the arbiter between two administrators.
CREATE UNIQUE INDEX legal_rules_period ON legal_rules (key, valid_from) WHERE withdrawn_at IS NULL;

-- people, accounts and roles -------------------------------------------------------------------
CREATE TABLE people (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- The name as it is searched: lower case, ё as е. Neither engine folds Kazakh alike.
  search_name text NOT NULL,
  created_at timestamptz NOT NULL
);
-- An account is a person who can sign in: it shares the person's id. Personal numbers are never stored.
CREATE TABLE accounts (
  id uuid PRIMARY KEY REFERENCES people,
  kind text NOT NULL CHECK (kind IN ('PERSON', 'SERVICE')),
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  locale text NOT NULL CHECK (locale IN ('kk', 'ru', 'en')),
  state text NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED')),
  created_at timestamptz NOT NULL
);
CREATE INDEX accounts_listed ON accounts (created_at, id);
CREATE TABLE role_grants (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  role text NOT NULL CHECK (role IN ('ADMINISTRATOR', 'REGISTRAR', 'MODERATOR', 'AUDITOR', 'OFFICER', 'REPRESENTATIVE')),
  scope_kind text NOT NULL CHECK (scope_kind IN ('GLOBAL', 'BODY', 'COUNCIL', 'ORGANIZATION')),
  scope_id uuid,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,
  granted_by uuid REFERENCES accounts,
  granted_at timestamptz NOT NULL,
  revoked_by uuid REFERENCES accounts,
  revoked_at timestamptz,
  CHECK ((scope_kind = 'GLOBAL') = (scope_id IS NULL))
);
CREATE INDEX role_grants_account ON role_grants (account_id);
CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  email text NOT NULL,
  person_id uuid REFERENCES people,
  person_name text NOT NULL,
  invited_by uuid REFERENCES accounts,
  invited_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  account_id uuid REFERENCES accounts
);
-- A session is one sign-in and the family of refresh tokens that descend from it.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text CHECK (end_reason IN ('SIGNED_OUT', 'PASSWORD_CHANGED', 'TOKEN_REUSED', 'SUSPENDED'))
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
-- Failed sign-ins, by hashed key (account, address, or the pair). No address and no e-mail is kept in clear.
CREATE TABLE sign_in_throttles (
  key text PRIMARY KEY,
  failures bigint NOT NULL,
  last_failed_at timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL
);

-- registry -------------------------------------------------------------------------------------
CREATE TABLE regions (
  id uuid PRIMARY KEY,
  kato text NOT NULL UNIQUE,
  level text NOT NULL CHECK (level IN ('REPUBLIC', 'REGION', 'DISTRICT', 'RURAL')),
  parent_id uuid REFERENCES regions,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE state_bodies (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  level text NOT NULL CHECK (level IN ('REPUBLIC', 'REGION', 'DISTRICT', 'RURAL')),
  region_id uuid NOT NULL REFERENCES regions,
  parent_id uuid REFERENCES state_bodies,
  predecessor_id uuid REFERENCES state_bodies,
  name text NOT NULL,
  council_eligibility text NOT NULL CHECK (council_eligibility IN ('ELIGIBLE', 'EXCLUDED')),
  valid_from date NOT NULL,
  valid_to date,
  created_at timestamptz NOT NULL
);
CREATE TABLE heads (
  id uuid PRIMARY KEY,
  body_id uuid NOT NULL REFERENCES state_bodies,
  person_id uuid NOT NULL REFERENCES people,
  title text NOT NULL,
  since_on date NOT NULL,
  until_on date
);
CREATE INDEX heads_body ON heads (body_id, since_on);
CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('NGO', 'MEDIA', 'TRADE_UNION', 'BUSINESS_ASSOCIATION', 'ACADEMIC', 'LOCAL_COMMUNITY')),
  bin text NOT NULL UNIQUE,
  name text NOT NULL,
  region_id uuid REFERENCES regions,
  verification text NOT NULL CHECK (verification IN ('UNVERIFIED', 'VERIFIED')),
  accreditation text NOT NULL CHECK (accreditation IN ('NONE', 'ACCREDITED')),
  created_at timestamptz NOT NULL
);
CREATE TABLE councils (
  id uuid PRIMARY KEY,
  body_id uuid NOT NULL REFERENCES state_bodies,
  kind text NOT NULL CHECK (kind IN ('REPUBLICAN', 'LOCAL', 'QUASI_PUBLIC')),
  name text NOT NULL,
  term_starts_on date NOT NULL,
  term_ends_on date NOT NULL,
  charter text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (body_id, term_starts_on)
);
CREATE TABLE memberships (
  id uuid PRIMARY KEY,
  council_id uuid NOT NULL REFERENCES councils,
  person_id uuid NOT NULL REFERENCES people,
  category text NOT NULL CHECK (category IN ('STATE', 'NGO', 'MEDIA', 'CITIZEN', 'DEPUTY', 'EXPERT', 'BUSINESS')),
  position text NOT NULL CHECK (position IN ('MEMBER', 'CHAIR', 'DEPUTY_CHAIR', 'SECRETARY')),
  organization_id uuid REFERENCES organizations,
  since_on date NOT NULL,
  until_on date,
  end_reason text CHECK (end_reason IN ('OWN_REQUEST', 'TERM_ENDED', 'LEFT_NOMINATOR', 'ABSENCE', 'CONVICTION', 'OTHER')),
  appointed_at timestamptz NOT NULL
);
CREATE INDEX memberships_council ON memberships (council_id, since_on);
CREATE INDEX memberships_person ON memberships (person_id);
-- One running seat per person and council: two registrars at once cannot seat somebody twice.
CREATE UNIQUE INDEX memberships_running ON memberships (council_id, person_id) WHERE until_on IS NULL;
CREATE UNIQUE INDEX memberships_running_ngo ON memberships (council_id, organization_id) WHERE until_on IS NULL AND organization_id IS NOT NULL;

-- decisions ------------------------------------------------------------------------------------
CREATE TABLE decisions (
  id uuid PRIMARY KEY,
  body_id uuid NOT NULL REFERENCES state_bodies,
  kind text NOT NULL CHECK (kind IN ('LAND_ALLOTMENT', 'KINDERGARTEN_QUEUE', 'BUDGET_PROGRAMME', 'PROCUREMENT', 'DRAFT_ACT', 'FUNCTION_TRANSFER', 'SERVICE_DIGITALISATION', 'HEAD_ACCOUNTABILITY', 'OTHER')),
  state text NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN', 'SUPERSEDED', 'ADOPTED')),
  access text NOT NULL CHECK (access IN ('PUBLIC', 'RESTRICTED')),
  author_id uuid NOT NULL REFERENCES people,
  author_name text NOT NULL,
  version_id uuid NOT NULL,
  revision bigint NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  drafted_at timestamptz NOT NULL,
  published_at timestamptz,
  embargoed_until timestamptz,
  -- The moment from which everybody may read it: NULL for drafts and restricted decisions.
  public_from timestamptz,
  superseded_by_id uuid REFERENCES decisions,
  -- What lists are ordered by: publication, or drafting while there is none.
  listed_at timestamptz NOT NULL
);
CREATE INDEX decisions_listed ON decisions (listed_at, id);
CREATE INDEX decisions_body ON decisions (body_id, listed_at, id);
CREATE INDEX decisions_kind ON decisions (kind, listed_at, id);
CREATE INDEX decisions_state ON decisions (state, listed_at, id);
CREATE TABLE decision_versions (
  id uuid PRIMARY KEY,
  decision_id uuid NOT NULL REFERENCES decisions,
  number bigint NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  text text NOT NULL,
  details text NOT NULL,
  sha256 bytea NOT NULL,
  author_id uuid NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL,
  UNIQUE (decision_id, number)
);
CREATE TABLE decision_search (
  decision_id uuid PRIMARY KEY REFERENCES decisions,
  terms tsvector NOT NULL
);
CREATE INDEX decision_search_terms ON decision_search USING gin (terms);
-- Every change of state of a decision or a review, with who, when and why.
CREATE TABLE transitions (
  id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  from_state text,
  to_state text NOT NULL,
  -- Nobody when a deadline did it.
  actor_id uuid REFERENCES people,
  actor_name text,
  occurred_at timestamptz NOT NULL,
  reason text
);
CREATE INDEX transitions_subject ON transitions (subject_id, occurred_at, id);

-- reviews and comments -------------------------------------------------------------------------
CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  form text NOT NULL CHECK (form IN ('EXPERTISE', 'MONITORING', 'HEARING', 'REPORT_HEARING', 'DISCUSSION')),
  state text NOT NULL CHECK (state IN ('OPEN', 'DELIBERATION', 'VOTING', 'CONCLUDED', 'SENT', 'ANSWERED', 'CLOSED')),
  opened_by_id uuid NOT NULL REFERENCES people,
  opened_at timestamptz NOT NULL,
  concluded_at timestamptz
);
CREATE INDEX reviews_decision ON reviews (decision_id, opened_at, id);
CREATE INDEX reviews_council ON reviews (council_id, opened_at, id);
CREATE INDEX reviews_opened ON reviews (opened_at, id);
-- One running review of a decision per council.
CREATE UNIQUE INDEX reviews_running ON reviews (decision_id, council_id) WHERE concluded_at IS NULL;
CREATE TABLE comments (
  id uuid PRIMARY KEY,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  parent_id uuid REFERENCES comments,
  depth bigint NOT NULL,
  author_id uuid NOT NULL REFERENCES people,
  author_name text NOT NULL,
  capacity text NOT NULL CHECK (capacity IN ('MEMBER', 'OFFICIAL', 'NGO', 'MEDIA', 'CITIZEN')),
  organization_id uuid REFERENCES organizations,
  stance text NOT NULL CHECK (stance IN ('FOR', 'AGAINST', 'NEUTRAL')),
  body text NOT NULL,
  revision bigint NOT NULL,
  created_at timestamptz NOT NULL,
  edited_at timestamptz,
  hidden_at timestamptz,
  hidden_by_id uuid REFERENCES people,
  hidden_reason text
);
CREATE INDEX comments_decision ON comments (decision_id, created_at, id);
CREATE INDEX comments_review ON comments (review_id, created_at, id);
CREATE INDEX comments_review_roots ON comments (review_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX comments_parent ON comments (parent_id, created_at, id);
CREATE INDEX comments_stance ON comments (review_id, stance) WHERE hidden_at IS NULL;
CREATE INDEX comments_hidden ON comments (hidden_at, id) WHERE hidden_at IS NOT NULL;
CREATE TABLE comment_edits (
  comment_id uuid NOT NULL REFERENCES comments,
  revision bigint NOT NULL,
  body text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (comment_id, revision)
);

-- polls ----------------------------------------------------------------------------------------
CREATE TABLE recusals (
  id uuid PRIMARY KEY,
  review_id uuid NOT NULL REFERENCES reviews,
  membership_id uuid NOT NULL REFERENCES memberships,
  reason text NOT NULL,
  declared_at timestamptz NOT NULL,
  UNIQUE (review_id, membership_id)
);
CREATE TABLE polls (
  id uuid PRIMARY KEY,
  review_id uuid NOT NULL REFERENCES reviews,
  decision_id uuid NOT NULL REFERENCES decisions,
  council_id uuid NOT NULL REFERENCES councils,
  version_id uuid NOT NULL REFERENCES decision_versions,
  mode text NOT NULL CHECK (mode IN ('ROLL_CALL', 'SECRET')),
  state text NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'ANNULLED')),
  question text NOT NULL,
  rules text NOT NULL,
  electorate_size bigint NOT NULL,
  opened_by_id uuid NOT NULL REFERENCES people,
  opened_at timestamptz NOT NULL,
  closes_at timestamptz,
  closed_at timestamptz,
  -- The frozen result; NULL while the poll is open.
  present bigint,
  present_public bigint,
  votes_for bigint,
  votes_against bigint,
  votes_abstain bigint,
  quorum text CHECK (quorum IN ('MET', 'NOT_MET')),
  outcome text CHECK (outcome IN ('ADOPTED', 'REJECTED', 'NO_QUORUM')),
  decided_by text CHECK (decided_by IN ('MAJORITY', 'CHAIR_TIE_BREAK', 'UNBROKEN_TIE', 'QUORUM')),
  annulled_at timestamptz,
  annulled_by_id uuid REFERENCES people,
  annulled_reason text,
  replaces_id uuid REFERENCES polls,
  CHECK ((state = 'OPEN') = (closed_at IS NULL AND annulled_at IS NULL))
);
CREATE INDEX polls_review ON polls (review_id, opened_at, id);
CREATE INDEX polls_council ON polls (council_id, opened_at, id);
CREATE INDEX polls_opened ON polls (opened_at, id);
CREATE INDEX polls_due ON polls (closes_at) WHERE state = 'OPEN';
CREATE UNIQUE INDEX polls_running ON polls (review_id) WHERE state = 'OPEN';
-- One poll stands in the place of an annulled one.
CREATE UNIQUE INDEX polls_replacing ON polls (replaces_id) WHERE replaces_id IS NOT NULL;
-- The frozen electorate: who may vote, in which category, and who had recused themselves.
CREATE TABLE poll_electors (
  poll_id uuid NOT NULL REFERENCES polls,
  membership_id uuid NOT NULL REFERENCES memberships,
  person_id uuid NOT NULL REFERENCES people,
  name text NOT NULL,
  category text NOT NULL,
  position text NOT NULL,
  organization_id uuid REFERENCES organizations,
  entitlement text NOT NULL CHECK (entitlement IN ('ELIGIBLE', 'RECUSED')),
  PRIMARY KEY (poll_id, membership_id)
);
CREATE UNIQUE INDEX poll_electors_person ON poll_electors (poll_id, person_id);
-- Roll call: who chose what. The primary key is the arbiter of one ballot per member.
CREATE TABLE ballots (
  poll_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  choice text NOT NULL CHECK (choice IN ('FOR', 'AGAINST', 'ABSTAIN')),
  revision bigint NOT NULL,
  cast_at timestamptz NOT NULL,
  PRIMARY KEY (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
);
CREATE TABLE ballot_changes (
  poll_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  revision bigint NOT NULL,
  choice text NOT NULL,
  cast_at timestamptz NOT NULL,
  PRIMARY KEY (poll_id, membership_id, revision),
  FOREIGN KEY (poll_id, membership_id) REFERENCES ballots
);
-- Secret: who took part stands here, what was chosen stands below, and nothing links the two.
CREATE TABLE participations (
  poll_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  participated_at timestamptz NOT NULL,
  PRIMARY KEY (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
);
-- Random ids, no times, no order; rewritten in random order when the poll closes.
CREATE TABLE secret_choices (
  id uuid PRIMARY KEY,
  poll_id uuid NOT NULL REFERENCES polls,
  choice text NOT NULL CHECK (choice IN ('FOR', 'AGAINST', 'ABSTAIN'))
);
CREATE INDEX secret_choices_poll ON secret_choices (poll_id, choice);
CREATE TABLE dissents (
  id uuid PRIMARY KEY,
  poll_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  text text NOT NULL,
  attached_at timestamptz NOT NULL,
  UNIQUE (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
);

-- the event log --------------------------------------------------------------------------------
-- Append-only. body is RFC 8785 canonical JSON, version 1; its order is given later by a sequencer, not by insertion.
CREATE TABLE events (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  actor_id uuid,
  occurred_at timestamptz NOT NULL,
  body text NOT NULL
);
CREATE INDEX events_occurred ON events (occurred_at, id);
CREATE INDEX events_subject ON events (subject_id, occurred_at, id);
-- What must be erasable (personal data) stands apart; the event's body carries only its salted SHA-256.
CREATE TABLE event_secrets (
  event_id uuid PRIMARY KEY REFERENCES events,
  salt bytea NOT NULL,
  body text NOT NULL
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_versions_append_only BEFORE UPDATE OR DELETE ON decision_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transitions_append_only BEFORE UPDATE OR DELETE ON transitions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ballot_changes_append_only BEFORE UPDATE OR DELETE ON ballot_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER comment_edits_append_only BEFORE UPDATE OR DELETE ON comment_edits FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER poll_electors_frozen BEFORE UPDATE OR DELETE ON poll_electors FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER participations_append_only BEFORE UPDATE OR DELETE ON participations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dissents_append_only BEFORE UPDATE OR DELETE ON dissents FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- After the close nobody writes a ballot, whatever code or console tries.
CREATE FUNCTION refuse_late_ballot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a ballot is never deleted' USING ERRCODE = 'restrict_violation'; END IF;
  IF (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'OPEN' OR (TG_OP = 'UPDATE' AND (SELECT state FROM polls WHERE id = OLD.poll_id) <> 'OPEN')
  THEN RAISE EXCEPTION 'the poll is closed' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER ballots_only_while_open BEFORE INSERT OR UPDATE OR DELETE ON ballots FOR EACH ROW EXECUTE FUNCTION refuse_late_ballot();
CREATE TRIGGER participations_insert_while_open BEFORE INSERT ON participations FOR EACH ROW EXECUTE FUNCTION refuse_late_ballot();
-- Slips are taken out and written anew once, by the close, while the poll is still open.
CREATE FUNCTION refuse_late_removal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT state FROM polls WHERE id = OLD.poll_id) <> 'OPEN' THEN RAISE EXCEPTION 'the poll is closed' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN OLD; END $$;
CREATE TRIGGER secret_choices_insert_while_open BEFORE INSERT ON secret_choices FOR EACH ROW EXECUTE FUNCTION refuse_late_ballot();
CREATE TRIGGER secret_choices_delete_while_open BEFORE DELETE ON secret_choices FOR EACH ROW EXECUTE FUNCTION refuse_late_removal();
CREATE TRIGGER secret_choices_append_only BEFORE UPDATE ON secret_choices FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- What a poll was opened with stays, and so does a frozen result: a closed poll may only be annulled.
CREATE TRIGGER polls_opening_frozen BEFORE UPDATE OF review_id, decision_id, council_id, version_id, mode, question, rules,
  electorate_size, opened_by_id, opened_at, closes_at, replaces_id ON polls FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_result_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a poll is annulled, never deleted' USING ERRCODE = 'restrict_violation'; END IF;
  IF OLD.state = 'ANNULLED' OR (OLD.state = 'CLOSED' AND (NEW.state = 'OPEN'
     OR (NEW.present, NEW.present_public, NEW.votes_for, NEW.votes_against, NEW.votes_abstain, NEW.quorum, NEW.outcome, NEW.decided_by, NEW.closed_at)
        IS DISTINCT FROM (OLD.present, OLD.present_public, OLD.votes_for, OLD.votes_against, OLD.votes_abstain, OLD.quorum, OLD.outcome, OLD.decided_by, OLD.closed_at)))
  THEN RAISE EXCEPTION 'the result of a poll is frozen' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER polls_result_frozen BEFORE UPDATE OR DELETE ON polls FOR EACH ROW EXECUTE FUNCTION refuse_result_change();
-- TRUNCATE passes by the triggers of rows.
DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['decision_versions', 'transitions', 'comment_edits', 'polls', 'poll_electors', 'ballots', 'ballot_changes', 'participations', 'secret_choices', 'dissents'] LOOP
    EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP; END $$;

-- What this database was made for: the demonstration may be reset, anything else may not.
CREATE TABLE installation (
  purpose text PRIMARY KEY CHECK (purpose IN ('DEMONSTRATION', 'PRODUCTION')),
  -- Written before the first row and changed after the last: a filling that broke off shows.
  stage text NOT NULL CHECK (stage IN ('FILLING', 'READY')),
  created_at timestamptz NOT NULL
);
