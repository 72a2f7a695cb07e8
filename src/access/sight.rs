//! What a viewer may see of the decisions and everything that hangs on them. A read without a sight does not compile.

use super::scopes::ServiceScope;
use super::viewer::{Role, Scope, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, StateBodyId};

/// The bounds of a viewer's view. `features/decisions/store.rs` turns it into SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    pub now: Timestamp,
    /// Administrators see all but secret choices, which nobody sees.
    pub everything: bool,
    /// Whether every decision that was ever published is seen, restricted or under embargo, as the moderator of all.
    pub published: bool,
    /// Bodies whose drafts and restricted decisions the viewer sees, as their officer.
    pub bodies: Vec<StateBodyId>,
    /// Bodies whose restricted and embargoed decisions the viewer sees, but not their drafts, as their moderator.
    pub moderated: Vec<StateBodyId>,
    /// Councils whose restricted and embargoed decisions the viewer sees, as a member or as their moderator.
    pub councils: Vec<CouncilId>,
    /// Accredited media: published decisions under embargo, each look logged.
    pub embargoed: bool,
}

impl Sight {
    pub fn of(viewer: &Viewer) -> Self {
        if viewer.service().is_some_and(|service| !service.scopes.contains(ServiceScope::DecisionsRead)) {
            return Self::public(viewer.now);
        }
        let mut sight = Self {
            everything: viewer.holds(Role::Administrator),
            councils: viewer.seats().map(|seat| seat.council).collect(),
            embargoed: viewer.is_accredited_media(),
            ..Self::public(viewer.now)
        };
        for grant in viewer.grants() {
            match (grant.role, grant.scope) {
                (Role::Officer, Scope::Body(body)) => sight.bodies.push(body),
                // Whoever hides what breaks the rules must be able to read it.
                (Role::Moderator, Scope::Global) => sight.published = true,
                (Role::Moderator, Scope::Body(body)) => sight.moderated.push(body),
                (Role::Moderator, Scope::Council(council)) => sight.councils.push(council),
                _ => {}
            }
        }
        sight
    }

    /// What everybody sees.
    pub fn public(now: Timestamp) -> Self {
        Self {
            now,
            everything: false,
            published: false,
            bodies: Vec::new(),
            moderated: Vec::new(),
            councils: Vec::new(),
            embargoed: false,
        }
    }

    /// What the system's own clock sees when a deadline passes: the polls that are due, wherever they are.
    pub fn system(now: Timestamp) -> Self {
        Self { everything: true, ..Self::public(now) }
    }

    /// Whether it is no more than everybody's.
    pub fn is_public(&self) -> bool {
        *self == Self::public(self.now)
    }
}
