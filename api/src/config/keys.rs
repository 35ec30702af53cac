//! The one table of settings.
//!
//! `database_url` here is `OPORA_DATABASE_URL` in the environment and `database_url`, or `url` in the table
//! `[database]`, in the file. An empty value in the environment counts as absent.

use std::path::PathBuf;

use super::{Config, LogFormat, given::Given};
use crate::auth::master::MasterKey;

/// One setting.
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is, for people.
    pub meaning: &'static str,
    pub(super) set: fn(&mut Config, &Given) -> Result<(), String>,
    pub(super) show: fn(&Config) -> String,
}

impl Key {
    /// Its name in the environment.
    pub fn variable(&self) -> String {
        format!("OPORA_{}", self.name.to_ascii_uppercase())
    }

    /// Its value in a configuration, secrets hidden.
    pub fn shown(&self, config: &Config) -> String {
        (self.show)(config)
    }
}

/// A whole number in a range.
macro_rules! number {
    ($name:literal, $($field:ident).+, $range:expr, $meaning:literal) => {
        Key {
            name: $name,
            meaning: $meaning,
            set: |config, given| {
                config.$($field).+ = given.number(&$range)?;
                Ok(())
            },
            show: |config| config.$($field).+.to_string(),
        }
    };
}

/// More than any request or machine needs, and less than what overflows.
const MOST: usize = 1_000_000_000;
/// A day in milliseconds.
const DAY_MS: u64 = 86_400_000;

