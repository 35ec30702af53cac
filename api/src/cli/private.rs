//! Files that nobody else may read: copies of the database and keys.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::CliError;

/// Makes a new file of mode 0600; one that exists is an error.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file that becomes `target` when it is whole, and nothing when it does not.
pub(super) struct Draft {
    path: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// An empty draft beside a target that must not exist.
    pub(super) fn of(target: &Path) -> Result<Self, CliError> {
        if target.symlink_metadata().is_ok() {
            return Err(CliError::new(format!("{} exists already; choose another name", target.display())));
        }
        let path = crate::db::hold::beside(target, &format!(".{}.part", std::process::id()));
        create(&path).map_err(|error| CliError::at(&format!("cannot write {}", path.display()), error))?;
        Ok(Self { path, target: target.to_owned() })
    }

    /// Where to write.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it last under its name, which nobody may have taken meanwhile.
    pub(super) fn finish(self) -> Result<(), CliError> {
        let fault = |error| CliError::at(&format!("cannot write {}", self.target.display()), error);
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(fault)?;
        match std::fs::hard_link(&self.path, &self.target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(fault(error)),
            // A file system without links.
            Err(_) => std::fs::rename(&self.path, &self.target).map_err(fault)?,
        }
        sync_folder(&self.target);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.path));
    }
}

/// Makes a new name last; some systems cannot.
pub(super) fn sync_folder(file: &Path) {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
}
