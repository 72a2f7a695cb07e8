//! Persons and accounts.

use super::loader::{AccountById, GrantsOfAccount, PersonById};
use super::role::{RoleGrant, RoleGrantState};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::councils;
use crate::features::councils::store::Span;
use crate::features::people::model;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::registry::Membership;
use crate::graphql::registry::council::MembershipScope;
use crate::graphql::registry::loader::SeatsOfPerson;
use crate::graphql::scalars::{Date, LocaleName};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use async_graphql::{Context, Enum, ID, Object, Result};
use std::sync::Arc;

/// A human, or a program that acts for one, as everybody sees them.
#[derive(Clone, Debug)]
pub struct Person {
    id: PersonId,
    /// `None` until somebody asks for it.
    name: Option<String>,
}

impl Person {
    /// A person whose name stands in the row that refers to them.
    pub fn known(id: PersonId, name: impl Into<String>) -> Self {
        Self { id, name: Some(name.into()) }
    }

    /// A person of whom only the id is at hand; the name is loaded, batched, when it is asked for.
    pub fn unnamed(id: PersonId) -> Self {
        Self { id, name: None }
    }

    /// A person by id.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: PersonId) -> Outcome<Option<Self>> {
        let found = context.load::<PersonById>(id).await?;
        Ok(found.map(|person| Self::known(person.id, person.name.clone())))
    }
}

/// A human, or a program that acts for one, as everybody sees them.
#[Object]
impl Person {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.id.wire().into()
    }

    /// The name.
    async fn name(&self, context: &Context<'_>) -> Result<String> {
        match &self.name {
            Some(name) => Ok(name.clone()),
            None => {
                let found = context.load::<PersonById>(self.id).await?;
                Ok(found.ok_or_else(|| Failure::fault("a row refers to a person who does not exist"))?.name.clone())
            }
        }
    }

    /// Whether it is a human, or a program that acts for one.
    async fn kind(&self, context: &Context<'_>) -> Result<AccountKind> {
        let found = context.load::<PersonById>(self.id).await?;
        Ok(found.ok_or_else(|| Failure::fault("a row refers to a person who does not exist"))?.kind.into())
    }

    /// The seats in councils, those taken first first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn memberships(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day for which seats are judged; today when nothing is said.")] on_date: Option<Date>,
        #[graphql(desc = "Which seats to list.", default)] scope: MembershipScope,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let span = match scope {
            MembershipScope::Held => Span::On(on_date.map_or_else(|| context.act().viewer.now.day(), |date| date.0)),
            MembershipScope::All => Span::All,
        };
        let list = fingerprint(&("person.memberships", self.id.wire(), format!("{span:?}")));
        let window = Window::new(&args(first, last, after, before), list)?;
        let mut seats = context.load::<SeatsOfPerson>((self.id, span)).await?.unwrap_or_default().to_vec();
        seats.sort_by_cached_key(by_beginning);
        Ok(Connection::in_memory(&seats, &window, by_beginning, Membership))
    }

    /// The person's account; null where there is none that the viewer may read. Owners and administrators may.
    async fn account(&self, context: &Context<'_>) -> Option<Result<Account>> {
        nullable(context.load::<AccountById>(self.id).await.map(|found| found.map(Account)))
    }
}

fn by_beginning(seat: &Arc<councils::Membership>) -> Position {
    Position { key: SortKey::Text(seat.since_on.to_string()), id: seat.id.uuid() }
}

/// Whether an account belongs to a human.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::access::viewer::AccountKind")]
pub enum AccountKind {
    /// It belongs to a human.
    Person,
    /// It belongs to a program, which never votes.
    Service,
}

/// Whether an account may sign in.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::features::people::model::AccountState")]
pub enum AccountState {
    /// It may sign in.
    Active,
    /// It may not sign in until an administrator restores it.
    Suspended,
}

/// A person's account. It has no id of its own: it is found, and named in inputs, by its person's. Whoever holds this
/// object in the code was allowed to read it.
#[derive(Clone, Debug)]
pub struct Account(pub Arc<model::Account>);

impl From<model::Account> for Account {
    fn from(account: model::Account) -> Self {
        Self(Arc::new(account))
    }
}

/// A person's account, seen by its owner and by administrators only. It is named in inputs by its person's id.
#[Object]
impl Account {
    /// Whose account it is.
    async fn person(&self) -> Person {
        Person::known(self.0.id, self.0.name.clone())
    }

    /// The address it signs in with.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// Whether it belongs to a human.
    async fn kind(&self) -> AccountKind {
        self.0.kind.into()
    }

    /// Whether it may sign in.
    async fn state(&self) -> AccountState {
        self.0.state.into()
    }

    /// The language it is answered in where the request does not ask for one.
    async fn locale(&self) -> LocaleName {
        self.0.locale.into()
    }

    /// When it was opened.
    async fn opened_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// The roles granted to it, oldest first. Seats in councils are memberships and not among them.
    async fn roles(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The states wanted; roles in force and to come when nothing is said.")] states: Option<
            Vec<RoleGrantState>,
        >,
    ) -> Result<Vec<RoleGrant>> {
        let states = states.unwrap_or_else(|| vec![RoleGrantState::Scheduled, RoleGrantState::InForce]);
        let now = context.act().viewer.now;
        let grants = context.load::<GrantsOfAccount>(self.0.id).await?.unwrap_or_default();
        let wanted = grants.iter().filter(|grant| states.contains(&RoleGrantState::of(grant, now)));
        Ok(wanted.cloned().map(RoleGrant::from).collect())
    }

    /// Whether the viewer may suspend or restore it.
    async fn viewer_can_suspend(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::SuspendAccount, &Place::person(self.0.id))
    }

    /// Whether the viewer may grant it roles.
    async fn viewer_can_grant_role(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::GrantRole, &Place::person(self.0.id))
    }

    /// Whether the viewer may change its password and language.
    async fn viewer_can_change(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::ChangeOwnAccount, &Place::person(self.0.id))
    }
}
