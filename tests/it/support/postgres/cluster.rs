//! A throwaway cluster: finding PostgreSQL on this machine, `initdb`, and a server on a free port.
//!
//! PostgreSQL refuses to run as root, so root lends it to another user. Stopping it is the business
//! of the guard in [`scratch`].

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::support::scratch;

/// Where packages put the programs without adding them to `PATH`: (folder of versions, below each).
const PACKAGES: [(&str, &str); 4] =
    [("/usr/lib/postgresql", "bin"), ("/usr", "bin"), ("/usr/local", "bin"), ("/opt/homebrew/opt", "bin")];
/// The oldest supported major version.
const OLDEST: u32 = 15;
/// Another process may take the port between our look and the server's start.
const TRIES: usize = 5;
/// The line of `postmaster.pid` (from 0) in which the server tells how far it is.
const STATUS: usize = 7;

/// Not durable, quiet, the same everywhere.
const SETTINGS: [&str; 10] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    // No statistics by chance, and nobody else in the template while it is copied.
    "autovacuum=off",
    "timezone=UTC",
];

/// The folder that holds `initdb` and `postgres`.
pub struct Programs(PathBuf);

/// A running cluster.
pub struct Cluster {
    /// The URL of its maintenance database.
    pub url: String,
}

/// A user of this machine.
struct User {
    uid: u32,
    gid: u32,
}

/// Finds the programs; the error says what is missing.
pub fn find() -> Result<Programs, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    for (versions, below) in PACKAGES {
        let mut packages: Vec<PathBuf> = fs::read_dir(versions)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path().join(below)))
            .filter(|folder| folder.join("postgres").exists())
            .collect();
        packages.sort_by_key(|folder| std::cmp::Reverse(major(folder)));
        folders.append(&mut packages);
    }

    let mut old = None;
    for folder in folders {
        // On `PATH` it may be a link to `postgres` alone, with `initdb` beside what it points to.
        let Ok(postgres) = folder.join("postgres").canonicalize() else { continue };
        let Some(folder) = postgres.parent() else { continue };
        match major(folder) {
            Some(version) if version < OLDEST => old = Some(version),
            Some(_) if folder.join("initdb").exists() => return Ok(Programs(folder.to_owned())),
            _ => {}
        }
    }
    Err(old.map_or_else(
        || "neither on PATH nor where packages put it are there initdb and postgres".to_owned(),
        |version| format!("PostgreSQL {version} is too old, {OLDEST} is the oldest supported"),
    ))
}

/// The major version of the programs in a folder.
fn major(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Makes a cluster and starts its server.
pub fn start(programs: &Programs) -> Cluster {
    let data = scratch::root().join(scratch::POSTGRES);
    fs::create_dir(&data).expect("one cluster per process");
    let user = scratch::is_root().then(unprivileged);
    if let Some(user) = &user {
        chown(&data, Some(user.uid), Some(user.gid)).expect("root may give a folder away");
    }

    let mut initdb = program(programs, "initdb", &data, user.as_ref());
    initdb.args(["-D", ".", "-U", "postgres", "--auth=trust", "--no-sync"]);
    initdb.args(["--encoding=UTF8", "--locale=C.UTF-8"]);
    let output = initdb.output().expect("initdb starts");
    assert!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));

    let mut told = String::new();
    for _ in 0..TRIES {
        match serve(programs, &data, user.as_ref()) {
            Ok(cluster) => return cluster,
            Err(log) => told = log,
        }
    }
    panic!("the PostgreSQL server does not start:\n{told}");
}

/// Starts the server on a free port; the error is its log.
fn serve(programs: &Programs, data: &Path, user: Option<&User>) -> Result<Cluster, String> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    let port = free.expect("a free port").port();
    let log = scratch::root().join("postgres.log");
    let writer = fs::File::create(&log).expect("a log in our own folder");

    let mut postgres = program(programs, "postgres", data, user);
    postgres.args(["-D", ".", "-p", &port.to_string()]);
    postgres.args(SETTINGS.iter().flat_map(|setting| ["-c", *setting]));
    postgres.stderr(writer);
    let mut server = postgres.spawn().expect("postgres starts");

    if ready(&mut server, data) {
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        return Ok(Cluster { url });
    }
    // It may still be starting; a server that has ended already is no matter either.
    drop(server.kill());
    drop(server.wait());
    Err(fs::read_to_string(&log).unwrap_or_default())
}

/// Waits until the server says so in its own file; `false` when it ended or took too long.
///
/// Not a connection to the port: another server may have taken that.
fn ready(server: &mut Child, data: &Path) -> bool {
    let patience = Instant::now() + Duration::from_mins(1);
    while Instant::now() < patience {
        if matches!(server.try_wait(), Ok(Some(_)) | Err(_)) {
            return false;
        }
        let status = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        if status.lines().nth(STATUS).is_some_and(|line| line.trim() == "ready") {
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

/// One of the programs, run in the data folder, by the user and apart from the terminal's Ctrl-C.
fn program(programs: &Programs, name: &str, data: &Path, user: Option<&User>) -> Command {
    let mut command = Command::new(programs.0.join(name));
    if let Some(user) = user {
        // The standard library also drops root's other groups.
        command.gid(user.gid).uid(user.uid);
    }
    command.current_dir(data).process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The user to run as when we are root: the package's own, or the one that every system has.
fn unprivileged() -> User {
    let users = fs::read_to_string("/etc/passwd").expect("the list of users");
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| users.lines().find_map(|line| user(line, name)))
        .expect("a user named postgres or nobody, since root may not run PostgreSQL")
}

/// Reads a line of the list of users, if it is about this name.
fn user(line: &str, name: &str) -> Option<User> {
    let mut fields = line.split(':');
    if fields.next()? != name {
        return None;
    }
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(User { uid, gid })
}
