//! A decision, its states and its lifecycle. The typed details are in `details.rs`, the versions in `version.rs`.

use super::details::DecisionKind;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DecisionId, DecisionVersionId, PersonId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// Where a decision stands.
    pub enum DecisionState {
        Draft = "DRAFT", Published = "PUBLISHED", Withdrawn = "WITHDRAWN", Superseded = "SUPERSEDED", Adopted = "ADOPTED",
    }
}

text_enum! {
    /// Who may read a published decision: everybody, or its body and the councils concerned.
    pub enum Access { Public = "PUBLIC", Restricted = "RESTRICTED" }
}

/// A state body's act or draft under public control. Title and summary are those of the current version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub body_id: StateBodyId,
    pub kind: DecisionKind,
    pub state: DecisionState,
    pub access: Access,
    pub author_id: PersonId,
    /// The author's name at the time of drafting.
    pub author_name: String,
    /// The current version.
    pub version_id: DecisionVersionId,
    /// The number of the current version, from 1.
    pub revision: i64,
    pub title: Localized,
    pub summary: Localized,
    pub drafted_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub embargoed_until: Option<Timestamp>,
    /// From when on everybody may read it; never for drafts and restricted decisions.
    pub public_from: Option<Timestamp>,
    pub superseded_by_id: Option<DecisionId>,
    /// What lists are ordered by: publication, or drafting while there is none.
    pub listed_at: Timestamp,
}

/// What moves a decision from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Publish,
    Withdraw,
    Supersede,
    Adopt,
}

/// The lifecycle: what is not in this table does not happen.
pub const LIFECYCLE: &[(DecisionState, Step, DecisionState)] = &[
    (DecisionState::Draft, Step::Publish, DecisionState::Published),
    (DecisionState::Published, Step::Withdraw, DecisionState::Withdrawn),
    (DecisionState::Published, Step::Supersede, DecisionState::Superseded),
    (DecisionState::Published, Step::Adopt, DecisionState::Adopted),
];

/// The states in which a decision may get a new version. A running poll is bound to the version it was opened on, so
/// its text cannot change under it.
pub const REVISABLE: &[DecisionState] = &[DecisionState::Draft, DecisionState::Published];

impl Decision {
    /// The state a step leads to.
    ///
    /// # Errors
    /// WRONG_STATE when the lifecycle has no such step from here.
    pub fn after(&self, step: Step) -> Result<DecisionState, Refusal> {
        let row = LIFECYCLE.iter().find(|(from, by, _)| *from == self.state && *by == step);
        row.map(|(_, _, to)| *to).ok_or_else(|| self.wrong_state())
    }

    /// WRONG_STATE, naming the present one.
    pub fn wrong_state(&self) -> Refusal {
        Refusal::new(Code::WrongState).with("state", self.state.as_str())
    }

    pub fn is_public_at(&self, now: Timestamp) -> bool {
        self.public_from.is_some_and(|from| from <= now)
    }
}

/// When everybody may read what is published at one moment, perhaps under an embargo, with this access.
pub fn public_from(access: Access, published_at: Timestamp, embargoed_until: Option<Timestamp>) -> Option<Timestamp> {
    match access {
        Access::Restricted => None,
        Access::Public => Some(embargoed_until.map_or(published_at, |until| until.max(published_at))),
    }
}

/// Checks an embargo against the moment of publication.
///
/// # Errors
/// EMBARGO_PAST when it would be over at once.
pub fn admit_embargo(until: Option<Timestamp>, now: Timestamp) -> Outcome<()> {
    match until {
        Some(until) if until <= now => Err(Failure::from(Refusal::new(Code::EmbargoPast).at("embargoedUntil"))),
        _ => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    /// A decision in a state, for the tests of rules.
    pub(crate) fn decision(state: DecisionState) -> Decision {
        let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
        let text = Localized { kk: "Мәтін".into(), ru: None, en: None };
        Decision {
            id: Id::from_uuid(Uuid::from_u128(1)),
            body_id: Id::from_uuid(Uuid::from_u128(2)),
            kind: DecisionKind::Other,
            state,
            access: Access::Public,
            author_id: Id::from_uuid(Uuid::from_u128(3)),
            author_name: "Автор".into(),
            version_id: Id::from_uuid(Uuid::from_u128(4)),
            revision: 1,
            title: text.clone(),
            summary: text,
            drafted_at: now,
            published_at: None,
            embargoed_until: None,
            public_from: None,
            superseded_by_id: None,
            listed_at: now,
        }
    }

    #[test]
    fn only_a_draft_is_published_and_only_the_published_ends() {
        assert_eq!(decision(DecisionState::Draft).after(Step::Publish), Ok(DecisionState::Published));
        for step in [Step::Withdraw, Step::Supersede, Step::Adopt] {
            assert!(decision(DecisionState::Published).after(step).is_ok(), "{step:?}");
            assert!(decision(DecisionState::Draft).after(step).is_err(), "{step:?}");
        }
    }

    #[test]
    fn what_has_ended_does_not_move_again() {
        for state in [DecisionState::Withdrawn, DecisionState::Superseded, DecisionState::Adopted] {
            for step in [Step::Publish, Step::Withdraw, Step::Supersede, Step::Adopt] {
                assert_eq!(decision(state).after(step).map_err(|refusal| refusal.code), Err(Code::WrongState));
            }
        }
    }

    #[test]
    fn an_embargo_delays_the_public_and_restriction_excludes_it() {
        let published = Timestamp::from_micros(1_000).expect("in range");
        let later = Timestamp::from_micros(2_000).expect("in range");
        assert_eq!(public_from(Access::Public, published, None), Some(published));
        assert_eq!(public_from(Access::Public, published, Some(later)), Some(later));
        assert_eq!(public_from(Access::Restricted, published, Some(later)), None);
        assert!(admit_embargo(Some(later), published).is_ok());
        assert!(admit_embargo(Some(published), published).is_err());
    }
}
