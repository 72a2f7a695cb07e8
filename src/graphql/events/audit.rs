//! Reading the audit log.

use super::object::{AuditEvent, EventKind};
use crate::access::permit::authorize;
use crate::access::policy::{Place, can};
use crate::db::page;
use crate::features::events::store::{self, Filter};
use crate::graphql::connection::{Connection, Direction, PeriodInput, args};
use crate::graphql::context::Ask;
use crate::kernel::failure::Failure;
use crate::kernel::id::{self, PersonId};
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, ID, InputObject, Object, Result};

/// Which events.
#[derive(InputObject, Clone, Default)]
pub struct EventFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<EventKind>>,
    /// That happened to this: any id.
    pub subject_id: Option<ID>,
    /// Done by this person.
    pub actor_id: Option<PersonId>,
    /// In this period.
    pub period: Option<PeriodInput>,
}

impl EventFilter {
    fn read(self) -> Result<Filter, Failure> {
        let bad = || Failure::bad_input("filter.subjectId", "is not an id");
        let subject = self.subject_id.map(|id| id::split(&id).map(|(_, uuid)| uuid).ok_or_else(bad)).transpose()?;
        let kinds = self.kinds.unwrap_or_default().into_iter();
        Ok(Filter {
            kinds: kinds.map(|kind| crate::kernel::event::EventKind::from(kind).name()).collect(),
            subject,
            actor: self.actor_id,
            from: self.period.and_then(|period| period.from),
            until: self.period.and_then(|period| period.until),
        })
    }
}

/// Queries of the audit log.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Every event there is, for administrators and auditors. Whoever follows what happens asks `events`.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection are fixed by its specification")]
    async fn audit_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which events; all when omitted.")] filter: Option<EventFilter>,
        #[graphql(desc = "By time of the event; newest first when omitted.")] direction: Option<Direction>,
        #[graphql(desc = "Rows from the start, 1 to 100; 20 when neither is given.")] first: Option<i32>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<AuditEvent>> {
        let act = context.act().clone();
        authorize::<can::ReadEvents>(&act.viewer, Place::EVERYWHERE).map_err(Failure::from)?;
        let filter = filter.unwrap_or_default().read()?;
        let (walk, name) = match direction.unwrap_or_default() {
            Direction::Asc => (page::Direction::Ascending, "oldest"),
            Direction::Desc => (page::Direction::Descending, "newest"),
        };
        let identity = ("auditLog", name, format!("{filter:?}"));
        let window = Window::new(&args(first, last, after, before), fingerprint(&identity))?;
        let rows = {
            let (filter, window) = (filter.clone(), window);
            act.read(move |r| {
                let permit = authorize::<can::ReadEvents>(r.viewer, Place::EVERYWHERE)?;
                store::page(r.conn, &permit, &filter, walk, &window)
            })
            .await?
        };
        Ok(Connection::new(rows, AuditEvent::position, AuditEvent::new, move || {
            let (act, filter) = (act.clone(), filter.clone());
            Box::pin(async move {
                act.read(move |r| {
                    let permit = authorize::<can::ReadEvents>(r.viewer, Place::EVERYWHERE)?;
                    store::count(r.conn, &permit, &filter, r.core.rules.count_cap)
                })
                .await
            })
        }))
    }
}
