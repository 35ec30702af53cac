//! `opora generate`.

use std::{fmt::Write as _, io::Write as _, time::Duration};

use clap::Args;

use super::CliError;
use crate::{
    config::Config,
    db::{connect, migrate::Turn},
    generate::{Outcome, Size, generate},
    service::Cx,
    start::data_folder,
};

/// Fill an empty database with a synthetic network, for load tests and measurements (синтетическая сеть)
///
/// Regions with their zones, municipalities (some renamed, transformed or merged), populations, organisations with valid
/// registration numbers that nobody has, acts, centres and their standing, statuses with renewals and revocations,
/// agreements, partnerships, competitions with applications and results. Nothing in it is a real organisation or a person.
/// Every aggregate, change row and audit entry is as ordinary work leaves it: `opora doctor --recount` finds nothing.
///
/// The same size and seed make the same rows with the same ids on every machine and on both databases. The first region is
/// 23 and has the full size, the others 6 to 72 per cent of its organisations, as the regions of the country have: 85 of
/// them hold some 2,300 municipalities and 85,000 organisations. Everything was decided by 1 September 2025.
///
/// The database is migrated if needed and must be empty but for accounts; anything else in it, the demonstration network
/// too, is refused. The same command again changes nothing. Progress goes to standard error, the counts to standard output.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  opora generate --regions 1
  OPORA_DATABASE_URL=postgres://opora@db/load opora generate --regions 85 --accounts
  opora generate --regions 3 --seed 7 --municipalities 5 --organisations 60
  opora token --user rmc@r23.generated.opora.example

With --accounts there are, for each region NN: ministry, rmc, analyst, clerk, expert, integration, zocK of zone K, mocK and uoK
of municipality K, orgK.1 of an organisation in it, all @rNN.generated.opora.example. They have no password; `opora
token` makes a token of any of them, and `opora user add` an administrator.")]
pub(super) struct GenerateArgs {
    /// How many regions (субъекты РФ)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=89))]
    regions: u16,
    /// What chance begins with; another seed makes another network
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Municipalities of the largest region
    #[arg(long, value_name = "M", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=80))]
    municipalities: u16,
    /// Organisations of the largest region
    #[arg(long, value_name = "K", default_value_t = 3_000, value_parser = clap::value_parser!(u16).range(1..=20_000))]
    organisations: u16,
    /// Accounts without passwords for every role too
    #[arg(long)]
    accounts: bool,
}

/// The longest statement: rows go in by the hundreds.
const LONG: Duration = Duration::from_mins(10);

pub(super) async fn run(args: GenerateArgs, config: &Config) -> Result<(), CliError> {
    let GenerateArgs { regions, seed, municipalities, organisations, accounts } = args;
    let size = Size {
        regions: regions.into(),
        seed,
        municipalities: municipalities.into(),
        organisations: organisations.into(),
        accounts,
    };
    data_folder(config)?;
    // Held to the end: neither a second run nor the start of a service sees half of a network.
    let turn = Turn::take(config).await?;
    turn.up(None).await?;
    let limits = connect::Limits { readers: 1, writers: 1, read: LONG, write: LONG };
    let db = connect::connect(&config.database_url, &config.data_dir, limits).await?;
    let cx = Cx::system(db.clone(), config.clock());
    let mut tell = |line: String| drop(writeln!(std::io::stderr().lock(), "{line}"));
    let outcome = generate(&cx, size, &mut tell).await;
    db.close().await;
    turn.release().await?;
    match outcome? {
        Outcome::Present => {
            super::print(&format!("The database holds this network already ({size}); nothing was changed.\n"))
        }
        Outcome::Generated(counts) => {
            let lines =
                counts.into_iter().filter(|(_, count)| *count > 0).fold(String::new(), |mut text, (kind, count)| {
                    let _ = writeln!(text, "{kind}: {count}");
                    text
                });
            super::print(&lines)
        }
    }
}
