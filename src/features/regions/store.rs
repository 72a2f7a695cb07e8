//! The rows of `regions`.

use super::model::{Level, Region};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::schema::regions::{self, dsl};
use crate::db::uow::is_unique_violation;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::RegionId;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = regions)]
struct Row {
    id: RegionId,
    kato: String,
    level: Level,
    parent_id: Option<RegionId>,
    name: Localized,
    created_at: Timestamp,
}

impl From<Row> for Region {
    fn from(row: Row) -> Self {
        let Row { id, kato, level, parent_id, name, created_at } = row;
        Self { id, kato, level, parent_id, name, created_at }
    }
}

/// Every region.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<Region>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::regions.select(selection).load(conn)?;
    Ok(rows.into_iter().map(Region::from).collect())
}

/// One region.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: RegionId) -> Outcome<Option<Region>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = dsl::regions.find(id).select(selection).first(conn).optional()?;
    Ok(row.map(Region::from))
}

/// Enters a region. The unique key on the code is the arbiter.
///
/// # Errors
/// KATO_TAKEN; a fault when the database refuses otherwise.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::CreateRegion>, region: &Region) -> Outcome<()> {
    let values = (
        dsl::id.eq(region.id),
        dsl::kato.eq(&region.kato),
        dsl::level.eq(region.level),
        dsl::parent_id.eq(region.parent_id),
        dsl::name.eq(&region.name),
        dsl::created_at.eq(region.created_at),
    );
    match diesel::insert_into(dsl::regions).values(values).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::KatoTaken).at("kato").into()),
        Err(error) => Err(Failure::from(error)),
    }
}
