//! The settings for people: a Markdown table for the documents, and a list for `--help`.

use std::fmt::Write as _;

use super::{
    Config,
    keys::{KEYS, NOT_BUILT},
};

/// Every setting with its default and meaning, as a Markdown table.
pub fn markdown() -> String {
    let defaults = Config::default();
    let mut table = "| Setting | Default | Meaning |\n| --- | --- | --- |\n".to_owned();
    for key in KEYS {
        let default = key.shown(&defaults);
        let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
        let _ = writeln!(table, "| `{}` | {default} | {} |", key.variable(), key.meaning.replace('|', "\\|"));
    }
    table
}

/// Every setting, for the end of a help text.
pub fn help() -> String {
    let defaults = Config::default();
    let mut text =
        "Settings (настройки), from the environment, over the file (--config, OPORA_CONFIG or ./opora.toml), \
                    over defaults.\nIn the file the names are lower case without OPORA_, and [limits] tokens is \
                    OPORA_LIMITS_TOKENS.\n"
            .to_owned();
    for key in KEYS {
        let default = key.shown(&defaults);
        let default = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        let _ = write!(text, "\n  {}{default}\n      {}", key.variable(), key.meaning.replace('`', ""));
    }
    let missing: Vec<_> = NOT_BUILT.iter().map(|(name, _)| format!("OPORA_{}", name.to_ascii_uppercase())).collect();
    let _ = write!(text, "\n\nRefused, for this version does not have what they set: {}", missing.join(", "));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_has_a_line() {
        let table = markdown();
        assert_eq!(table.lines().count(), KEYS.len() + 2);
        assert!(table.contains("| `OPORA_LIMITS_TOKENS` | `2000` | Tokens of a document"));
        assert!(table.contains("| `OPORA_MASTER_KEY` |  | Seals"));
        assert!(KEYS.iter().all(|key| help().contains(&key.variable())));
    }
}
