//! What a protocol says, and the proof that it said exactly that.
//!
//! A protocol quotes everything as it was when it was drawn up: names, titles, positions, counts. Nobody who is renamed
//! later is renamed in it.
//!
//! # The hash, for a stranger who wants to recompute it
//! `sha256` is the SHA-256 of the UTF-8 bytes of one JSON object in the canonical form of RFC 8785, with these members:
//!
//! | member | holds |
//! |---|---|
//! | `meeting`, `form`, `title`, `place`, `timeZone` | the id of the meeting, `"MEETING"` or `"HEARING"`, and what was announced |
//! | `openness`, `opennessReason` | `"PUBLIC"` or `"CLOSED"`, and why it was closed |
//! | `council`, `body` | `{id, name}` |
//! | `calledAt`, `startsAt`, `openedAt`, `closedAt` | instants, RFC 3339 in UTC |
//! | `presidedBy` | who opened it, and so presided: `{membership, name, category, position}` |
//! | `quorum`, `turnout` | `"MET"` or `"NOT_MET"`; list of `{category, members, attended}` |
//! | `present` | list of `{membership, name, category, position, stays: [{cameAt, leftAt}]}` |
//! | `absent` | list of `{membership, name, category, position}` |
//! | `agenda` | list of `{number, review, form, decision: {id, title}, recused: [{name, reason}], polls}` |
//! | `polls` | list of the polls opened in the meeting on that review, see [`Vote`] |
//!
//! Who came and went before the meeting was opened was not in it, and stands among those absent.
//!
//! What there is none of is left out. The text is stored as it was hashed and handed out as it is, so that recomputing
//! takes no more than `sha256sum`.

use crate::access::viewer::Position;
use crate::features::councils::Category;
use crate::features::documents::content::Named;
use crate::features::meetings::model::{MeetingForm, Openness};
use crate::features::polls::model::{Choice, DecidedBy, PollMode, PollState, QuorumState, Verdict};
use crate::features::reviews::ReviewForm;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Fault;
use crate::kernel::localized::Localized;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At(pub Timestamp);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not an instant"))
    }
}

/// A member, as they were that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub membership: String,
    pub name: String,
    pub category: Category,
    pub position: Position,
}

/// From when to when somebody was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub came_at: At,
    pub left_at: At,
}

/// A member who came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    #[serde(flatten)]
    pub member: Member,
    pub stays: Vec<Span>,
}

/// The turnout of one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub category: Category,
    pub members: u32,
    pub attended: u32,
}

/// The decision under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub id: String,
    pub title: Localized,
}

/// A member who declared a conflict of interest in a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recused {
    pub name: String,
    pub reason: String,
}

/// A ballot of a roll call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    pub membership: String,
    pub name: String,
    pub choice: Choice,
}

/// A dissenting opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dissent {
    pub name: String,
    pub text: String,
    pub attached_at: At,
}

/// The totals of a poll that was counted. Those of a secret poll without a quorum are told nowhere, here neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    pub present: u32,
    pub present_public: u32,
    #[serde(rename = "for")]
    pub votes_for: u32,
    #[serde(rename = "against")]
    pub votes_against: u32,
    #[serde(rename = "abstain")]
    pub votes_abstain: u32,
}

/// What a poll that was closed decided, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
    pub quorum: QuorumState,
    pub outcome: Verdict,
    pub decided_by: DecidedBy,
}

/// A poll of the meeting: what was voted on, by which version of the decision (with its hash in hexadecimal), the
/// result, the count, in a roll call who chose what, and who dissents. An annulled poll says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
    pub poll: String,
    pub mode: PollMode,
    pub state: PollState,
    pub question: Localized,
    pub version: i64,
    pub sha256: String,
    pub electorate: u32,
    pub opened_at: At,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Decided>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annulled_because: Option<String>,
    /// By name; nobody in a secret poll.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Voice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissents: Vec<Dissent>,
}

/// An item of the agenda, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub number: i64,
    pub review: String,
    pub form: ReviewForm,
    pub decision: Subject,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recused: Vec<Recused>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub polls: Vec<Vote>,
}

/// What a protocol says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    pub meeting: String,
    pub form: MeetingForm,
    pub title: Localized,
    pub place: Localized,
    /// The zone of the body, in which people read its times.
    pub time_zone: String,
    pub openness: Openness,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openness_reason: Option<String>,
    pub council: Named,
    pub body: Named,
    pub called_at: At,
    pub starts_at: At,
    pub opened_at: At,
    pub closed_at: At,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presided_by: Option<Member>,
    pub quorum: QuorumState,
    pub turnout: Vec<Line>,
    pub present: Vec<Present>,
    pub absent: Vec<Member>,
    pub agenda: Vec<Item>,
}

impl Content {
    /// The canonical JSON that is hashed.
    ///
    /// # Errors
    /// A fault when it cannot be written; nothing in it has no canonical form.
    pub fn canonical(&self) -> Result<String, Fault> {
        serde_json_canonicalizer::to_string(self).map_err(|error| Fault::new(format!("canonical JSON: {error}")))
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
pub(in super::super) mod tests;
