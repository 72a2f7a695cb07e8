//! Service accounts and webhooks.

tables! {
    webhooks (id) {
        id -> Uid, owner_id -> Uid, url -> Text, description -> Nullable<Text>, kinds -> Text,
        subject_kind -> Nullable<Text>, subject_id -> Nullable<Uid>, state -> Text, disabled_because -> Nullable<Text>,
        position -> BigInt, reads_at -> Instant, claimed_at -> Instant, failures -> BigInt, failing_since -> Nullable<Instant>,
        open_until -> Nullable<Instant>, created_at -> Instant, ended_at -> Nullable<Instant>,
    }
    webhook_secrets (webhook_id, number) {
        webhook_id -> Uid, number -> BigInt, secret -> Binary, made_at -> Instant, expires_at -> Nullable<Instant>,
    }
    webhook_deliveries (id) {
        id -> Uid, webhook_id -> Uid, event_id -> Nullable<Uid>, position -> BigInt, kind -> Text, order_id -> Uid,
        state -> Text, attempts -> BigInt, due_at -> Instant, created_at -> Instant, settled_at -> Nullable<Instant>,
    }
    webhook_attempts (delivery_id, number) {
        delivery_id -> Uid, number -> BigInt, at -> Instant, millis -> BigInt, status -> Nullable<BigInt>,
        error -> Nullable<Text>, response -> Nullable<Text>,
    }
    service_accounts (id) {
        id -> Uid, owner_id -> Uid, bound_kind -> Text, bound_id -> Uid, scopes -> Text, created_by -> Uid,
        created_at -> Instant, revoked_by -> Nullable<Uid>, revoked_at -> Nullable<Instant>,
    }
    service_tokens (id) {
        id -> Uid, service_account_id -> Uid, token_hash -> Binary, issued_at -> Instant, expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}
