//! opora: the GraphQL backend for regional networks of children's additional education.
//!
//! `service` does the work for a [`access::Viewer`] through a scope; `graphql` shows it; `http` carries it;
//! [`App`] puts the parts together. docs/ARCHITECTURE.md tells the life of a request and how to add a domain.

pub mod access;
mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod generate;
pub mod graphql;
pub mod http;
pub mod lang;
pub mod period;
pub mod rules;
pub mod service;
mod start;
pub mod text;
pub mod validity;

pub use app::{App, schema_sdl};
pub use config::Config;
pub use error::StartError;
pub use start::{FirstAdmin, Started};
