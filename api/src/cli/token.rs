//! `opora token`.

use std::time::Duration;

use clap::Args;

use super::CliError;
use crate::config::Config;

/// The longest life of a token.
const LONGEST: Duration = Duration::from_hours(24 * 30);

/// Print an access token (JWT) of an account
///
/// For scripts and for a first look around: whoever holds it is that account until it expires. It goes into the header
/// Authorization: Bearer TOKEN.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  opora token --user admin@example.org\n  TOKEN=$(opora token --user rmc@example.org --ttl 8h)\n  \
                  curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n    \
                  -d '{\"query\": \"{ viewer { user { email } } }\"}' http://127.0.0.1:8080/graphql"
)]
pub(super) struct TokenArgs {
    /// The account, by its address
    #[arg(long, value_name = "EMAIL")]
    user: String,
    /// How long it lives: a number with s, m, h or d
    #[arg(long, default_value = "1h", value_parser = duration)]
    ttl: Duration,
}

pub(super) async fn run(args: TokenArgs, config: &Config) -> Result<(), CliError> {
    let token = super::user::token(config, &args.user, args.ttl).await?;
    super::print(&format!("{token}\n"))
}

/// A duration such as `90s`, `15m`, `8h` or `7d`.
fn duration(text: &str) -> Result<Duration, String> {
    let fault = || "expects a number with s, m, h or d, such as 15m, at least 1s and at most 30d".to_owned();
    let unit = text.chars().next_back().ok_or_else(fault)?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(fault()),
    };
    let number: u64 = text.strip_suffix(unit).and_then(|number| number.parse().ok()).ok_or_else(fault)?;
    let duration = number.checked_mul(seconds).map(Duration::from_secs);
    duration.filter(|duration| !duration.is_zero() && *duration <= LONGEST).ok_or_else(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h"), Ok(Duration::from_hours(1)));
        assert_eq!(duration("30d"), Ok(LONGEST));
        for wrong in ["", "1", "h", "0m", "31d", "-1h", "1 h", "1ч", "99999999999999999999d"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
