//! Values of variables: their nesting, their weight for each use, and which must be there.
//!
//! The library copies the value of a variable for every argument that uses it, so a large value in hundreds of places
//! is a large request. A weight is the number of values inside plus one per 64 bytes of text.

use std::collections::HashMap;

use async_graphql::{Name, Request, Value, Variables, parser::types::OperationDefinition};

use super::refusal::{Limit, Refusal};

/// Most that all uses of variables may weigh together: ten thousand rows of fifty members, twice.
pub const USES: usize = 1_000_000;

/// Weighs each variable; refuses values that are nested too deep.
pub fn weigh(request: &Request, nesting: usize) -> Result<HashMap<Name, usize>, Refusal> {
    for value in request.extensions.0.values() {
        weight(value, inside(value, 0), nesting)?;
    }
    request
        .variables
        .iter()
        .map(|(name, value)| Ok((name.clone(), weight(value, inside(value, 0), nesting)?)))
        .collect()
}

/// Refuses an operation whose required variables are not all there. The library would notice at the field that uses one,
/// when others have run already.
pub fn required(operation: &OperationDefinition, variables: &Variables) -> Result<(), Refusal> {
    for definition in &operation.variable_definitions {
        let (name, kind) = (&definition.node.name.node, &definition.node.var_type.node);
        let missing = match variables.get(name) {
            Some(value) => *value == Value::Null,
            None => definition.node.default_value.is_none(),
        };
        if missing && !kind.nullable {
            return Err(Refusal::malformed(
                format!("Нужна переменная ${name} типа {kind}"),
                format!("Variable ${name} of type {kind} is required"),
                Some(definition.pos),
            ));
        }
    }
    Ok(())
}

fn weight(value: &Value, level: usize, nesting: usize) -> Result<usize, Refusal> {
    if level > nesting {
        return Err(Refusal::exceeded(Limit::Nesting, level, nesting));
    }
    Ok(match value {
        Value::List(list) => {
            let mut sum = 1;
            for value in list {
                sum += weight(value, inside(value, level), nesting)?;
            }
            sum
        }
        Value::Object(object) => {
            let mut sum = 1;
            for (name, value) in object {
                sum += name.len() / 64 + weight(value, inside(value, level), nesting)?;
            }
            sum
        }
        Value::String(text) => 1 + text.len() / 64,
        Value::Binary(bytes) => 1 + bytes.len() / 64,
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Enum(_) => 1,
    })
}

/// The level of a value inside another: only lists and objects open a bracket.
fn inside(value: &Value, level: usize) -> usize {
    level + usize::from(matches!(value, Value::List(_) | Value::Object(_)))
}
