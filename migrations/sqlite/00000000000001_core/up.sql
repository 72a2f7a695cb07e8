-- The core of Kenes. The same tables, columns and names stand in migrations/postgres; a test compares them.
-- uuid is a 16-byte blob, a time is integer microseconds since 1970 (UTC), a day is text YYYY-MM-DD.
-- Localised text is one JSON object per column: {"kk": …, "ru": …, "en": …}. It is never searched in place (see decision_search).
-- Times are UTC; columns ending in _on are legal days of Kazakhstan.

CREATE TABLE legal_rules (
  id blob PRIMARY KEY NOT NULL,
  key text NOT NULL,
  value_num integer NOT NULL,
  value_den integer NOT NULL CHECK (value_den > 0),
  unit text NOT NULL,
  citation text NOT NULL,
  valid_from text NOT NULL,
  valid_to text,
  confirmed integer NOT NULL CHECK (confirmed IN (0, 1)),
  -- A value withdrawn before it came into force keeps its row, and a period without a day.
  withdrawn_at integer,
  withdrawn_reason text,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (withdrawn_at IS NULL OR (valid_to IS NOT NULL AND valid_to = valid_from))
) STRICT, WITHOUT ROWID;
-- One value of a rule begins on a day: the arbiter between two administrators.
CREATE UNIQUE INDEX legal_rules_period ON legal_rules (key, valid_from) WHERE withdrawn_at IS NULL;

