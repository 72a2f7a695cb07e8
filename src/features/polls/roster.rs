//! What never changes about a poll: where it is held, how, and who votes in it.
//!
//! Read once per instance and remembered, because it is frozen: a ballot then costs one statement and its event.

use super::model::{Entitlement, PollMode, within_term};
use super::store;
use crate::access::act::Writing;
use crate::access::policy::Place;
use crate::access::sight::Sight;
use crate::access::viewer::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{CouncilId, MeetingId, MembershipId, PersonId, PollId, ReviewId, StateBodyId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// The frozen facts of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub poll_id: PollId,
    pub review_id: ReviewId,
    pub council_id: CouncilId,
    pub body_id: StateBodyId,
    pub mode: PollMode,
    /// The meeting that votes, if one does.
    pub meeting_id: Option<MeetingId>,
    /// The last day on which the council can vote.
    pub term_ends_on: NaiveDate,
    pub electors: HashMap<PersonId, (MembershipId, Entitlement)>,
}

/// A voter: a person in their seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voter {
    pub person: PersonId,
    pub membership: MembershipId,
}

/// The roster of a poll the viewer may know of.
///
/// # Errors
/// NOT_FOUND.
pub fn of(tx: &mut Writing<'_>, id: PollId) -> Outcome<Arc<Roster>> {
    let roster = match tx.core.frozen.get::<Roster>(id.uuid()) {
        Some(roster) => roster,
        None => {
            let roster = Arc::new(store::roster(tx.conn, id)?.ok_or(Denied::NotFound("poll"))?);
            tx.core.frozen.put(id.uuid(), Arc::clone(&roster));
            roster
        }
    };
    if roster.elector(tx.viewer).is_none() && store::find(tx.conn, &tx.sight, id)?.is_none() {
        return Err(Denied::NotFound("poll").into());
    }
    Ok(roster)
}

impl Roster {
    /// The viewer, if they stand in the electorate, recused or not.
    fn elector(&self, viewer: &Viewer) -> Option<PersonId> {
        viewer.account().filter(|person| self.electors.contains_key(person))
    }

    /// Where the policy judges what is done to this poll.
    pub fn place(&self, viewer: &Viewer) -> Place {
        Place::review(self.body_id, self.council_id).for_elector(self.elector(viewer))
    }

    /// What the viewer sees of this poll. An elector sees it whole, also after leaving the council that may read it.
    pub fn sight(&self, viewer: &Viewer, otherwise: &Sight) -> Sight {
        self.elector(viewer).map_or_else(|| otherwise.clone(), |_| Sight::system(otherwise.now))
    }

    /// The viewer as a member of the electorate who did not recuse themselves.
    ///
    /// # Errors
    /// NOT_ELECTOR, RECUSED.
    pub fn voter(&self, viewer: &Viewer) -> Result<Voter, Refusal> {
        let person = self.elector(viewer).ok_or_else(|| Refusal::new(Code::NotElector))?;
        match self.electors.get(&person) {
            Some((membership, Entitlement::Eligible)) => Ok(Voter { person, membership: *membership }),
            Some((_, Entitlement::Recused)) => Err(Refusal::new(Code::Recused)),
            None => Err(Refusal::new(Code::NotElector)),
        }
    }

    /// A council whose term has run out cannot vote, not in a poll it opened before either.
    ///
    /// # Errors
    /// COUNCIL_TERM_OVER.
    pub fn must_be_in_term(&self, now: Timestamp) -> Result<(), Refusal> {
        within_term(self.term_ends_on, now)
    }
}
