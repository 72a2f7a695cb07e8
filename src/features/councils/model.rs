//! A council and a seat in it.

pub use super::charter::{Charter, MajorityBase};
use crate::access::viewer::Position;
use crate::features::bodies::{self, StateBody};
use crate::features::regions::Level;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, MembershipId, OrganizationId, PersonId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// Which kind of body a council belongs to; the law sets their sizes apart.
    pub enum Kind { Republican = "REPUBLICAN", Local = "LOCAL", QuasiPublic = "QUASI_PUBLIC" }
}

impl Kind {
    /// The only kind of council a body can have.
    pub fn of(body: &StateBody) -> Self {
        match (body.kind, body.level) {
            (bodies::Kind::QuasiPublic, _) => Self::QuasiPublic,
            (_, Level::Republic) => Self::Republican,
            _ => Self::Local,
        }
    }
}

text_enum! {
    /// Whom a member comes from.
    pub enum Category {
        /// In public service.
        State = "STATE", Ngo = "NGO", Media = "MEDIA", Citizen = "CITIZEN",
        /// A deputy of a maslikhat or of Parliament.
        Deputy = "DEPUTY", Expert = "EXPERT", Business = "BUSINESS",
    }
}

impl Category {
    /// The public side: all but the state and the deputies. A two-part quorum counts it apart.
    pub const fn is_public_side(self) -> bool {
        !matches!(self, Self::State | Self::Deputy)
    }
}

text_enum! {
    /// Why a membership ended.
    pub enum EndReason {
        OwnRequest = "OWN_REQUEST", TermEnded = "TERM_ENDED",
        /// No longer belongs to the organisation that nominated them.
        LeftNominator = "LEFT_NOMINATOR",
        /// Missed meetings without a good reason.
        Absence = "ABSENCE", Conviction = "CONVICTION", Other = "OTHER",
    }
}

/// The public council of one body, for one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    pub id: CouncilId,
    pub body_id: StateBodyId,
    pub kind: Kind,
    pub name: Localized,
    pub term_starts_on: NaiveDate,
    /// The last day of the term.
    pub term_ends_on: NaiveDate,
    pub charter: Charter,
    pub created_at: Timestamp,
}

impl Council {
    /// Whether a day lies in the term.
    pub fn term_covers(&self, day: NaiveDate) -> bool {
        self.term_starts_on <= day && day <= self.term_ends_on
    }
}

/// One person's seat in a council, from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub id: MembershipId,
    pub council_id: CouncilId,
    pub person_id: PersonId,
    pub person_name: String,
    pub category: Category,
    pub position: Position,
    /// Who nominated them.
    pub organization_id: Option<OrganizationId>,
    /// First day.
    pub since_on: NaiveDate,
    /// The first day on which it no longer holds; `None` while no end is set.
    pub until_on: Option<NaiveDate>,
    /// Set together with `until_on`.
    pub end_reason: Option<EndReason>,
    pub appointed_at: Timestamp,
}

impl Membership {
    /// Whether the seat is held on a day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.since_on <= day && self.until_on.is_none_or(|until| day < until)
    }
}
