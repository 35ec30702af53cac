//! The command line without a database: help, wrong arguments, the schema. That this file exists also makes
//! `cargo test --workspace` build the binary that `tests/it/cli` runs.

#![cfg(test)]

use std::process::{Command, Output};

fn opora(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opora"));
    command.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn help_tells_all_of_each_command() {
    let commands: [&[&str]; 13] = [
        &[],
        &["serve"],
        &["migrate"],
        &["migrate", "up"],
        &["migrate", "down"],
        &["migrate", "status"],
        &["schema"],
        &["user"],
        &["user", "add"],
        &["token"],
        &["doctor"],
        &["backup"],
        &["restore"],
    ];
    for command in commands {
        let told = opora(&[command, &["--help"]].concat());
        assert!(told.status.success() && told.stderr.is_empty(), "{command:?}: {told:?}");
        assert!(text(&told.stdout).contains("Usage: opora"), "{command:?}: {told:?}");
    }
    let settings = opora(&["serve", "--help"]);
    assert!(text(&settings.stdout).contains("OPORA_LIMITS_TOKENS [2000]"));
    assert!(text(&opora(&["--version"]).stdout).starts_with("opora "));
}

#[test]
fn a_wrong_command_line_is_one_sentence_and_exit_2() {
    let wrong: [&[&str]; 9] = [
        &["srve"],
        &["--demos"],
        &["migrate"],
        &["migrate", "down", "--steps", "0"],
        &["migrate", "down", "--steps", "1", "--all"],
        &["user", "add", "--email", "a@example.org", "--role", "KING", "--scope", "federation"],
        &["token", "--user", "a@example.org", "--ttl", "soon"],
        &["backup"],
        &["serve", "--demo-public"],
    ];
    for arguments in wrong {
        let refused = opora(arguments);
        let told = text(&refused.stderr);
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{arguments:?}: {told}");
        assert!(told.starts_with("opora: ") && told.trim_end().lines().count() == 1, "{arguments:?}: {told}");
    }
}

#[test]
fn the_schema_is_printed_as_it_is_committed() {
    let printed = opora(&["schema"]);
    assert!(printed.status.success() && printed.stderr.is_empty(), "{printed:?}");
    assert_eq!(text(&printed.stdout), opora::schema_sdl());
    // The step `Schema` of .ci/run demands the file.
    if let Ok(committed) = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql")) {
        assert!(printed.stdout == committed, "cargo run -- schema > schema.graphql");
    }
}

#[test]
fn the_schema_needs_nothing_of_this_machine() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opora"));
    let printed = command.env_clear().env("OPORA_BIND", "nonsense").arg("schema").output().unwrap();
    assert!(printed.status.success(), "{printed:?}");
}
