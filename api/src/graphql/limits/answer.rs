//! Errors of an answer: each has a code, none is long, and there are not many.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use entity::CodeEnum;

use super::Limits;
use crate::{
    error::{AppError, Code},
    lang::Lang,
};

/// Longest message.
const MESSAGE: usize = 300;

/// How the library begins its messages about an argument that does not fit; everything else that has a place in the
/// data and no code of ours comes from the inside and is not shown.
const INPUT: [&str; 3] = ["Failed to parse ", "Invalid value for argument ", "Expected input type "];

/// Gives every error its code, cuts long messages, and keeps the first errors.
pub fn tidy(response: &mut Response, limits: &Limits, lang: Lang) {
    let omitted = response.errors.len().saturating_sub(limits.errors);
    if omitted > 0 {
        response.errors.truncate(limits.errors);
        response.extensions.insert("errorsOmitted".to_owned(), Value::from(omitted));
    }
    for error in &mut response.errors {
        if code(error).is_none() {
            encode(error, lang);
        }
        error.message = shortened(&error.message);
    }
}

/// The code of an error, once it has one.
fn code(error: &ServerError) -> Option<&Value> {
    error.extensions.as_ref().and_then(|values| values.get("code"))
}

fn encode(error: &mut ServerError, lang: Lang) {
    let code = if error.path.is_empty() || INPUT.iter().any(|start| error.message.starts_with(start)) {
        Code::BadUserInput
    } else {
        let masked = AppError::internal(&error.message);
        masked.message.in_lang(lang).clone_into(&mut error.message);
        masked.code
    };
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.code());
}

/// The first line of a message, cut at the longest that is sent.
pub(super) fn shortened(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    match line.char_indices().nth(MESSAGE) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut: String = line.get(..end).unwrap_or_default().chars().take(MESSAGE - 1).collect();
            cut + "…"
        }
    }
}
