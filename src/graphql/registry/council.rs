//! A public council in the graph.

use super::body::StateBody;
use super::composition::CompositionReport;
use super::loader::{Rows, SeatsOfCouncil};
use super::membership::Membership;
pub use super::words::MembershipScope;
use super::words::{CouncilKind, MajorityBase};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::access::viewer::Position as Seat;
use crate::features::councils::store::Span;
use crate::features::councils::{self, composition};
use crate::features::reference::order::sort_key;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::{self, Decision};
use crate::graphql::documents::{self, FinalDocument};
use crate::graphql::int::int;
use crate::graphql::meetings::{self, Meeting};
use crate::graphql::notices::{self, Follow};
use crate::graphql::polls::{self, Poll};
use crate::graphql::reviews::{self, Review};
use crate::graphql::scalars::{Date, FractionValue, LocalizedText};
use crate::graphql::scorecard::{self, CouncilScorecard, ScorecardPeriodInput};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::CouncilId;
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use std::sync::Arc;

/// The rules a council has given itself. They may be stricter than the law, never laxer.
#[derive(SimpleObject, Clone, Debug)]
pub struct Charter {
    /// The least number of members.
    pub seats_min: i32,
    /// The greatest number of members.
    pub seats_max: i32,
    /// The share of the electorate that must take part in a poll.
    pub quorum: FractionValue,
    /// The least share of the public side among those who take part, where the quorum has two parts.
    pub public_quorum: Option<FractionValue>,
    /// The share that adopts: exactly one half means more than half, any other share means at least so much.
    pub majority: FractionValue,
    /// What the majority is a share of.
    pub majority_base: MajorityBase,
}

impl From<&councils::Charter> for Charter {
    fn from(charter: &councils::Charter) -> Self {
        Self {
            seats_min: int(charter.seats_min),
            seats_max: int(charter.seats_max),
            quorum: charter.quorum.into(),
            public_quorum: charter.public_quorum.map(FractionValue::from),
            majority: charter.majority.into(),
            majority_base: charter.majority_base.into(),
        }
    }
}

/// The public council of one body, for one term.
#[derive(Clone)]
pub struct Council(pub Arc<councils::Council>);

impl Council {
    /// The council of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when the registry cannot be read.
    pub async fn find(context: &Context<'_>, id: CouncilId) -> Outcome<Option<Self>> {
        if let Some(found) = context.reference().await?.councils.get(id) {
            return Ok(Some(Self(Arc::clone(found))));
        }
        let found = context.act().read(move |r| councils::store::find(r.conn, id)).await?;
        Ok(found.map(|council| Self(Arc::new(council))))
    }

    /// The council another thing belongs to.
    ///
    /// # Errors
    /// A fault when it is not there.
    pub async fn of(context: &Context<'_>, id: CouncilId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Failure::fault("a reference to no council"))
    }

    async fn seats(&self, context: &Context<'_>, span: Span) -> Outcome<Rows<councils::Membership>> {
        Ok(context.load::<SeatsOfCouncil>((self.0.id, span)).await?.unwrap_or_default())
    }

    fn may(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &Place::review(self.0.body_id, self.0.id))
    }
}

/// The public council of one body, for one term.
#[Object]
impl Council {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The viewer's following of it; null when the viewer does not follow it.
    async fn viewer_follow(&self, context: &Context<'_>) -> Option<Result<Follow>> {
        notices::following(context, self.0.id.uuid()).await.map_err(Into::into).transpose()
    }

    /// The body whose council it is.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// Which kind of body it belongs to.
    async fn kind(&self) -> CouncilKind {
        self.0.kind.into()
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.name.clone())
    }

    /// The first day of the term.
    async fn term_starts_on(&self) -> Date {
        Date(self.0.term_starts_on)
    }

    /// The last day of the term.
    async fn term_ends_on(&self) -> Date {
        Date(self.0.term_ends_on)
    }

    /// The rules it has given itself.
    async fn charter(&self) -> Charter {
        Charter::from(&self.0.charter)
    }

    /// The members: the chair, the deputy chairs, the secretary, then the others, each group by name.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn members(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day for which seats are judged; today when nothing is said.")] on_date: Option<Date>,
        #[graphql(desc = "Which members to list.", default)] scope: MembershipScope,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let span = match scope {
            MembershipScope::Held => Span::On(day(context, on_date)),
            MembershipScope::All => Span::All,
        };
        let list = fingerprint(&("council.members", self.0.id.wire(), format!("{span:?}")));
        let window = Window::new(&args(first, last, after, before), list)?;
        let mut seats = self.seats(context, span).await?.to_vec();
        seats.sort_by_cached_key(by_rank);
        Ok(Connection::in_memory(&seats, &window, by_rank, Membership))
    }

    /// Whether it is composed as the law asks on a day, rule by rule.
    async fn composition_report(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day to judge; today when nothing is said.")] on_date: Option<Date>,
    ) -> Result<CompositionReport> {
        let day = day(context, on_date);
        let law = context.reference().await?.council_law(day);
        let law = law.map_err(|_| Failure::bad_input("onDate", "no legal rules are known for that day"))?;
        let seats = self.seats(context, Span::On(day)).await?;
        let seats: Vec<councils::Membership> = seats.iter().map(|seat| councils::Membership::clone(seat)).collect();
        Ok(composition::check(&self.0, &law, &seats, day).into())
    }

    /// Its votes, newest first, as far as the viewer may see the decisions.
    async fn polls(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Poll>> {
        polls::of_council(context, self.0.id, &args(first, last, after, before)).await
    }

    /// The decisions of its body that the viewer may see, the newest first: what it may review.
    async fn decisions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Decision>> {
        Ok(decisions::of_body(context, self.0.body_id, &args(first, last, after, before)).await?)
    }

    /// Its reviews that the viewer may see, the newest first.
    async fn reviews(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Review>> {
        Ok(reviews::of_council(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Its final documents that the viewer may see, the newest first.
    async fn final_documents(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FinalDocument>> {
        Ok(documents::of_council(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Its meetings and hearings, what lies farthest ahead first. `/councils/<id>.ics` on this server is the same as a calendar.
    async fn meetings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Meeting>> {
        Ok(meetings::of_council(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether it meets, who comes, what it gets done and who disagrees; the same for every viewer.
    async fn scorecard(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days in question; all time when omitted.")] period: Option<ScorecardPeriodInput>,
    ) -> Result<CouncilScorecard> {
        Ok(scorecard::of_council(context, self.0.id, self.0.body_id, period).await?)
    }

    /// When it was created.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Whether the viewer may appoint members.
    async fn viewer_can_appoint_member(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::AppointMember)
    }

    /// Whether the viewer may call a meeting.
    async fn viewer_can_call_meeting(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::CallMeeting)
    }

    /// Whether the viewer may open a review in its name.
    async fn viewer_can_open_review(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::OpenReview)
    }
}

fn day(context: &Context<'_>, given: Option<Date>) -> NaiveDate {
    given.map_or_else(|| context.act().viewer.now.day(), |day| day.0)
}

/// The place in the list of members: by position, then by name.
fn by_rank(seat: &Arc<councils::Membership>) -> Position {
    let rank = match seat.position {
        Seat::Chair => 0,
        Seat::DeputyChair => 1,
        Seat::Secretary => 2,
        Seat::Member => 3,
    };
    Position { key: SortKey::Text(format!("{rank}{}", sort_key(&seat.person_name))), id: seat.id.uuid() }
}
