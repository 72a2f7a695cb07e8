//! The protocol of a meeting in the graph.

use super::enums::SignatoryCapacity;
use super::loader::ProtocolById;
use super::object::Meeting;
use crate::db::log::hex;
use crate::features::meetings;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, ProtocolId};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// Where a version of a protocol stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProtocolState {
    /// A signature is missing; another version may take its place.
    Draft,
    /// Chair and secretary have signed this version; there will be no other.
    Signed,
}

/// A signature under one version of a protocol.
#[derive(SimpleObject, Clone)]
pub struct ProtocolSignature {
    /// In which capacity it was given.
    pub capacity: SignatoryCapacity,
    /// Who gave it.
    pub person: Person,
    /// When it was given.
    pub signed_at: Timestamp,
}

/// One version of the protocol of a meeting, drawn up from what is on record: who came, what was taken up, the votes,
/// the dissent. Its text never changes.
#[derive(Clone)]
pub struct Protocol(pub Arc<meetings::Protocol>);

impl From<meetings::Protocol> for Protocol {
    fn from(protocol: meetings::Protocol) -> Self {
        Self(Arc::new(protocol))
    }
}

impl Protocol {
    /// One by id, if the viewer may see it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: ProtocolId) -> Outcome<Option<Self>> {
        Ok(context.load::<ProtocolById>(id).await?.map(Self))
    }
}

/// One version of the protocol of a meeting, drawn up from what is on record: who came, what was taken up, the votes,
/// the dissent. Its text never changes.
#[Object]
impl Protocol {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The meeting.
    async fn meeting(&self, context: &Context<'_>) -> Result<Meeting> {
        Ok(Meeting::of(context, self.0.meeting_id).await?)
    }

    /// The number of the version, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// Whether both have signed it.
    async fn state(&self) -> ProtocolState {
        if self.0.is_sealed() { ProtocolState::Signed } else { ProtocolState::Draft }
    }

    /// The SHA-256 of `canonical`, hexadecimal: what is signed.
    async fn sha256(&self) -> String {
        hex(&self.0.sha256)
    }

    /// What it says, as RFC 8785 canonical JSON: the bytes that were hashed. The documentation of the program names its
    /// members.
    async fn canonical(&self, context: &Context<'_>) -> Result<&str> {
        hand_out(context, &self.0.canonical)
    }

    /// The path of the page to read and to print, on this server; `lang` is `kk` or `ru`, `print=1` sets it for paper.
    /// It shows the current version.
    async fn page_path(&self) -> String {
        format!("/meetings/{}/protocol.html", Id::wire(self.0.meeting_id))
    }

    /// Who drew it up.
    async fn drawn_up_by(&self) -> Person {
        Person::known(self.0.author_id, self.0.author_name.clone())
    }

    /// When it was drawn up.
    async fn drawn_up_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// The signatures under this version, at most one of each capacity.
    async fn signatures(&self) -> Vec<ProtocolSignature> {
        let signature = |one: &meetings::Signature| ProtocolSignature {
            capacity: one.capacity.into(),
            person: Person::known(one.person_id, one.name.clone()),
            signed_at: one.signed_at,
        };
        self.0.signatures.iter().map(signature).collect()
    }
}
