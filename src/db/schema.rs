//! The tables as diesel sees them: one set for both databases. A test compares it with what the migrations make.

macro_rules! tables {
    ($($name:ident ($($pk:ident),+) { $($body:tt)* })+) => { $(
        diesel::table! {
            use diesel::sql_types::{BigInt, Binary, Bool, Date, Nullable, Text};
            use crate::db::types::{Instant, Uid};
            $name ($($pk),+) { $($body)* }
        }
    )+ };
}

tables! {
    legal_rules (id) {
        id -> Uid, key -> Text, value_num -> BigInt, value_den -> BigInt, unit -> Text, citation -> Text,
        valid_from -> Date, valid_to -> Nullable<Date>, confirmed -> Bool,
        withdrawn_at -> Nullable<Instant>, withdrawn_reason -> Nullable<Text>,
    }
    people (id) {
        id -> Uid, name -> Text, search_name -> Text, created_at -> Instant,
    }
    accounts (id) {
        id -> Uid, kind -> Text, email -> Text, password_hash -> Text, locale -> Text, state -> Text,
        created_at -> Instant,
    }
    role_grants (id) {
        id -> Uid, account_id -> Uid, role -> Text, scope_kind -> Text, scope_id -> Nullable<Uid>,
        valid_from -> Instant, valid_until -> Nullable<Instant>, granted_by -> Nullable<Uid>, granted_at -> Instant,
        revoked_by -> Nullable<Uid>, revoked_at -> Nullable<Instant>,
    }
    invitations (id) {
        id -> Uid, token_hash -> Binary, email -> Text, person_id -> Nullable<Uid>, person_name -> Text,
        invited_by -> Nullable<Uid>, invited_at -> Instant, expires_at -> Instant, accepted_at -> Nullable<Instant>,
        account_id -> Nullable<Uid>,
    }
    sessions (id) {
        id -> Uid, account_id -> Uid, started_at -> Instant, expires_at -> Instant, ended_at -> Nullable<Instant>,
        end_reason -> Nullable<Text>,
    }
    refresh_tokens (token_hash) {
        token_hash -> Binary, session_id -> Uid, issued_at -> Instant, expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
    sign_in_throttles (key) {
        key -> Text, failures -> BigInt, last_failed_at -> Instant, blocked_until -> Instant,
    }
    regions (id) {
        id -> Uid, kato -> Text, level -> Text, parent_id -> Nullable<Uid>, name -> Text, created_at -> Instant,
    }
    state_bodies (id) {
        id -> Uid, kind -> Text, level -> Text, region_id -> Uid, parent_id -> Nullable<Uid>,
        predecessor_id -> Nullable<Uid>, name -> Text, council_eligibility -> Text, valid_from -> Date,
        valid_to -> Nullable<Date>, created_at -> Instant,
    }
    heads (id) {
        id -> Uid, body_id -> Uid, person_id -> Uid, title -> Text, since_on -> Date, until_on -> Nullable<Date>,
    }
    organizations (id) {
        id -> Uid, kind -> Text, bin -> Text, name -> Text, region_id -> Nullable<Uid>, verification -> Text,
        accreditation -> Text, created_at -> Instant,
    }
    councils (id) {
        id -> Uid, body_id -> Uid, kind -> Text, name -> Text, term_starts_on -> Date, term_ends_on -> Date,
        charter -> Text, created_at -> Instant,
    }
    memberships (id) {
        id -> Uid, council_id -> Uid, person_id -> Uid, category -> Text, position -> Text,
        organization_id -> Nullable<Uid>, since_on -> Date, until_on -> Nullable<Date>, end_reason -> Nullable<Text>,
        appointed_at -> Instant,
    }
    decisions (id) {
        id -> Uid, body_id -> Uid, kind -> Text, state -> Text, access -> Text, author_id -> Uid, author_name -> Text,
        version_id -> Uid, revision -> BigInt, title -> Text, summary -> Text, drafted_at -> Instant,
        published_at -> Nullable<Instant>, embargoed_until -> Nullable<Instant>, public_from -> Nullable<Instant>,
        superseded_by_id -> Nullable<Uid>, listed_at -> Instant,
    }
    decision_versions (id) {
        id -> Uid, decision_id -> Uid, number -> BigInt, title -> Text, summary -> Text, text -> Text,
        details -> Text, sha256 -> Binary, author_id -> Uid, created_at -> Instant,
    }
    transitions (id) {
        id -> Uid, subject_id -> Uid, from_state -> Nullable<Text>, to_state -> Text,
        actor_id -> Nullable<Uid>, actor_name -> Nullable<Text>, occurred_at -> Instant, reason -> Nullable<Text>,
    }
    reviews (id) {
        id -> Uid, decision_id -> Uid, council_id -> Uid, form -> Text, state -> Text, opened_by_id -> Uid,
        opened_at -> Instant, concluded_at -> Nullable<Instant>,
    }
    comments (id) {
        id -> Uid, review_id -> Uid, decision_id -> Uid, parent_id -> Nullable<Uid>, depth -> BigInt,
        author_id -> Uid, author_name -> Text, capacity -> Text, organization_id -> Nullable<Uid>, stance -> Text,
        body -> Text, revision -> BigInt, created_at -> Instant, edited_at -> Nullable<Instant>,
        hidden_at -> Nullable<Instant>, hidden_by_id -> Nullable<Uid>, hidden_reason -> Nullable<Text>,
    }
    comment_edits (comment_id, revision) {
        comment_id -> Uid, revision -> BigInt, body -> Text, written_at -> Instant,
    }
    recusals (id) {
        id -> Uid, review_id -> Uid, membership_id -> Uid, reason -> Text, declared_at -> Instant,
    }
    polls (id) {
        id -> Uid, review_id -> Uid, decision_id -> Uid, council_id -> Uid, version_id -> Uid, mode -> Text,
        state -> Text, question -> Text, rules -> Text, electorate_size -> BigInt, opened_by_id -> Uid,
        opened_at -> Instant, closes_at -> Nullable<Instant>, closed_at -> Nullable<Instant>,
        present -> Nullable<BigInt>, present_public -> Nullable<BigInt>, votes_for -> Nullable<BigInt>,
        votes_against -> Nullable<BigInt>, votes_abstain -> Nullable<BigInt>, quorum -> Nullable<Text>,
        outcome -> Nullable<Text>, decided_by -> Nullable<Text>, annulled_at -> Nullable<Instant>,
        annulled_by_id -> Nullable<Uid>, annulled_reason -> Nullable<Text>, replaces_id -> Nullable<Uid>,
    }
    poll_electors (poll_id, membership_id) {
        poll_id -> Uid, membership_id -> Uid, person_id -> Uid, name -> Text, category -> Text, position -> Text,
        organization_id -> Nullable<Uid>, entitlement -> Text,
    }
    ballots (poll_id, membership_id) {
        poll_id -> Uid, membership_id -> Uid, choice -> Text, revision -> BigInt, cast_at -> Instant,
    }
    ballot_changes (poll_id, membership_id, revision) {
        poll_id -> Uid, membership_id -> Uid, revision -> BigInt, choice -> Text, cast_at -> Instant,
    }
    participations (poll_id, membership_id) {
        poll_id -> Uid, membership_id -> Uid, participated_at -> Instant,
    }
    secret_choices (id) {
        id -> Uid, poll_id -> Uid, choice -> Text,
    }
    dissents (id) {
        id -> Uid, poll_id -> Uid, membership_id -> Uid, text -> Text, attached_at -> Instant,
    }
    events (id) {
        id -> Uid, kind -> Text, subject_id -> Uid, actor_id -> Nullable<Uid>, occurred_at -> Instant, body -> Text,
    }
    event_secrets (event_id) {
        event_id -> Uid, salt -> Binary, body -> Text,
    }
    installation (purpose) {
        purpose -> Text, stage -> Text, created_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    people,
    accounts,
    role_grants,
    sessions,
    memberships,
    heads,
    councils,
    decisions,
    decision_versions,
    reviews,
    comments,
    comment_edits,
    polls,
    poll_electors,
    ballots,
    ballot_changes,
    participations,
    recusals,
    dissents,
);
