//! A webhook as its owner and administrators see it.

use super::deliveries::{WebhookDelivery, WebhookDeliveryState};
use super::loader::WebhookById;
use crate::access::permit::allowed;
use crate::access::policy::Action;
use crate::db::page::position;
use crate::features::feed::Entry;
use crate::features::webhooks::{self as model, list};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::events::EventKind;
use crate::graphql::people::Person;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{WebhookId, join};
use crate::kernel::page::{Window, cursor, fingerprint};
use async_graphql::{Context, Enum, ID, Object, Result};
use std::sync::Arc;

/// Whether a webhook is told of what happens.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::features::webhooks::WebhookState")]
pub enum WebhookState {
    /// It is.
    Active,
    /// Its owner has paused it; it goes on where it stands when it is resumed.
    Paused,
    /// Its receiver wants nothing or has failed for days; it goes on where it stands when it is resumed.
    Disabled,
    /// It was ended for good.
    Ended,
}

/// Why a webhook was disabled.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::features::webhooks::model::DisabledBecause")]
pub enum WebhookDisabledBecause {
    /// Its receiver answered 410 Gone.
    Gone,
    /// Its receiver has failed for five days without one success.
    Failing,
}

/// An address that is told of what happens. Whoever holds this object in the code was allowed to read it.
#[derive(Clone, Debug)]
pub struct Webhook(pub Arc<model::Webhook>);

impl From<model::Webhook> for Webhook {
    fn from(webhook: model::Webhook) -> Self {
        Self(Arc::new(webhook))
    }
}

impl Webhook {
    /// A webhook by id, if the viewer may read it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: WebhookId) -> Outcome<Option<Self>> {
        Ok(context.load::<WebhookById>(id).await?.map(Self))
    }
}

/// An address that is told of what happens, after the Standard Webhooks specification. Seen by its owner and by administrators; its
/// secret by nobody, once it was shown.
#[Object]
impl Webhook {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// Where events are posted.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// What its owner notes about it.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Whose it is: it is told of what they may see.
    async fn owner(&self) -> Person {
        Person::unnamed(self.0.owner_id)
    }

    /// The kinds of events it is told of; empty for all.
    async fn kinds(&self) -> Vec<EventKind> {
        let known = self.0.filter.kinds.iter().filter_map(|name| crate::kernel::event::EventKind::parse(name));
        known.map(EventKind::from).collect()
    }

    /// What it is told of only: a decision, a council, a state body or one subject, by its id; null for everything.
    async fn subject(&self) -> Option<ID> {
        self.0.filter.subject.as_ref().map(|(prefix, id)| join(prefix, *id).into())
    }

    /// Whether it is told of what happens.
    async fn state(&self) -> WebhookState {
        self.0.state.into()
    }

    /// Why it was disabled; null while it is not.
    async fn disabled_because(&self) -> Option<WebhookDisabledBecause> {
        self.0.disabled_because.map(WebhookDisabledBecause::from)
    }

    /// How many posts have failed one after the other.
    async fn failures_in_a_row(&self) -> i32 {
        crate::graphql::int::int(self.0.failures)
    }

    /// Since when it has failed without one success; null while it does not.
    async fn failing_since(&self) -> Option<Timestamp> {
        self.0.failing_since
    }

    /// Until when nothing is posted, because too much has failed or the receiver has asked for time; null while that is not so.
    async fn open_until(&self, context: &Context<'_>) -> Option<Timestamp> {
        self.0.open_until.filter(|until| *until > context.act().viewer.now)
    }

    /// How far in the feed it has read: a cursor of `events` with the same kinds and subject.
    async fn cursor(&self) -> String {
        cursor(self.0.filter.identity(), Entry::at(self.0.position))
    }

    /// When it was made.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was ended; null where it was not.
    async fn ended_at(&self) -> Option<Timestamp> {
        self.0.ended_at
    }

    /// What was, or is to be, posted, the latest first; settled ones as long as the operator keeps them.
    async fn deliveries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "In these states; in all when nothing is said.")] states: Option<Vec<WebhookDeliveryState>>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<WebhookDelivery>> {
        let (act, id) = (context.act(), self.0.id);
        let states: Vec<model::DeliveryState> = states.unwrap_or_default().into_iter().map(Into::into).collect();
        let states: Arc<[model::DeliveryState]> = states.into();
        let identity = fingerprint(&("webhook.deliveries", id.wire(), &*states));
        let window = Window::new(&args(first, last, after, before), identity)?;
        let wanted = Arc::clone(&states);
        let page = act.read(move |r| list::deliveries(r, id, &wanted, &window)).await?;
        let count = counting(act, move |r| list::count_deliveries(r, id, &states));
        Ok(Connection::new(page, |row| position(row.created_at, row.id), WebhookDelivery::from, count))
    }

    /// Whether the viewer may pause, resume, test and replay it, and have its next secret: its owner may.
    async fn viewer_can_change(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::ChangeWebhook, &self.0.place())
    }

    /// Whether the viewer may end it.
    async fn viewer_can_end(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::EndWebhook, &self.0.place())
    }
}
