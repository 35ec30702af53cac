//! Who uses an embedded database: two lock files beside it, which stay there and hold nothing.
//!
//! Everyone who opens the database shares `<file>.in-use`; whoever replaces the file needs it alone. Whoever migrates
//! needs `<file>.migrating` alone. The operating system gives the locks back when a process ends, however it ends.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// Shares the use of a database. None where the file system has no locks.
pub fn share(database: &Path) -> io::Result<Option<File>> {
    let file = open(&beside(database, ".in-use"))?;
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(io::Error::other("it is being replaced by `opora restore`")),
        Err(TryLockError::Error(error)) => without_locks(error),
    }
}

/// Takes a database for oneself; fails when anyone uses it.
pub fn alone(database: &Path) -> io::Result<Option<File>> {
    let file = open(&beside(database, ".in-use"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(io::Error::other("a service or a command is using it")),
        Err(TryLockError::Error(error)) => without_locks(error),
    }
}

/// Takes the turn to migrate; `None` when it is another's.
pub(super) fn migrating(database: &Path) -> io::Result<Option<File>> {
    let file = open(&beside(database, ".migrating"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => without_locks(error).map(|_| Some(file)),
    }
}

/// A name beside another: `opora.db` and `.in-use` make `opora.db.in-use`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn open(path: &Path) -> io::Result<File> {
    // A lock needs a file that can be opened, no more.
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}

fn without_locks(error: io::Error) -> io::Result<Option<File>> {
    if error.kind() == ErrorKind::Unsupported {
        tracing::warn!("the file system of the database has no locks: do not restore while a service runs");
        Ok(None)
    } else {
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_share_and_one_replaces() {
        let folder = std::env::temp_dir().join(format!("opora-hold-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = folder.join("opora.db");

        let (first, second) = (share(&database).unwrap(), share(&database).unwrap());
        assert!(alone(&database).is_err());
        drop((first, second));
        let replacing = alone(&database).unwrap();
        assert!(share(&database).is_err());
        drop(replacing);

        let turn = migrating(&database).unwrap();
        assert!(turn.is_some() && migrating(&database).unwrap().is_none());
        drop(turn);
        assert!(migrating(&database).unwrap().is_some());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
