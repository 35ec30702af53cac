//! The binary, as its operator meets it: one file per command, each command in a process of its own.

mod accounts;
mod backup;
mod configuration;
mod doctor;
mod generate;
mod migrate;
mod restore;
mod results;
mod serve;
mod signing_key;
mod tls;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use sea_orm::ConnectionTrait;

use crate::support::wire::Wire;
use crate::support::{Backend, TestDatabase, service, wait};

/// No command takes longer; a test that waits in vain should fail.
const PATIENCE: Duration = Duration::from_mins(1);
/// The master key of every command.
const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Where the binary is, unless cargo has put it beside this test.
const BINARY: &str = "OPORA_TEST_BINARY";

/// The binary that belongs to this test: cargo builds both with `cargo test --workspace`.
fn binary() -> &'static Path {
    static BINARY: LazyLock<PathBuf> = LazyLock::new(find_binary);
    &BINARY
}

fn find_binary() -> PathBuf {
    if let Some(given) = std::env::var_os(BINARY) {
        return given.into();
    }
    let test = std::env::current_exe().expect("this test");
    let folder = test.ancestors().nth(2).expect("target/<profile>/deps/<test>");
    let binary = folder.join(format!("opora{}", std::env::consts::EXE_SUFFIX));
    let built = fs::metadata(&binary).and_then(|file| file.modified());
    let built = built.unwrap_or_else(|_| panic!("{} is not built: cargo test --workspace", binary.display()));
    let sources = ["api/src", "entity/src", "migration/src"].map(|sources| Path::new("..").join(sources));
    let changed = sources.iter().map(|sources| newest(sources)).max().expect("sources");
    assert!(changed <= built, "{} is older than its sources: cargo test --workspace", binary.display());
    binary
}

/// When a file below a folder was changed last.
fn newest(folder: &Path) -> SystemTime {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let times = entries.map(|entry| {
        let entry = entry.expect("an entry");
        let data = entry.metadata().expect("its data");
        if data.is_dir() { newest(&entry.path()) } else { data.modified().expect("its time") }
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A place to run commands in: a working folder and settings.
struct Place {
    folder: PathBuf,
    settings: Vec<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
struct Done {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Place {
    /// On a database, with a master key and any free port.
    fn on(database: &TestDatabase) -> Self {
        Self::at(database.folder(), database.url())
    }

    /// On the database of a URL.
    fn at(folder: &Path, url: &str) -> Self {
        Self::bare(folder).with("OPORA_DATABASE_URL", url).with("OPORA_MASTER_KEY", KEY)
    }

    /// With nothing set but a free port: the data folder is `data` of the working folder.
    fn bare(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), settings: vec![] }.with("OPORA_BIND", "127.0.0.1:0")
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.env_clear().envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.current_dir(&self.folder).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    fn run(&self, arguments: &[&str]) -> Done {
        let output = self.command(arguments).output().expect("the binary");
        let text = |bytes| String::from_utf8(bytes).expect("output in UTF-8");
        Done { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs a command that must succeed; answers its standard output.
    fn good(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!(done.code, Some(0), "{arguments:?}: {done:?}");
        done.stdout
    }

    /// Runs a command that must fail with one sentence and no result; answers the sentence.
    fn bad(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{arguments:?}: {done:?}");
        let told: Vec<_> = done.stderr.lines().filter(|line| line.starts_with("opora: ")).collect();
        assert_eq!(told.len(), 1, "{arguments:?}: {done:?}");
        assert!(!done.stderr.contains("panic") && !done.stderr.contains("backtrace"), "{done:?}");
        told[0].to_owned()
    }

    /// Starts a service and waits until it says where it serves.
    fn serve(&self, arguments: &[&str]) -> Serving {
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut told = String::new();
        while !told.contains("http://") {
            if stdout.read_line(&mut told).expect("a line") == 0 {
                let mut stderr = String::new();
                child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("text");
                panic!("it does not serve: {told}{stderr}");
            }
        }
        let address = told.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        Serving { address: address.parse().expect("an address"), child, stdout, told }
    }
}

/// A running service, killed when the value is dropped.
struct Serving {
    address: SocketAddr,
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
    told: String,
}

impl Serving {
    fn wire(&self) -> Wire {
        Wire::new(self.address)
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("/bin/sh").arg("-c").arg(kill).status().expect("a shell").success());
    }

    /// Asks it to stop and waits for its end; answers what it said on standard output and error.
    fn stop(mut self, signal: &str) -> (ExitStatus, String, String) {
        self.signal(signal);
        let status = ended(&mut self.child);
        let (mut stdout, mut stderr) = (std::mem::take(&mut self.told), String::new());
        self.stdout.read_to_string(&mut stdout).expect("text");
        self.child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("text");
        (status, stdout, stderr)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Waits for the end of a process.
fn ended(child: &mut Child) -> ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("our child") {
            return status;
        }
        assert!(started.elapsed() < PATIENCE, "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Runs statements past the service.
fn execute(url: &str, statements: &[&str]) {
    wait(async {
        let connection = service::connect(url).await.expect("a database");
        for sql in statements {
            connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        connection.close().await.expect("a closed database");
    });
}

/// The URL of a file that exists.
fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// The permissions of a file.
fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).expect("a file").permissions().mode() & 0o777
}

/// Whether a test is about the embedded database alone; the other half still runs what is common.
fn embedded(database: &TestDatabase) -> bool {
    database.backend() == Backend::Sqlite
}
