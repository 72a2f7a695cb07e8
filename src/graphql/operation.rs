//! Which operation of a document runs, and whether it was given what it needs.

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{Value, Variables};

/// The first variable that must be given and is not: nothing may run then, not even the fields that do not use it.
/// async-graphql would find out in the middle of the operation.
pub fn missing_variable<'a>(
    document: &'a ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
) -> Option<&'a str> {
    let chosen = choose(&document.operations, operation)?;
    let missing = chosen.variable_definitions.iter().map(|definition| &definition.node).find(|declared| {
        let given = variables.get(&declared.name.node);
        let required = !declared.var_type.node.nullable;
        let defaulted = declared.default_value.is_some() && given.is_none();
        required && !defaulted && given.is_none_or(|value| *value == Value::Null)
    });
    missing.map(|declared| declared.name.node.as_str())
}

/// A subscription waits for one thing, and the document says at once for which: one field at its root, not behind a fragment,
/// and no directive that could take it away. The specification asks for all but the fragment; the library would run a
/// fragment at the root as a subscription to nothing.
///
/// # Errors
/// What is wrong with it.
pub fn check_subscription(document: &ExecutableDocument, operation: Option<&str>) -> Result<(), &'static str> {
    let Some(chosen) =
        choose(&document.operations, operation).filter(|chosen| chosen.ty == OperationType::Subscription)
    else {
        return Ok(());
    };
    let [only] = chosen.selection_set.node.items.as_slice() else {
        return Err("a subscription must have exactly one field at its root");
    };
    let Selection::Field(field) = &only.node else {
        return Err("the field at the root of a subscription must not stand in a fragment");
    };
    if field.node.name.node.starts_with("__") {
        return Err("the field at the root of a subscription must not be one of introspection");
    }
    if !field.node.directives.is_empty() {
        return Err("the field at the root of a subscription must not have directives");
    }
    Ok(())
}

/// The operation of a name; without one the only operation, or any of several, of which the library says what is wrong.
pub(super) fn choose<'a>(operations: &'a DocumentOperations, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (operations, name) {
        (DocumentOperations::Single(one), _) => Some(&one.node),
        (DocumentOperations::Multiple(many), Some(name)) => many.get(name).map(|operation| &operation.node),
        (DocumentOperations::Multiple(many), None) => many.values().next().map(|operation| &operation.node),
    }
}
