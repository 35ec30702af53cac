//! The documents say what is: the README's tour is run, tables are compared with the code.
//!
//! `OPORA_TEST_UPDATE_DOCUMENTS=1 cargo test --workspace documents` writes what is generated into the files.

mod api;
mod operations;
mod tour;

use std::path::PathBuf;

/// Whether the files are to be written instead of compared.
fn updating() -> bool {
    std::env::var_os("OPORA_TEST_UPDATE_DOCUMENTS").is_some()
}

/// A file of the repository.
fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(name)
}

fn read(name: &str) -> String {
    let path = path(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(name: &str, text: &str) {
    std::fs::write(path(name), text).expect("a file of the repository");
}

/// The first cells of a Markdown table below a heading, without their backticks.
fn first_cells<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let (_, below) = text.split_once(heading).unwrap_or_else(|| panic!("no {heading}"));
    let lines = below.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    lines.skip(2).filter_map(|line| line.split('|').nth(1)).map(|cell| cell.trim().trim_matches('`')).collect()
}
