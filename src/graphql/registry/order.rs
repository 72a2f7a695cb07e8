//! By what the lists of the registry can be ordered.

use super::list::Sorting;
use crate::features::bodies::StateBody;
use crate::features::councils::Council;
use crate::features::organizations::Organization;
use crate::features::reference::{Entry, order};
use crate::features::regions::Region;
use crate::features::rules::LegalRule;
use crate::graphql::connection::Direction;
use crate::kernel::page::{Position, SortKey};
use async_graphql::{Enum, InputObject};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// By what regions are ordered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RegionOrderField {
    /// By the KATO code.
    Kato,
    /// By the Kazakh name, in the order of the alphabet.
    Name,
}

/// By what state bodies are ordered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StateBodyOrderField {
    /// By the Kazakh name, in the order of the alphabet.
    Name,
    /// By the day on which the body was established.
    EstablishedOn,
}

/// By what organisations are ordered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum OrganizationOrderField {
    /// By the Kazakh name, in the order of the alphabet.
    Name,
    /// By the moment of registration.
    RegisteredAt,
}

/// By what councils are ordered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CouncilOrderField {
    /// By the Kazakh name, in the order of the alphabet.
    Name,
    /// By the first day of the term.
    TermStartsOn,
}

/// By what legal rules are ordered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LegalRuleOrderField {
    /// By the key, and for each key by the day from which it is in force.
    Key,
    /// By the day from which the rule is in force.
    StartsOn,
}

/// The order of one list. The first field named is the one it has on its shelf, and the default.
macro_rules! order {
    ($(#[$meta:meta])* $name:ident of $model:ident by $field:ident: $shelved:ident, $other:ident = $key:expr;) => {
        $(#[$meta])*
        #[derive(InputObject, Clone, Copy, Debug, Serialize)]
        pub struct $name {
            /// By what the list is ordered.
            pub field: $field,
            /// In which direction.
            #[graphql(default_with = "Direction::Asc")]
            pub direction: Direction,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { field: $field::$shelved, direction: Direction::Asc }
            }
        }

        impl $name {
            pub(super) fn sorting(self) -> (Sorting, Direction) {
                match self.field {
                    $field::$shelved => (Sorting::Shelved, self.direction),
                    $field::$other => (Sorting::ByPosition, self.direction),
                }
            }

            pub(super) fn position(self, entry: &Entry<$model>) -> Position {
                let other: fn(&$model) -> SortKey = $key;
                let key = match self.field {
                    $field::$shelved => SortKey::Text(entry.key.clone()),
                    $field::$other => other(&entry.item),
                };
                Position { key, id: entry.item.id.uuid() }
            }
        }
    };
}

order! {
    /// The order of regions.
    RegionOrder of Region by RegionOrderField: Kato, Name = |region| SortKey::Text(order::sort_key(&region.name.kk));
}
order! {
    /// The order of state bodies.
    StateBodyOrder of StateBody by StateBodyOrderField: Name, EstablishedOn = |body| days(body.valid_from);
}
order! {
    /// The order of organisations.
    OrganizationOrder of Organization by OrganizationOrderField:
        Name, RegisteredAt = |organization| SortKey::At(organization.created_at.micros());
}
order! {
    /// The order of councils.
    CouncilOrder of Council by CouncilOrderField: Name, TermStartsOn = |council| days(council.term_starts_on);
}
order! {
    /// The order of legal rules.
    LegalRuleOrder of LegalRule by LegalRuleOrderField: Key, StartsOn = |rule| days(rule.valid_from);
}

/// A day as something to sort by.
pub(super) fn days(day: NaiveDate) -> SortKey {
    SortKey::At(i64::from(day.num_days_from_ce()))
}
