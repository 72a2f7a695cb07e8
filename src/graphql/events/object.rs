//! What an event looks like in the audit log.

use crate::db::page::position;
use crate::features::events::EventRow;
use crate::graphql::people::Person;
use crate::graphql::scalars::Json;
use crate::kernel::clock::Timestamp;
use crate::kernel::page::Position;
use async_graphql::{Enum, ID, Object};

macro_rules! define_event_kinds {
    ($($kind:ident $text:literal;)+) => {
        /// What can happen.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "crate::kernel::event::EventKind")]
        pub enum EventKind { $(#[doc = $text] $kind),+ }
    };
}
crate::all_event_kinds!(define_event_kinds);

/// Something that happened. Events are never changed and never deleted.
#[derive(Clone)]
pub struct AuditEvent {
    row: EventRow,
    body: serde_json::Value,
}

impl AuditEvent {
    pub fn new(row: EventRow) -> Self {
        let body = serde_json::from_str(&row.body).unwrap_or_default();
        Self { row, body }
    }

    pub fn position(row: &EventRow) -> Position {
        position(row.occurred_at, row.id)
    }
}

/// Something that happened. Events are never changed and never deleted.
#[Object]
impl AuditEvent {
    /// The opaque id.
    async fn id(&self) -> ID {
        self.row.id.wire().into()
    }

    /// What happened.
    async fn kind(&self) -> Option<EventKind> {
        crate::kernel::event::EventKind::parse(&self.row.kind).map(EventKind::from)
    }

    /// The id of what it happened to.
    async fn subject(&self) -> Option<ID> {
        self.body.get("subject").and_then(|subject| subject.as_str()).map(ID::from)
    }

    /// Who did it; null when the system or the operator did.
    async fn actor(&self) -> Option<Person> {
        self.row.actor_id.map(Person::unnamed)
    }

    /// When it happened.
    async fn occurred_at(&self) -> Timestamp {
        self.row.occurred_at
    }

    /// The public facts of the event.
    async fn payload(&self) -> Json {
        Json(self.body.get("payload").cloned().unwrap_or_default())
    }

    /// The event as it is kept: canonical JSON after RFC 8785, from which it can be hashed and proven.
    async fn body(&self) -> &str {
        &self.row.body
    }
}
