//! `opora serve`, and `opora` alone.

use std::fmt::Write as _;

use clap::Args;

use super::CliError;
use crate::{
    app::App,
    config::{self, Config},
    start::Started,
};

/// Migrate if needed, and serve; without a command opora does the same
///
/// A first start with nothing set makes the data folder, the embedded database, the master key and an administrator, and
/// prints the address and the one-time password once, on standard output. SIGINT (Ctrl-C) and SIGTERM let running
/// requests end; a second one ends at once.
#[derive(Args, Debug)]
pub(super) struct ServeArgs {
    /// First load the demonstration network (демонстрационная сеть); harmless when repeated, refused where other data is
    #[arg(long)]
    pub(super) demo: bool,
    /// Allow --demo on an address that others can reach: the passwords of its accounts are known to everybody
    #[arg(long, requires = "demo")]
    demo_public: bool,
}

pub(super) const EXAMPLES: &str = "Examples:
  opora serve --demo
  OPORA_BIND=0.0.0.0:8080 OPORA_DATABASE_URL=postgres://opora@db/opora OPORA_MASTER_KEY=… opora serve

`opora serve --help` tells every setting.";

pub(super) fn long_help() -> String {
    format!("{EXAMPLES}\n\n{}", config::help()).replace("\n\n`opora serve --help` tells every setting.", "")
}

/// An account of the demonstration network.
struct DemoAccount {
    email: String,
    password: String,
    role: String,
}

/// The accounts of the demonstration network. TO MERGE: from `demo`, once it makes them.
fn demo_accounts() -> Vec<DemoAccount> {
    vec![]
}

/// What to paste into GraphiQL; each line is run by a test.
const TRY: &[&str] = &[
    "{ regions { totalCount nodes { code name } } }",
    "{ region(code: \"23\") { id name } municipalities(first: 5) { nodes { id name oktmo } } }",
    "{ municipalities(search: \"выселк\") { nodes { name } } }",
    "{ municipalities(first: 5, asOf: \"2020-01-01\") { totalCount } }",
];

pub(super) async fn run(args: ServeArgs, config: Config) -> Result<(), CliError> {
    if args.demo && !args.demo_public && !config.bind.ip().is_loopback() {
        return Err(CliError::new(format!(
            "--demo makes accounts whose passwords everybody knows, and {} can be reached from outside; add --demo-public \
             if that is what you want",
            config.bind
        )));
    }
    let mut stop = Stop::new()?;
    let app = tokio::select! {
        // A start may wait for another node's migrations.
        started = App::start(Config { demo: args.demo, ..config }) => started?,
        () = stop.asked() => return Ok(()),
    };
    tracing::info!(address = %app.addr(), "serving");
    let accounts = if args.demo { demo_accounts() } else { vec![] };
    super::print(&welcome(&app.addr().to_string(), app.started(), &accounts))?;
    stop.asked().await;
    tracing::info!("stopping: running requests may end");
    tokio::select! {
        () = app.stop() => tracing::info!("stopped"),
        () = stop.asked() => tracing::warn!("stopped at once, with requests running"),
    }
    Ok(())
}

fn welcome(address: &str, started: &Started, accounts: &[DemoAccount]) -> String {
    let mut text = format!("opora serves at http://{address}/ (GraphiQL), http://{address}/graphql (API)\n");
    if let Some(admin) = &started.admin {
        let _ = write!(
            text,
            "\nThe administrator (администратор), with a one-time password that is shown only now:\n  {}  {}\n",
            admin.email, admin.password
        );
    }
    if let Some(counts) = &started.demo {
        let counts: Vec<_> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let _ = write!(text, "\nThe demonstration network is loaded: {}\n", counts.join(", "));
    }
    if !accounts.is_empty() {
        text.push_str("\nIts accounts (учётные записи):\n");
        for DemoAccount { email, password, role } in accounts {
            let _ = writeln!(text, "  {email}  {password}  {role}");
        }
    }
    text.push_str("\nTo try in GraphiQL:\n");
    for line in TRY {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// The wish of the operator that the service stops.
struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Stop {
    fn new() -> Result<Self, CliError> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let listen = |kind| signal(kind).map_err(|error| CliError::at("signals", error));
            Ok(Self { signals: [listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?] })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    async fn asked(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate] = &mut self.signals;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::FirstAdmin;

    #[test]
    fn a_first_start_tells_what_its_operator_needs() {
        let admin = FirstAdmin { email: "admin@localhost".to_owned(), password: "one-time".to_owned() };
        let started = Started { admin: Some(admin), demo: Some(vec![("regions", 4), ("acts", 9)]) };
        let account = DemoAccount { email: "a@b".to_owned(), password: "p".to_owned(), role: "РМЦ".to_owned() };
        let text = welcome("127.0.0.1:8080", &started, &[account]);
        for part in ["http://127.0.0.1:8080/", "admin@localhost  one-time", "4 regions, 9 acts", "a@b  p  РМЦ", TRY[0]]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!welcome("x", &Started::default(), &[]).contains("password"));
    }
}
