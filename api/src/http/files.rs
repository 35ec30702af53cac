//! `PUT /files` and `GET /files/{id}`: raw bodies in and out.

use actix_web::web;

use super::Backend;

/// The paths of files. The handlers take the viewer as `graphql.rs` does.
pub(super) fn routes<B: Backend>(_config: &mut web::ServiceConfig) {}
