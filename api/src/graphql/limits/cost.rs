//! What a request may make the service do, estimated from its text alone.
//!
//! - A field costs 1; `__typename`, `nodes`, `edges` and `node` of an edge cost nothing by themselves.
//! - What stands inside `nodes` or `edges` counts once per element: `first` or `last` of the field around them, or the
//!   default page when neither is given.
//! - A field with `first`, `last` or a list of `ids` but without `nodes` and `edges` is a plain list: its selection
//!   counts once per element.
//! - Of results: once for each of the `indicators` and `periods` that are listed, and for a page of `childrenAt`.
//!
//! This needs no schema and no `#[graphql(complexity)]` on any list, and holds on interfaces and for every transport.
//! async-graphql's own `limit_complexity` does not: it is one number per schema, counts fields of interfaces as 1, adds
//! up all operations of a document, and its arithmetic overflows.

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{Field, VariableDefinition},
};

use crate::service::{list::MAX_PAGE, value};

/// Elements of a page when the request does not say.
pub const DEFAULT_PAGE: usize = 20;

/// The largest page of the list of a field, by its name; what is larger is refused by the list itself.
pub fn largest_page(field: &str) -> usize {
    match field {
        "values" => value::list::MOST,
        _ => MAX_PAGE,
    }
}

/// The values by which fields are measured.
pub struct Sizes<'a> {
    /// Definitions of the operation that will run.
    pub definitions: &'a [Positioned<VariableDefinition>],
    /// What was sent.
    pub variables: &'a Variables,
}

impl Sizes<'_> {
    /// How many elements a field asks for, if it says so.
    pub fn page(&self, field: &Field) -> Option<usize> {
        let first = self.size(field, "first");
        let last = self.size(field, "last");
        first.max(last).or_else(|| self.cells(field))
    }

    /// Whether a field asks for a table, whose cells are no page.
    pub fn is_table(field: &Field) -> bool {
        field.get_argument("periods").is_some()
    }

    /// The cells of a table that a field asks for: what lists of arguments span.
    fn cells(&self, field: &Field) -> Option<usize> {
        let children = field.get_argument("childrenAt").map(|_| DEFAULT_PAGE);
        let nodes = self.size(field, "ids").or(children);
        let spans = [nodes, self.size(field, "indicators"), self.size(field, "periods")];
        spans.into_iter().flatten().reduce(usize::saturating_mul)
    }

    /// The size that an argument states: a number, or the length of a list.
    fn size(&self, field: &Field, argument: &str) -> Option<usize> {
        let literal = field.get_argument(argument)?.node.clone();
        // A variable stands for its size, so that a long list is not copied.
        let size = |name: Name| Ok::<_, ()>(self.variable(&name).and_then(size_of).map_or(Value::Null, Value::from));
        // Zero and below are refused by the list; they must not make its selection free.
        literal.into_const_with(size).ok().as_ref().and_then(size_of).map(|size| size.max(1))
    }

    fn variable(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let definition = self.definitions.iter().find(|d| d.node.name.node == *name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        })
    }
}

fn size_of(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => Some(number.as_u64().map_or(1, |n| usize::try_from(n).unwrap_or(usize::MAX))),
        Value::List(list) => Some(list.len()),
        _ => None,
    }
}

/// Cost of a selection set: of itself, and per element of the list whose `nodes` or `edges` it holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    own: usize,
    per_element: usize,
    paged: bool,
}

impl Cost {
    /// Adds what another selection of the same set costs.
    pub fn add(&mut self, other: Self) {
        self.own = self.own.saturating_add(other.own);
        self.per_element = self.per_element.saturating_add(other.per_element);
        self.paged |= other.paged;
    }

    /// The cost of a field with this selection set.
    pub fn of_field(self, field: &Field, page: Option<usize>) -> Self {
        let name = field.name.node.as_str();
        if page.is_none() && matches!(name, "nodes" | "edges") {
            return Self { own: 0, per_element: self.total(None), paged: true };
        }
        let itself = usize::from(!(name == "__typename" || (name == "node" && field.arguments.is_empty())));
        Self { own: self.total(page).saturating_add(itself), per_element: 0, paged: false }
    }

    /// Everything, for a page of this size.
    pub fn total(self, page: Option<usize>) -> usize {
        if self.paged {
            self.own.saturating_add(self.per_element.saturating_mul(page.unwrap_or(DEFAULT_PAGE)))
        } else {
            self.own.saturating_mul(page.unwrap_or(1))
        }
    }
}
