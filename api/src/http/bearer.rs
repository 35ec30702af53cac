//! The token of a request. `Authorization: Bearer <token>` is the only form; anything else in that header is 401, never
//! the public viewer.

use actix_web::http::header::HeaderMap;

use crate::error::{AppError, Code};

/// The token, or none without the header.
pub(super) fn token(headers: &HeaderMap) -> Result<Option<&str>, AppError> {
    let mut values = headers.get_all("authorization");
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let token = value.to_str().ok().and_then(of_header).filter(|_| values.next().is_none());
    token.map(Some).ok_or_else(|| {
        AppError::new(
            Code::Unauthenticated,
            "Заголовок Authorization должен быть вида: Bearer <токен>",
            "The Authorization header must read: Bearer <token>",
        )
    })
}

fn of_header(value: &str) -> Option<&str> {
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim_start();
    let fine = !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b));
    (scheme.eq_ignore_ascii_case("bearer") && fine).then_some(token)
}
