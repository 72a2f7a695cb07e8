//! The composition of a council in the graph.

use super::words::{CheckVerdict, CompositionCheckName, CompositionStatus, RenewalState};
use crate::features::councils::composition;
use crate::graphql::error::RuleReference;
use crate::graphql::scalars::Date;
use async_graphql::SimpleObject;

/// One rule of composition, judged.
#[derive(SimpleObject, Clone, Debug)]
pub struct CompositionCheck {
    /// The rule that was checked.
    pub name: CompositionCheckName,
    /// What the check found.
    pub verdict: CheckVerdict,
    /// What is, such as `7/12`.
    pub actual: String,
    /// What the rule asks for, such as `≤ 1/3`.
    pub required: String,
    /// The legal rule the check rests on.
    pub rule: RuleReference,
}

/// When the formation of the next council begins. It breaks no rule of the present one.
#[derive(SimpleObject, Clone, Debug)]
pub struct CouncilRenewal {
    /// Whether it should have begun.
    pub state: RenewalState,
    /// The day on which it begins.
    pub starts_on: Date,
    /// The legal rule it rests on.
    pub rule: RuleReference,
}

/// Whether a council is composed as the law asks, rule by rule.
#[derive(SimpleObject, Clone, Debug)]
pub struct CompositionReport {
    /// The day for which the seats were judged.
    pub judged_on: Date,
    /// Whether every rule holds.
    pub status: CompositionStatus,
    /// The rules one by one.
    pub checks: Vec<CompositionCheck>,
    /// When the formation of the next council begins.
    pub renewal: CouncilRenewal,
}

impl From<composition::CompositionReport> for CompositionReport {
    fn from(report: composition::CompositionReport) -> Self {
        let status = if report.compliant() { CompositionStatus::Compliant } else { CompositionStatus::Broken };
        let renewal = CouncilRenewal {
            state: report.renewal.state.into(),
            starts_on: Date(report.renewal.starts_on),
            rule: report.renewal.rule.into(),
        };
        let check = |check: composition::Check| CompositionCheck {
            name: check.name.into(),
            verdict: check.verdict.into(),
            actual: check.actual,
            required: check.required,
            rule: check.rule.into(),
        };
        Self { judged_on: Date(report.on), status, checks: report.checks.into_iter().map(check).collect(), renewal }
    }
}
