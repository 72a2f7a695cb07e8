//! The lists of the registry.

use super::body::StateBody;
use super::council::Council;
use super::filter::{CouncilFilter, LegalRuleFilter, OrganizationFilter, RegionFilter, StateBodyFilter};
use super::list::connection;
use super::order::{CouncilOrder, LegalRuleOrder, OrganizationOrder, RegionOrder, StateBodyOrder};
use super::organization::Organization;
use super::region::Region;
use super::rule::LegalRule;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, Object, Result};

/// Queries of the registry.
#[derive(Default)]
pub struct RegistryQuery;

#[Object]
impl RegistryQuery {
    /// The regions of Kazakhstan.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn regions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which regions to list; all when nothing is said.")] filter: Option<RegionFilter>,
        #[graphql(desc = "The order of the list; by KATO code when nothing is said.")] order_by: Option<RegionOrder>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Region>> {
        let (filter, order_by) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("regions", &order_by, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let found = filter.entries(&reference).into_iter();
        Ok(connection(found, &window, order_by.sorting(), |entry| order_by.position(entry), Region))
    }

    /// The bodies of the state.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn state_bodies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which bodies to list; all when nothing is said.")] filter: Option<StateBodyFilter>,
        #[graphql(desc = "The order of the list; by name when nothing is said.")] order_by: Option<StateBodyOrder>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StateBody>> {
        let (filter, order_by) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("stateBodies", &order_by, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let found = filter.entries(&reference).into_iter();
        Ok(connection(found, &window, order_by.sorting(), |entry| order_by.position(entry), StateBody))
    }

    /// The organisations of civil society, of the press and of business.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn organizations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which organisations to list; all when nothing is said.")] filter: Option<OrganizationFilter>,
        #[graphql(desc = "The order of the list; by name when nothing is said.")] order_by: Option<OrganizationOrder>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Organization>> {
        let (filter, order_by) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("organizations", &order_by, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let found = filter.entries(&reference).into_iter();
        Ok(connection(found, &window, order_by.sorting(), |entry| order_by.position(entry), Organization))
    }

    /// The public councils.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn councils(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which councils to list; all when nothing is said.")] filter: Option<CouncilFilter>,
        #[graphql(desc = "The order of the list; by name when nothing is said.")] order_by: Option<CouncilOrder>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Council>> {
        let (filter, order_by) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("councils", &order_by, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let found = filter.entries(&reference).into_iter();
        Ok(connection(found, &window, order_by.sorting(), |entry| order_by.position(entry), Council))
    }

    /// The legal rules that refusals and checks rest on, in every period, with the values that were withdrawn before theirs.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn legal_rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which rules to list; all when nothing is said.")] filter: Option<LegalRuleFilter>,
        #[graphql(desc = "The order of the list; by key when nothing is said.")] order_by: Option<LegalRuleOrder>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<LegalRule>> {
        let (filter, order_by) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("legalRules", &order_by, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let found = filter.entries(&reference).into_iter();
        Ok(connection(found, &window, order_by.sorting(), |entry| order_by.position(entry), LegalRule))
    }
}
