//! A comment, and the rules of who writes as what and how deep a thread may go.

use crate::access::viewer::{Role, Scope, Viewer};
use crate::features::reviews::ReviewState;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CommentId, CouncilId, DecisionId, OrganizationId, PersonId, ReviewId, StateBodyId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// How a comment stands to the decision.
    pub enum Stance { For = "FOR", Against = "AGAINST", Neutral = "NEUTRAL" }
}

text_enum! {
    /// As what the author wrote, at the time of writing.
    pub enum Capacity { Member = "MEMBER", Official = "OFFICIAL", Ngo = "NGO", Media = "MEDIA", Citizen = "CITIZEN" }
}

/// A comment on a decision under review, or a reply to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    /// The comment it replies to.
    pub parent_id: Option<CommentId>,
    /// 0 for a comment on the review itself.
    pub depth: i64,
    pub author_id: PersonId,
    /// The author's name at the time of writing.
    pub author_name: String,
    pub capacity: Capacity,
    /// The organisation the author spoke for or was seated for.
    pub organization_id: Option<OrganizationId>,
    pub stance: Stance,
    /// What it says; nothing once it is hidden.
    pub body: Option<String>,
    /// From 1; each edit adds one.
    pub revision: i64,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub hidden: Option<Hiding>,
}

/// The tombstone of a hidden comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hiding {
    pub at: Timestamp,
    pub by_id: PersonId,
    pub reason: String,
}

/// What a comment said before an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentEdit {
    pub comment_id: CommentId,
    /// The revision that said it.
    pub revision: i64,
    pub body: String,
    pub written_at: Timestamp,
}

/// What a comment's rights and rules hang on, beside the comment itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    pub body_id: StateBodyId,
    pub state: ReviewState,
}

/// The comment replied to, as far as a reply depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    pub id: CommentId,
    pub review_id: ReviewId,
    pub depth: i64,
}

/// As what the viewer writes on a review now, and for which organisation. The seat in the reviewing council comes
/// first, then the office, then the organisation represented, if it is verified.
pub fn capacity(viewer: &Viewer, setting: &Setting) -> (Capacity, Option<OrganizationId>) {
    if let Some(seat) = viewer.seat_in(setting.council_id) {
        return (Capacity::Member, seat.organization);
    }
    if viewer.holds_in(Role::Officer, Scope::Body(setting.body_id)) {
        return (Capacity::Official, None);
    }
    let represented = viewer.grants().find_map(|grant| match (grant.role, grant.scope, grant.organization) {
        (Role::Representative, Scope::Organization(id), Some(organization)) => Some((id, organization.medium)),
        _ => None,
    });
    match represented {
        Some((id, true)) => (Capacity::Media, Some(id)),
        Some((id, false)) => (Capacity::Ngo, Some(id)),
        None => (Capacity::Citizen, None),
    }
}

/// How deep a comment stands: 0 on the review itself, else one below the comment it replies to.
///
/// # Errors
/// PARENT_ELSEWHERE, COMMENT_TOO_DEEP.
pub fn depth(review: ReviewId, parent: Option<&Parent>, limit: u32) -> Result<i64, Refusal> {
    let Some(parent) = parent else { return Ok(0) };
    if parent.review_id != review {
        return Err(Refusal::new(Code::ParentElsewhere).at("parentId"));
    }
    let depth = parent.depth.saturating_add(1);
    if depth > i64::from(limit) {
        return Err(Refusal::new(Code::CommentTooDeep).at("parentId").with("limit", limit));
    }
    Ok(depth)
}

/// Refuses what is said after the review.
///
/// # Errors
/// DISCUSSION_CLOSED.
pub fn admit_discussion(state: ReviewState) -> Result<(), Refusal> {
    if state.is_running() { Ok(()) } else { Err(Refusal::new(Code::DiscussionClosed)) }
}

impl Comment {
    /// Refuses what is done to a hidden comment.
    ///
    /// # Errors
    /// COMMENT_HIDDEN.
    pub fn admit_shown(&self) -> Result<(), Refusal> {
        if self.hidden.is_none() { Ok(()) } else { Err(Refusal::new(Code::CommentHidden)) }
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