/// Every setting, in the order in which people read them.
pub const KEYS: &[Key] = &[
    Key {
        name: "database_url",
        meaning: "Where the database is: `sqlite://FILE` (a relative file lies in the data folder and is created when \
                  absent), or `postgres://USER:PASSWORD@HOST/DATABASE` in production",
        set: |config, given| {
            config.database_url = database_url(given.text()?)?;
            Ok(())
        },
        show: |config| without_password(&config.database_url),
    },
    number!("database_readers", database_readers, 1..=1_000, "Connections that read, for each worker thread"),
    number!("database_writers", database_writers, 1..=1_000, "Connections that write; SQLite always has one"),
    number!(
        "database_write_ms",
        database_write_ms,
        1..=DAY_MS,
        "Milliseconds for one writing statement or, on SQLite, transaction"
    ),
    Key {
        name: "data_dir",
        meaning: "The data folder (папка данных): the embedded database and the master key; created when absent",
        set: |config, given| {
            config.data_dir = PathBuf::from(given.text()?);
            Ok(())
        },
        show: |config| config.data_dir.display().to_string(),
    },
    Key {
        name: "master_key",
        meaning: "Seals the signing keys in the database: at least 32 random characters, such as the output of \
                  `openssl rand -hex 32`. When absent, it lies in `master.key` of the data folder, made at the first \
                  start; with PostgreSQL it must be set, the same on every node",
        set: |config, given| {
            config.master_key = Some(master_key(given.text()?)?);
            Ok(())
        },
        show: |config| if config.master_key.is_some() { "(hidden)".to_owned() } else { String::new() },
    },
    Key {
        name: "bind",
        meaning: "Address and port to listen on; `0.0.0.0:8080` is every address of the machine",
        set: |config, given| {
            config.bind = given.parsed("an address and a port such as 127.0.0.1:8080")?;
            Ok(())
        },
        show: |config| config.bind.to_string(),
    },
    Key {
        name: "workers",
        meaning: "Worker threads of the HTTP server; the number of cores when absent",
        set: |config, given| {
            config.workers = Some(given.number(&(1..=1_024))?);
            Ok(())
        },
        show: |config| config.workers.map(|workers| workers.to_string()).unwrap_or_default(),
    },
    number!(
        "stop_seconds",
        stop_seconds,
        0..=3_600,
        "Seconds that running requests have to end when the service stops"
    ),
    Key {
        name: "time_zone",
        meaning: "The time zone of the deployment (часовой пояс), by its name in the tz database: its midnight begins a day",
        set: |config, given| {
            config.time_zone = given.parsed("a name of the tz database such as Europe/Moscow or Asia/Irkutsk")?;
            Ok(())
        },
        show: |config| config.time_zone.name().to_owned(),
    },
    Key {
        name: "cors_origins",
        meaning: "Origins whose pages may call the service, such as `https://portal.example.org`: a list, in the \
                  environment with commas; `*` is any",
        set: |config, given| {
            config.cors_origins = given.list();
            config.cors_origins.iter().try_for_each(|origin| origin_is_one(origin))
        },
        show: |config| config.cors_origins.join(","),
    },
    Key {
        name: "introspection",
        meaning: "Whether `__schema` and `__type` are answered",
        set: |config, given| {
            config.limits.introspection = given.flag()?;
            Ok(())
        },
        show: |config| config.limits.introspection.to_string(),
    },
    Key {
        name: "log",
        meaning: "What is logged to standard error: a level, and levels per module, as in `warn,opora=debug`",
        set: |config, given| {
            let filter = given.text()?;
            tracing_subscriber::EnvFilter::try_new(filter)
                .map_err(|error| format!("expects a filter such as warn,opora=info: {error}"))?;
            filter.clone_into(&mut config.log);
            Ok(())
        },
        show: |config| config.log.clone(),
    },
    Key {
        name: "log_format",
        meaning: "`text` for people, `json` for a collector (one object a line)",
        set: |config, given| {
            config.log_format = match given.text()? {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                other => return Err(format!("expects text or json, not \"{other}\"")),
            };
            Ok(())
        },
        show: |config| match config.log_format {
            LogFormat::Text => "text".to_owned(),
            LogFormat::Json => "json".to_owned(),
        },
    },
    number!(
        "rate_sign_in_account",
        tries.account,
        0..=1_000_000,
        "Tries of one account in a quarter of an hour (passwords and one-time codes), from the machine's own address too: a \
         lock against guessing, not a limit on traffic; 0 is any number"
    ),
    number!(
        "rate_sign_in_address",
        tries.address,
        0..=1_000_000,
        "Tries from one address in a quarter of an hour, except the machine's own; 0 is any number. Behind a proxy on \
         another machine all clients share its address"
    ),
    number!("limits_body", limits.body, 1..=MOST, "Bytes of a request's body without a token"),
    number!("limits_body_signed_in", limits.body_signed_in, 1..=MOST, "Bytes of a request's body with a valid token"),
    number!("limits_body_read_ms", limits.body_read_ms, 1..=DAY_MS, "Milliseconds for a whole body to arrive"),
    number!(
        "limits_execution_ms",
        limits.execution_ms,
        1..=DAY_MS,
        "Milliseconds for an operation to run, and for one reading statement"
    ),
    number!("limits_tokens", limits.tokens, 1..=MOST, "Tokens of a document; variables are not counted"),
    number!("limits_nesting", limits.nesting, 1..=1_000, "Brackets, values and selections in one another"),
    number!("limits_selections", limits.selections, 1..=MOST, "Selections with fragments expanded"),
    number!("limits_depth", limits.depth, 1..=1_000, "Fields in one another"),
    number!("limits_complexity", limits.complexity, 1..=MOST, "Complexity of an operation without a token"),
    number!(
        "limits_complexity_signed_in",
        limits.complexity_signed_in,
        1..=MOST,
        "Complexity of an operation with a valid token"
    ),
    number!("limits_aliases", limits.aliases, 0..=MOST, "Aliases with fragments expanded"),
    number!("limits_directives", limits.directives, 0..=MOST, "Directives with fragments expanded"),
    number!("limits_root_fields", limits.root_fields, 1..=MOST, "Fields of the operation's root"),
    number!("limits_errors", limits.errors, 1..=MOST, "Errors in one answer"),
];

/// Settings of the contract whose features this version does not have, and what is missing.
pub(super) const NOT_BUILT: &[(&str, &str)] = &[
    ("database_replica_url", "read replicas"),
    ("jwt_issuers", "tokens of other issuers (OpenID Connect)"),
    ("smtp_url", "mail: one-time codes are shown to whoever invites or resets"),
];

/// The setting of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The known name that is nearest to a wrong one.
pub(super) fn nearest(wrong: &str) -> &'static str {
    let known = KEYS.iter().map(|key| key.name).chain(NOT_BUILT.iter().map(|(name, _)| *name)).chain(["config"]);
    known.min_by_key(|name| strsim::damerau_levenshtein(wrong, name)).unwrap_or("config")
}

