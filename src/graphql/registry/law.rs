//! What administrators do about legal rules.

use super::LegalRule;
use crate::features::rules::amend::{self, Amendment};
use crate::features::rules::withdraw::{self, Withdrawing};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::graphql::scalars::{Date, LocalizedTextInput};
use crate::kernel::id::LegalRuleId;
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// A new value of a legal rule.
#[derive(InputObject, Clone, Debug)]
pub struct AmendLegalRuleInput {
    /// The key of the rule.
    pub key: String,
    /// The value, above the line when it is a share; at most 1000.
    pub numerator: i64,
    /// What stands below the line, at most 1000; 1 for whole numbers.
    #[graphql(default = 1)]
    pub denominator: i64,
    /// The place in the law.
    pub citation: LocalizedTextInput,
    /// The first day on which the new value is in force; later than that of the latest value.
    pub starts_on: Date,
    /// Whether the rule was read in the law's text.
    pub confirmed: bool,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A value of a legal rule to withdraw.
#[derive(InputObject, Clone, Debug)]
pub struct WithdrawLegalRuleInput {
    /// The value: one that has not come into force.
    pub rule_id: LegalRuleId,
    /// The reason, for all to read; at most 2000 characters.
    pub reason: String,
}

payload! {
    /// What amendLegalRule did.
    AmendLegalRulePayload {
        /// The rule with its new value.
        rule: LegalRule,
    }
}
payload! {
    /// What withdrawLegalRule did.
    WithdrawLegalRulePayload {
        /// The value withdrawn: it never comes into force.
        rule: LegalRule,
    }
}

/// Mutations of legal rules.
#[derive(Default)]
pub struct LegalRuleMutation;

#[Object]
impl LegalRuleMutation {
    /// Gives a legal rule a new value from a day on. What was decided before stays explained by the old one.
    async fn amend_legal_rule(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The new value.")] input: AmendLegalRuleInput,
    ) -> Result<AmendLegalRulePayload> {
        let once = once("amendLegalRule", &input);
        let new = Amendment {
            key: input.key,
            value_num: input.numerator,
            value_den: input.denominator,
            citation: input.citation.into(),
            valid_from: input.starts_on.0,
            confirmed: input.confirmed,
        };
        let act = context.act();
        let made = once.write(act, move |tx| amend::amend(tx, &new), |made| made.id).await;
        let outcome = shown(made, |rule| LegalRule(Arc::new(rule)), |id| LegalRule::find(context, id)).await;
        AmendLegalRulePayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Withdraws a value of a legal rule that has not come into force. It stays on record with the reason, and the value
    /// before it holds again on the days it would have had. To correct a value that is to come, withdraw it and amend the
    /// rule again. For administrators.
    async fn withdraw_legal_rule(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which value, and why.")] input: WithdrawLegalRuleInput,
    ) -> Result<WithdrawLegalRulePayload> {
        let act = context.act();
        let input = Withdrawing { rule_id: input.rule_id, reason: input.reason };
        let outcome = act.write(move |tx| withdraw::withdraw(tx, &input)).await;
        WithdrawLegalRulePayload::settle(act, outcome.map(|rule| (LegalRule(Arc::new(rule)),)))
    }
}
