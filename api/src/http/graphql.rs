//! `POST /graphql` and `GET /graphql`: GraphQL over HTTP.
//!
//! Cheap and general checks come first, so that nothing is read or run for a request that will be refused.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode},
    web,
};
use async_graphql::{Request, parser::types::OperationType};

use super::{
    Backend, Caller, Meta, Wire, answer, bearer, body,
    metrics::{Kind, Running},
    negotiate::{self, Media},
    params,
    refused::{Refused, code_of},
    run::guarded,
};
use crate::graphql::limits::{self, Limits};

/// A request with what was found out about it so far.
struct Call<'a, B: Backend> {
    wire: &'a Wire<B>,
    meta: Meta,
    method: &'a Method,
    media: Media,
}

/// Queries only: a mutation on `GET` is 405.
pub(super) async fn get<B: Backend>(wire: web::Data<Wire<B>>, request: HttpRequest) -> HttpResponse {
    answered(&wire, &request, None).await
}

/// Queries and mutations.
pub(super) async fn post<B: Backend>(
    wire: web::Data<Wire<B>>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    answered(&wire, &request, Some(payload)).await
}

async fn answered<B: Backend>(
    wire: &Wire<B>,
    request: &HttpRequest,
    mut payload: Option<web::Payload>,
) -> HttpResponse {
    let mut running = wire.metrics.begin();
    let meta = Meta::of(request);
    let response = match negotiate::answer(request.headers(), meta.lang) {
        Ok(media) => {
            let call = Call { wire, meta, method: request.method(), media };
            let outcome = call.run(request, payload.as_mut(), &mut running).await;
            outcome.unwrap_or_else(|refused| {
                running.error(code_of(&refused.error));
                refused.respond(media.content_type())
            })
        }
        Err(refused) => {
            running.error(code_of(&refused.error));
            refused.respond(super::refused::JSON)
        }
    };
    running.end(response.status());
    match payload {
        Some(payload) => body::closing(response, payload),
        None => response,
    }
}

impl<B: Backend> Call<'_, B> {
    async fn run(
        &self,
        request: &HttpRequest,
        payload: Option<&mut web::Payload>,
        running: &mut Running<'_>,
    ) -> Result<HttpResponse, Refused> {
        let Self { wire: Wire { backend, limits, .. }, meta, .. } = self;
        let (lang, headers) = (meta.lang, request.headers());
        if payload.is_some() {
            negotiate::request(headers, lang)?;
        }
        let viewer = async {
            let token = bearer::token(headers)?;
            guarded(limits.execution(), lang.scope(backend.viewer(token, meta))).await?
        };
        let viewer = viewer.await.map_err(|error| Refused::before(error, lang))?;
        let asked = match payload {
            Some(payload) => {
                let body = body::read(headers, payload, limits, viewer.is_signed_in(), lang).await?;
                params::of_body(&body, lang)?
            }
            None => params::of_query(request.query_string(), lang)?,
        };
        self.execute(asked, &viewer, running).await
    }

    async fn execute(
        &self,
        mut request: Request,
        viewer: &B::Viewer,
        running: &mut Running<'_>,
    ) -> Result<HttpResponse, Refused> {
        let Self { wire: Wire { backend, limits, .. }, meta, method, media } = self;
        let lang = meta.lang;
        let checked = match checked(&mut request, limits, viewer.is_signed_in()).await {
            Ok(Ok(checked)) => checked,
            Ok(Err(refusal)) => {
                let status = if refusal.undetermined { StatusCode::BAD_REQUEST } else { answer::failed(*media) };
                let error = refusal.into_error(lang);
                running.error(code_of(&error));
                return Ok(answer::of_error(&error, status, media.content_type()));
            }
            Err(error) => return Err(Refused::before(error, lang)),
        };
        running.kind(Kind::of(checked.kind));
        match checked.kind {
            OperationType::Mutation if *method != Method::POST => return Err(Refused::method(method, "POST", lang)),
            OperationType::Subscription => {
                return Err(Refused::new(
                    StatusCode::NOT_ACCEPTABLE,
                    lang,
                    "Подписки здесь не поддерживаются",
                    "Subscriptions are not supported here",
                ));
            }
            OperationType::Mutation | OperationType::Query => {}
        }
        let request = backend.prepare(request, viewer, meta).data(viewer.clone()).data(meta.clone());
        let work = guarded(limits.execution(), lang.scope(backend.execute(request)));
        let mut response = work.await.map_err(|error| Refused::before(error, lang))?;
        limits::tidy(&mut response, limits, lang);
        response.errors.iter().for_each(|error| running.error(code_of(error)));
        Ok(answer::of(&response, *media))
    }
}

/// The check, guarded too: it parses what strangers send.
async fn checked(
    request: &mut Request,
    limits: &Limits,
    signed_in: bool,
) -> Result<Result<limits::Checked, limits::Refusal>, crate::error::AppError> {
    guarded(limits.execution(), async { limits::check(request, limits, signed_in) }).await
}
