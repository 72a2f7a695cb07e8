//! What an operation holds, counted in the plainest way: fragments are walked each time they are spread.
//!
//! This may be done only after [`steps`] has said that it ends.

use async_graphql::parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Value, Variables};
use async_graphql_value::{Name, Value as AstValue};
use std::collections::HashSet;

/// How many selections the library walks before it knows how deep they are: those of every operation, fragments as often as they are
/// spread, down to a depth at which it refuses. Counting ends beyond `most`.
pub fn steps(document: &ExecutableDocument, deep: u64, most: u64) -> u64 {
    let mut steps = 0;
    for (_, operation) in document.operations.iter() {
        // The first that is too deep ends it; without an order among operations it may as well be the last.
        let _ = descend(document, &operation.node.selection_set.node, (deep, most), &mut steps);
    }
    steps
}

/// `None` where it ends before its end.
fn descend(document: &ExecutableDocument, set: &SelectionSet, (deep, most): (u64, u64), steps: &mut u64) -> Option<()> {
    let deeper = deep.checked_sub(1)?;
    for item in &set.items {
        *steps += 1;
        if *steps > most {
            return None;
        }
        let inside = match &item.node {
            Selection::Field(field) => Some(&field.node.selection_set.node),
            Selection::InlineFragment(inline) => Some(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => fragment(document, &spread.node.fragment_name.node),
        };
        if let Some(inside) = inside {
            descend(document, inside, (deeper, most), steps)?;
        }
    }
    Some(())
}

fn fragment<'a>(document: &'a ExecutableDocument, name: &Name) -> Option<&'a SelectionSet> {
    document.fragments.get(name).map(|fragment| &fragment.node.selection_set.node)
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    pub depth: u64,
    pub fields: u64,
    pub root_fields: u64,
    pub aliases: u64,
    pub directives: u64,
    pub arguments: u64,
    /// Objects that the answer could hold at least, by the numbers in the document alone.
    pub objects: u64,
}

/// Counts an operation.
pub fn count(document: &ExecutableDocument, operation: &OperationDefinition, variables: &Variables) -> Counted {
    let mut counter = Counter { document, operation, variables, met: HashSet::new() };
    let mut counted = counter.set(&operation.selection_set.node);
    counted.directives += length(&operation.directives);
    counted.directives += operation.variable_definitions.iter().map(|one| length(&one.node.directives)).sum::<u64>();
    let met = counter.met.iter().filter_map(|name| document.fragments.get(*name));
    counted.directives += met.map(|fragment| length(&fragment.node.directives)).sum::<u64>();
    counted
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    met: HashSet<&'a str>,
}

impl<'a> Counter<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Counted {
        let mut sum = Counted::default();
        for item in &set.items {
            let (one, directives) = match &item.node {
                Selection::Field(field) => (self.field(&field.node), &field.node.directives),
                Selection::InlineFragment(inline) => {
                    (self.set(&inline.node.selection_set.node), &inline.node.directives)
                }
                Selection::FragmentSpread(spread) => {
                    (self.spread(&spread.node.fragment_name.node), &spread.node.directives)
                }
            };
            sum.depth = sum.depth.max(one.depth);
            sum.fields += one.fields;
            sum.root_fields += one.root_fields;
            sum.aliases += one.aliases;
            sum.directives += one.directives + length(directives);
            sum.arguments += one.arguments;
            sum.objects = sum.objects.saturating_add(one.objects);
        }
        sum
    }

    fn spread(&mut self, name: &'a Name) -> Counted {
        self.met.insert(name.as_str());
        fragment(self.document, name).map(|set| self.set(set)).unwrap_or_default()
    }

    fn field(&mut self, field: &'a Field) -> Counted {
        let inside = self.set(&field.selection_set.node);
        let is_object = !field.selection_set.node.items.is_empty();
        let objects = if is_object { self.rows(field).saturating_mul(inside.objects.saturating_add(1)) } else { 0 };
        Counted {
            depth: inside.depth + 1,
            fields: inside.fields + 1,
            root_fields: 1,
            aliases: inside.aliases + u64::from(field.alias.is_some()),
            directives: inside.directives,
            arguments: inside.arguments + length(&field.arguments),
            objects,
        }
    }

    /// The rows that are asked for by a number, as `src/kernel/page.rs` takes it; none where it would refuse the page, or where a field has
    /// `ids`, of which the schema has one.
    fn rows(&self, field: &Field) -> u64 {
        let given =
            |name: &str| field.arguments.iter().find(|(given, _)| given.node == name).map(|(_, value)| &value.node);
        if given("ids").is_some() {
            return 0;
        }
        let size = |name| given(name).and_then(|value| self.number(value));
        match (size("first"), size("last")) {
            (None, None) => 1,
            (Some(rows), None) | (None, Some(rows)) if (1..=100).contains(&rows) => rows,
            _ => 0,
        }
    }

    fn number(&self, value: &AstValue) -> Option<u64> {
        let default = |name: &Name| {
            let declared = self.operation.variable_definitions.iter().find(|one| one.node.name.node == *name)?;
            declared.node.default_value.as_ref().map(|value| value.node.clone())
        };
        match value {
            AstValue::Number(number) => number.as_u64(),
            AstValue::Variable(name) => match self.variables.get(name).cloned().or_else(|| default(name)) {
                Some(Value::Number(number)) => number.as_u64(),
                _ => None,
            },
            _ => None,
        }
    }
}

fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}
