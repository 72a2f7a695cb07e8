//! Which recommendations: by council and by what became of them. Ids first, the wide rows after: the order and the
//! conditions need none of the texts.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::recommendations::{self, dsl};
use crate::db::types::Uid;
use crate::features::answers::model::Verdict;
use crate::features::deadlines::DeadlineState;
use crate::features::decisions::store::visible_through;
use crate::features::documents::{self, AddresseeState, Priority, Recommendation};
use crate::features::rules::key;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, RecommendationId, ReviewId, StateBodyId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Text};
use std::collections::{BTreeSet, HashMap};

/// Which recommendations. What is not given does not narrow; the conditions on an addressee hold for one and the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub council: Option<CouncilId>,
    pub review: Option<ReviewId>,
    pub decision: Option<DecisionId>,
    pub priorities: Option<Vec<Priority>>,
    /// The body addressed.
    pub body: Option<StateBodyId>,
    /// Whether that addressee has answered.
    pub states: Option<Vec<AddresseeState>>,
    /// What its latest answer says.
    pub verdicts: Option<Vec<Verdict>>,
    /// How the clock of its answer stands.
    pub clocks: Option<Vec<DeadlineState>>,
}

/// One page of the recommendations on decisions the viewer may see, by the time at which they were sent.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page_of_recommendations(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    direction: Direction,
    window: &Window,
) -> Outcome<Page<Recommendation>> {
    let query = keyset!(narrowed(sight, filter), window, direction, dsl::sent_at, dsl::id);
    let ids: Vec<RecommendationId> = query.select(dsl::id).load(conn)?;
    if ids.is_empty() {
        return Ok(window.page(Vec::new()));
    }
    let found = documents::store::recommendations_by_ids(conn, sight, &ids)?;
    let mut found: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
    Ok(window.page(ids.iter().filter_map(|id| found.remove(id)).collect()))
}

/// How many recommendations there are on decisions the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_recommendations(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(sight, filter).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// The conditions that are given and no others.
fn narrowed(sight: &Sight, filter: &Filter) -> recommendations::BoxedQuery<'static, MultiBackend> {
    let all = recommendations::table.into_boxed::<MultiBackend>();
    let mut query = all.filter(visible_through("recommendations.decision_id", sight));
    if let Some(council) = filter.council {
        query = query.filter(dsl::council_id.eq(council));
    }
    if let Some(review) = filter.review {
        query = query.filter(dsl::review_id.eq(review));
    }
    if let Some(decision) = filter.decision {
        query = query.filter(dsl::decision_id.eq(decision));
    }
    if let Some(priorities) = &filter.priorities {
        // A client may repeat itself; the statement has one bind per word.
        let distinct: BTreeSet<_> = priorities.iter().copied().collect();
        query = query.filter(dsl::priority.eq_any(distinct));
    }
    match Addressed::by(filter) {
        Some(addressed) => query.filter(addressed),
        None => query,
    }
}

/// Whether one addressee of the recommendation meets all conditions that are given.
#[derive(Clone, Debug)]
struct Addressed {
    body: Option<StateBodyId>,
    states: Option<Words>,
    verdicts: Option<Words>,
    clocks: Option<Words>,
}

/// Words of one of our enums, each once.
type Words = BTreeSet<&'static str>;

impl Addressed {
    fn by(filter: &Filter) -> Option<Self> {
        let states = filter.states.as_ref().map(|words| words.iter().map(|word| word.as_str()).collect());
        let verdicts = filter.verdicts.as_ref().map(|words| words.iter().map(|word| word.as_str()).collect());
        let clocks = filter.clocks.as_ref().map(|words| words.iter().map(|word| word.as_str()).collect());
        let any = filter.body.is_some() || states.is_some() || verdicts.is_some() || clocks.is_some();
        any.then_some(Self { body: filter.body, states, verdicts, clocks })
    }
}

impl<DB> QueryFragment<DB> for Addressed
where
    DB: Backend + HasSqlType<Uid> + HasSqlType<Text>,
    StateBodyId: ToSql<Uid, DB>,
    str: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM recommendation_addressees AS addressed WHERE addressed.recommendation_id = recommendations.id");
        if let Some(body) = &self.body {
            out.push_sql(" AND addressed.body_id = ");
            out.push_bind_param::<Uid, _>(body)?;
        }
        if let Some(states) = &self.states {
            out.push_sql(" AND addressed.state");
            push_words(&mut out, states)?;
        }
        if let Some(verdicts) = &self.verdicts {
            out.push_sql(" AND EXISTS (SELECT 1 FROM answers AS latest WHERE latest.addressee_id = addressed.id AND latest.verdict");
            push_words(&mut out, verdicts)?;
            out.push_sql(" AND NOT EXISTS (SELECT 1 FROM answers AS later WHERE later.corrects_id = latest.id))");
        }
        if let Some(clocks) = &self.clocks {
            out.push_sql(
                " AND EXISTS (SELECT 1 FROM deadlines WHERE deadlines.subject_id = addressed.id AND deadlines.rule_key = ",
            );
            out.push_bind_param::<Text, str>(key::ANSWER_REPLY)?;
            out.push_sql(" AND deadlines.state");
            push_words(&mut out, clocks)?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

/// `IN (…)`, which neither database reads alike when there is nothing in it.
fn push_words<'b, DB>(out: &mut AstPass<'_, 'b, DB>, words: &'b Words) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Text>,
    str: ToSql<Text, DB>,
{
    out.push_sql(if words.is_empty() { " IN (SELECT NULL WHERE 1 = 0" } else { " IN (" });
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_sql(", ");
        }
        out.push_bind_param::<Text, str>(word)?;
    }
    out.push_sql(")");
    Ok(())
}

// The text depends on the conditions that are given, so the statement is remembered by its text.
impl QueryId for Addressed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Addressed {
    type SqlType = Bool;
}
impl<QS> AppearsOnTable<QS> for Addressed {}
impl<QS> SelectableExpression<QS> for Addressed {}
impl ValidGrouping<()> for Addressed {
    type IsAggregate = is_aggregate::No;
}
