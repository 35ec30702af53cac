//! `__typename` as the library should see it.
//!
//! async-graphql 8.0.0-rc.5 skips `__typename` in validation, so a variable used only in its `@skip` counts as unused,
//! and an unknown directive, an argument or a selection on it is accepted. `__typename @skip(if: $s)` is rewritten as
//! `... @skip(if: $s) { __typename }`, which means the same and is validated; the rest is refused here.

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, InlineFragment, Selection, SelectionSet},
};

use super::refusal::Refusal;

/// Rewrites every `__typename` of a document whose nesting is bounded.
pub fn rewrite(document: &mut ExecutableDocument) -> Result<(), Refusal> {
    use async_graphql::parser::types::DocumentOperations::{Multiple, Single};
    match &mut document.operations {
        Single(operation) => set(&mut operation.node.selection_set.node)?,
        Multiple(operations) => {
            for operation in operations.values_mut() {
                set(&mut operation.node.selection_set.node)?;
            }
        }
    }
    document.fragments.values_mut().try_for_each(|fragment| set(&mut fragment.node.selection_set.node))
}

fn set(selections: &mut SelectionSet) -> Result<(), Refusal> {
    for selection in &mut selections.items {
        let at = selection.pos;
        match &mut selection.node {
            Selection::Field(field) if field.node.name.node == "__typename" => {
                if !field.node.arguments.is_empty() || !field.node.selection_set.node.items.is_empty() {
                    return Err(Refusal::malformed(
                        "У поля __typename нет аргументов и вложенных полей",
                        "Field __typename has no arguments and no subfields",
                        Some(field.pos),
                    ));
                }
                if !field.node.directives.is_empty() {
                    let directives = std::mem::take(&mut field.node.directives);
                    let items = vec![Positioned::new(Selection::Field(field.clone()), at)];
                    let selection_set = Positioned::new(SelectionSet { items }, at);
                    let inline = InlineFragment { type_condition: None, directives, selection_set };
                    selection.node = Selection::InlineFragment(Positioned::new(inline, at));
                }
            }
            Selection::Field(field) => set(&mut field.node.selection_set.node)?,
            Selection::InlineFragment(inline) => set(&mut inline.node.selection_set.node)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}
