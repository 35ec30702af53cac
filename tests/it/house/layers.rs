//! Which folder may import which, read from the `use` lines (docs/ARCHITECTURE.md, "Layers").

use std::{fs, path::Path};

/// A folder of `api/src` and what its files must not name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "rules",
        &["crate::db", "crate::service", "crate::graphql", "crate::http", "sea_orm", "async_graphql", "actix_web"],
    ),
    ("access", &["crate::service", "crate::graphql", "crate::http", "async_graphql", "actix_web"]),
    ("db", &["crate::service", "crate::graphql", "crate::http", "async_graphql", "actix_web"]),
    ("service", &["crate::graphql", "crate::http", "async_graphql", "actix_web"]),
    ("graphql", &["crate::http", "actix_web", "sea_orm::Statement", "QuerySelect"]),
];

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn layers_know_only_what_is_below_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src");
    let mut wrong = Vec::new();
    for (folder, forbidden) in FORBIDDEN {
        for path in files(&source.join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            // What stands below `mod tests` may know more.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for name in forbidden.iter().filter(|name| line.contains(**name)) {
                    let place = path.strip_prefix(&source).unwrap().display().to_string();
                    wrong.push(format!("{place} names {name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn migrations_and_entities_know_nothing_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (folder, forbidden) in [("migration/src", "entity::"), ("entity/src", "opora"), ("entity/src", "async_graphql")]
    {
        for path in files(&root.join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let uses = text.lines().filter(|line| line.trim_start().starts_with("use "));
            assert!(!uses.clone().any(|line| line.contains(&format!("use {forbidden}"))), "{}", path.display());
        }
    }
}
