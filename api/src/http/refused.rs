//! Errors outside of GraphQL execution: the same JSON shape, with a status of HTTP.

use std::future::{Ready, ready};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
};
use async_graphql::ServerError;
use entity::CodeEnum;

use super::{Meta, answer};
use crate::{
    error::{AppError, Code},
    graphql::limits::{Limit, Refusal},
    lang::Lang,
};

/// A request that ends before it is executed.
#[derive(Debug)]
pub(super) struct Refused {
    pub status: StatusCode,
    pub error: Box<ServerError>,
    /// `Allow` of a 405.
    pub allow: Option<&'static str>,
}

impl Refused {
    /// Refused with a status and a message.
    pub fn new(status: StatusCode, lang: Lang, ru: &str, en: &str) -> Self {
        Self::coded(status, AppError::bad_input(ru, en), lang)
    }

    /// Refused with an error of ours.
    pub fn coded(status: StatusCode, error: AppError, lang: Lang) -> Self {
        Self::with(status, Refusal::new(error, None), lang)
    }

    fn with(status: StatusCode, refusal: Refusal, lang: Lang) -> Self {
        Self { status, error: Box::new(refusal.into_error(lang)), allow: None }
    }

    /// An error of ours where nothing has run: its code says the status.
    pub fn before(error: AppError, lang: Lang) -> Self {
        Self::coded(status_of(error.code), error, lang)
    }

    /// The body is larger than allowed.
    pub fn too_large(found: usize, allowed: usize, lang: Lang) -> Self {
        Self::with(StatusCode::PAYLOAD_TOO_LARGE, Refusal::exceeded(Limit::Body, found, allowed), lang)
    }

    /// The method is not one of the path.
    pub fn method(method: &Method, allow: &'static str, lang: Lang) -> Self {
        let ru = format!("Метод {method} здесь не поддерживается: {allow}");
        let en = format!("Method {method} is not supported here: {allow}");
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, lang, &ru, &en) }
    }

    /// The answer, in a media type.
    pub fn respond(&self, media_type: &'static str) -> HttpResponse {
        let mut response = answer::of_error(&self.error, self.status, media_type);
        let headers = response.headers_mut();
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(r#"Bearer realm="opora", error="invalid_token""#);
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// JSON without GraphQL.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// The status of an error where nothing has run.
pub(super) fn status_of(code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::BadUserInput | Code::LimitExceeded => StatusCode::BAD_REQUEST,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// No such path.
pub(super) fn unknown_path(request: &HttpRequest) -> Ready<HttpResponse> {
    let error = AppError::new(Code::NotFound, "Такого адреса нет", "No such path");
    ready(Refused::before(error, Meta::of(request).lang).respond(JSON))
}

/// A page asks whether it may call, and may not.
pub(super) fn origin(lang: Lang) -> HttpResponse {
    let (ru, en) =
        ("Странице этого источника такой запрос не разрешён", "A page of this origin may not make this request");
    Refused::new(StatusCode::BAD_REQUEST, lang, ru, en).respond(JSON)
}

/// No such method on this path.
pub(super) fn method(request: &HttpRequest, allow: &'static str) -> Ready<HttpResponse> {
    ready(Refused::method(request.method(), allow, Meta::of(request).lang).respond(JSON))
}

/// The code of an error, for the metrics.
pub(super) fn code_of(error: &ServerError) -> &str {
    let code = error.extensions.as_ref().and_then(|values| values.get("code"));
    match code {
        Some(async_graphql::Value::String(code)) => code,
        _ => Code::Internal.code(),
    }
}
