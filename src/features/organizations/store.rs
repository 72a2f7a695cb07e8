//! The rows of `organizations`.

use super::model::{Kind, Organization, Verification};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::Accreditation;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::organizations::{self, dsl};
use crate::db::uow::is_unique_violation;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{OrganizationId, RegionId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = organizations)]
struct Row {
    id: OrganizationId,
    kind: Kind,
    bin: String,
    name: Localized,
    region_id: Option<RegionId>,
    verification: Verification,
    accreditation: Accreditation,
    created_at: Timestamp,
}

impl From<Row> for Organization {
    fn from(row: Row) -> Self {
        let Row { id, kind, bin, name, region_id, verification, accreditation, created_at } = row;
        Self { id, kind, bin, name, region_id, verification, accreditation, created_at }
    }
}

/// Every organisation.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<Organization>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::organizations.select(selection).load(conn)?;
    Ok(rows.into_iter().map(Organization::from).collect())
}

/// One organisation.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: OrganizationId) -> Outcome<Option<Organization>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = dsl::organizations.find(id).select(selection).first(conn).optional()?;
    Ok(row.map(Organization::from))
}

/// One organisation, held until the transaction ends.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, id: OrganizationId) -> Outcome<Option<Organization>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let query = Lock(dsl::organizations.find(id).select(selection), LockMode::Update);
    let row: Option<Row> = query.get_result(conn).optional()?;
    Ok(row.map(Organization::from))
}

/// Enters an organisation. The unique key on the BIN is the arbiter.
///
/// # Errors
/// BIN_TAKEN; a fault when the database refuses otherwise.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::RegisterOrganization>, new: &Organization) -> Outcome<()> {
    let values = (
        dsl::id.eq(new.id),
        dsl::kind.eq(new.kind),
        dsl::bin.eq(&new.bin),
        dsl::name.eq(&new.name),
        dsl::region_id.eq(new.region_id),
        dsl::verification.eq(new.verification),
        dsl::accreditation.eq(new.accreditation),
        dsl::created_at.eq(new.created_at),
    );
    match diesel::insert_into(dsl::organizations).values(values).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::BinTaken).at("bin").into()),
        Err(error) => Err(Failure::from(error)),
    }
}

/// Sets the verification.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_verification(
    conn: &mut AnyConn,
    _permit: &Permit<can::VerifyOrganization>,
    id: OrganizationId,
    to: Verification,
) -> Outcome<()> {
    diesel::update(dsl::organizations.find(id)).set(dsl::verification.eq(to)).execute(conn)?;
    Ok(())
}

/// Sets the accreditation.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_accreditation(
    conn: &mut AnyConn,
    _permit: &Permit<can::AccreditOrganization>,
    id: OrganizationId,
    to: Accreditation,
) -> Outcome<()> {
    diesel::update(dsl::organizations.find(id)).set(dsl::accreditation.eq(to)).execute(conn)?;
    Ok(())
}
