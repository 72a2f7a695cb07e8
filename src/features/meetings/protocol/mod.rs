//! The protocol of a meeting, generated from what is on record, and the signatures under it.
//!
//! A protocol is a numbered **version** of one text ([`content`]), put together by [`compose`] and entered by
//! [`draw_up`]. The close of the meeting makes the first; when something was added to the record afterwards (a
//! dissenting opinion, an annulment) it may be redrawn. The chair, or a deputy in the chair's place, and the secretary
//! sign the version they name by its hash. When both have signed the same one it is **sealed**: no other is drawn up,
//! by rule and by trigger.

mod compose;
pub mod content;
pub mod draw_up;
mod votes;

use crate::access::viewer::Position;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Fault, Outcome};
use crate::kernel::id::{MeetingId, PersonId, ProtocolId};
use crate::text_enum;
use content::Content;

text_enum! {
    /// In which capacity a protocol is signed.
    pub enum Capacity { Chair = "CHAIR", Secretary = "SECRETARY" }
}

impl Capacity {
    /// The capacity in which whoever has this position signs.
    pub const fn of(position: Position) -> Option<Self> {
        match position {
            Position::Chair | Position::DeputyChair => Some(Self::Chair),
            Position::Secretary => Some(Self::Secretary),
            Position::Member => None,
        }
    }
}

/// A signature under one version of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub capacity: Capacity,
    pub person_id: PersonId,
    /// The name at that time.
    pub name: String,
    pub signed_at: Timestamp,
}

/// One version of the protocol of a meeting. Its text never changes; signatures are added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    pub id: ProtocolId,
    pub meeting_id: MeetingId,
    /// From 1.
    pub number: i64,
    /// The canonical JSON that was hashed.
    pub canonical: String,
    pub sha256: Vec<u8>,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
    /// At most one of each capacity.
    pub signatures: Vec<Signature>,
}

impl Protocol {
    /// Whether both have signed it.
    pub fn is_sealed(&self) -> bool {
        Capacity::ALL.iter().all(|capacity| self.signature(*capacity).is_some())
    }

    pub fn signature(&self, capacity: Capacity) -> Option<&Signature> {
        self.signatures.iter().find(|signature| signature.capacity == capacity)
    }

    /// What it says.
    ///
    /// # Errors
    /// A fault when the stored text is not what this program wrote.
    pub fn content(&self) -> Outcome<Content> {
        let read = serde_json::from_str(&self.canonical);
        Ok(read.map_err(|error| Fault::new(format!("protocol {}: {error}", self.id.wire())))?)
    }
}
