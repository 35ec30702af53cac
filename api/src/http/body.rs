//! Bodies: bounded while they are read, and in time.

use std::{
    error::Error,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    http::{StatusCode, header::HeaderMap},
    web::{Bytes, BytesMut, Payload},
};
use futures_util::StreamExt;

use super::refused::Refused;
use crate::{
    error::{AppError, Code},
    graphql::limits::Limits,
    lang::Lang,
};

/// Reads a whole body, at most what this caller may send.
pub(super) async fn read(
    headers: &HeaderMap,
    payload: &mut Payload,
    limits: &Limits,
    signed_in: bool,
    lang: Lang,
) -> Result<Bytes, Refused> {
    let allowed = limits.body_of(signed_in);
    let announced = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse().ok());
    if let Some(announced) = announced.filter(|length| *length > allowed) {
        return Err(Refused::too_large(announced, allowed, lang));
    }
    let late = |_| {
        let (ru, en) = ("Тело запроса не пришло за отведённое время", "The body did not arrive in time");
        let error = AppError::new(Code::Timeout, ru, en);
        Refused::coded(StatusCode::REQUEST_TIMEOUT, error, lang)
    };
    tokio::time::timeout(limits.body_read(), collect(payload, allowed, lang)).await.map_err(late)?
}

async fn collect(payload: &mut Payload, allowed: usize, lang: Lang) -> Result<Bytes, Refused> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "body broken off");
            Refused::new(StatusCode::BAD_REQUEST, lang, "Тело запроса оборвано", "The body was broken off")
        })?;
        let found = body.len() + chunk.len();
        if found > allowed {
            return Err(Refused::too_large(found, allowed, lang));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// A response that closes the connection if the body of its request was not read to the end.
///
/// actix reads on, without end, when nobody holds an unread chunked body any more; held until the answer is sent, it is
/// closed like any other.
pub(super) fn closing(response: HttpResponse, payload: Payload) -> HttpResponse {
    response.map_body(|_, body| BoxBody::new(Held { body, _payload: payload }))
}

struct Held {
    body: BoxBody,
    _payload: Payload,
}

impl MessageBody for Held {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}
