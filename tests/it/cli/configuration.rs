//! Settings, as the binary takes them: the unit tests beside them say the rest.

use std::fs;

use super::Place;
use crate::support::scratch;

#[test]
fn the_file_of_the_working_folder_is_read_and_the_environment_wins() {
    let folder = scratch::folder();
    fs::write(folder.path().join("opora.toml"), "data_dir = 'there'\nlog = 'error'\n[limits]\ntokens = 77\n").unwrap();
    let place = Place::bare(folder.path());
    let shown = place.good(&["doctor"]);
    assert!(shown.contains("Settings (opora.toml):"), "{shown}");
    for (line, value) in
        [("OPORA_LIMITS_TOKENS", "77  (file)"), ("OPORA_DATA_DIR", "there  (file)"), ("OPORA_BIND", "(environment)")]
    {
        assert!(shown.lines().any(|shown| shown.contains(line) && shown.contains(value)), "{line} {value}: {shown}");
    }
    let shown = place.with("OPORA_LIMITS_TOKENS", "88").good(&["doctor"]);
    assert!(shown.contains("88  (environment)"), "{shown}");

    fs::write(folder.path().join("other.toml"), "[limits]\ntokens = 99\n").unwrap();
    let shown = Place::bare(folder.path()).good(&["doctor", "--config", "other.toml"]);
    assert!(shown.contains("99  (file)") && shown.contains("data  (default)"), "{shown}");
}

#[test]
fn what_is_wrong_is_refused_before_anything_is_made() {
    let folder = scratch::folder();
    let refused = |name: &str, value: &str| Place::bare(folder.path()).with(name, value).bad(&["serve"]);
    let told = refused("OPORA_TIME_ZONE", "Moscow");
    assert!(told.starts_with("opora: OPORA_TIME_ZONE expects"), "{told}");
    let told = refused("OPORA_SMTP_URL", "smtp://mail.example.org");
    assert!(told.starts_with("opora: OPORA_SMTP_URL is set, but this version has no mail"), "{told}");
    let told = refused("OPORA_CONFIG", "absent.toml");
    assert!(told.contains("absent.toml is not readable"), "{told}");
    fs::write(folder.path().join("opora.toml"), "[limits]\ntoken = 1\n").unwrap();
    let told = Place::bare(folder.path()).bad(&["serve"]);
    assert_eq!(told, "opora: opora.toml: there is no setting limits_token; the nearest is limits_tokens");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn an_unknown_variable_is_a_warning_on_standard_error() {
    let folder = scratch::folder();
    let place = Place::bare(folder.path()).with("OPORA_DATABSE_URL", "x").with("OPORA_TEST_BINARY", "x");
    let done = place.run(&["migrate", "status"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stderr.contains("WARN") && done.stderr.contains("the nearest is OPORA_DATABASE_URL"), "{done:?}");
    assert!(!done.stderr.contains("OPORA_TEST_BINARY"), "{done:?}");
}

#[test]
fn logs_are_json_when_asked() {
    let folder = scratch::folder();
    let (_, stdout, stderr) = Place::bare(folder.path()).with("OPORA_LOG_FORMAT", "json").serve(&[]).stop("TERM");
    assert!(!stderr.is_empty() && !stdout.contains("\"level\""));
    for line in stderr.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["level"].is_string() && entry["message"].is_string(), "{line}");
    }
}
