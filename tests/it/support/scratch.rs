//! The one folder below which a test process leaves anything, and the guard that clears it away.
//!
//! The guard is a shell that reads a pipe whose other end only this process holds. When the process
//! ends, by whatever way (a failed test, Ctrl-C, SIGKILL), the pipe closes; the guard stops the
//! database server that has its data in the folder and removes the folder.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// The folder of the server's data below [`root`]; the guard knows it by this name.
pub const POSTGRES: &str = "postgres";

/// Several times what a whole run takes, in bytes.
const PLENTY: u64 = 4 << 30;

/// `$1` is the folder. SIGQUIT is the immediate stop; the server takes its pid file away as it goes.
const GUARD: &str = r#"
trap '' HUP INT QUIT TERM
cat >/dev/null
lock="$1/$2/postmaster.pid"
if [ -f "$lock" ]; then
    pid=$(head -n 1 "$lock")
    kill -QUIT "$pid"
    tries=0
    while [ -f "$lock" ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    [ -f "$lock" ] && kill -KILL "$pid"
fi
rm -rf "$1" || { sleep 2; rm -rf "$1"; }
"#;

struct Scratch {
    root: PathBuf,
    /// Kept, not waited for: its standard input is the pipe.
    _guard: Child,
}

static SCRATCH: LazyLock<Scratch> = LazyLock::new(|| {
    let mut builder = tempfile::Builder::new();
    builder.prefix("opora-tests-");
    let root = builder.tempdir_in(base()).expect("a folder for the tests").keep();
    // The database server may run as another user than we do.
    fs::set_permissions(&root, Permissions::from_mode(0o711)).expect("our own folder");
    let guard = guard(&root);
    Scratch { root, _guard: guard }
});

/// The folder of this process.
pub fn root() -> &'static Path {
    &SCRATCH.root
}

/// A folder below [`root`] for one test, removed when the value is dropped.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(root()).expect("a folder below our own")
}

/// Whether this process runs as root, who may not run a PostgreSQL server.
pub fn is_root() -> bool {
    fs::metadata(root()).is_ok_and(|made_by_us| made_by_us.uid() == 0)
}

/// Starts the guard of a folder.
fn guard(folder: &Path) -> Child {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(GUARD).arg("opora-tests-guard").arg(folder).arg(POSTGRES);
    // A group of its own: Ctrl-C in the terminal is meant for the tests, not for who tidies up.
    shell.process_group(0).current_dir("/");
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().expect("a shell as the guard")
}

/// The folder for temporary files, if other users can reach it; in memory where there is plenty, since a database per
/// test is thousands of small files.
fn base() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if rustix::fs::statvfs(memory).is_ok_and(|is| is.f_bavail * is.f_frsize > PLENTY) {
        return memory.to_owned();
    }
    let given = std::env::temp_dir();
    let open = |folder: &Path| fs::metadata(folder).is_ok_and(|is| is.mode() & 0o001 != 0);
    if given.ancestors().all(open) { given } else { PathBuf::from("/tmp") }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{folder, fs, guard};

    #[test]
    fn the_guard_removes_the_folder_when_the_pipe_closes() {
        let outer = folder();
        let guarded = outer.path().join("guarded");
        fs::create_dir(&guarded).unwrap();
        fs::write(guarded.join("file"), "left behind").unwrap();

        let mut guard = guard(&guarded);
        assert!(guarded.exists());
        drop(guard.stdin.take());

        let patience = Instant::now() + Duration::from_secs(10);
        while guarded.exists() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!guarded.exists());
        assert!(guard.wait().unwrap().success());
    }
}
