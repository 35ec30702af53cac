//! The parameters of a GraphQL request, from a body or from the query string, with their types.

use std::collections::HashMap;

use actix_web::{http::StatusCode, web::Query};
use async_graphql::{Request, Value, Variables};
use serde::Deserialize;

use super::refused::Refused;
use crate::lang::Lang;

/// Members of any type, so that a wrong type is named; others are ignored, as the specification demands.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Params {
    query: Value,
    operation_name: Value,
    variables: Value,
    extensions: Value,
}

/// The request in a JSON body.
pub(super) fn of_body(body: &[u8], lang: Lang) -> Result<Request, Refused> {
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(malformed(lang, "Пакеты запросов не поддерживаются", "Batches are not supported"));
    }
    let params: Params = serde_json::from_slice(body).map_err(|error| not_json(&error, "body", lang))?;
    request(params, lang)
}

/// The request in a query string.
pub(super) fn of_query(query: &str, lang: Lang) -> Result<Request, Refused> {
    let pairs = Query::<Vec<(String, String)>>::from_query(query).map_err(|error| {
        tracing::debug!(%error, "query string");
        malformed(lang, "Неверная строка параметров", "Malformed query string")
    })?;
    let mut params = Params::default();
    for (name, text) in pairs.into_inner() {
        let slot = match name.as_str() {
            "query" => &mut params.query,
            "operationName" => &mut params.operation_name,
            "variables" => &mut params.variables,
            "extensions" => &mut params.extensions,
            _ => continue,
        };
        if *slot != Value::Null {
            let (ru, en) = (format!("Параметр {name} указан дважды"), format!("Parameter {name} is given twice"));
            return Err(malformed(lang, &ru, &en));
        }
        // Empty stands for absent.
        *slot = match name.as_str() {
            _ if text.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&text).map_err(|error| not_json(&error, &name, lang))?,
            _ => Value::String(text),
        };
    }
    request(params, lang)
}

fn request(params: Params, lang: Lang) -> Result<Request, Refused> {
    let wrong = |name: &str, ru: &str, en: &str| {
        let (ru, en) = (format!("{name}: нужно значение вида «{ru}»"), format!("{name} must be {en}"));
        malformed(lang, &ru, &en)
    };
    let Value::String(query) = params.query else {
        return Err(wrong("query", "строка", "a string"));
    };
    let mut request = Request::new(query);
    request.operation_name = match params.operation_name {
        Value::Null => None,
        Value::String(name) => Some(name).filter(|name| !name.is_empty()),
        _ => return Err(wrong("operationName", "строка", "a string")),
    };
    request.variables = match params.variables {
        Value::Null => Variables::default(),
        value @ Value::Object(_) => Variables::from_value(value),
        _ => return Err(wrong("variables", "объект", "an object")),
    };
    request.extensions.0 = match params.extensions {
        Value::Null => HashMap::new(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name.to_string(), value)).collect(),
        _ => return Err(wrong("extensions", "объект", "an object")),
    };
    Ok(request)
}

fn malformed(lang: Lang, ru: &str, en: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, lang, ru, en)
}

/// Where the JSON breaks, without quoting it.
fn not_json(error: &serde_json::Error, what: &str, lang: Lang) -> Refused {
    let (line, column) = (error.line(), error.column());
    malformed(
        lang,
        &format!("Неверный JSON ({what}), строка {line}, столбец {column}"),
        &format!("Malformed JSON ({what}), line {line}, column {column}"),
    )
}
