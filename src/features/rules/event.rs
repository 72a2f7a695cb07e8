//! What can happen to a legal rule.

use super::model::{LegalRule, Withdrawal};
use crate::kernel::event::{EventKind, NewEvent};

/// A rule got a new value from a day on.
pub fn amended(rule: &LegalRule) -> NewEvent {
    NewEvent::new(EventKind::LegalRuleAmended, rule.id)
        .with("key", rule.key.as_str())
        .with("valueNum", rule.value_num)
        .with("valueDen", rule.value_den)
        .with("validFrom", rule.valid_from.to_string())
}

/// A value of a rule was withdrawn before it came into force.
pub fn withdrawn(rule: &LegalRule, withdrawal: &Withdrawal) -> NewEvent {
    NewEvent::new(EventKind::LegalRuleWithdrawn, rule.id)
        .with("key", rule.key.as_str())
        .with("valueNum", rule.value_num)
        .with("valueDen", rule.value_den)
        .with("validFrom", rule.valid_from.to_string())
        .with("reason", withdrawal.reason.as_str())
}
