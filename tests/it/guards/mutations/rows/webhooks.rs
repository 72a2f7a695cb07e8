//! Webhooks.

use super::{CITIZEN, Row, STRANGER, blind, forbidden};
use crate::support::Personas;
use crate::webhooks::make;
use serde_json::{Value, json};

const URL: &str = "https://hooks.kenes.invalid/kenes";

/// A webhook of the NGO's.
fn made(p: &Personas<'_>) -> Value {
    json!({ "webhookId": make(&p.get("ngo"), URL, &["DECISION_WITHDRAWN"]).text("/webhook/id") })
}

const OWNERS_ONLY: &[(&str, &str)] =
    &[blind("anonymous"), blind("citizen"), blind("media"), blind("robot"), forbidden("admin")];

const fn of_owner(mutation: &'static str) -> Row {
    Row { mutation, allowed: "ngo", denied: OWNERS_ONLY, input: made }
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "createWebhook",
        allowed: "ngo",
        denied: &[STRANGER, CITIZEN, forbidden("robot")],
        input: |_| json!({ "url": URL, "kinds": ["DECISION_WITHDRAWN"] }),
    },
    Row {
        mutation: "endWebhook",
        allowed: "admin",
        denied: &[blind("anonymous"), blind("citizen"), blind("media"), blind("robot")],
        input: made,
    },
    of_owner("pauseWebhook"),
    of_owner("replayWebhook"),
    of_owner("resumeWebhook"),
    of_owner("rotateWebhookSecret"),
    of_owner("testWebhook"),
];
