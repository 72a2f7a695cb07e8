//! The rows of the bulk inserts, made of the slices' models.

use crate::access::viewer::Position;
use crate::db::schema::{comments, decision_versions, decisions, poll_electors, polls, reviews, transitions};
use crate::db::shared::Shared;
use crate::features::comments::model::{Capacity, Comment, Stance};
use crate::features::councils::model::Category;
use crate::features::decisions::details::{DecisionKind, Details};
use crate::features::decisions::model::{Access, Decision, DecisionState};
use crate::features::decisions::version::{Content, DecisionVersion};
use crate::features::polls::model::{Elector, Entitlement, Poll, PollMode, PollRules, PollState};
use crate::features::reviews::{Review, ReviewForm, ReviewState};
use crate::features::transitions::Transition;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    CommentId, CouncilId, DecisionId, DecisionVersionId, Id, MembershipId, OrganizationId, PersonId, PollId, ReviewId,
    StateBodyId, TransitionId, kind,
};
use crate::kernel::localized::Localized;
use diesel::prelude::*;

/// A row as a struct of owned values, in the order of the table's columns.
macro_rules! row {
    ($name:ident of $table:ident { $($field:ident: $type:ty),+ $(,)? }) => {
        #[derive(Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub struct $name { $($field: $type),+ }
        impl $name {
            /// How many values one row binds.
            pub const COLUMNS: usize = [$(stringify!($field)),+].len();
        }
    };
}

row!(DecisionRow of decisions {
    id: DecisionId, body_id: StateBodyId, kind: DecisionKind, state: DecisionState, access: Access,
    author_id: PersonId, author_name: String, version_id: DecisionVersionId, revision: i64, title: Localized,
    summary: Localized, drafted_at: Timestamp, published_at: Option<Timestamp>, embargoed_until: Option<Timestamp>,
    public_from: Option<Timestamp>, superseded_by_id: Option<DecisionId>, listed_at: Timestamp,
});
row!(VersionRow of decision_versions {
    id: DecisionVersionId, decision_id: DecisionId, number: i64, title: Localized, summary: Localized,
    text: Localized, details: Details, sha256: Vec<u8>, author_id: PersonId, created_at: Timestamp,
});
row!(TransitionRow of transitions {
    id: TransitionId, subject_id: Id<kind::Event>, from_state: Option<String>, to_state: String,
    actor_id: Option<PersonId>, actor_name: Option<String>, occurred_at: Timestamp, reason: Option<String>,
});
row!(ReviewRow of reviews {
    id: ReviewId, decision_id: DecisionId, council_id: CouncilId, form: ReviewForm, state: ReviewState,
    opened_by_id: PersonId, opened_at: Timestamp, concluded_at: Option<Timestamp>,
});
row!(CommentRow of comments {
    id: CommentId, review_id: ReviewId, decision_id: DecisionId, parent_id: Option<CommentId>, depth: i64,
    author_id: PersonId, author_name: String, capacity: Capacity, organization_id: Option<OrganizationId>,
    stance: Stance, body: String, revision: i64, created_at: Timestamp, edited_at: Option<Timestamp>,
    hidden_at: Option<Timestamp>, hidden_by_id: Option<PersonId>, hidden_reason: Option<String>,
});
row!(PollRow of polls {
    id: PollId, review_id: ReviewId, decision_id: DecisionId, council_id: CouncilId, version_id: DecisionVersionId,
    mode: PollMode, state: PollState, question: Localized, rules: Shared<PollRules>, electorate_size: i64,
    opened_by_id: PersonId, opened_at: Timestamp, closes_at: Option<Timestamp>,
});
row!(ElectorRow of poll_electors {
    poll_id: PollId, membership_id: MembershipId, person_id: PersonId, name: String, category: Category,
    position: Position, organization_id: Option<OrganizationId>, entitlement: Entitlement,
});

impl From<Decision> for DecisionRow {
    fn from(decision: Decision) -> Self {
        let Decision { id, body_id, kind, state, access, author_id, author_name, version_id, revision, .. } = decision;
        let Decision { title, summary, drafted_at, published_at, embargoed_until, public_from, .. } = decision;
        let Decision { superseded_by_id, listed_at, .. } = decision;
        Self {
            id,
            body_id,
            kind,
            state,
            access,
            author_id,
            author_name,
            version_id,
            revision,
            title,
            summary,
            drafted_at,
            published_at,
            embargoed_until,
            public_from,
            superseded_by_id,
            listed_at,
        }
    }
}

impl From<DecisionVersion> for VersionRow {
    fn from(version: DecisionVersion) -> Self {
        let DecisionVersion { id, decision_id, number, content, sha256, author_id, created_at } = version;
        let Content { title, summary, text, details } = content;
        Self { id, decision_id, number, title, summary, text, details, sha256, author_id, created_at }
    }
}

impl From<Transition> for TransitionRow {
    fn from(transition: Transition) -> Self {
        let Transition { id, subject_id, from_state, to_state, actor, occurred_at, reason } = transition;
        let (actor_id, actor_name) = actor.map(|actor| (actor.id, actor.name)).unzip();
        let subject_id = Id::from_uuid(subject_id);
        Self { id, subject_id, from_state, to_state, actor_id, actor_name, occurred_at, reason }
    }
}

impl From<Review> for ReviewRow {
    fn from(review: Review) -> Self {
        let Review { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at } = review;
        Self { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at }
    }
}

impl From<Comment> for CommentRow {
    fn from(comment: Comment) -> Self {
        let Comment { id, review_id, decision_id, parent_id, depth, author_id, author_name, capacity, .. } = comment;
        let Comment { organization_id, stance, body, revision, created_at, edited_at, hidden, .. } = comment;
        let body = body.unwrap_or_default();
        let (hidden_at, hidden_by_id) = hidden.as_ref().map(|hiding| (hiding.at, hiding.by_id)).unzip();
        let hidden_reason = hidden.map(|hiding| hiding.reason);
        Self {
            id,
            review_id,
            decision_id,
            parent_id,
            depth,
            author_id,
            author_name,
            capacity,
            organization_id,
            stance,
            body,
            revision,
            created_at,
            edited_at,
            hidden_at,
            hidden_by_id,
            hidden_reason,
        }
    }
}

/// As it is opened; what the close freezes is written by the close.
impl From<Poll> for PollRow {
    fn from(poll: Poll) -> Self {
        let Poll { id, review_id, decision_id, council_id, version_id, mode, state, question, rules, .. } = poll;
        let Poll { electorate_size, opened_by_id, opened_at, closes_at, .. } = poll;
        let electorate_size = i64::from(electorate_size);
        Self {
            id,
            review_id,
            decision_id,
            council_id,
            version_id,
            mode,
            state,
            question,
            rules,
            electorate_size,
            opened_by_id,
            opened_at,
            closes_at,
        }
    }
}

impl From<Elector> for ElectorRow {
    fn from(elector: Elector) -> Self {
        let Elector { poll_id, membership_id, person_id, name, category, position, organization_id, entitlement } =
            elector;
        Self { poll_id, membership_id, person_id, name, category, position, organization_id, entitlement }
    }
}
