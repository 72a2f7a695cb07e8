//! The rows of `legal_rules`.

use super::model::{LegalRule, Unit, Withdrawal};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::legal_rules::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::LegalRuleId;
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = legal_rules, treat_none_as_default_value = false)]
struct Row {
    id: LegalRuleId,
    key: String,
    value_num: i64,
    value_den: i64,
    unit: Unit,
    citation: Localized,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    confirmed: bool,
    withdrawn_at: Option<Timestamp>,
    withdrawn_reason: Option<String>,
}

impl From<Row> for LegalRule {
    fn from(row: Row) -> Self {
        let Row { id, key, value_num, value_den, unit, citation, valid_from, valid_to, confirmed, .. } = row;
        let withdrawal = row.withdrawn_at.zip(row.withdrawn_reason).map(|(at, reason)| Withdrawal { at, reason });
        Self { id, key, value_num, value_den, unit, citation, valid_from, valid_to, confirmed, withdrawal }
    }
}

/// Every rule in every period, by key and period.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<LegalRule>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::legal_rules.order((dsl::key, dsl::valid_from)).select(selection).load(conn)?;
    Ok(rows.into_iter().map(LegalRule::from).collect())
}

/// Every value of one rule, by period, held until the end of the transaction: whoever changes a rule must be alone with it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold(conn: &mut AnyConn, key: &str) -> Outcome<Vec<LegalRule>> {
    // Read only after they are held: while it waits, a statement does not see what another administrator adds.
    let ids = dsl::legal_rules.filter(dsl::key.eq(key)).order(dsl::id).select(dsl::id);
    let _: Vec<LegalRuleId> = Lock(ids, LockMode::Update).load(conn)?;
    let values = dsl::legal_rules.filter(dsl::key.eq(key)).order((dsl::valid_from, dsl::id));
    let rows: Vec<Row> = values.select(<Row as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(rows.into_iter().map(LegalRule::from).collect())
}

/// The key of one value of a rule.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn key_of(conn: &mut AnyConn, id: LegalRuleId) -> Outcome<Option<String>> {
    Ok(dsl::legal_rules.find(id).select(dsl::key).first(conn).optional()?)
}

/// The rule in force on a day, if there is one.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, key: &str, day: NaiveDate) -> Outcome<Option<LegalRule>> {
    let row: Option<Row> = dsl::legal_rules
        .filter(dsl::key.eq(key))
        .filter(dsl::valid_from.le(day))
        .filter(dsl::valid_to.is_null().or(dsl::valid_to.gt(day)))
        .select(<Row as Selectable<MultiBackend>>::construct_selection())
        .first(conn)
        .optional()?;
    Ok(row.map(LegalRule::from))
}

/// Whether a rule has a value on any day.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_known(conn: &mut AnyConn, key: &str) -> Outcome<bool> {
    Ok(diesel::select(exists(dsl::legal_rules.filter(dsl::key.eq(key)))).get_result(conn)?)
}

/// The rule in force on a day; every key of `model::key` has one.
///
/// # Errors
/// A fault when it is missing: the database was not seeded.
pub fn in_force(conn: &mut AnyConn, key: &str, day: NaiveDate) -> Outcome<LegalRule> {
    find(conn, key, day)?.ok_or_else(|| Failure::fault(format!("no legal rule {key} on {day}")))
}

/// Ends the running period of a rule and begins another.
///
/// # Errors
/// A fault when the database refuses.
pub fn succeed(
    conn: &mut AnyConn,
    _permit: &Permit<can::AmendLegalRule>,
    old: LegalRuleId,
    new: &LegalRule,
) -> Outcome<()> {
    diesel::update(dsl::legal_rules.find(old)).set(dsl::valid_to.eq(new.valid_from)).execute(conn)?;
    insert(conn, new)
}

/// Withdraws a value that has not come into force. The one before it holds again on the days it would have had.
///
/// # Errors
/// A fault when the database refuses.
pub fn withdraw(
    conn: &mut AnyConn,
    _permit: &Permit<can::WithdrawLegalRule>,
    before: LegalRuleId,
    rule: &LegalRule,
    withdrawal: &Withdrawal,
) -> Outcome<()> {
    diesel::update(dsl::legal_rules.find(rule.id))
        .set((
            dsl::valid_to.eq(rule.valid_from),
            dsl::withdrawn_at.eq(withdrawal.at),
            dsl::withdrawn_reason.eq(withdrawal.reason.as_str()),
        ))
        .execute(conn)?;
    diesel::update(dsl::legal_rules.find(before)).set(dsl::valid_to.eq(rule.valid_to)).execute(conn)?;
    Ok(())
}

/// Enters a rule as it stands: seeding, and the second half of [`succeed`].
pub(super) fn insert(conn: &mut AnyConn, rule: &LegalRule) -> Outcome<()> {
    let rule = rule.clone();
    let (withdrawn_at, withdrawn_reason) = rule.withdrawal.map(|it| (it.at, it.reason)).unzip();
    let row = Row {
        id: rule.id,
        key: rule.key,
        value_num: rule.value_num,
        value_den: rule.value_den,
        unit: rule.unit,
        citation: rule.citation,
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
        confirmed: rule.confirmed,
        withdrawn_at,
        withdrawn_reason,
    };
    diesel::insert_into(dsl::legal_rules).values(row).execute(conn)?;
    Ok(())
}
