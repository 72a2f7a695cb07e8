//! A document on its way in, as `src/http/operation.rs` takes it: looked over, parsed, judged.
//!
//! The bytes are a text: the document, and after lines of three dashes each its variables in JSON and the name of an operation.

mod naive;
mod words;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{ServerError, Value, Variables};
use kenes::access::scopes::{Scopes, ServiceScope};
use kenes::graphql::limits::{DocumentLimits, Exceeded, Judged, admit_text, judge};
use kenes::graphql::scan::scan;
use kenes::graphql::{operation, scopes};
use kenes::http::answer::{bad_document, insufficient_scope, limit_error};

/// The longest message to a client, in characters.
const MESSAGE: usize = 310;
/// How deep the library follows selections before it refuses them itself (`limit_recursive_depth` in `src/graphql/schema.rs`).
const RECURSION: u64 = 64;
/// How deep brackets may nest in what reaches the parser, which has only the stack to keep them on.
const NESTING: u64 = 200;

/// What came in.
struct Input<'a> {
    document: &'a str,
    variables: Variables,
    operation: Option<&'a str>,
}

/// Asserts, under the limits of Kenes and under some that little inputs reach, that whatever comes is refused by the name of a limit and in
/// few words, or is within them, and costs the library after us no more than it may.
pub fn document_limits(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, "\n---\n");
    let document = parts.next().unwrap_or_default();
    let variables = parts.next().and_then(|json| serde_json::from_str(json).ok()).map(serde_json::Value::Object);
    let variables = variables.map(Variables::from_json).unwrap_or_default();
    let operation = parts.next().map(str::trim).filter(|name| !name.is_empty());
    let input = Input { document, variables, operation };
    come_in(&input, &DocumentLimits::default());
    come_in(&input, &tight());
}

fn tight() -> DocumentLimits {
    DocumentLimits {
        tokens: 200,
        name: 20,
        definitions: 6,
        depth: 6,
        selections: 30,
        root_fields: 4,
        aliases: 5,
        directives: 4,
        arguments: 10,
        complexity: 500,
        ..DocumentLimits::default()
    }
}

fn come_in(input: &Input<'_>, limits: &DocumentLimits) {
    let admitted = admit_text(input.document, limits);
    assert_eq!(admitted, admit_text(input.document, limits));
    if let Err(exceeded) = admitted {
        return is_named(&exceeded, limits);
    }
    assert!(count(input.document.len()) <= limits.size);
    match parse_query(input.document) {
        Ok(document) => parsed(input, &document, limits),
        Err(error) => is_short(&bad_document(&ServerError::from(error).message)),
    }
}

fn parsed(input: &Input<'_>, document: &ExecutableDocument, limits: &DocumentLimits) {
    let (seen, read) = (scan(input.document), words::read(document));
    assert!(read.words <= seen.tokens, "{} words were counted as {} tokens", read.words, seen.tokens);
    assert!(read.longest_name <= seen.longest_name, "a name of {} bytes was overlooked", read.longest_name);
    assert!(read.nesting <= NESTING, "values nest {} deep", read.nesting);
    let judged = judge(document, input.operation, &input.variables, limits);
    assert_eq!(judged, judge(document, input.operation, &input.variables, limits));
    match judged {
        Err(exceeded) => is_named(&exceeded, limits),
        Ok(judged) => within(input, document, judged, limits),
    }
}

/// What passed is within the limits, whoever counts.
fn within(input: &Input<'_>, document: &ExecutableDocument, judged: Option<Judged>, limits: &DocumentLimits) {
    let most = limits.selections * RECURSION * limits.definitions;
    assert!(naive::steps(document, RECURSION, most) <= most, "the library would walk for ever");
    assert!(read_definitions(document) <= limits.definitions);
    let chosen = chosen(document, input.operation);
    assert_eq!(judged.is_some(), chosen.is_some());
    if let (Some(judged), Some(chosen)) = (judged, chosen) {
        let counted = naive::count(document, chosen, &input.variables);
        assert!(counted.depth <= limits.depth, "{counted:?}");
        assert!(counted.fields <= limits.selections, "{counted:?}");
        assert!(counted.root_fields <= limits.root_fields, "{counted:?}");
        assert!(counted.aliases <= limits.aliases, "{counted:?}");
        assert!(counted.directives <= limits.directives, "{counted:?}");
        assert!(counted.arguments <= limits.arguments, "{counted:?}");
        assert!(
            counted.objects <= judged.complexity && judged.complexity <= limits.complexity,
            "{judged:?} {counted:?}"
        );
        assert_eq!(judged.kind, chosen.ty);
        subscription(document, input.operation, chosen);
        variables(document, input, chosen);
    }
    a_programs(document, input);
}

