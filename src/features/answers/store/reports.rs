//! Reports of milestones that were themselves read under a sight, oldest first, with what the council said to each.

use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, first_per_parent};
use crate::db::page::Direction;
use crate::db::schema::milestone_reports::{self, dsl};
use crate::features::answers::milestone::{Judgement, JudgementVerdict, MilestoneReport};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{MilestoneId, MilestoneReportId, PersonId};
use crate::kernel::page::{Page, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Queryable, Selectable)]
#[diesel(table_name = milestone_reports)]
struct Row {
    id: MilestoneReportId,
    milestone_id: MilestoneId,
    number: i64,
    evidence: String,
    url: Option<String>,
    author_id: PersonId,
    author_name: String,
    reported_at: Timestamp,
    judgement: Option<JudgementVerdict>,
    judged_by_id: Option<PersonId>,
    judged_by_name: Option<String>,
    judged_at: Option<Timestamp>,
    judged_reason: Option<String>,
}

impl From<Row> for MilestoneReport {
    fn from(row: Row) -> Self {
        let judgement = match (row.judgement, row.judged_by_id, row.judged_by_name, row.judged_at) {
            (Some(verdict), Some(by_id), Some(by_name), Some(at)) => {
                Some(Judgement { verdict, by_id, by_name, at, reason: row.judged_reason })
            }
            _ => None,
        };
        let Row { id, milestone_id, number, evidence, url, author_id, author_name, reported_at, .. } = row;
        Self { id, milestone_id, number, evidence, url, author_id, author_name, reported_at, judgement }
    }
}

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

#[derive(Clone, Copy, Debug, QueryId)]
struct OldestOfMilestone;

impl Listing for OldestOfMilestone {
    const TABLE: &'static str = "milestone_reports";
    const PARENT: &'static str = "milestone_id";
    const ORDER: &'static str = "reported_at, id";
}

/// The latest report of a milestone; nothing before the first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn latest_report(conn: &mut AnyConn, milestone: MilestoneId) -> Outcome<Option<MilestoneReport>> {
    let query = dsl::milestone_reports.filter(dsl::milestone_id.eq(milestone)).order(dsl::number.desc());
    let row: Option<Row> = query.select(columns()).first(conn).optional()?;
    Ok(row.map(MilestoneReport::from))
}

/// The first `limit` reports of each milestone, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn first_reports(conn: &mut AnyConn, milestones: &[MilestoneId], limit: i64) -> Outcome<Vec<MilestoneReport>> {
    let parents: Vec<Uuid> = milestones.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent::<OldestOfMilestone, Row>(conn, &parents, limit)?;
    let mut reports: Vec<MilestoneReport> = rows.into_iter().map(MilestoneReport::from).collect();
    reports.sort_by_key(|report| (report.reported_at, report.id));
    Ok(reports)
}

/// One page of the reports of a milestone, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page_of_reports(conn: &mut AnyConn, milestone: MilestoneId, window: &Window) -> Outcome<Page<MilestoneReport>> {
    let query = milestone_reports::table.into_boxed::<MultiBackend>().filter(dsl::milestone_id.eq(milestone));
    let query = keyset!(query, window, Direction::Ascending, dsl::reported_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(MilestoneReport::from).collect()))
}

/// How many reports each milestone has; a milestone without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_reports(conn: &mut AnyConn, milestones: &[MilestoneId]) -> Outcome<HashMap<MilestoneId, i64>> {
    let query = dsl::milestone_reports.filter(any(dsl::milestone_id, milestones)).group_by(dsl::milestone_id);
    let rows: Vec<(MilestoneId, i64)> = query.select((dsl::milestone_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}
