//! The master key: what must not be readable from the database alone is sealed with keys derived from it.
//!
//! It comes from `OPORA_MASTER_KEY`. With the embedded database, where there is one node and one data folder, it may
//! be left out: then it lies in `master.key` in the data folder, made at the first start. Several nodes on PostgreSQL
//! have no common folder, so there it must be set.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
};

use super::{hash::sha256, random};
use crate::{config::Config, error::StartError};

/// The master key. It is never shown, and used only through [`MasterKey::derive`].
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Fewer characters are not taken as a key.
    pub const SHORTEST: usize = 32;

    /// The key of a configuration.
    pub fn find(config: &Config) -> Result<Self, StartError> {
        let text = match &config.master_key {
            Some(text) => text.clone(),
            None if config.sqlite_file().is_some() => of_folder(&config.master_key_file())?,
            None => {
                return Err(StartError(
                    "OPORA_MASTER_KEY must be set with PostgreSQL: at least 32 random characters, the same on every node"
                        .to_owned(),
                ));
            }
        };
        let text = text.trim();
        if text.chars().count() < Self::SHORTEST {
            return Err(StartError(format!(
                "the master key is too short: {} random characters are needed",
                Self::SHORTEST
            )));
        }
        Ok(Self(sha256(&[b"opora master key", text.as_bytes()])))
    }

    /// A key for one purpose; keys of different purposes tell nothing of each other.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        sha256(&[b"opora derived key", &self.0, purpose.as_bytes()])
    }

    /// A key of a test.
    #[cfg(test)]
    pub fn of_test() -> Self {
        Self([7; 32])
    }
}

/// The key in the file of the data folder, made if there is none.
fn of_folder(path: &Path) -> Result<String, StartError> {
    let at = |error: std::io::Error| StartError::at(&format!("master key {}", path.display()), error);
    if !path.exists() {
        make(path).map_err(at)?;
    }
    warn_of_readers(path);
    fs::read_to_string(path).map_err(at)
}

/// Writes a new key beside its place and then puts it there: whoever starts at the same time reads a whole key, and
/// the same one.
fn make(path: &Path) -> std::io::Result<()> {
    let random = |_| std::io::Error::other("no randomness");
    let key = random::bytes::<32>().map_err(random)?;
    let name = random::groups::<2>().map_err(random)?;
    let draft = path.with_extension(format!("key.{name}"));
    let mut file = secret_file(&draft)?;
    file.write_all(hex(&key).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn secret_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn warn_of_readers(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0) {
        tracing::warn!(path = %path.display(), "others can read the master key: chmod 600");
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Path) {}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_have_their_own_keys() {
        let key = MasterKey::of_test();
        assert_ne!(key.derive("a"), key.derive("b"));
        assert_eq!(key.derive("a"), key.derive("a"));
    }

    #[test]
    fn postgres_needs_a_key_that_is_set() {
        let mut config = Config { database_url: "postgres://localhost/opora".to_owned(), ..Config::default() };
        assert!(MasterKey::find(&config).is_err_and(|error| error.0.contains("OPORA_MASTER_KEY")));
        config.master_key = Some("too short".to_owned());
        assert!(MasterKey::find(&config).is_err_and(|error| error.0.contains("too short")));
        config.master_key = Some("k".repeat(32));
        assert!(MasterKey::find(&config).is_ok());
    }
}
