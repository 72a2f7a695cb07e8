//! Limits before work: judged on the parsed document, before the library validates it.
//!
//! async-graphql's own depth and complexity limits come too late for a query of doubling fragments
//! (`fragment F0 {...F1 ...F1} …`): its validator would walk 2^30 selections first. Here each fragment is measured
//! once, and sums are checked, so any document of the permitted size is judged in microseconds.

use super::lists::Lists;
use super::operation::choose;
use super::scan::scan;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, FragmentDefinition, OperationType, Selection, SelectionSet,
    VariableDefinition,
};
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_value::Value as AstValue;
use std::collections::HashMap;

/// What a document may be. All configurable; `kenes config` prints them.
#[derive(Clone, Debug)]
pub struct DocumentLimits {
    /// Bytes of the document.
    pub size: u64,
    /// Tokens of the document.
    pub tokens: u64,
    /// Bytes of the longest name.
    pub name: u64,
    /// Operations and fragments, used or not: the validator's work grows with their square.
    pub definitions: u64,
    /// Nesting of selections, fragments expanded.
    pub depth: u64,
    /// Selections in total, fragments expanded.
    pub selections: u64,
    /// Fields of the operation's root.
    pub root_fields: u64,
    /// Aliased fields.
    pub aliases: u64,
    /// Directives.
    pub directives: u64,
    /// Arguments of fields, fragments expanded.
    pub arguments: u64,
    /// Objects the answer could hold, by the page sizes asked for.
    pub complexity: u64,
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            size: 65_536,
            tokens: 8_000,
            name: 100,
            definitions: 60,
            depth: 16,
            selections: 1_000,
            root_fields: 10,
            aliases: 60,
            directives: 30,
            arguments: 500,
            complexity: 50_000,
        }
    }
}

/// Which limit, its value and what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceeded {
    pub limit: &'static str,
    pub allowed: u64,
    pub asked: u64,
}

/// What one selection set costs, fragments expanded.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    depth: u64,
    selections: u64,
    aliases: u64,
    directives: u64,
    arguments: u64,
    /// Lists of introspection within each other.
    introspection: u64,
    complexity: u64,
    root_fields: u64,
    /// Whether the rows of a connection are asked for here, be it behind fragments.
    rows_wanted: bool,
    /// The lists that come whole in here.
    lists: Lists,
}

/// Lists of introspection that stand in each other: a client that reads the schema needs one, and each further one
/// multiplies the whole schema by itself. The fields of our own types have other names; a test sees to it.
const INTROSPECTION: u64 = 1;
pub const INTROSPECTION_LISTS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

/// Rows a list holds when its size is not in the document.
const DEFAULT_LIST: u64 = crate::kernel::page::DEFAULT_PAGE as u64;

/// Judges a document before it is parsed.
///
/// # Errors
/// The first limit exceeded.
pub fn admit_text(document: &str, limits: &DocumentLimits) -> Result<(), Exceeded> {
    within("size", limits.size, count(document.len()))?;
    let seen = scan(document);
    within("tokens", limits.tokens, seen.tokens)?;
    within("name", limits.name, seen.longest_name)
}

fn within(limit: &'static str, allowed: u64, asked: u64) -> Result<(), Exceeded> {
    if asked > allowed { Err(Exceeded { limit, allowed, asked }) } else { Ok(()) }
}

/// What is known of an operation before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub kind: OperationType,
    /// The objects its answer could hold.
    pub complexity: u64,
}

/// Judges the operation that would run. Nothing where the document has none of that name.
///
/// # Errors
/// The first limit exceeded. Cyclic fragments exceed the depth.
pub fn judge(
    document: &ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
    limits: &DocumentLimits,
) -> Result<Option<Judged>, Exceeded> {
    let operations = match &document.operations {
        DocumentOperations::Single(_) => 1,
        DocumentOperations::Multiple(many) => many.len(),
    };
    within("definitions", limits.definitions, count(operations + document.fragments.len()))?;
    let Some(chosen) = choose(&document.operations, operation) else { return Ok(None) };
    let definitions = &chosen.variable_definitions;
    let mut meter = Meter { fragments: &document.fragments, known: HashMap::new(), variables, definitions, limits };
    let mut cost = meter.set(&chosen.selection_set.node, 0)?;
    cost.directives += count(chosen.directives.len());
    for (limit, allowed, asked) in [
        ("depth", limits.depth, cost.depth),
        ("selections", limits.selections, cost.selections),
        ("rootFields", limits.root_fields, cost.root_fields),
        ("aliases", limits.aliases, cost.aliases),
        ("directives", limits.directives, cost.directives),
        ("arguments", limits.arguments, cost.arguments),
        ("introspection", INTROSPECTION, cost.introspection),
        ("complexity", limits.complexity, cost.complexity),
    ] {
        within(limit, allowed, asked)?;
    }
    Ok(Some(Judged { kind: chosen.ty, complexity: cost.complexity }))
}

