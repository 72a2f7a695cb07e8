//! Who is in a meeting now, in numbers.

use super::loader::HeadcountOfMeeting;
use crate::features::councils::Category;
use crate::features::councils::store::Span;
use crate::features::meetings::Meeting;
use crate::features::polls::model::QuorumState as Quorum;
use crate::features::polls::tally::{has_quorum, headcount};
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::polls::QuorumState;
use crate::graphql::registry::Council;
use crate::graphql::registry::loader::SeatsOfCouncil;
use crate::graphql::registry::words::MemberCategory;
use crate::kernel::failure::Outcome;
use async_graphql::{Context, SimpleObject};

/// How many members of a category are there.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct CategoryPresence {
    /// The category.
    pub category: MemberCategory,
    /// The number of its members who are there.
    pub present: i32,
}

/// Who is in a meeting now, in numbers.
#[derive(SimpleObject, Clone, Debug)]
pub struct Presence {
    /// The number of seats held today.
    pub members: i32,
    /// The number of members who are there.
    pub present: i32,
    /// The number of those among them who belong to the public side.
    pub present_public: i32,
    /// Whether that is a quorum of the council, in both its parts where it has two.
    pub quorum: QuorumState,
    /// The number of members that make a quorum.
    pub quorum_needed: i32,
    /// The same by category; categories of whom nobody is there are left out.
    pub categories: Vec<CategoryPresence>,
}

impl Presence {
    /// The numbers of a meeting into which the viewer sees.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub(super) async fn of(context: &Context<'_>, meeting: &Meeting) -> Outcome<Self> {
        let council = Council::of(context, meeting.council_id).await?;
        let today = Span::On(context.act().viewer.now.day());
        let seats = context.load::<SeatsOfCouncil>((meeting.council_id, today)).await?.unwrap_or_default();
        let counts = context.load::<HeadcountOfMeeting>(meeting.id).await?.unwrap_or_default();
        let each = counts.iter().flat_map(|(category, count)| (0..*count).map(move |_| *category));
        let (members, there) = (u32::try_from(seats.len()).unwrap_or(u32::MAX), headcount(each));
        let charter = &council.0.charter;
        let quorum = if has_quorum(charter, members, &there) { Quorum::Met } else { Quorum::NotMet };
        let line = |(category, present): &(Category, u32)| CategoryPresence {
            category: (*category).into(),
            present: int(*present),
        };
        Ok(Self {
            members: int(members),
            present: int(there.present),
            present_public: int(there.present_public),
            quorum: quorum.into(),
            quorum_needed: int(charter.quorum.least_of(members)),
            categories: counts.iter().map(line).collect(),
        })
    }
}
