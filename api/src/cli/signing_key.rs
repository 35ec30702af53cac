//! `opora signing-key rotate`.

use clap::{Args, Subcommand};

use super::CliError;
use crate::{
    app,
    auth::{keys::Keys, master::MasterKey},
    config::Config,
};

/// The keys that sign access tokens (ключи подписи)
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct SigningKeyArgs {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "Examples:
  opora signing-key rotate
  opora signing-key rotate --forget";

#[derive(Debug, Subcommand)]
enum What {
    /// Make a new signing key, and print its `kid`
    ///
    /// Every node signs with it within a minute, without a restart. Tokens that the keys before it have signed stay good
    /// until they expire; a key of which no token can be good any more (after 30 days) is removed.
    #[command(after_help = EXAMPLES)]
    Rotate {
        /// Remove all keys before it: their tokens are void; running nodes notice within a minute of the next sign-in
        ///
        /// After a leak. It also works when the master key that sealed them is lost.
        #[arg(long)]
        forget: bool,
    },
}

pub(super) async fn run(args: SigningKeyArgs, config: &Config) -> Result<(), CliError> {
    let What::Rotate { forget } = args.what;
    let db = app::open_migrated(config).await?;
    let rotated = async { Keys::rotate(&db, &MasterKey::find(config)?, config.clock().now(), forget).await };
    let rotated = rotated.await;
    db.close().await;
    super::print(&format!("{}\n", rotated?))
}
