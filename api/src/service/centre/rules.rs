//! Rules of centres that need no database: level and rank of a kind, one term inside another, links.

use entity::{centre::CentreKind, shared::Level};

use crate::{
    error::{Problems, UserError, UserErrorCode},
    service::line,
    validity::Validity,
};

/// The level of the network that keeps a centre.
pub fn level(kind: CentreKind) -> Level {
    match kind {
        CentreKind::Rmc => Level::Region,
        CentreKind::Zoc => Level::Zone,
        CentreKind::Moc => Level::Municipality,
    }
}

/// Whether a centre of a kind may stand above one of another: of the same kind, or wider.
pub fn may_stand_above(parent: CentreKind, child: CentreKind) -> bool {
    level(parent) <= level(child)
}

/// Whether each day of a term is a day of another.
pub fn lies_within(inner: &Validity, outer: &Validity) -> bool {
    let begins = match (inner.from(), outer.from()) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => outer.date <= inner.date,
    };
    let ends = match (inner.to(), outer.to()) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner.date <= outer.date,
    };
    begins && ends
}

/// Most characters of a link.
const LINK: usize = 1_000;
/// Most accounts of a centre.
const LINKS: usize = 20;

/// A page of the web.
pub fn link(text: &str, path: &str) -> Result<String, UserError> {
    let text = line(text, path, LINK)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_link = !text.contains(char::is_whitespace) && host.contains('.') && !host.contains('@');
    if is_link {
        return Ok(text);
    }
    Err(UserError::new(
        UserErrorCode::Invalid,
        path,
        "Ссылка начинается с https:// или http:// и не содержит пробелов",
        "A link begins with https:// or http:// and has no spaces",
    ))
}

/// Accounts, one on a line, each once.
pub fn links(given: &[String], problems: &mut Problems) -> String {
    if given.len() > LINKS {
        problems.add(UserErrorCode::TooMany, "links", format!("Не больше {LINKS}"), format!("At most {LINKS}"));
        return String::new();
    }
    let mut kept: Vec<String> = Vec::with_capacity(given.len());
    for (i, text) in given.iter().enumerate() {
        if let Some(link) = problems.keep(link(text, &format!("links.{i}")))
            && !kept.contains(&link)
        {
            kept.push(link);
        }
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_pages_of_the_web() {
        for good in ["https://vt-rcdo.ru/6869/6871/", "http://x.ru", "https://vk.com/public216542206?w=1#a"] {
            assert_eq!(link(good, "website"), Ok(good.to_owned()));
        }
        for bad in
            ["javascript:alert(1)", "vk.com/x", "https://", "https://localhost", "https://a.ru/a b", "https://u@a.ru"]
        {
            assert_eq!(link(bad, "website").unwrap_err().code, UserErrorCode::Invalid, "{bad}");
        }
    }

    #[test]
    fn a_wider_centre_stands_above() {
        use CentreKind::{Moc, Rmc, Zoc};
        assert!(may_stand_above(Rmc, Moc) && may_stand_above(Zoc, Moc) && may_stand_above(Moc, Moc));
        assert!(!may_stand_above(Moc, Zoc) && !may_stand_above(Zoc, Rmc));
    }

    fn validity() -> impl Strategy<Value = Validity> {
        let date = |day: u64| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(day);
        (prop::option::of(2..20u64), prop::option::of(0..10u64)).prop_map(move |(from, length)| {
            Validity::of_days(from.map(date), length.map(|length| date(from.unwrap_or(2) + length))).unwrap()
        })
    }

    proptest! {
        #[test]
        fn within_is_every_day(inner in validity(), outer in validity()) {
            let day = |n: u64| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(n);
            let every = (0..40).all(|n| !inner.contains(day(n)) || outer.contains(day(n)));
            prop_assert_eq!(lies_within(&inner, &outer), every);
        }
    }
}
