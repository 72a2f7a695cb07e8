DROP TABLE installation, event_secrets, events, dissents, secret_choices, participations, ballot_changes, ballots, poll_electors,
  polls, recusals, comment_edits, comments, reviews, transitions, decision_search, decision_versions, decisions, memberships,
  councils, organizations, heads, state_bodies, regions, sign_in_throttles, refresh_tokens, sessions, invitations, role_grants,
  accounts, people, legal_rules;
DROP FUNCTION refuse_change(), refuse_late_ballot(), refuse_late_removal(), refuse_result_change();
