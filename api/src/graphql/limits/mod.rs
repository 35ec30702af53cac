//! The one check before execution, the same for every transport.
//!
//! [`check`] is linear in the size of the request. It refuses what would kill or hold the service before the library
//! sees it, keeps the limits, and leaves the parsed document in the request. [`tidy`] brings an answer into shape.
//!
//! - `settings.rs`: the numbers. `refusal.rs`: what is said when one is passed.
//! - `lexical.rs`: tokens and brackets of the text. `variables.rs`: nesting and weight of values.
//! - `weight.rs`: the document with its fragments expanded. `cost.rs`: what it may make the service do.
//! - `typename.rs`: a gap of the library. `answer.rs`: codes, length and number of errors.
//!
//! To add a limit: a setting, a variant of [`Limit`], a field of `Weight` or a count of the scanner, and a test at the
//! limit and one above it.

mod answer;
mod cost;
mod lexical;
mod refusal;
mod settings;
#[cfg(test)]
mod tests;
mod typename;
mod variables;
mod weight;

use async_graphql::{
    Positioned, Request,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

pub use answer::tidy;
pub use cost::DEFAULT_PAGE;
pub use lexical::NAME_LENGTH;
pub use refusal::{Exceeded, Limit, Refusal};
pub use settings::Limits;
pub use variables::USES;

use crate::{
    error::{AppError, Code},
    service::list::page_size_error,
};
use answer::shortened;
use refusal::within;
use weight::{Scales, Weight};

/// What is known about a request that may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// The name of the operation that will run.
    pub operation: Option<String>,
    /// Its complexity.
    pub complexity: usize,
}

/// Checks a request and leaves its parsed document in it.
pub fn check(request: &mut Request, limits: &Limits, signed_in: bool) -> Result<Checked, Refusal> {
    lexical::scan(&request.query, limits)?;
    let inputs = variables::weigh(request, limits.nesting)?;
    let mut document = parser::parse_query(&request.query).map_err(|error| syntax(&error))?;
    typename::rewrite(&mut document)?;

    let (operation, definition) = chosen(&document, request.operation_name.as_deref())?;
    variables::required(&definition.node, &request.variables)?;
    let sizes = cost::Sizes { definitions: &definition.node.variable_definitions, variables: &request.variables };
    let mut scales = Scales::new(&document.fragments, &inputs, sizes, limits.nesting);
    scales.fragments()?;
    let mut selections = 0usize;
    let mut complexity = 0;
    for (_, other) in document.operations.iter() {
        let weight = weighed(&mut scales, other)?;
        selections = selections.saturating_add(weight.selections);
        within(Limit::Selections, selections, limits.selections)?;
        within(Limit::Nesting, weight.nesting, limits.nesting)?;
        within(Limit::Depth, weight.depth, limits.depth)?;
        within(Limit::Aliases, weight.aliases, limits.aliases)?;
        within(Limit::Directives, weight.directives, limits.directives)?;
        within(Limit::RootFields, weight.top_fields, limits.root_fields)?;
        within(Limit::VariableUses, weight.inputs, USES)?;
        if std::ptr::eq(other, definition) {
            complexity = weight.cost.total(None);
        }
    }
    if let Some(at) = scales.introspection.filter(|_| !limits.introspection) {
        let error = AppError::forbidden(
            "Интроспекция выключена; схема доступна по адресу /schema.graphql",
            "Introspection is switched off; the schema is at /schema.graphql",
        );
        return Err(Refusal::new(error, Some(at)));
    }
    within(Limit::Complexity, complexity, limits.complexity_of(signed_in)).map_err(|refusal| {
        // The list does not allow such a page, so that is what is wrong, not the sum.
        scales.oversized.map_or(refusal, |(at, size, most)| Refusal::new(page_size_error(size, most), Some(at)))
    })?;

    let checked = Checked { kind: definition.node.ty, operation, complexity };
    request.set_parsed_query(document);
    Ok(checked)
}

fn weighed<'a>(scales: &mut Scales<'a>, operation: &'a Positioned<OperationDefinition>) -> Result<Weight, Refusal> {
    let mut weight = scales.set(&operation.node.selection_set.node, 0)?;
    let definitions: usize = operation.node.variable_definitions.iter().map(|d| d.node.directives.len()).sum();
    weight.directives = weight.directives.saturating_add(operation.node.directives.len() + definitions);
    Ok(weight)
}

/// The operation that will run, and the name by which the library will look for it.
fn chosen<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<(Option<String>, &'a Positioned<OperationDefinition>), Refusal> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some((None, operation)),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(all), Some(name)) => {
            all.get(name).map(|operation| (Some(name.to_owned()), operation))
        }
        (DocumentOperations::Multiple(all), None) => match all.iter().next() {
            Some((name, operation)) if all.len() == 1 => Some((Some(name.to_string()), operation)),
            _ => {
                return Err(Refusal::undetermined(
                    "В документе несколько операций: укажите operationName",
                    "The document has several operations: send operationName",
                ));
            }
        },
    };
    found.ok_or_else(|| {
        Refusal::undetermined("В документе нет операции с именем operationName", "No operation is named operationName")
    })
}

/// The parser's error without the line of source that it quotes.
fn syntax(error: &parser::Error) -> Refusal {
    let at = error.positions().next();
    match error {
        parser::Error::Syntax { message, .. } => {
            let expected = message.lines().rev().find_map(|line| line.trim().strip_prefix("= ")).unwrap_or_default();
            let expected = shortened(if expected.is_empty() { message } else { expected });
            Refusal::malformed(format!("Синтаксическая ошибка: {expected}"), format!("Syntax error: {expected}"), at)
        }
        parser::Error::RecursionLimitExceeded => {
            let error = AppError::new(Code::LimitExceeded, "Слишком глубокая вложенность", "Nested too deep");
            Refusal::new(error, at)
        }
        other => {
            let what = shortened(&other.to_string());
            Refusal::malformed(format!("Неверный документ: {what}"), format!("Malformed document: {what}"), at)
        }
    }
}
