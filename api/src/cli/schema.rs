//! `opora schema`.

use std::process::ExitCode;

use clap::Args;

use super::CliError;

/// Print the GraphQL schema (SDL)
///
/// The text is byte-identical to schema.graphql of the repository and to GET /schema.graphql of a running service. It
/// needs neither a database nor a configuration.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  opora schema > schema.graphql\n  opora schema | diff schema.graphql -")]
pub(super) struct SchemaArgs {}

pub(super) fn run(_: &SchemaArgs) -> Result<ExitCode, CliError> {
    super::print(&crate::schema_sdl())?;
    Ok(ExitCode::SUCCESS)
}
