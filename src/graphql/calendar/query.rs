//! A year of the calendar, and its history.

use super::object::{CalendarVersion, CalendarYear};
use crate::db::page::position;
use crate::features::calendar::{model, store};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::failure::Failure;
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Queries of the calendar.
#[derive(Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    /// One year of the calendar of working days.
    async fn calendar(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The year, 2000 to 2100.")] year: i32,
    ) -> Result<CalendarYear> {
        if !model::YEARS.contains(&year) {
            return Err(Failure::bad_input("year", "expected a year from 2000 to 2100").into());
        }
        let known = context.act().read(|r| store::current(r.conn)).await?;
        Ok(CalendarYear::of(Arc::new(known), year))
    }

    /// The changes of the calendar, newest first.
    async fn calendar_versions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<CalendarVersion>> {
        let window = Window::new(&args(first, last, after, before), fingerprint(&"calendar versions"))?;
        let page = context.act().read(move |r| store::versions(r.conn, &window)).await?;
        let count = counting(context.act(), |r| store::count_versions(r.conn, r.core.rules.count_cap));
        let place = |version: &model::Version| position(version.created_at, version.id);
        Ok(Connection::new(page, place, |version| CalendarVersion(Arc::new(version)), count))
    }
}
