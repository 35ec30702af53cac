//! A value as the operator wrote it, and the readings of it. An error says what is expected, in a few words that follow
//! the name of the setting.

use std::{fmt::Display, ops::RangeInclusive, str::FromStr};

/// A value of the environment or of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// One value.
    One(String),
    /// A list, which only the file can give.
    Many(Vec<String>),
}

impl Given {
    /// The text of a single value.
    pub fn text(&self) -> Result<&str, String> {
        match self {
            Self::One(text) => Ok(text.trim()),
            Self::Many(_) => Err("expects one value, not a list".to_owned()),
        }
    }

    /// A list: as given, or separated by commas.
    pub fn list(&self) -> Vec<String> {
        let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::One(text) => text.split(',').filter_map(trimmed).collect(),
            Self::Many(items) => items.iter().filter_map(|item| trimmed(item)).collect(),
        }
    }

    /// A whole number in a range.
    pub fn number<T: FromStr + PartialOrd + Display>(&self, range: &RangeInclusive<T>) -> Result<T, String> {
        let text = self.text()?;
        let number = text.replace('_', "").parse().ok().filter(|number| range.contains(number));
        number
            .ok_or_else(|| format!("expects a whole number from {} to {}, not \"{text}\"", range.start(), range.end()))
    }

    /// Yes or no.
    pub fn flag(&self) -> Result<bool, String> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" | "yes" => Ok(true),
            "false" | "0" | "off" | "no" => Ok(false),
            other => Err(format!("expects true or false, not \"{other}\"")),
        }
    }

    /// Anything that parses; `expected` tells what.
    pub fn parsed<T: FromStr>(&self, expected: &str) -> Result<T, String> {
        let text = self.text()?;
        text.parse().ok().ok_or_else(|| format!("expects {expected}, not \"{text}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Given {
        Given::One(text.to_owned())
    }

    #[test]
    fn readings() {
        assert_eq!(one(" 2_000 ").number(&(1..=5_000)), Ok(2_000));
        assert!(one("0").number(&(1..=5)).unwrap_err().contains("from 1 to 5, not \"0\""));
        assert!(one("-1").number(&(0_usize..=5)).is_err());
        assert_eq!(one("Off").flag(), Ok(false));
        assert!(one("maybe").flag().is_err());
        assert_eq!(one("a, b,,").list(), ["a", "b"]);
        assert_eq!(Given::Many(vec!["a,b".to_owned()]).list(), ["a,b"]);
        assert!(Given::Many(vec![]).text().is_err());
    }
}
