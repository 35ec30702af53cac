//! What the service publishes about itself: its schema and its public keys.

use actix_web::{HttpRequest, HttpResponse, http::header, web};

use super::{Backend, Meta, Wire, refused::Refused};

/// `GET /schema.graphql`.
pub(super) async fn sdl<B: Backend>(wire: web::Data<Wire<B>>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(wire.backend.sdl().to_owned())
}

/// `GET /.well-known/jwks.json`.
pub(super) async fn jwks<B: Backend>(wire: web::Data<Wire<B>>, request: HttpRequest) -> HttpResponse {
    match wire.backend.jwks().await {
        Ok(keys) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "application/jwk-set+json"))
            .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
            .body(keys.to_string()),
        Err(error) => Refused::before(error, Meta::of(&request).lang).respond(super::refused::JSON),
    }
}
