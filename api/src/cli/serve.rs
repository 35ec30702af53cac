//! `opora serve`, and `opora` alone.

use std::fmt::Write as _;

use clap::Args;
use entity::CodeEnum;

use super::CliError;
use crate::{
    access::Role,
    app::App,
    config::{self, Config},
    demo::account::Shown,
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
    /// Allow --demo on an address that others can reach: its accounts have a password of their own there, not the known one
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

/// What to paste into GraphiQL; each line is run by a test.
const TRY: &[&str] = &[
    "{ regions { totalCount nodes { code name } } }",
    "{ region(code: \"23\") { name overview(asOf: \"2023-11-15\") { organisations { total } competitions { total } } } }",
    "{ municipalities(search: \"выселк\") { nodes { name statusAssignments { nodes { kind { name } state } } } } }",
    "{ municipalities(filter: { hasCentre: false }) { totalCount nodes { name } } }",
    "{ agreements(first: 5) { totalCount nodes { title kind state } } }",
];

pub(super) async fn run(args: ServeArgs, config: Config) -> Result<(), CliError> {
    if args.demo && !args.demo_public && config.is_public() {
        return Err(CliError::new(format!(
            "--demo makes accounts of every role, and {} can be reached from outside; add --demo-public if that is what you \
             want (the accounts have a password of their own there, not the known one)",
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
    super::print(&welcome(&app.addr().to_string(), app.started(), args.demo))?;
    stop.asked().await;
    tracing::info!("stopping: running requests may end");
    tokio::select! {
        () = app.stop() => tracing::info!("stopped"),
        () = stop.asked() => tracing::warn!("stopped at once, with requests running"),
    }
    Ok(())
}

fn welcome(address: &str, started: &Started, demo: bool) -> String {
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
    if demo {
        text.push_str(&accounts(&started.accounts));
    }
    text.push_str("\nTo try in GraphiQL:\n");
    for line in TRY {
        let _ = writeln!(text, "  {line}");
    }
    text.push_str(
        "\nTo sign in, run this with an account; then put its token into Headers, {\"Authorization\": \"Bearer …\"}:\n",
    );
    let (email, password) = match started.accounts.iter().find(|account| account.role == Role::RegionalCoordinator) {
        Some(Shown { email, password: Some(password), .. }) if demo => (email.as_str(), password.as_str()),
        _ => ("…", "…"),
    };
    let _ = writeln!(text, "  {}", sign_in(email, password));
    text
}

/// The accounts of the demonstration network as a table.
fn accounts(accounts: &[Shown]) -> String {
    let mut text = "\nIts accounts (учётные записи): role, e-mail, password, node\n".to_owned();
    for Shown { role, node, email, password } in accounts {
        let password = password.as_deref().unwrap_or("(changed)");
        let _ = writeln!(text, "  {:<21} {email:<42} {password:<20} {node}", role.code());
    }
    text
}

fn sign_in(email: &str, password: &str) -> String {
    format!(
        "mutation {{ signIn(input: {{ email: \"{email}\", password: \"{password}\" }}) {{ session {{ accessToken mustChangePassword }} \
         userErrors {{ message }} }} }}"
    )
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
        let account = |email: &str, role, password: Option<&str>| Shown {
            role,
            node: "Краснодарский край".to_owned(),
            email: email.to_owned(),
            password: password.map(str::to_owned),
        };
        let accounts =
            vec![account("a@b", Role::RegionalCoordinator, Some("secret")), account("c@d", Role::Analyst, None)];
        let started = Started { admin: Some(admin), demo: Some(vec![("regions", 4), ("acts", 9)]), accounts };
        let told = welcome("127.0.0.1:8080", &started, true);
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "http://127.0.0.1:8080/",
            "admin@localhost one-time",
            "4 regions, 9 acts",
            "REGIONAL_COORDINATOR a@b secret Краснодарский край",
            "ANALYST c@d (changed) Краснодарский край",
            "email: \"a@b\", password: \"secret\"",
            TRY[0],
        ] {
            assert!(words.contains(part), "{part}: {told}");
        }
        // Accounts are told to whoever asks for the demonstration network alone.
        assert!(!welcome("x", &started, false).contains("secret"));
    }
}
