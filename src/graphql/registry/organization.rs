//! An organisation in the graph.

use super::region::Region;
use super::words::{Accreditation, OrganizationKind, Verification};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::organizations;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::scalars::LocalizedText;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::OrganizationId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// An organisation of civil society, of the press or of business.
#[derive(Clone)]
pub struct Organization(pub Arc<organizations::Organization>);

impl Organization {
    /// The organisation of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when the registry cannot be read.
    pub async fn find(context: &Context<'_>, id: OrganizationId) -> Outcome<Option<Self>> {
        if let Some(found) = context.reference().await?.organizations.get(id) {
            return Ok(Some(Self(Arc::clone(found))));
        }
        let found = context.act().read(move |r| organizations::store::find(r.conn, id)).await?;
        Ok(found.map(|organization| Self(Arc::new(organization))))
    }

    /// The organisation another thing refers to.
    ///
    /// # Errors
    /// A fault when it is not there.
    pub async fn of(context: &Context<'_>, id: OrganizationId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Failure::fault("a reference to no organization"))
    }
}

/// An organisation of civil society, of the press or of business. Verified organisations nominate members of councils.
#[Object]
impl Organization {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// What the organisation is.
    async fn kind(&self) -> OrganizationKind {
        self.0.kind.into()
    }

    /// The business identification number (BIN), twelve digits.
    async fn bin(&self) -> &str {
        &self.0.bin
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.name.clone())
    }

    /// The region it works in; null when it works everywhere or has not said.
    async fn region(&self, context: &Context<'_>) -> Option<Result<Region>> {
        nullable(Region::of(context, self.0.region_id?).await.map(Some))
    }

    /// Whether a registrar has verified it.
    async fn verification(&self) -> Verification {
        self.0.verification.into()
    }

    /// Whether it is an accredited medium.
    async fn accreditation(&self) -> Accreditation {
        self.0.accreditation.into()
    }

    /// When it was registered.
    async fn registered_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Whether the viewer may verify it.
    async fn viewer_can_verify(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::VerifyOrganization, &Place::organization(self.0.id))
    }

    /// Whether the viewer may give it accreditation or take it back.
    async fn viewer_can_accredit(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::AccreditOrganization, &Place::organization(self.0.id))
    }
}
