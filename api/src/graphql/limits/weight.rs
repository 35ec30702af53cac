//! Second pass: what the parsed document becomes when its fragments are expanded.
//!
//! A fragment that spreads two others, and so on, doubles with every level: 661 bytes are seven seconds of the library's
//! validation, 769 bytes all memory. Each fragment is weighed once here, so this pass is linear in the document.

use std::{collections::HashMap, convert::Infallible};

use async_graphql::{
    Name, Pos, Positioned, Value,
    parser::types::{Directive, Field, FragmentDefinition, Selection, SelectionSet},
};

use super::{
    cost::{Cost, Sizes, largest_page},
    refusal::{Limit, Refusal},
};

/// What a selection set holds, fragments expanded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weight {
    /// Fields, spreads and inline fragments.
    pub selections: usize,
    /// Fields on the first level.
    pub top_fields: usize,
    /// Aliases.
    pub aliases: usize,
    /// Directives.
    pub directives: usize,
    /// Fields in one another.
    pub depth: usize,
    /// Selections in one another, spreads and inline fragments included.
    pub nesting: usize,
    /// Weights of the variables, once per use.
    pub inputs: usize,
    /// Complexity.
    pub cost: Cost,
}

impl Weight {
    /// Joins the weight of another selection of the same set.
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.top_fields = self.top_fields.saturating_add(other.top_fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.inputs = self.inputs.saturating_add(other.inputs);
        self.depth = self.depth.max(other.depth);
        self.nesting = self.nesting.max(other.nesting);
        self.cost.add(other.cost);
    }
}

enum Fragment {
    Open,
    Weighed(Weight),
}

/// Weighs the selection sets of one document.
pub struct Scales<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    weighed: HashMap<&'a str, Fragment>,
    variables: &'a HashMap<Name, usize>,
    sizes: Sizes<'a>,
    nesting: usize,
    /// The first page larger than its list allows: where, how large, and what is allowed.
    pub oversized: Option<(Pos, usize, usize)>,
    /// The first field of introspection.
    pub introspection: Option<Pos>,
}

impl<'a> Scales<'a> {
    /// Scales for the fragments of a document; `variables` are the weights of their values.
    pub fn new(
        fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
        variables: &'a HashMap<Name, usize>,
        sizes: Sizes<'a>,
        nesting: usize,
    ) -> Self {
        let weighed = HashMap::with_capacity(fragments.len());
        Self { fragments, weighed, variables, sizes, nesting, oversized: None, introspection: None }
    }

    /// Weighs every fragment, also those that nothing spreads: the library walks them too.
    pub fn fragments(&mut self) -> Result<(), Refusal> {
        for name in self.fragments.keys() {
            self.fragment(name, 0)?;
        }
        Ok(())
    }

    /// Weighs a selection set that stands `level` selections deep.
    pub fn set(&mut self, set: &'a SelectionSet, level: usize) -> Result<Weight, Refusal> {
        // This pass recurses too, so it stops where the limit is.
        if level > self.nesting {
            return Err(Refusal::exceeded(Limit::Nesting, level, self.nesting));
        }
        let mut whole = Weight::default();
        for selection in &set.items {
            let mut part = match &selection.node {
                Selection::Field(field) => self.field(field, level)?,
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node, level + 1)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, level + 1)?,
            };
            let directives = selection.node.directives();
            part.selections = part.selections.saturating_add(1);
            part.directives = part.directives.saturating_add(directives.len());
            part.inputs = part.inputs.saturating_add(self.directive_inputs(directives));
            part.nesting += 1;
            whole.add(part);
        }
        Ok(whole)
    }

    fn field(&mut self, field: &'a Positioned<Field>, level: usize) -> Result<Weight, Refusal> {
        let inner = self.set(&field.node.selection_set.node, level + 1)?;
        if matches!(field.node.name.node.as_str(), "__schema" | "__type") {
            self.introspection.get_or_insert(field.pos);
        }
        let page = self.sizes.page(&field.node);
        let largest = largest_page(&field.node.name.node);
        if let Some(size) = page.filter(|size| *size > largest && !Sizes::is_table(&field.node)) {
            self.oversized.get_or_insert((field.pos, size, largest));
        }
        let mut arguments = 0;
        for (_, value) in &field.node.arguments {
            let _ = value.node.clone().into_const_with(self.uses(&mut arguments));
        }
        Ok(Weight {
            top_fields: 1,
            aliases: inner.aliases.saturating_add(usize::from(field.node.alias.is_some())),
            depth: inner.depth + 1,
            inputs: inner.inputs.saturating_add(arguments),
            cost: inner.cost.of_field(&field.node, page),
            ..inner
        })
    }

    fn fragment(&mut self, name: &Name, level: usize) -> Result<Weight, Refusal> {
        // An unknown fragment weighs nothing; validation names it.
        let Some((name, definition)) = self.fragments.get_key_value(name) else {
            return Ok(Weight::default());
        };
        match self.weighed.get(name.as_str()) {
            Some(Fragment::Weighed(weight)) => return Ok(*weight),
            Some(Fragment::Open) => {
                return Err(Refusal::malformed(
                    format!("Фрагмент {name} содержит сам себя"),
                    format!("Fragment {name} contains itself"),
                    Some(definition.pos),
                ));
            }
            None => {}
        }
        self.weighed.insert(name.as_str(), Fragment::Open);
        let mut weight = self.set(&definition.node.selection_set.node, level)?;
        weight.directives = weight.directives.saturating_add(definition.node.directives.len());
        self.weighed.insert(name.as_str(), Fragment::Weighed(weight));
        Ok(weight)
    }

    fn directive_inputs(&self, directives: &[Positioned<Directive>]) -> usize {
        let mut sum = 0;
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            let _ = value.node.clone().into_const_with(self.uses(&mut sum));
        }
        sum
    }

    /// Adds up the weights of the variables in a literal, for the one walk over literals that the library offers. It
    /// copies the literal, whose size the number of tokens bounds.
    fn uses(&self, sum: &mut usize) -> impl FnMut(Name) -> Result<Value, Infallible> {
        move |name| {
            *sum = sum.saturating_add(self.variables.get(&name).copied().unwrap_or(1));
            Ok(Value::Null)
        }
    }
}
