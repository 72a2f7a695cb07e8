//! Programs.

use super::{CITIZEN, Row, STRANGER, blind, forbidden};
use crate::service_accounts::{at_ngo, enter};
use crate::support::Personas;
use serde_json::{Value, json};

/// A program of the NGO's.
fn entered(p: &Personas<'_>) -> Value {
    let id = enter(&p.get("ngo"), &at_ngo(p.world), &["EVENTS_READ"]).text("/serviceAccount/id");
    json!({ "serviceAccountId": id })
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "createServiceAccount",
        allowed: "ngo",
        denied: &[STRANGER, CITIZEN, forbidden("media"), forbidden("registrar"), forbidden("robot")],
        input: |p| json!({ "name": "A program", "boundTo": at_ngo(p.world), "scopes": ["EVENTS_READ"] }),
    },
    Row {
        mutation: "revokeServiceAccount",
        allowed: "admin",
        denied: &[blind("anonymous"), blind("citizen"), blind("media"), blind("robot")],
        input: entered,
    },
    Row {
        mutation: "rotateServiceToken",
        allowed: "ngo",
        denied: &[blind("anonymous"), blind("citizen"), forbidden("admin"), blind("robot")],
        input: entered,
    },
];
