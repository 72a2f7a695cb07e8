//! What can happen to the notices of a person. What somebody follows tells what they think, so it stands in the erasable
//! part: the log says that somebody chose, not what.

use super::model::{Delivery, Follow};
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::PersonId;
use serde_json::json;

/// Somebody began to follow something.
pub fn followed(follow: &Follow) -> NewEvent {
    about(EventKind::Followed, follow)
}

/// Somebody ceased to follow something.
pub fn unfollowed(follow: &Follow) -> NewEvent {
    about(EventKind::Unfollowed, follow)
}

fn about(kind: EventKind, follow: &Follow) -> NewEvent {
    NewEvent::new(kind, follow.person_id).private(json!({ "subject": follow.subject.wire() }))
}

/// Somebody chose how to be told.
pub fn delivery_chosen(person: PersonId, delivery: Delivery, how: How) -> NewEvent {
    NewEvent::new(EventKind::NoticeDeliveryChosen, person)
        .with("by", how.as_str())
        .private(json!({ "delivery": delivery }))
}

/// Somebody marked notices as read.
pub fn read(person: PersonId, count: usize) -> NewEvent {
    NewEvent::new(EventKind::NoticesRead, person).with("count", count)
}

/// How a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    SignedIn,
    /// By the link in a mail.
    Link,
}

impl How {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "SIGNED_IN",
            Self::Link => "LINK",
        }
    }
}
