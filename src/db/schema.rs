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
        id -> Uid, name -> Text, search_name -> Text, created_at -> Instant, kind -> Text,
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
        valid_to -> Nullable<Date>, created_at -> Instant, time_zone -> Text,
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
        meeting_id -> Nullable<Uid>,
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
    calendar_versions (id) {
        id -> Uid, number -> BigInt, reason -> Text, author_id -> Nullable<Uid>, author_name -> Nullable<Text>,
        created_at -> Instant,
    }
    calendar_days (date_on, since_version) {
        date_on -> Date, since_version -> BigInt, until_version -> Nullable<BigInt>, kind -> Text, name -> Text,
    }
    deadlines (id) {
        id -> Uid, rule_key -> Text, rule_id -> Uid, subject_kind -> Text, subject_id -> Uid,
        owed_by_body_id -> Nullable<Uid>, owed_by_council_id -> Nullable<Uid>, review_id -> Uid, decision_id -> Uid,
        council_id -> Uid, body_id -> Uid, started_on -> Date, amount -> BigInt, unit -> Text, due_on -> Date,
        overdue_at -> Instant, time_zone -> Text, skipped -> Text, provisional -> Bool, state -> Text,
        met_on -> Nullable<Date>, calendar_version -> BigInt, created_at -> Instant,
    }
    deadline_moves (deadline_id, calendar_version) {
        deadline_id -> Uid, calendar_version -> BigInt, from_on -> Date, to_on -> Date, reason -> Text,
        moved_at -> Instant,
    }
    installation (purpose) {
        purpose -> Text, stage -> Text, created_at -> Instant,
    }
    final_documents (id) {
        id -> Uid, review_id -> Uid, decision_id -> Uid, council_id -> Uid, body_id -> Uid,
        poll_id -> Nullable<Uid>, protocol_id -> Nullable<Uid>, year -> BigInt, number -> BigInt, state -> Text, version_id -> Uid, revision -> BigInt, adopted_by_id -> Uid,
        adopted_by_name -> Text, adopted_at -> Instant, sent_at -> Nullable<Instant>,
    }
    document_versions (id) {
        id -> Uid, document_id -> Uid, number -> BigInt, content -> Text, sha256 -> Binary, author_id -> Uid,
        created_at -> Instant,
    }
    recommendations (id) {
        id -> Uid, document_id -> Uid, review_id -> Uid, decision_id -> Uid, council_id -> Uid, number -> BigInt,
        text -> Text, priority -> Text, wished_on -> Nullable<Date>, sent_at -> Instant,
    }
    recommendation_addressees (id) {
        id -> Uid, recommendation_id -> Uid, document_id -> Uid, review_id -> Uid, decision_id -> Uid,
        council_id -> Uid, body_id -> Uid, state -> Text, sent_at -> Instant,
    }
    document_receipts (document_id, body_id) {
        document_id -> Uid, body_id -> Uid, received_at -> Instant, acknowledged_by_id -> Nullable<Uid>,
        acknowledged_by_name -> Nullable<Text>, acknowledged_at -> Nullable<Instant>,
    }
    answers (id) {
        id -> Uid, addressee_id -> Uid, recommendation_id -> Uid, document_id -> Uid, review_id -> Uid,
        decision_id -> Uid, council_id -> Uid, body_id -> Uid, number -> BigInt, verdict -> Text, reasons -> Text,
        corrects_id -> Nullable<Uid>, author_id -> Uid, author_name -> Text, answered_at -> Instant,
        answered_on -> Date,
    }
    answer_ratings (answer_id, poll_id) {
        answer_id -> Uid, verdict -> Text, reason -> Text, poll_id -> Uid, rated_by_id -> Nullable<Uid>,
        rated_by_name -> Nullable<Text>, rated_at -> Instant,
    }
    rating_motions (poll_id) {
        poll_id -> Uid, answer_id -> Uid, verdict -> Text, reason -> Text,
    }
    milestones (id) {
        id -> Uid, answer_id -> Uid, addressee_id -> Uid, review_id -> Uid, decision_id -> Uid, council_id -> Uid,
        body_id -> Uid, number -> BigInt, title -> Text, due_on -> Date, state -> Text, planned_at -> Instant,
        reported_on -> Nullable<Date>,
    }
    milestone_reports (id) {
        id -> Uid, milestone_id -> Uid, number -> BigInt, evidence -> Text, url -> Nullable<Text>, author_id -> Uid,
        author_name -> Text, reported_at -> Instant, judgement -> Nullable<Text>, judged_by_id -> Nullable<Uid>,
        judged_by_name -> Nullable<Text>, judged_at -> Nullable<Instant>, judged_reason -> Nullable<Text>,
    }
    attachments (id) {
        id -> Uid, subject_kind -> Text, subject_id -> Uid, decision_id -> Nullable<Uid>, council_id -> Nullable<Uid>,
        body_id -> Nullable<Uid>, redacted_of_id -> Nullable<Uid>, access -> Text, state -> Text, name -> Text,
        media_type -> Nullable<Text>, size_bytes -> Nullable<BigInt>, sha256 -> Nullable<Binary>,
        blob_id -> Nullable<Uid>, author_id -> Uid, author_name -> Text, created_at -> Instant,
        attached_at -> Nullable<Instant>, restricted_at -> Nullable<Instant>, restricted_by_id -> Nullable<Uid>,
        restricted_reason -> Nullable<Text>,
    }
    uploads (token_hash) {
        token_hash -> Binary, attachment_id -> Uid, expires_at -> Instant,
    }
    blob_drafts (id) {
        id -> Uid, begun_at -> Instant, condemned_at -> Nullable<Instant>,
    }
    meetings (id) {
        id -> Uid, council_id -> Uid, form -> Text, title -> Text, place -> Text, starts_at -> Instant,
        openness -> Text, openness_reason -> Nullable<Text>, state -> Text, revision -> BigInt, called_by_id -> Uid,
        called_by_name -> Text, called_at -> Instant, changed_at -> Instant, opened_at -> Nullable<Instant>,
        closed_at -> Nullable<Instant>, quorum -> Nullable<Text>,
    }
    agenda_items (meeting_id, number) {
        meeting_id -> Uid, number -> BigInt, review_id -> Uid, decision_id -> Uid,
    }
    stays (id) {
        id -> Uid, meeting_id -> Uid, membership_id -> Uid, person_id -> Uid, name -> Text, category -> Text,
        position -> Text, came_at -> Instant, entered_by_id -> Uid, left_at -> Nullable<Instant>,
    }
    turnouts (meeting_id, category) {
        meeting_id -> Uid, category -> Text, members -> BigInt, attended -> BigInt,
    }
    protocols (id) {
        id -> Uid, meeting_id -> Uid, number -> BigInt, content -> Text, sha256 -> Binary, author_id -> Uid,
        author_name -> Text, created_at -> Instant,
    }
    protocol_signatures (protocol_id, capacity) {
        protocol_id -> Uid, capacity -> Text, person_id -> Uid, name -> Text, signed_at -> Instant,
    }
    follows (id) {
        id -> Uid, person_id -> Uid, subject_kind -> Text, subject_id -> Uid, decision_id -> Nullable<Uid>,
        since_at -> Instant,
    }
    notice_settings (person_id) {
        person_id -> Uid, delivery -> Text, changed_at -> Instant,
    }
    notice_cursor (name) {
        name -> Text, read_until -> Instant, told_through -> Nullable<Uid>, told_at -> Nullable<Instant>,
    }
    noticed_events (event_id) {
        event_id -> Uid, occurred_at -> Instant, again_at -> Nullable<Instant>, as_of -> Nullable<Instant>,
    }
    mails (id) {
        id -> Uid, person_id -> Uid, message_id -> Text, digest_on -> Nullable<Date>, state -> Text,
        attempts -> BigInt, due_at -> Instant, created_at -> Instant, settled_at -> Nullable<Instant>,
        last_error -> Nullable<Text>,
    }
    notices (id) {
        id -> Uid, person_id -> Uid, event_id -> Uid, kind -> Text, subject_kind -> Text, subject_id -> Uid,
        decision_id -> Uid, facts -> Text, occurred_at -> Instant, made_at -> Instant, read_at -> Nullable<Instant>,
        mailing -> Text, mail_id -> Nullable<Uid>,
    }
    scorecard_months (subject_id, month_on) {
        subject_kind -> Text, subject_id -> Uid, month_on -> Date, card -> Text, calendar_version -> Nullable<BigInt>,
        counted_at -> Instant, good_until -> Nullable<Instant>,
    }
    scorecard_marks (id) {
        id -> BigInt, subject_kind -> Text, subject_id -> Uid, month_on -> Date,
    }
    scorecard_turns (id) {
        id -> BigInt,
    }
    feed (position) {
        position -> BigInt, event_id -> Uid, kind -> Text, subject_kind -> Text, subject_id -> Uid,
        occurred_at -> Instant, decision_id -> Nullable<Uid>, council_id -> Nullable<Uid>, body_id -> Nullable<Uid>,
        showing -> Text,
    }
    feed_held (position) {
        position -> BigInt, decision_id -> Uid, release_at -> Nullable<Instant>,
    }
    feed_queue (event_id) {
        event_id -> Uid, occurred_at -> Instant,
    }
    feed_end (id) {
        id -> BigInt, position -> BigInt,
    }
    idempotency_keys (account_id, mutation, key) {
        account_id -> Uid, mutation -> Text, key -> Text, input -> Binary, made_id -> Nullable<Uid>, entered_at -> Instant,
    }
}

// What programs have.
mod programs;
pub use programs::*;

// Which of them may stand in one query.
mod joins;
