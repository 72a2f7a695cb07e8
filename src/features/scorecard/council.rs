//! The scorecard of a council: whether it meets, who comes, what it gets done, and who disagrees.

use crate::features::councils::Category;
use crate::features::meetings::MeetingForm;
use crate::features::polls::model::QuorumState;
use crate::kernel::fraction::Fraction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Seats of one category at the public meetings of a period, added up meeting by meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub seats: u32,
    /// Those of them of which somebody came.
    pub attended: u32,
}

impl Attendance {
    /// The share of the seats of which somebody came.
    pub const fn share(self) -> Option<Fraction> {
        Fraction::new(self.attended, self.seats)
    }
}

/// What a council did in a period. Its JSON is what is kept of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilScorecard {
    /// Meetings held, hearings included, by the day for which they were called.
    pub meetings: u32,
    /// Those of them that were hearings.
    pub hearings: u32,
    /// Those that were public: only of them it is told who came.
    pub public_meetings: u32,
    /// The public ones at which there was a quorum at any moment.
    pub quorum_met: u32,
    pub attendance: BTreeMap<Category, Attendance>,
    pub reviews_concluded: u32,
    /// Polls closed and not annulled.
    pub polls_closed: u32,
    /// Dissenting opinions from results that stand.
    pub dissents: u32,
}

impl CouncilScorecard {
    /// Takes so many meetings in; the quorum only of public ones.
    pub const fn count_meetings(&mut self, form: MeetingForm, quorum: Option<QuorumState>, times: u32) {
        self.meetings += times;
        if matches!(form, MeetingForm::Hearing) {
            self.hearings += times;
        }
        if quorum.is_some() {
            self.public_meetings += times;
        }
        if matches!(quorum, Some(QuorumState::Met)) {
            self.quorum_met += times;
        }
    }

    /// Takes another scorecard in.
    pub fn add(&mut self, other: &Self) {
        self.meetings += other.meetings;
        self.hearings += other.hearings;
        self.public_meetings += other.public_meetings;
        self.quorum_met += other.quorum_met;
        for (category, line) in &other.attendance {
            let sum = self.attendance.entry(*category).or_default();
            sum.seats += line.seats;
            sum.attended += line.attended;
        }
        self.reviews_concluded += other.reviews_concluded;
        self.polls_closed += other.polls_closed;
        self.dissents += other.dissents;
    }

    /// The share of all seats at the public meetings of which somebody came.
    pub fn attendance_share(&self) -> Option<Fraction> {
        let all = self.attendance.values().fold(Attendance::default(), |sum, line| Attendance {
            seats: sum.seats + line.seats,
            attended: sum.attended + line.attended,
        });
        all.share()
    }

    /// The share of the public meetings at which there was a quorum.
    pub const fn quorum_share(&self) -> Option<Fraction> {
        Fraction::new(self.quorum_met, self.public_meetings)
    }
}
