//! A legal rule in the graph.

use super::words::LegalRuleUnit;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::rules;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::LegalRuleId;
use async_graphql::{Context, ID, Object};
use std::sync::Arc;

/// A number of the law in one period.
#[derive(Clone)]
pub struct LegalRule(pub Arc<rules::LegalRule>);

impl LegalRule {
    /// The rule of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when the registry cannot be read.
    pub async fn find(context: &Context<'_>, id: LegalRuleId) -> Outcome<Option<Self>> {
        Ok(context.reference().await?.rules.get(id).map(|rule| Self(Arc::clone(rule))))
    }
}

/// A number of the law in one period: refusals and checks that rest on it cite it. A new value begins a new period.
#[Object]
impl LegalRule {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The key by which refusals and checks name the rule; the same in every period.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// The value, above the line when it is a share.
    async fn numerator(&self) -> i32 {
        int(self.0.value_num)
    }

    /// What stands below the line; 1 for whole numbers.
    async fn denominator(&self) -> i32 {
        int(self.0.value_den)
    }

    /// What the value counts.
    async fn unit(&self) -> LegalRuleUnit {
        self.0.unit.into()
    }

    /// The place in the law.
    async fn citation(&self) -> LocalizedText {
        LocalizedText(self.0.citation.clone())
    }

    /// The first day on which the rule is in force.
    async fn starts_on(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// The first day on which it is no longer in force; null while no end is known. The day on which it was to begin,
    /// where it was withdrawn.
    async fn ends_on(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }

    /// When it was withdrawn, before it came into force; null where it was not.
    async fn withdrawn_at(&self) -> Option<Timestamp> {
        self.0.withdrawal.as_ref().map(|withdrawal| withdrawal.at)
    }

    /// Why it was withdrawn.
    async fn withdrawn_reason(&self) -> Option<&str> {
        self.0.withdrawal.as_ref().map(|withdrawal| withdrawal.reason.as_str())
    }

    /// Whether the rule was read in the law's text; `false` asks an operator to confirm it before production.
    async fn confirmed(&self) -> bool {
        self.0.confirmed
    }

    /// Whether the viewer may give the rule a new value.
    async fn viewer_can_amend(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::AmendLegalRule, &Place::EVERYWHERE)
    }

    /// Whether the viewer may withdraw this value: it has not come into force.
    async fn viewer_can_withdraw(&self, context: &Context<'_>) -> bool {
        let viewer = &context.act().viewer;
        let is_to_come = self.0.withdrawal.is_none() && viewer.now.day() < self.0.valid_from;
        is_to_come && allowed(viewer, Action::WithdrawLegalRule, &Place::EVERYWHERE)
    }
}