fn database_url(url: &str) -> Result<String, String> {
    let file = url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
    match file.map(|file| file.split('?').next().unwrap_or(file)) {
        Some("" | ":memory:" | "/") => {
            Err("expects a file after sqlite://; a database in memory would be lost".to_owned())
        }
        Some(_) => Ok(url.to_owned()),
        None if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(url.to_owned()),
        None => Err("expects sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE".to_owned()),
    }
}

fn master_key(text: &str) -> Result<String, String> {
    if text.chars().count() >= MasterKey::SHORTEST {
        Ok(text.to_owned())
    } else {
        // Never the value itself: it may be a key that lost its end.
        Err(format!("expects at least {} random characters: openssl rand -hex 32 makes some", MasterKey::SHORTEST))
    }
}

fn origin_is_one(origin: &str) -> Result<(), String> {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let plain = |host: &str| {
        !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    };
    if origin == "*" || host.is_some_and(plain) {
        Ok(())
    } else {
        Err(format!("expects origins such as https://portal.example.org, without a path, not \"{origin}\""))
    }
}

/// A URL without the password, wherever it may stand.
pub(super) fn without_password(url: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let mut shown = match (address.split_once("://"), address.rfind('@')) {
        (Some((scheme, _)), Some(at)) => {
            let start = scheme.len() + 3;
            let user = address.get(start..at).and_then(|login| login.split(':').next()).unwrap_or_default();
            let hidden = if address.get(start..at).is_some_and(|login| login.contains(':')) { ":(hidden)" } else { "" };
            format!("{scheme}://{user}{hidden}{}", address.get(at..).unwrap_or_default())
        }
        _ => address.to_owned(),
    };
    for (i, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        let name = pair.split('=').next().unwrap_or(pair);
        shown.push(if i == 0 { '?' } else { '&' });
        shown.push_str(if name.contains("pass") { name } else { pair });
        shown.push_str(if name.contains("pass") { "=(hidden)" } else { "" });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_described() {
        let mut names: Vec<_> =
            KEYS.iter().map(|key| key.name).chain(NOT_BUILT.iter().map(|(name, _)| *name)).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(KEYS.iter().all(|key| !key.meaning.is_empty()));
    }

    #[test]
    fn what_is_shown_is_accepted_again() {
        let config = Config::default();
        for key in KEYS {
            let shown = key.shown(&config);
            if !shown.is_empty() {
                let mut again = Config::default();
                (key.set)(&mut again, &Given::One(shown.clone())).unwrap();
                assert_eq!(key.shown(&again), shown);
            }
        }
    }

    #[test]
    fn the_nearest_name() {
        assert_eq!(nearest("databse_url"), "database_url");
        assert_eq!(nearest("limit_token"), "limits_tokens");
        assert_eq!(nearest("timezone"), "time_zone");
    }

    #[test]
    fn passwords_are_hidden_wherever_they_stand() {
        let hidden = |url| without_password(url);
        assert_eq!(hidden("sqlite://opora.db?mode=rwc"), "sqlite://opora.db?mode=rwc");
        assert_eq!(hidden("postgres://a:b@h:1/x"), "postgres://a:(hidden)@h:1/x");
        assert_eq!(hidden("postgres://a:b@c@h/x"), "postgres://a:(hidden)@h/x");
        assert_eq!(hidden("postgres://a@h/x"), "postgres://a@h/x");
        assert_eq!(hidden("postgres://h/x?user=a&password=b"), "postgres://h/x?user=a&password=(hidden)");
    }

    #[test]
    fn databases_and_origins() {
        assert!(database_url("sqlite::memory:").is_err() && database_url("sqlite://").is_err());
        assert!(database_url("mysql://h/x").is_err() && database_url("postgresql://h/x").is_ok());
        assert!(origin_is_one("https://a.example.org:8443").is_ok() && origin_is_one("*").is_ok());
        assert!(origin_is_one("https://a.example.org/").is_err() && origin_is_one("a.example.org").is_err());
    }
}
