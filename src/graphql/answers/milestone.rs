//! What a milestone looks like, with its reports and what the council said to them.

use super::answer::Answer;
use super::enums::{MilestoneJudgementVerdict, MilestonePunctuality, MilestoneState};
use super::loader::{CountReports, FirstReports, MilestoneById};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::db::page::position;
use crate::features::answers::milestone::{self as model, Step};
use crate::features::answers::store;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::registry::StateBody;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::MilestoneId;
use crate::kernel::page::{PageArgs, Total, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// What a body promised to do, by when, and how far it has come.
#[derive(Clone)]
pub struct Milestone(pub Arc<model::Milestone>);

/// What a body shows for a milestone. Never changed; what the council says to it is added once.
#[derive(SimpleObject, Clone)]
pub struct MilestoneReport {
    /// The opaque id.
    id: ID,
    /// Its number among the reports of the milestone, from 1.
    number: i32,
    /// What shows that the milestone was reached.
    evidence: String,
    /// Where more of it is to be seen; null where nothing was given.
    url: Option<String>,
    /// Who reported for the body, with the name at that time.
    author: Person,
    /// When it was reported.
    reported_at: Timestamp,
    /// What the council said to it; null while it has not said a word.
    judgement: Option<MilestoneJudgement>,
}

/// What a council said to the report of a milestone.
#[derive(SimpleObject, Clone)]
pub struct MilestoneJudgement {
    /// Whether the milestone was reached.
    verdict: MilestoneJudgementVerdict,
    /// Why; always there in a dispute.
    reason: Option<String>,
    /// Who said so for the council, with the name at that time.
    judged_by: Person,
    /// When it was said.
    judged_at: Timestamp,
}

impl From<model::Milestone> for Milestone {
    fn from(milestone: model::Milestone) -> Self {
        Self(Arc::new(milestone))
    }
}

impl From<model::MilestoneReport> for MilestoneReport {
    fn from(report: model::MilestoneReport) -> Self {
        let judgement = report.judgement.map(|judgement| MilestoneJudgement {
            verdict: judgement.verdict.into(),
            reason: judgement.reason,
            judged_by: Person::known(judgement.by_id, judgement.by_name),
            judged_at: judgement.at,
        });
        Self {
            id: report.id.wire().into(),
            number: int(report.number),
            evidence: report.evidence,
            url: report.url,
            author: Person::known(report.author_id, report.author_name),
            reported_at: report.reported_at,
            judgement,
        }
    }
}

impl Milestone {
    /// A milestone by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: MilestoneId) -> Outcome<Option<Self>> {
        let Some(milestone) = context.load::<MilestoneById>(id).await? else { return Ok(None) };
        looks::log(context, [milestone.decision_id]).await?;
        Ok(Some(Self(milestone)))
    }

    /// Whether the viewer may take a step that is possible from here.
    fn allows(&self, context: &Context<'_>, action: Action, step: Step) -> bool {
        let place = Place::review(self.0.body_id, self.0.council_id);
        self.0.after(step).is_ok() && allowed(&context.act().viewer, action, &place)
    }
}

/// What a body promised to do, by when, and how far it has come.
#[Object]
impl Milestone {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The answer that promises it.
    async fn answer(&self, context: &Context<'_>) -> Result<Answer> {
        Ok(Answer::of(context, self.0.answer_id).await?)
    }

    /// The body that promises it.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// Its place in the plan, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// What will be done.
    async fn title(&self) -> LocalizedText {
        self.0.title.clone().into()
    }

    /// The last day of the promise, in the body's time zone.
    async fn due_on(&self) -> Date {
        Date(self.0.due_on)
    }

    /// Where it stands.
    async fn state(&self) -> MilestoneState {
        self.0.state.into()
    }

    /// Whether the promise was kept in time, as of today; null where it was superseded.
    async fn punctuality(&self, context: &Context<'_>) -> Option<Result<MilestonePunctuality>> {
        let reference = match context.reference().await {
            Ok(reference) => reference,
            Err(failure) => return Some(Err(failure.into())),
        };
        let zone = reference.bodies.get(self.0.body_id).map(|body| body.time_zone).unwrap_or_default();
        self.0.punctuality(zone.day(context.act().viewer.now)).map(|found| Ok(found.into()))
    }

    /// When it was promised.
    async fn planned_at(&self) -> Timestamp {
        self.0.planned_at
    }

    /// The day of the latest report, in the body's time zone; null before the first.
    async fn reported_on(&self) -> Option<Date> {
        self.0.reported_on.map(Date)
    }

    /// Every report of it, oldest first, with what the council said to each.
    async fn reports(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<MilestoneReport>> {
        Ok(reports(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer can report it as reached now.
    async fn viewer_can_report(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::ReportMilestone, Step::Report)
    }

    /// Whether the viewer can confirm it now.
    async fn viewer_can_confirm(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::ConfirmMilestone, Step::Confirm)
    }

    /// Whether the viewer can dispute it now.
    async fn viewer_can_dispute(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::DisputeMilestone, Step::Dispute)
    }
}

/// The reports of a milestone that the viewer sees, oldest first: a batched load where it is the start of the list.
async fn reports(context: &Context<'_>, id: MilestoneId, args: &PageArgs) -> Outcome<Connection<MilestoneReport>> {
    let window = Window::new(args, fingerprint(&("reports of milestone", id.wire())))?;
    let page = if window.is_head() {
        let rows = context.load::<FirstReports>((id, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        context.act().read(move |r| store::page_of_reports(r.conn, id, &window)).await?
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { Ok(Total::Exact(later.load::<CountReports>(id).await?.unwrap_or(0))) }) as _
    };
    let place = |report: &model::MilestoneReport| position(report.reported_at, report.id);
    Ok(Connection::new(page, place, MilestoneReport::from, count))
}
