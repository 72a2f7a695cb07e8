//! A final document, its recommendations, and whom they address. What it says is in `content.rs`.

use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    AddresseeId, CouncilId, DecisionId, DocumentVersionId, FinalDocumentId, PersonId, PollId, ProtocolId,
    RecommendationId, ReviewId, StateBodyId,
};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most recommendations of one document.
pub const MAX_RECOMMENDATIONS: usize = 50;
/// The most bodies one recommendation addresses.
pub const MAX_ADDRESSEES: usize = 20;
/// The most participants a document names.
pub const MAX_PARTICIPANTS: usize = 200;
/// The farthest day by which a council may wish something done, in years from the day of the examination.
pub const WISH_YEARS: u32 = 10;

text_enum! {
    /// Where a final document stands.
    pub enum DocumentState { Draft = "DRAFT", Sent = "SENT" }
}

text_enum! {
    /// How urgent a recommendation is to the council.
    pub enum Priority { High = "HIGH", Normal = "NORMAL", Low = "LOW" }
}

text_enum! {
    /// Whether a body has answered a recommendation. That it is late is said by its deadline.
    pub enum AddresseeState { Pending = "PENDING", Answered = "ANSWERED" }
}

/// The number of a document among those its council adopted in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number {
    pub year: i64,
    /// From 1.
    pub number: i64,
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.year, self.number)
    }
}

/// What entitles a council to its final document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The poll by which it was adopted.
    Poll(PollId),
    /// The protocol, signed by both, of a hearing on whose agenda the review stood.
    Protocol(ProtocolId),
}

impl Basis {
    pub const fn poll(self) -> Option<PollId> {
        match self {
            Self::Poll(id) => Some(id),
            Self::Protocol(_) => None,
        }
    }

    pub const fn protocol(self) -> Option<ProtocolId> {
        match self {
            Self::Poll(_) => None,
            Self::Protocol(id) => Some(id),
        }
    }
}

/// What a council concluded from one review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalDocument {
    pub id: FinalDocumentId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    /// The body whose decision was reviewed.
    pub body_id: StateBodyId,
    pub basis: Basis,
    pub number: Number,
    pub state: DocumentState,
    /// The current version; once sent, the last.
    pub version_id: DocumentVersionId,
    pub revision: i64,
    pub adopted_by_id: PersonId,
    pub adopted_by_name: String,
    pub adopted_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

impl FinalDocument {
    /// Only a draft is revised and sent.
    ///
    /// # Errors
    /// STALE_REVISION when `expected` is not the current one, WRONG_STATE once it is sent.
    pub fn must_be_draft(&self, expected: i64) -> Result<(), Refusal> {
        if self.state != DocumentState::Draft {
            return Err(Refusal::new(Code::WrongState).with("state", self.state.as_str()));
        }
        if self.revision != expected {
            let stale = Refusal::new(Code::StaleRevision).at("expectedRevision");
            return Err(stale.with("expected", expected).with("current", self.revision));
        }
        Ok(())
    }
}

/// One recommendation of a document that was sent. Never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    pub id: RecommendationId,
    pub document_id: FinalDocumentId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    /// From 1, within the document.
    pub number: i64,
    pub text: Localized,
    pub priority: Priority,
    /// By when the council wishes it done; no legal deadline.
    pub wished_on: Option<NaiveDate>,
    pub sent_at: Timestamp,
}

/// A body that owes an answer to a recommendation. The deadline of the answer has this id as its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub id: AddresseeId,
    pub recommendation_id: RecommendationId,
    pub document_id: FinalDocumentId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub body_id: StateBodyId,
    pub state: AddresseeState,
    pub sent_at: Timestamp,
}

/// That a document lies before a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub document_id: FinalDocumentId,
    pub body_id: StateBodyId,
    pub received_at: Timestamp,
    pub acknowledgement: Option<Acknowledgement>,
}

/// Who acknowledged a receipt for the body, with the name at that time, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    pub by_id: PersonId,
    pub by_name: String,
    pub at: Timestamp,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    /// A document in a state, at revision 2.
    pub(in super::super) fn document(state: DocumentState) -> FinalDocument {
        let id = |n| Uuid::from_u128(n);
        let adopted_at = Timestamp::parse("2026-11-20T06:00:00Z").expect("valid");
        FinalDocument {
            id: Id::from_uuid(id(1)),
            review_id: Id::from_uuid(id(2)),
            decision_id: Id::from_uuid(id(3)),
            council_id: Id::from_uuid(id(4)),
            body_id: Id::from_uuid(id(5)),
            basis: Basis::Poll(Id::from_uuid(id(6))),
            number: Number { year: 2026, number: 7 },
            state,
            version_id: Id::from_uuid(id(8)),
            revision: 2,
            adopted_by_id: Id::from_uuid(id(9)),
            adopted_by_name: "chair".into(),
            adopted_at,
            sent_at: (state == DocumentState::Sent).then_some(adopted_at),
        }
    }

    #[test]
    fn a_document_is_changed_by_who_read_it_as_it_is_and_only_until_it_is_sent() {
        let code = |state, expected| document(state).must_be_draft(expected).map_err(|refusal| refusal.code);
        assert_eq!(code(DocumentState::Draft, 2), Ok(()));
        assert_eq!(code(DocumentState::Draft, 1), Err(Code::StaleRevision));
        assert_eq!(code(DocumentState::Sent, 2), Err(Code::WrongState));
        assert_eq!(code(DocumentState::Sent, 1), Err(Code::WrongState));
    }
}