/// The operation that would run, where there can be no doubt which.
fn chosen<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(one), _) => Some(&one.node),
        (DocumentOperations::Multiple(many), Some(name)) => many.get(name).map(|one| &one.node),
        // The library refuses it when there are several; until then it is the same one each time the document is asked.
        (DocumentOperations::Multiple(many), None) => many.values().next().map(|one| &one.node),
    }
}

fn read_definitions(document: &ExecutableDocument) -> u64 {
    count(document.operations.iter().count() + document.fragments.len())
}

fn subscription(document: &ExecutableDocument, name: Option<&str>, chosen: &OperationDefinition) {
    let checked = operation::check_subscription(document, name);
    let fields = chosen.selection_set.node.items.iter().filter(|item| matches!(item.node, Selection::Field(_)));
    match checked {
        Err(why) => {
            assert_eq!(chosen.ty, OperationType::Subscription);
            is_short(&bad_document(why));
        }
        Ok(()) if chosen.ty == OperationType::Subscription => {
            assert_eq!((fields.count(), chosen.selection_set.node.items.len()), (1, 1));
        }
        Ok(()) => {}
    }
}

fn variables(document: &ExecutableDocument, input: &Input<'_>, chosen: &OperationDefinition) {
    let missing = operation::missing_variable(document, input.operation, &input.variables);
    let is_missing = |name: &str| {
        let declared = chosen.variable_definitions.iter().filter(|one| one.node.name.node == name);
        let mut needed = declared.filter(|one| !one.node.var_type.node.nullable);
        let given = input.variables.iter().find(|(given, _)| *given == name).map(|(_, value)| value);
        needed.any(|one| match given {
            Some(value) => *value == Value::Null,
            None => one.node.default_value.is_none(),
        })
    };
    match missing {
        Some(name) => {
            assert!(is_missing(name), "{name} is not missing");
            is_short(&bad_document(&format!("Variable \"${name}\" is required and was not given")));
        }
        None => assert!(!chosen.variable_definitions.iter().any(|one| is_missing(one.node.name.node.as_str()))),
    }
}

/// What a program lacks with some scopes it lacks with none, and with all it lacks only what is for no program.
fn a_programs(document: &ExecutableDocument, input: &Input<'_>) {
    let lacking = |scopes| scopes::lacking(document, input.operation, &input.variables, scopes);
    let none = lacking(Scopes::default());
    assert_eq!(none, lacking(Scopes::default()));
    for some in ServiceScope::ALL.iter().map(|one| Scopes::of(&[*one])).chain([Scopes::of(ServiceScope::ALL)]) {
        let Some(lacks) = lacking(some) else { continue };
        assert!(none.is_some() && lacks.scope.is_none_or(|scope| !some.contains(scope)), "{lacks:?} with {some}");
        is_short(&insufficient_scope(&lacks));
    }
}

/// The limit exceeded is one of ours, by its value.
fn is_named(exceeded: &Exceeded, limits: &DocumentLimits) {
    let allowed = match exceeded.limit {
        "size" => limits.size,
        "tokens" => limits.tokens,
        "name" => limits.name,
        "definitions" => limits.definitions,
        "depth" => limits.depth,
        "selections" => limits.selections,
        "rootFields" => limits.root_fields,
        "aliases" => limits.aliases,
        "directives" => limits.directives,
        "arguments" => limits.arguments,
        "complexity" => limits.complexity,
        _ => exceeded.allowed,
    };
    assert!(!exceeded.limit.is_empty() && exceeded.allowed == allowed && exceeded.asked > allowed, "{exceeded:?}");
    is_short(&limit_error(exceeded));
}

fn is_short(error: &ServerError) {
    assert!(error.message.chars().count() <= MESSAGE, "{}", error.message);
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
