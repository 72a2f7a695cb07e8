//! Which scope a program needs to ask for something: by the fields at the root of its operation.
//!
//! What it may change, the policy says; what it sees of a decision, its sight. Here it is said where it may begin to read. Whoever has come
//! in goes where the graph leads: below such a field, and in what a mutation answers, stands what everybody may read, and no more.

use super::operation::choose;
use crate::access::scopes::{Scopes, ServiceScope};
use crate::kernel::id;
use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql_value::{ConstValue, Name};
use std::collections::HashSet;

/// What a field at the root asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// Anybody who is known may come in.
    Open,
    /// A program with this scope.
    With(ServiceScope),
    /// What the ids in its argument stand for decides.
    ById,
    /// No program.
    Closed,
}

/// The fields of queries and subscriptions. A test holds the table to the schema.
pub const ENTRANCES: &[(&str, Entrance)] = &[
    ("__schema", Entrance::Open),
    ("__type", Entrance::Open),
    ("__typename", Entrance::Open),
    ("viewer", Entrance::Open),
    ("node", Entrance::ById),
    ("nodes", Entrance::ById),
    ("accounts", Entrance::Closed),
    ("auditLog", Entrance::Closed),
    ("calendar", Entrance::With(ServiceScope::RegistryRead)),
    ("calendarVersions", Entrance::With(ServiceScope::RegistryRead)),
    ("commentAdded", Entrance::With(ServiceScope::EventsRead)),
    ("councilScorecards", Entrance::With(ServiceScope::DecisionsRead)),
    ("councils", Entrance::With(ServiceScope::RegistryRead)),
    ("deadlineChanged", Entrance::With(ServiceScope::EventsRead)),
    ("deadlines", Entrance::With(ServiceScope::DecisionsRead)),
    ("decisionPublished", Entrance::With(ServiceScope::EventsRead)),
    ("decisions", Entrance::With(ServiceScope::DecisionsRead)),
    ("events", Entrance::With(ServiceScope::EventsRead)),
    ("finalDocuments", Entrance::With(ServiceScope::DecisionsRead)),
    ("follows", Entrance::Closed),
    ("legalRules", Entrance::With(ServiceScope::RegistryRead)),
    ("meetings", Entrance::With(ServiceScope::DecisionsRead)),
    ("moderationLog", Entrance::With(ServiceScope::DecisionsRead)),
    ("noticeDelivery", Entrance::Closed),
    ("notificationReceived", Entrance::Closed),
    ("notifications", Entrance::Closed),
    ("organizations", Entrance::With(ServiceScope::RegistryRead)),
    ("pollChanged", Entrance::With(ServiceScope::EventsRead)),
    ("polls", Entrance::With(ServiceScope::DecisionsRead)),
    ("recommendations", Entrance::With(ServiceScope::DecisionsRead)),
    ("regionScorecards", Entrance::With(ServiceScope::DecisionsRead)),
    ("regions", Entrance::With(ServiceScope::RegistryRead)),
    ("republicScorecard", Entrance::With(ServiceScope::DecisionsRead)),
    ("reviews", Entrance::With(ServiceScope::DecisionsRead)),
    ("scorecards", Entrance::With(ServiceScope::DecisionsRead)),
    ("serviceAccounts", Entrance::Closed),
    ("stateBodies", Entrance::With(ServiceScope::RegistryRead)),
    ("webhooks", Entrance::With(ServiceScope::WebhooksManage)),
];

/// The scope of an id's kind, by its prefix.
fn of_id(text: &str) -> Entrance {
    match id::split(text).as_ref().map(|(prefix, _)| prefix.as_str()) {
        Some("per" | "reg" | "bod" | "head" | "org" | "cou" | "mem" | "rule" | "cal") => {
            Entrance::With(ServiceScope::RegistryRead)
        }
        Some("grant" | "inv" | "ses" | "svc" | "fol" | "ntc") => Entrance::Closed,
        Some("whk" | "msg") => Entrance::With(ServiceScope::WebhooksManage),
        // What is no id is told so by the field itself.
        None => Entrance::Open,
        Some(_) => Entrance::With(ServiceScope::DecisionsRead),
    }
}

/// What an operation lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub field: String,
    /// `None` where no scope would do.
    pub scope: Option<ServiceScope>,
}

/// The first field at the root of an operation that a program with these scopes may not ask for. Mutations are the policy's.
pub fn lacking(
    document: &ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
    scopes: Scopes,
) -> Option<Lacking> {
    let chosen = choose(&document.operations, operation).filter(|chosen| chosen.ty != OperationType::Mutation)?;
    let (mut fields, mut seen) = (Vec::new(), HashSet::new());
    collect(document, &chosen.selection_set.node, &mut fields, &mut seen);
    let defaults = |name: &Name| {
        let declared = chosen.variable_definitions.iter().find(|one| one.node.name.node == *name)?;
        declared.node.default_value.as_ref().map(|value| value.node.clone())
    };
    let filled = |name: Name| variables.get(&name).cloned().or_else(|| defaults(&name)).unwrap_or_default();
    fields.into_iter().find_map(|field| missing(field, &filled, scopes))
}

/// The fields of a selection, those of its fragments too, each fragment once.
fn collect<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    fields: &mut Vec<&'a Field>,
    seen: &mut HashSet<&'a str>,
) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => fields.push(&field.node),
            Selection::InlineFragment(inline) => collect(document, &inline.node.selection_set.node, fields, seen),
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                if let Some(fragment) = document.fragments.get(name).filter(|_| seen.insert(name)) {
                    collect(document, &fragment.node.selection_set.node, fields, seen);
                }
            }
        }
    }
}

fn missing(field: &Field, filled: &impl Fn(Name) -> ConstValue, scopes: Scopes) -> Option<Lacking> {
    let name = field.name.node.as_str();
    let known = ENTRANCES.iter().find(|(known, _)| *known == name).map(|(_, entrance)| *entrance);
    let lacks = |entrance| match entrance {
        Entrance::With(scope) if !scopes.contains(scope) => {
            Some(Lacking { field: name.to_owned(), scope: Some(scope) })
        }
        Entrance::Closed => Some(Lacking { field: name.to_owned(), scope: None }),
        _ => None,
    };
    match known {
        // A field that does not exist is the validation's.
        None => None,
        Some(Entrance::ById) => {
            let given = field.arguments.iter().map(|(_, value)| value.node.clone());
            let values = given.filter_map(|value| value.into_const_with(|name| Ok::<_, ()>(filled(name))).ok());
            values.flat_map(ids).find_map(|id| lacks(of_id(&id)))
        }
        Some(entrance) => lacks(entrance),
    }
}

fn ids(value: ConstValue) -> Vec<String> {
    match value {
        ConstValue::String(id) => vec![id],
        ConstValue::List(list) => list.into_iter().flat_map(ids).collect(),
        _ => Vec::new(),
    }
}
