//! The words of a parsed document, by which it is known what was in its text: names, and numbers, strings and the like.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type,
};
use async_graphql_value::{Name, Value};

/// What was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    /// Each of them is a token at least.
    pub words: u64,
    /// In bytes.
    pub longest_name: u64,
    /// How deep lists and objects stand in each other.
    pub nesting: u64,
}

/// Reads a document. It recurses as deep as the parser did.
pub fn read(document: &ExecutableDocument) -> Words {
    let mut words = Words::default();
    for (name, operation) in document.operations.iter() {
        name.into_iter().for_each(|name| words.name(name));
        words.operation(&operation.node);
    }
    for (name, fragment) in &document.fragments {
        words.name(name);
        words.name(&fragment.node.type_condition.node.on.node);
        words.directives(&fragment.node.directives);
        words.set(&fragment.node.selection_set.node);
    }
    words
}

impl Words {
    fn name(&mut self, name: &Name) {
        self.words += 1;
        self.longest_name = self.longest_name.max(u64::try_from(name.len()).unwrap_or(u64::MAX));
    }

    fn operation(&mut self, operation: &OperationDefinition) {
        for declared in operation.variable_definitions.iter().map(|declared| &declared.node) {
            self.name(&declared.name.node);
            self.kind(&declared.var_type.node);
            self.directives(&declared.directives);
            if let Some(value) = &declared.default_value {
                self.value(&value.node.clone().into_value(), 0);
            }
        }
        self.directives(&operation.directives);
        self.set(&operation.selection_set.node);
    }

    fn kind(&mut self, mut kind: &Type) {
        let mut nesting = 0;
        loop {
            match &kind.base {
                BaseType::Named(name) => return self.name(name),
                BaseType::List(inside) => kind = inside,
            }
            nesting += 1;
            self.nesting = self.nesting.max(nesting);
        }
    }

    fn set(&mut self, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    field.node.alias.iter().for_each(|alias| self.name(&alias.node));
                    self.name(&field.node.name.node);
                    self.arguments(&field.node.arguments);
                    self.directives(&field.node.directives);
                    self.set(&field.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    self.name(&spread.node.fragment_name.node);
                    self.directives(&spread.node.directives);
                }
                Selection::InlineFragment(inline) => {
                    inline.node.type_condition.iter().for_each(|on| self.name(&on.node.on.node));
                    self.directives(&inline.node.directives);
                    self.set(&inline.node.selection_set.node);
                }
            }
        }
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        for directive in directives {
            self.name(&directive.node.name.node);
            self.arguments(&directive.node.arguments);
        }
    }

    fn arguments(&mut self, arguments: &[(Positioned<Name>, Positioned<Value>)]) {
        for (name, value) in arguments {
            self.name(&name.node);
            self.value(&value.node, 0);
        }
    }

    fn value(&mut self, value: &Value, nesting: u64) {
        self.nesting = self.nesting.max(nesting);
        match value {
            Value::Variable(name) | Value::Enum(name) => self.name(name),
            Value::List(list) => list.iter().for_each(|value| self.value(value, nesting + 1)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.name(name);
                    self.value(value, nesting + 1);
                }
            }
            _ => self.words += 1,
        }
    }
}
