//! Every path of the service. A path takes its methods; any other method is 405 with `Allow`.

use actix_web::{FromRequest, Handler, HttpRequest, Resource, Responder, guard, web};

use super::{Backend, assets, files, graphql, health, metrics, published, refused};

/// The paths.
pub(super) fn configure<B: Backend>(config: &mut web::ServiceConfig) {
    let graphql =
        only("/graphql", "GET, POST").route(web::get().to(graphql::get::<B>)).route(web::post().to(graphql::post::<B>));
    config
        .service(graphql)
        .service(reading("/schema.graphql", published::sdl::<B>))
        .service(reading("/.well-known/jwks.json", published::jwks::<B>))
        .service(reading("/health/live", health::live))
        .service(reading("/health/ready", health::ready::<B>))
        .service(reading("/metrics", metrics::show::<B>))
        .configure(assets::routes)
        .configure(files::routes::<B>);
}

/// A path that is only read.
pub(super) fn reading<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let read = guard::Any(guard::Get()).or(guard::Head());
    only(path, "GET, HEAD").route(web::route().guard(read).to(handler))
}

/// A path that answers other methods with the list of its own.
pub(super) fn only(path: &str, allow: &'static str) -> Resource {
    web::resource(path).default_service(web::route().to(move |request: HttpRequest| refused::method(&request, allow)))
}