-- people, accounts and roles -------------------------------------------------------------------
CREATE TABLE people (
  id blob PRIMARY KEY NOT NULL,
  name text NOT NULL,
  -- The name as it is searched: lower case, ё as е. Neither engine folds Kazakh alike.
  search_name text NOT NULL,
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
-- An account is a person who can sign in: it shares the person's id. Personal numbers are never stored.
CREATE TABLE accounts (
  id blob PRIMARY KEY NOT NULL REFERENCES people,
  kind text NOT NULL CHECK (kind IN ('PERSON', 'SERVICE')),
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  locale text NOT NULL CHECK (locale IN ('kk', 'ru', 'en')),
  state text NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED')),
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_listed ON accounts (created_at, id);
CREATE TABLE role_grants (
  id blob PRIMARY KEY NOT NULL,
  account_id blob NOT NULL REFERENCES accounts,
  role text NOT NULL CHECK (role IN ('ADMINISTRATOR', 'REGISTRAR', 'MODERATOR', 'AUDITOR', 'OFFICER', 'REPRESENTATIVE')),
  scope_kind text NOT NULL CHECK (scope_kind IN ('GLOBAL', 'BODY', 'COUNCIL', 'ORGANIZATION')),
  scope_id blob,
  valid_from integer NOT NULL,
  valid_until integer,
  granted_by blob REFERENCES accounts,
  granted_at integer NOT NULL,
  revoked_by blob REFERENCES accounts,
  revoked_at integer,
  CHECK ((scope_kind = 'GLOBAL') = (scope_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX role_grants_account ON role_grants (account_id);
CREATE TABLE invitations (
  id blob PRIMARY KEY NOT NULL,
  token_hash blob NOT NULL UNIQUE,
  email text NOT NULL,
  person_id blob REFERENCES people,
  person_name text NOT NULL,
  invited_by blob REFERENCES accounts,
  invited_at integer NOT NULL,
  expires_at integer NOT NULL,
  accepted_at integer,
  account_id blob REFERENCES accounts
) STRICT, WITHOUT ROWID;
-- A session is one sign-in and the family of refresh tokens that descend from it.
CREATE TABLE sessions (
  id blob PRIMARY KEY NOT NULL,
  account_id blob NOT NULL REFERENCES accounts,
  started_at integer NOT NULL,
  expires_at integer NOT NULL,
  ended_at integer,
  end_reason text CHECK (end_reason IN ('SIGNED_OUT', 'PASSWORD_CHANGED', 'TOKEN_REUSED', 'SUSPENDED'))
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account_id);
CREATE TABLE refresh_tokens (
  token_hash blob PRIMARY KEY NOT NULL,
  session_id blob NOT NULL REFERENCES sessions,
  issued_at integer NOT NULL,
  expires_at integer NOT NULL,
  used_at integer
) STRICT, WITHOUT ROWID;
-- Failed sign-ins, by hashed key (account, address, or the pair). No address and no e-mail is kept in clear.
CREATE TABLE sign_in_throttles (
  key text PRIMARY KEY NOT NULL,
  failures integer NOT NULL,
  last_failed_at integer NOT NULL,
  blocked_until integer NOT NULL
) STRICT, WITHOUT ROWID;

-- registry -------------------------------------------------------------------------------------
CREATE TABLE regions (
  id blob PRIMARY KEY NOT NULL,
  kato text NOT NULL UNIQUE,
  level text NOT NULL CHECK (level IN ('REPUBLIC', 'REGION', 'DISTRICT', 'RURAL')),
  parent_id blob REFERENCES regions,
  name text NOT NULL,
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE state_bodies (
  id blob PRIMARY KEY NOT NULL,
  kind text NOT NULL,
  level text NOT NULL CHECK (level IN ('REPUBLIC', 'REGION', 'DISTRICT', 'RURAL')),
  region_id blob NOT NULL REFERENCES regions,
  parent_id blob REFERENCES state_bodies,
  predecessor_id blob REFERENCES state_bodies,
  name text NOT NULL,
  council_eligibility text NOT NULL CHECK (council_eligibility IN ('ELIGIBLE', 'EXCLUDED')),
  valid_from text NOT NULL,
  valid_to text,
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE heads (
  id blob PRIMARY KEY NOT NULL,
  body_id blob NOT NULL REFERENCES state_bodies,
  person_id blob NOT NULL REFERENCES people,
  title text NOT NULL,
  since_on text NOT NULL,
  until_on text
) STRICT, WITHOUT ROWID;
CREATE INDEX heads_body ON heads (body_id, since_on);
CREATE TABLE organizations (
  id blob PRIMARY KEY NOT NULL,
  kind text NOT NULL CHECK (kind IN ('NGO', 'MEDIA', 'TRADE_UNION', 'BUSINESS_ASSOCIATION', 'ACADEMIC', 'LOCAL_COMMUNITY')),
  bin text NOT NULL UNIQUE,
  name text NOT NULL,
  region_id blob REFERENCES regions,
  verification text NOT NULL CHECK (verification IN ('UNVERIFIED', 'VERIFIED')),
  accreditation text NOT NULL CHECK (accreditation IN ('NONE', 'ACCREDITED')),
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE councils (
  id blob PRIMARY KEY NOT NULL,
  body_id blob NOT NULL REFERENCES state_bodies,
  kind text NOT NULL CHECK (kind IN ('REPUBLICAN', 'LOCAL', 'QUASI_PUBLIC')),
  name text NOT NULL,
  term_starts_on text NOT NULL,
  term_ends_on text NOT NULL,
  charter text NOT NULL,
  created_at integer NOT NULL,
  UNIQUE (body_id, term_starts_on)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships (
  id blob PRIMARY KEY NOT NULL,
  council_id blob NOT NULL REFERENCES councils,
  person_id blob NOT NULL REFERENCES people,
  category text NOT NULL CHECK (category IN ('STATE', 'NGO', 'MEDIA', 'CITIZEN', 'DEPUTY', 'EXPERT', 'BUSINESS')),
  position text NOT NULL CHECK (position IN ('MEMBER', 'CHAIR', 'DEPUTY_CHAIR', 'SECRETARY')),
  organization_id blob REFERENCES organizations,
  since_on text NOT NULL,
  until_on text,
  end_reason text CHECK (end_reason IN ('OWN_REQUEST', 'TERM_ENDED', 'LEFT_NOMINATOR', 'ABSENCE', 'CONVICTION', 'OTHER')),
  appointed_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_council ON memberships (council_id, since_on);
CREATE INDEX memberships_person ON memberships (person_id);
-- One running seat per person and council: two registrars at once cannot seat somebody twice.
CREATE UNIQUE INDEX memberships_running ON memberships (council_id, person_id) WHERE until_on IS NULL;
CREATE UNIQUE INDEX memberships_running_ngo ON memberships (council_id, organization_id) WHERE until_on IS NULL AND organization_id IS NOT NULL;

-- decisions ------------------------------------------------------------------------------------
CREATE TABLE decisions (
  id blob PRIMARY KEY NOT NULL,
  body_id blob NOT NULL REFERENCES state_bodies,
  kind text NOT NULL CHECK (kind IN ('LAND_ALLOTMENT', 'KINDERGARTEN_QUEUE', 'BUDGET_PROGRAMME', 'PROCUREMENT', 'DRAFT_ACT', 'FUNCTION_TRANSFER', 'SERVICE_DIGITALISATION', 'HEAD_ACCOUNTABILITY', 'OTHER')),
  state text NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN', 'SUPERSEDED', 'ADOPTED')),
  access text NOT NULL CHECK (access IN ('PUBLIC', 'RESTRICTED')),
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  version_id blob NOT NULL,
  revision integer NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  drafted_at integer NOT NULL,
  published_at integer,
  embargoed_until integer,
  -- The moment from which everybody may read it: NULL for drafts and restricted decisions.
  public_from integer,
  superseded_by_id blob REFERENCES decisions,
  -- What lists are ordered by: publication, or drafting while there is none.
  listed_at integer NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_listed ON decisions (listed_at, id);
CREATE INDEX decisions_body ON decisions (body_id, listed_at, id);
CREATE INDEX decisions_kind ON decisions (kind, listed_at, id);
CREATE INDEX decisions_state ON decisions (state, listed_at, id);
CREATE TABLE decision_versions (
  id blob PRIMARY KEY NOT NULL,
  decision_id blob NOT NULL REFERENCES decisions,
  number integer NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  text text NOT NULL,
  details text NOT NULL,
  sha256 blob NOT NULL,
  author_id blob NOT NULL REFERENCES people,
  created_at integer NOT NULL,
  UNIQUE (decision_id, number)
) STRICT, WITHOUT ROWID;
-- search_id is declared so that VACUUM (and the backup) cannot renumber it away from the FTS table.
CREATE TABLE decision_search (
  search_id integer PRIMARY KEY,
  decision_id blob NOT NULL UNIQUE REFERENCES decisions,
  terms text NOT NULL
) STRICT;
CREATE VIRTUAL TABLE decision_fts USING fts5(terms, content='decision_search', content_rowid='search_id', tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER decision_search_added AFTER INSERT ON decision_search BEGIN
  INSERT INTO decision_fts(rowid, terms) VALUES (new.search_id, new.terms);
END;
CREATE TRIGGER decision_search_changed AFTER UPDATE OF terms ON decision_search BEGIN
  INSERT INTO decision_fts(decision_fts, rowid, terms) VALUES ('delete', old.search_id, old.terms);
  INSERT INTO decision_fts(rowid, terms) VALUES (new.search_id, new.terms);
END;
-- Every change of state of a decision or a review, with who, when and why.
CREATE TABLE transitions (
  id blob PRIMARY KEY NOT NULL,
  subject_id blob NOT NULL,
  from_state text,
  to_state text NOT NULL,
  -- Nobody when a deadline did it.
  actor_id blob REFERENCES people,
  actor_name text,
  occurred_at integer NOT NULL,
  reason text
) STRICT, WITHOUT ROWID;
CREATE INDEX transitions_subject ON transitions (subject_id, occurred_at, id);

-- reviews and comments -------------------------------------------------------------------------
CREATE TABLE reviews (
  id blob PRIMARY KEY NOT NULL,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  form text NOT NULL CHECK (form IN ('EXPERTISE', 'MONITORING', 'HEARING', 'REPORT_HEARING', 'DISCUSSION')),
  state text NOT NULL CHECK (state IN ('OPEN', 'DELIBERATION', 'VOTING', 'CONCLUDED', 'SENT', 'ANSWERED', 'CLOSED')),
  opened_by_id blob NOT NULL REFERENCES people,
  opened_at integer NOT NULL,
  concluded_at integer
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_decision ON reviews (decision_id, opened_at, id);
CREATE INDEX reviews_council ON reviews (council_id, opened_at, id);
CREATE INDEX reviews_opened ON reviews (opened_at, id);
-- One running review of a decision per council.
CREATE UNIQUE INDEX reviews_running ON reviews (decision_id, council_id) WHERE concluded_at IS NULL;
CREATE TABLE comments (
  id blob PRIMARY KEY NOT NULL,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  parent_id blob REFERENCES comments,
  depth integer NOT NULL,
  author_id blob NOT NULL REFERENCES people,
  author_name text NOT NULL,
  capacity text NOT NULL CHECK (capacity IN ('MEMBER', 'OFFICIAL', 'NGO', 'MEDIA', 'CITIZEN')),
  organization_id blob REFERENCES organizations,
  stance text NOT NULL CHECK (stance IN ('FOR', 'AGAINST', 'NEUTRAL')),
  body text NOT NULL,
  revision integer NOT NULL,
  created_at integer NOT NULL,
  edited_at integer,
  hidden_at integer,
  hidden_by_id blob REFERENCES people,
  hidden_reason text
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_decision ON comments (decision_id, created_at, id);
CREATE INDEX comments_review ON comments (review_id, created_at, id);
CREATE INDEX comments_review_roots ON comments (review_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX comments_parent ON comments (parent_id, created_at, id);
CREATE INDEX comments_stance ON comments (review_id, stance) WHERE hidden_at IS NULL;
CREATE INDEX comments_hidden ON comments (hidden_at, id) WHERE hidden_at IS NOT NULL;
CREATE TABLE comment_edits (
  comment_id blob NOT NULL REFERENCES comments,
  revision integer NOT NULL,
  body text NOT NULL,
  written_at integer NOT NULL,
  PRIMARY KEY (comment_id, revision)
) STRICT, WITHOUT ROWID;

-- polls ----------------------------------------------------------------------------------------
CREATE TABLE recusals (
  id blob PRIMARY KEY NOT NULL,
  review_id blob NOT NULL REFERENCES reviews,
  membership_id blob NOT NULL REFERENCES memberships,
  reason text NOT NULL,
  declared_at integer NOT NULL,
  UNIQUE (review_id, membership_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE polls (
  id blob PRIMARY KEY NOT NULL,
  review_id blob NOT NULL REFERENCES reviews,
  decision_id blob NOT NULL REFERENCES decisions,
  council_id blob NOT NULL REFERENCES councils,
  version_id blob NOT NULL REFERENCES decision_versions,
  mode text NOT NULL CHECK (mode IN ('ROLL_CALL', 'SECRET')),
  state text NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'ANNULLED')),
  question text NOT NULL,
  rules text NOT NULL,
  electorate_size integer NOT NULL,
  opened_by_id blob NOT NULL REFERENCES people,
  opened_at integer NOT NULL,
  closes_at integer,
  closed_at integer,
  -- The frozen result; NULL while the poll is open.
  present integer,
  present_public integer,
  votes_for integer,
  votes_against integer,
  votes_abstain integer,
  quorum text CHECK (quorum IN ('MET', 'NOT_MET')),
  outcome text CHECK (outcome IN ('ADOPTED', 'REJECTED', 'NO_QUORUM')),
  decided_by text CHECK (decided_by IN ('MAJORITY', 'CHAIR_TIE_BREAK', 'UNBROKEN_TIE', 'QUORUM')),
  annulled_at integer,
  annulled_by_id blob REFERENCES people,
  annulled_reason text,
  replaces_id blob REFERENCES polls,
  CHECK ((state = 'OPEN') = (closed_at IS NULL AND annulled_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX polls_review ON polls (review_id, opened_at, id);
CREATE INDEX polls_council ON polls (council_id, opened_at, id);
CREATE INDEX polls_opened ON polls (opened_at, id);
CREATE INDEX polls_due ON polls (closes_at) WHERE state = 'OPEN';
CREATE UNIQUE INDEX polls_running ON polls (review_id) WHERE state = 'OPEN';
-- One poll stands in the place of an annulled one.
CREATE UNIQUE INDEX polls_replacing ON polls (replaces_id) WHERE replaces_id IS NOT NULL;
-- The frozen electorate: who may vote, in which category, and who had recused themselves.
CREATE TABLE poll_electors (
  poll_id blob NOT NULL REFERENCES polls,
  membership_id blob NOT NULL REFERENCES memberships,
  person_id blob NOT NULL REFERENCES people,
  name text NOT NULL,
  category text NOT NULL,
  position text NOT NULL,
  organization_id blob REFERENCES organizations,
  entitlement text NOT NULL CHECK (entitlement IN ('ELIGIBLE', 'RECUSED')),
  PRIMARY KEY (poll_id, membership_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX poll_electors_person ON poll_electors (poll_id, person_id);
-- Roll call: who chose what. The primary key is the arbiter of one ballot per member.
CREATE TABLE ballots (
  poll_id blob NOT NULL,
  membership_id blob NOT NULL,
  choice text NOT NULL CHECK (choice IN ('FOR', 'AGAINST', 'ABSTAIN')),
  revision integer NOT NULL,
  cast_at integer NOT NULL,
  PRIMARY KEY (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
) STRICT, WITHOUT ROWID;
CREATE TABLE ballot_changes (
  poll_id blob NOT NULL,
  membership_id blob NOT NULL,
  revision integer NOT NULL,
  choice text NOT NULL,
  cast_at integer NOT NULL,
  PRIMARY KEY (poll_id, membership_id, revision),
  FOREIGN KEY (poll_id, membership_id) REFERENCES ballots
) STRICT, WITHOUT ROWID;
-- Secret: who took part stands here, what was chosen stands below, and nothing links the two.
CREATE TABLE participations (
  poll_id blob NOT NULL,
  membership_id blob NOT NULL,
  participated_at integer NOT NULL,
  PRIMARY KEY (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
) STRICT, WITHOUT ROWID;
-- Random ids, no times, no order; rewritten in random order when the poll closes.
CREATE TABLE secret_choices (
  id blob PRIMARY KEY NOT NULL,
  poll_id blob NOT NULL REFERENCES polls,
  choice text NOT NULL CHECK (choice IN ('FOR', 'AGAINST', 'ABSTAIN'))
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_choices_poll ON secret_choices (poll_id, choice);
CREATE TABLE dissents (
  id blob PRIMARY KEY NOT NULL,
  poll_id blob NOT NULL,
  membership_id blob NOT NULL,
  text text NOT NULL,
  attached_at integer NOT NULL,
  UNIQUE (poll_id, membership_id),
  FOREIGN KEY (poll_id, membership_id) REFERENCES poll_electors
) STRICT, WITHOUT ROWID;

-- the event log --------------------------------------------------------------------------------
-- Append-only. body is RFC 8785 canonical JSON, version 1; its order is given later by a sequencer, not by insertion.
CREATE TABLE events (
  id blob PRIMARY KEY NOT NULL,
  kind text NOT NULL,
  subject_id blob NOT NULL,
  actor_id blob,
  occurred_at integer NOT NULL,
  body text NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX events_occurred ON events (occurred_at, id);
CREATE INDEX events_subject ON events (subject_id, occurred_at, id);
-- What must be erasable (personal data) stands apart; the event's body carries only its salted SHA-256.
CREATE TABLE event_secrets (
  event_id blob PRIMARY KEY NOT NULL REFERENCES events,
  salt blob NOT NULL,
  body text NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_append_only_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_append_only_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER decision_versions_append_only_update BEFORE UPDATE ON decision_versions BEGIN SELECT RAISE(ABORT, 'decision_versions is append-only'); END;
CREATE TRIGGER decision_versions_append_only_delete BEFORE DELETE ON decision_versions BEGIN SELECT RAISE(ABORT, 'decision_versions is append-only'); END;
CREATE TRIGGER transitions_append_only_update BEFORE UPDATE ON transitions BEGIN SELECT RAISE(ABORT, 'transitions is append-only'); END;
CREATE TRIGGER transitions_append_only_delete BEFORE DELETE ON transitions BEGIN SELECT RAISE(ABORT, 'transitions is append-only'); END;
CREATE TRIGGER ballot_changes_append_only_update BEFORE UPDATE ON ballot_changes BEGIN SELECT RAISE(ABORT, 'ballot_changes is append-only'); END;
CREATE TRIGGER ballot_changes_append_only_delete BEFORE DELETE ON ballot_changes BEGIN SELECT RAISE(ABORT, 'ballot_changes is append-only'); END;
CREATE TRIGGER comment_edits_append_only_update BEFORE UPDATE ON comment_edits BEGIN SELECT RAISE(ABORT, 'comment_edits is append-only'); END;
CREATE TRIGGER comment_edits_append_only_delete BEFORE DELETE ON comment_edits BEGIN SELECT RAISE(ABORT, 'comment_edits is append-only'); END;
CREATE TRIGGER poll_electors_frozen_update BEFORE UPDATE ON poll_electors BEGIN SELECT RAISE(ABORT, 'poll_electors is append-only'); END;
CREATE TRIGGER poll_electors_frozen_delete BEFORE DELETE ON poll_electors BEGIN SELECT RAISE(ABORT, 'poll_electors is append-only'); END;
CREATE TRIGGER participations_append_only_update BEFORE UPDATE ON participations BEGIN SELECT RAISE(ABORT, 'participations is append-only'); END;
CREATE TRIGGER participations_append_only_delete BEFORE DELETE ON participations BEGIN SELECT RAISE(ABORT, 'participations is append-only'); END;
CREATE TRIGGER dissents_append_only_update BEFORE UPDATE ON dissents BEGIN SELECT RAISE(ABORT, 'dissents is append-only'); END;
CREATE TRIGGER dissents_append_only_delete BEFORE DELETE ON dissents BEGIN SELECT RAISE(ABORT, 'dissents is append-only'); END;
-- After the close nobody writes a ballot, whatever code or console tries.
CREATE TRIGGER ballots_insert_while_open BEFORE INSERT ON ballots
  WHEN (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'the poll is closed'); END;
CREATE TRIGGER ballots_update_while_open BEFORE UPDATE ON ballots
  WHEN EXISTS (SELECT 1 FROM polls WHERE id IN (OLD.poll_id, NEW.poll_id) AND state <> 'OPEN') BEGIN SELECT RAISE(ABORT, 'the poll is closed'); END;
CREATE TRIGGER ballots_never_deleted BEFORE DELETE ON ballots BEGIN SELECT RAISE(ABORT, 'a ballot is never deleted'); END;
CREATE TRIGGER participations_insert_while_open BEFORE INSERT ON participations
  WHEN (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'the poll is closed'); END;
-- Slips are taken out and written anew once, by the close, while the poll is still open.
CREATE TRIGGER secret_choices_insert_while_open BEFORE INSERT ON secret_choices
  WHEN (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'the poll is closed'); END;
CREATE TRIGGER secret_choices_delete_while_open BEFORE DELETE ON secret_choices
  WHEN (SELECT state FROM polls WHERE id = OLD.poll_id) <> 'OPEN' BEGIN SELECT RAISE(ABORT, 'the poll is closed'); END;
CREATE TRIGGER secret_choices_append_only_update BEFORE UPDATE ON secret_choices BEGIN SELECT RAISE(ABORT, 'secret_choices is append-only'); END;
-- What a poll was opened with stays, and so does a frozen result: a closed poll may only be annulled.
CREATE TRIGGER polls_opening_frozen BEFORE UPDATE OF review_id, decision_id, council_id, version_id, mode, question, rules,
  electorate_size, opened_by_id, opened_at, closes_at, replaces_id ON polls
  BEGIN SELECT RAISE(ABORT, 'what a poll was opened with is frozen'); END;
CREATE TRIGGER polls_result_frozen BEFORE UPDATE ON polls
  WHEN OLD.state = 'ANNULLED' OR (OLD.state = 'CLOSED' AND (NEW.state = 'OPEN'
    OR NEW.present IS NOT OLD.present OR NEW.present_public IS NOT OLD.present_public OR NEW.votes_for IS NOT OLD.votes_for
    OR NEW.votes_against IS NOT OLD.votes_against OR NEW.votes_abstain IS NOT OLD.votes_abstain OR NEW.quorum IS NOT OLD.quorum
    OR NEW.outcome IS NOT OLD.outcome OR NEW.decided_by IS NOT OLD.decided_by OR NEW.closed_at IS NOT OLD.closed_at))
  BEGIN SELECT RAISE(ABORT, 'the result of a poll is frozen'); END;
CREATE TRIGGER polls_never_deleted BEFORE DELETE ON polls BEGIN SELECT RAISE(ABORT, 'a poll is annulled, never deleted'); END;

-- What this database was made for: the demonstration may be reset, anything else may not.
CREATE TABLE installation (
  purpose text PRIMARY KEY NOT NULL CHECK (purpose IN ('DEMONSTRATION', 'PRODUCTION')),
  -- Written before the first row and changed after the last: a filling that broke off shows.
  stage text NOT NULL CHECK (stage IN ('FILLING', 'READY')),
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;
