//! Accounts on the command line. TO MERGE: this file is a placeholder for the one of the same name in branch `access`.

use std::time::Duration;

use super::CliError;
use crate::config::Config;

/// Makes an account with one role at a node; answers its one-time password.
pub async fn user_add(_: &Config, email: &str, _: &str, _: &str, _: Option<&str>) -> Result<String, CliError> {
    Err(CliError::new(format!("this build has no accounts: {email} is not added")))
}

/// An access token of an account.
pub async fn token(_: &Config, email: &str, _: Duration) -> Result<String, CliError> {
    Err(CliError::new(format!("this build has no accounts: no token of {email}")))
}