struct Meter<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// Fragments already measured; `None` while one is being measured: meeting it then is a cycle.
    known: HashMap<&'a str, Option<Cost>>,
    variables: &'a Variables,
    definitions: &'a [Positioned<VariableDefinition>],
    limits: &'a DocumentLimits,
}

impl<'a> Meter<'a> {
    /// `nesting` guards our own recursion; the cost of what is inside is relative to it.
    fn set(&mut self, set: &'a SelectionSet, nesting: u64) -> Result<Cost, Exceeded> {
        let too_deep = || Exceeded { limit: "depth", allowed: self.limits.depth, asked: nesting };
        // Spreads nest without adding depth to the answer, hence the factor.
        if nesting > self.limits.depth.saturating_mul(2) {
            return Err(too_deep());
        }
        let mut sum = Cost::default();
        for item in &set.items {
            let (cost, directives) = match &item.node {
                Selection::Field(field) => (self.field(&field.node, nesting)?, field.node.directives.len()),
                Selection::InlineFragment(inline) => {
                    (self.set(&inline.node.selection_set.node, nesting + 1)?, inline.node.directives.len())
                }
                Selection::FragmentSpread(spread) => {
                    (self.fragment(&spread.node.fragment_name.node, nesting)?, spread.node.directives.len())
                }
            };
            sum.depth = sum.depth.max(cost.depth);
            sum.selections = sum.selections.saturating_add(cost.selections);
            sum.aliases = sum.aliases.saturating_add(cost.aliases);
            sum.directives = sum.directives.saturating_add(cost.directives).saturating_add(count(directives));
            sum.arguments = sum.arguments.saturating_add(cost.arguments);
            sum.introspection = sum.introspection.max(cost.introspection);
            sum.complexity = sum.complexity.saturating_add(cost.complexity);
            sum.root_fields = sum.root_fields.saturating_add(cost.root_fields);
            sum.rows_wanted |= cost.rows_wanted;
            sum.lists = sum.lists.and(cost.lists);
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field, nesting: u64) -> Result<Cost, Exceeded> {
        let inside = self.set(&field.selection_set.node, nesting + 1)?;
        let (rows, lists) = self.rows(field, &inside);
        Ok(Cost {
            depth: inside.depth + 1,
            selections: inside.selections.saturating_add(1),
            aliases: inside.aliases.saturating_add(u64::from(field.alias.is_some())),
            directives: inside.directives,
            arguments: inside.arguments.saturating_add(count(field.arguments.len())),
            introspection: inside.introspection + u64::from(INTROSPECTION_LISTS.contains(&field.name.node.as_str())),
            // An object costs one; scalars come with their object.
            complexity: if field.selection_set.node.items.is_empty() {
                0
            } else {
                rows.saturating_mul(inside.complexity.saturating_add(1))
            },
            root_fields: 1,
            rows_wanted: matches!(field.name.node.as_str(), "nodes" | "edges"),
            lists,
        })
    }

    fn fragment(&mut self, name: &'a str, nesting: u64) -> Result<Cost, Exceeded> {
        match self.known.get(name) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => {
                return Err(Exceeded { limit: "depth", allowed: self.limits.depth, asked: self.limits.depth + 1 });
            }
            None => {}
        }
        // An unknown fragment is the validator's to report.
        let Some(fragment) = self.fragments.get(name) else { return Ok(Cost::default()) };
        self.known.insert(name, None);
        let cost = self.set(&fragment.node.selection_set.node, nesting + 1)?;
        self.known.insert(name, Some(cost));
        Ok(cost)
    }

    /// How many rows a field can bring (its page size, the length of `ids`, what a list that comes whole is reckoned with,
    /// or one), and which lists stand in it.
    fn rows(&self, field: &Field, inside: &Cost) -> (u64, Lists) {
        for (name, value) in &field.arguments {
            match name.node.as_str() {
                "first" | "last" => return (self.number(&value.node).unwrap_or(DEFAULT_LIST), inside.lists),
                "ids" => return (self.length(&value.node), inside.lists),
                _ => {}
            }
        }
        if inside.rows_wanted { (DEFAULT_LIST, inside.lists) } else { inside.lists.around(field.name.node.as_str()) }
    }

    /// The value of a variable: what was sent, else the default the operation declares.
    fn value(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let declared = self.definitions.iter().find(|definition| definition.node.name.node == *name)?;
            declared.node.default_value.as_ref().map(|value| &value.node)
        })
    }

    fn number(&self, value: &AstValue) -> Option<u64> {
        match value {
            AstValue::Number(number) => number.as_u64(),
            AstValue::Variable(name) => match self.value(name) {
                Some(Value::Number(number)) => number.as_u64(),
                _ => None,
            },
            _ => None,
        }
    }

    fn length(&self, value: &AstValue) -> u64 {
        match value {
            AstValue::List(list) => count(list.len()),
            AstValue::Variable(name) => match self.value(name) {
                Some(Value::List(list)) => count(list.len()),
                _ => 1,
            },
            _ => 1,
        }
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
