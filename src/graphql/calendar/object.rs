//! What the calendar looks like.

use super::enums::CalendarDayKind;
use crate::access::act::Reading;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::calendar::{Known, model, store};
use crate::graphql::batch::Loader;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::calendar::{Day, DayKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::CalendarVersionId;
use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::Arc;

/// A day that is not what its weekday makes it.
#[derive(SimpleObject, Clone)]
pub struct CalendarDay {
    /// The day.
    date: Date,
    /// What it is.
    kind: CalendarDayKind,
    /// The name of the holiday, or what the decree says of the day.
    name: LocalizedText,
}

/// One year of the calendar of working days.
#[derive(Clone)]
pub struct CalendarYear {
    year: i32,
    known: Arc<Known>,
}

impl CalendarYear {
    /// A year of a calendar.
    pub fn of(known: Arc<Known>, year: i32) -> Self {
        Self { year, known }
    }

    fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        let year = self.year;
        let first = NaiveDate::from_ymd_opt(year, 1, 1).into_iter();
        first.flat_map(|day| day.iter_days()).take_while(move |date| date.year() == year)
    }

    /// The row of a day, or the fixed holiday that stands in for it.
    fn shown(&self, date: NaiveDate) -> Option<Day> {
        let calendar = &self.known.calendar;
        let fixed = || Some(Day { date, kind: DayKind::Holiday, name: calendar.free(date)?.name? });
        calendar.row(date).cloned().or_else(fixed)
    }

    fn may(context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &Place::EVERYWHERE)
    }
}

/// One year of the calendar of working days, as it counts now.
#[Object]
impl CalendarYear {
    /// The year.
    async fn year(&self) -> i32 {
        self.year
    }

    /// The number of the version of the calendar.
    async fn version(&self) -> i32 {
        int(self.known.version)
    }

    /// Whether the year has not been entered: only the fixed holidays and weekends are free, and what is counted by it is
    /// provisional.
    async fn provisional(&self) -> bool {
        !self.known.calendar.knows(self.year)
    }

    /// The number of its working days.
    async fn working_days(&self) -> i32 {
        int(self.dates().filter(|date| self.known.calendar.is_working_day(*date)).count())
    }

    /// The days that are not what their weekday makes them, in order.
    async fn days(&self) -> Vec<CalendarDay> {
        let shown = self.dates().filter_map(|date| self.shown(date));
        shown
            .map(|day| CalendarDay { date: Date(day.date), kind: day.kind.into(), name: LocalizedText(day.name) })
            .collect()
    }

    /// Whether the viewer may set a day.
    async fn viewer_can_set_day(&self, context: &Context<'_>) -> bool {
        Self::may(context, Action::SetCalendarDay)
    }

    /// Whether the viewer may clear a day.
    async fn viewer_can_clear_day(&self, context: &Context<'_>) -> bool {
        Self::may(context, Action::ClearCalendarDay)
    }

    /// Whether the viewer may import years.
    async fn viewer_can_import(&self, context: &Context<'_>) -> bool {
        Self::may(context, Action::ImportCalendar)
    }
}

/// A change of the calendar.
#[derive(Clone)]
pub struct CalendarVersion(pub Arc<model::Version>);

impl CalendarVersion {
    /// A change by its id.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: CalendarVersionId) -> Outcome<Option<Self>> {
        Ok(context.load::<VersionById>(id).await?.map(Self))
    }
}

/// Changes of the calendar by id.
struct VersionById;

impl Loader for VersionById {
    type Key = CalendarVersionId;
    type Value = Arc<model::Version>;

    fn load(r: &mut Reading<'_>, keys: &[CalendarVersionId]) -> Outcome<HashMap<CalendarVersionId, Self::Value>> {
        let found = store::versions_by_ids(r.conn, keys)?;
        Ok(found.into_iter().map(|version| (version.id, Arc::new(version))).collect())
    }
}

/// A change of the calendar: each has a number, an author and a reason.
#[Object]
impl CalendarVersion {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// Its number, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// Why the calendar was changed.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Who changed it; null for the version the database began with.
    async fn author(&self) -> Option<Person> {
        self.0.author.as_ref().map(|(id, name)| Person::known(*id, name.clone()))
    }

    /// When it was changed.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}
