//! The embedded database of a test: a copy of a file that was made once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::support::{database::Content, scratch, service, wait};

/// The migrated file, made once per process.
static MIGRATED: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = scratch::root().join("migrated.db");
    wait(service::migrate(&url(&file)));
    closed(file)
});

/// The file with the demonstration network, made once per process.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = scratch::root().join("demo.db");
    fs::copy(&*MIGRATED, &file).expect("a copy of the migrated file");
    wait(service::load_demo(&url(&file), scratch::root()));
    closed(file)
});

/// Puts a database into a folder, unless it is to be made by the service, and says where it is.
pub fn database(folder: &Path, content: Content) -> String {
    let file = folder.join("opora.db");
    let template = match content {
        Content::Nothing => return url(&file),
        Content::Tables => &MIGRATED,
        Content::Demo => &DEMO,
    };
    fs::copy(&**template, &file).expect("a copy of the template");
    url(&file)
}

/// A file that nobody writes any more.
fn closed(file: PathBuf) -> PathBuf {
    let log = file.with_extension("db-wal");
    // The last connection writes the log into the file as it closes; a copy without it would lack tables.
    assert!(fs::metadata(log).map_or(true, |log| log.len() == 0), "the template is still open");
    file
}

fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}
