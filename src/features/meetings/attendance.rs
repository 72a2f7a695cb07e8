//! Attendance: who was in a meeting from when to when, and what follows from it. Pure.
//!
//! Who leaves and comes back has two **stays**. When the meeting is closed, two things are frozen:
//!
//! * the **turnout**: of how many seats of each category somebody came at all while the meeting was open;
//! * the **quorum**: met, if at any moment of the meeting those who were there *at once* were as many as the charter
//!   asks of all members, and of two-part quorums also the public side. Thirty people of whom ten are there in the
//!   morning and ten in the afternoon are never twenty.
//!
//! Each poll of the meeting has a quorum of its own, counted at its close (`features/polls/tally.rs`).

use crate::access::viewer::Position;
use crate::features::councils::{Category, Charter, Membership};
use crate::features::polls::model::{QuorumState, Tally};
use crate::features::polls::tally::{has_quorum, headcount};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{MeetingId, MembershipId, PersonId, StayId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// From when to when a member was in a meeting, with what they were then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub id: StayId,
    pub meeting_id: MeetingId,
    pub membership_id: MembershipId,
    pub person_id: PersonId,
    pub name: String,
    pub category: Category,
    pub position: Position,
    pub came_at: Timestamp,
    /// Who checked the member in.
    pub entered_by_id: PersonId,
    /// `None` while the member is there.
    pub left_at: Option<Timestamp>,
}

impl Stay {
    /// Whether it falls into a session at all: who came and went before the opening was not there.
    pub fn touches(&self, session: Session) -> bool {
        self.came_at <= session.closed_at && self.left_at.is_none_or(|left| left >= session.opened_at)
    }
}

/// From when to when a meeting was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub opened_at: Timestamp,
    pub closed_at: Timestamp,
}

/// How many seats of a category there were, and of how many of them somebody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnout {
    pub category: Category,
    pub members: u32,
    pub attended: u32,
}

/// The turnout of a session, by category, in the order of the categories; those without seats are left out.
pub fn turnouts(seats: &[Membership], stays: &[Stay], session: Session) -> Vec<Turnout> {
    let came: HashSet<MembershipId> =
        stays.iter().filter(|stay| stay.touches(session)).map(|stay| stay.membership_id).collect();
    let of = |category: &Category| {
        let members = seats.iter().filter(|seat| seat.category == *category);
        let attended = members.clone().filter(|seat| came.contains(&seat.id)).count();
        Turnout { category: *category, members: number(members.count()), attended: number(attended) }
    };
    Category::ALL.iter().map(of).filter(|turnout| turnout.members > 0).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// In which order what happens at one instant is taken: who comes is there before who goes is gone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Came,
    Left,
}

/// Whether there was a quorum of the council at any moment of a session.
pub fn quorum(charter: &Charter, members: u32, stays: &[Stay], session: Session) -> QuorumState {
    let mut steps: BTreeMap<(Timestamp, Step), Vec<&Stay>> = BTreeMap::new();
    for stay in stays.iter().filter(|stay| stay.touches(session)) {
        steps.entry((stay.came_at.max(session.opened_at), Step::Came)).or_default().push(stay);
        if let Some(left) = stay.left_at.filter(|left| *left < session.closed_at) {
            steps.entry((left, Step::Left)).or_default().push(stay);
        }
    }
    let mut hall = Hall::default();
    for ((_, step), stays) in steps {
        stays.iter().for_each(|stay| hall.take(step, stay));
        if has_quorum(charter, members, &hall.headcount()) {
            return QuorumState::Met;
        }
    }
    QuorumState::NotMet
}

/// Who is there at a moment. A member is counted once, however often they came at one instant.
#[derive(Default)]
struct Hall(HashMap<MembershipId, (Category, u32)>);

impl Hall {
    fn take(&mut self, step: Step, stay: &Stay) {
        let (_, times) = self.0.entry(stay.membership_id).or_insert((stay.category, 0));
        *times = match step {
            Step::Came => times.saturating_add(1),
            Step::Left => times.saturating_sub(1),
        };
        if *times == 0 {
            self.0.remove(&stay.membership_id);
        }
    }

    fn headcount(&self) -> Tally {
        headcount(self.0.values().map(|(category, _)| *category))
    }
}

/// How late a meeting cannot have been closed: nobody came or went after it.
pub fn last(stays: &[Stay]) -> Option<Timestamp> {
    stays.iter().map(|stay| stay.left_at.unwrap_or(stay.came_at)).max()
}

#[cfg(test)]
#[path = "attendance_tests.rs"]
mod tests;
