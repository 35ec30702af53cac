//! Settings that look wrong without being refused.

use super::finding::Finding;
use crate::config::{Config, Loaded};

pub(super) fn check(loaded: &Loaded) -> Vec<Finding> {
    let mut findings: Vec<_> = loaded
        .warnings
        .iter()
        .map(|warning| Finding::warn(warning, "correct its name, or take the variable away"))
        .collect();
    findings.extend(openness(&loaded.config));
    if findings.is_empty() {
        findings.push(Finding::ok("understood"));
    }
    findings
}

fn openness(config: &Config) -> Vec<Finding> {
    let mut findings = vec![];
    if !config.bind.ip().is_loopback() {
        if config.rate_sign_in == 0 {
            findings.push(Finding::warn(
                format!("{} can be reached from outside and passwords can be tried without end", config.bind),
                "set OPORA_RATE_SIGN_IN, unless a proxy limits it",
            ));
        }
        if config.cors_origins.iter().any(|origin| origin == "*") {
            findings.push(Finding::warn(
                "pages of any origin may call the service",
                "name the origins in OPORA_CORS_ORIGINS",
            ));
        }
    }
    #[cfg(unix)]
    if let Some(finding) = folder(config) {
        findings.push(finding);
    }
    findings
}

/// The data folder holds accounts and keys.
#[cfg(unix)]
fn folder(config: &Config) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;

    config.sqlite_file()?;
    let mode = std::fs::metadata(&config.data_dir).ok()?.permissions().mode() & 0o777;
    (mode & 0o007 != 0).then(|| {
        Finding::warn(
            format!(
                "everybody on this machine can look into the data folder {} (mode {mode:o})",
                config.data_dir.display()
            ),
            format!("chmod 0700 {}", config.data_dir.display()),
        )
    })
}
