//! Who is or was in a meeting.

use super::loader::StayById;
use super::object::Meeting;
use crate::access::sight::Sight;
use crate::features::councils::Category;
use crate::features::meetings;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::polls::QuorumState;
use crate::graphql::registry::words::{MemberCategory, MemberPosition};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::StayId;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// From when to when a member was in a meeting, as what they were then. Who leaves and comes back has two.
#[derive(Clone)]
pub struct Stay(pub Arc<meetings::Stay>);

impl Stay {
    /// One by id, if the viewer sees into the meeting.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: StayId) -> Outcome<Option<Self>> {
        let Some(stay) = context.load::<StayById>(id).await? else { return Ok(None) };
        let meeting = Meeting::of(context, stay.meeting_id).await?;
        let sight = Sight::of(&context.act().viewer);
        Ok(meeting.0.shows_inside(&sight).then_some(Self(stay)))
    }
}

/// From when to when a member was in a meeting, as what they were then. Who leaves and comes back has two.
#[Object]
impl Stay {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The meeting.
    async fn meeting(&self, context: &Context<'_>) -> Result<Meeting> {
        Ok(Meeting::of(context, self.0.meeting_id).await?)
    }

    /// Who it is.
    async fn person(&self) -> Person {
        Person::known(self.0.person_id, self.0.name.clone())
    }

    /// Whom the member comes from.
    async fn category(&self) -> MemberCategory {
        self.0.category.into()
    }

    /// The member's position in the council.
    async fn position(&self) -> MemberPosition {
        self.0.position.into()
    }

    /// When the member came.
    async fn came_at(&self) -> Timestamp {
        self.0.came_at
    }

    /// Who checked the member in.
    async fn entered_by(&self) -> Person {
        Person::unnamed(self.0.entered_by_id)
    }

    /// When the member left; null while they are there.
    async fn left_at(&self) -> Option<Timestamp> {
        self.0.left_at
    }
}

/// How many seats of a category there were, and of how many of them somebody came.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct CategoryTurnout {
    /// The category.
    pub category: MemberCategory,
    /// The number of seats.
    pub members: i32,
    /// The number of those of which somebody came while the meeting was open.
    pub attended: i32,
}

/// Who came to a meeting that is over, in numbers frozen by its close.
#[derive(SimpleObject, Clone, Debug)]
pub struct Turnout {
    /// The number of seats on the day of the meeting.
    pub members: i32,
    /// The number of those of which somebody came while the meeting was open.
    pub attended: i32,
    /// The number of those among them who belong to the public side.
    pub attended_public: i32,
    /// Whether at any moment enough were there at once for a quorum.
    pub quorum: QuorumState,
    /// The same by category.
    pub categories: Vec<CategoryTurnout>,
}

impl Turnout {
    /// The sum of its lines.
    pub(super) fn of(lines: &[meetings::Turnout], quorum: QuorumState) -> Self {
        let attended = |public: fn(&Category) -> bool| -> u32 {
            lines.iter().filter(|line| public(&line.category)).map(|line| line.attended).sum()
        };
        let line = |line: &meetings::Turnout| CategoryTurnout {
            category: line.category.into(),
            members: int(line.members),
            attended: int(line.attended),
        };
        Self {
            members: int(lines.iter().map(|line| line.members).sum::<u32>()),
            attended: int(attended(|_| true)),
            attended_public: int(attended(|category| category.is_public_side())),
            quorum,
            categories: lines.iter().map(line).collect(),
        }
    }
}
