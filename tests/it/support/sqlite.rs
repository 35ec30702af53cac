//! The embedded database of a test: a copy of one migrated file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::support::{scratch, service, wait};

/// The migrated file, made once per process.
static TEMPLATE: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = scratch::root().join("template.db");
    wait(service::migrate(&url(&file)));
    let log = file.with_extension("db-wal");
    // The last connection writes the log into the file as it closes; a copy without it would lack tables.
    assert!(fs::metadata(log).map_or(true, |log| log.len() == 0), "the template is still open");
    file
});

/// Puts a database into a folder, unless it is to be made by the service, and says where it is.
pub fn database(folder: &Path, migrated: bool) -> String {
    let file = folder.join("opora.db");
    if migrated {
        fs::copy(&*TEMPLATE, &file).expect("a copy of the template");
    }
    url(&file)
}

fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}
