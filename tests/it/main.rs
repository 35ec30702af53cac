//! Integration tests: the service runs in the test process on a free port and is asked over a real socket.
//!
//! One binary, so that everything is linked once. Files mirror `api/src/graphql/<domain>`; a new one
//! is a line in the list below. How a test looks, and what it can lean on, is told in [`support`].
#![cfg(test)]
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::type_complexity,
    clippy::default_trait_access,
    clippy::disallowed_methods,
    clippy::items_after_statements,
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "a test reads as a story: documents stand where they are sent, inputs are made where they are given"
)]

mod access;
mod act;
mod agreement;
mod campaign;
mod centre;
mod changes;
mod cli;
mod competition;
mod documents;
mod external;
mod file;
mod house;
mod indicator;
mod input;
mod organisation;
mod overview;
mod partnership;
mod report;
mod results;
mod rights;
mod search;
mod status;
mod support;
mod target;
mod template;
mod territory;
mod value;
mod wire;
