//! Proof that the policy said yes. A store's write takes a `Permit<can::…>`, and only [`authorize`] makes one.

use super::policy::{Action, Can, Place, decide};
use super::viewer::Viewer;
use crate::kernel::failure::Denied;
use crate::kernel::id::PersonId;
use std::marker::PhantomData;

/// The policy allowed `A` at `place`. `actor` is `None` only for the system's own clock (a deadline).
#[derive(Debug)]
pub struct Permit<A> {
    pub place: Place,
    pub actor: Option<PersonId>,
    action: PhantomData<A>,
}

/// Asks the policy.
///
/// # Errors
/// The policy's denial.
pub fn authorize<A: Can>(viewer: &Viewer, place: Place) -> Result<Permit<A>, Denied> {
    decide(viewer, A::ACTION, &place)?;
    Ok(Permit { place, actor: viewer.account(), action: PhantomData })
}

/// What the system does by itself when a deadline passes. Besides [`by_link`] nothing else needs no viewer.
pub fn by_deadline(place: Place) -> Permit<super::policy::can::ClosePoll> {
    Permit { place, actor: None, action: PhantomData }
}

/// What the signed link in a mail lets do whoever holds it: see to it that this person is sent no more mails.
pub fn by_link(person: PersonId) -> Permit<super::policy::can::SetNoticeDelivery> {
    Permit { place: Place::person(person), actor: None, action: PhantomData }
}

/// Whether a front end should offer the action: the `viewerCan…` fields.
pub fn allowed(viewer: &Viewer, action: Action, place: &Place) -> bool {
    decide(viewer, action, place).is_ok()
}
