//! The two languages of messages. Codes never change; texts follow `Accept-Language`.

use std::future::Future;

use chrono::{Datelike, NaiveDate};

/// Language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Russian, when nothing else is asked.
    #[default]
    Ru,
    /// English.
    En,
}

tokio::task_local! {
    static CURRENT: Lang;
}

impl Lang {
    /// The first of our languages that the header prefers.
    pub fn of_header(header: Option<&str>) -> Self {
        let mut wishes: Vec<(f32, Self)> = header
            .unwrap_or_default()
            .split(',')
            .filter_map(|part| {
                let mut parts = part.split(';');
                let lang = match parts.next()?.trim().get(..2)?.to_ascii_lowercase().as_str() {
                    "ru" => Self::Ru,
                    "en" => Self::En,
                    _ => return None,
                };
                let weight = parts.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                (weight > 0.0).then_some((weight, lang))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(Self::Ru, |(_, lang)| *lang)
    }

    /// The language of the request that is being served.
    pub fn current() -> Self {
        CURRENT.try_with(|lang| *lang).unwrap_or_default()
    }

    /// The name of a month, 1 to 12; empty for any other number.
    pub fn month(self, month: u32) -> &'static str {
        month_names(month).map_or("", |(ru, _, en)| if self == Self::Ru { ru } else { en })
    }

    /// A day of any year: «30 марта», `30 March`.
    pub fn day_of_year(self, month: u32, day: u32) -> String {
        let name = month_names(month).map_or("", |(_, ru, en)| if self == Self::Ru { ru } else { en });
        format!("{day} {name}")
    }

    /// A date as documents print it: «30.03.2024», `30 March 2024`.
    pub fn date(self, date: NaiveDate) -> String {
        match self {
            Self::Ru => date.format("%d.%m.%Y").to_string(),
            Self::En => format!("{} {}", self.day_of_year(date.month(), date.day()), date.year()),
        }
    }

    /// Runs a request in a language.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// The names of a month: Russian, Russian after a day, English.
const fn month_names(month: u32) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match month {
        1 => ("январь", "января", "January"),
        2 => ("февраль", "февраля", "February"),
        3 => ("март", "марта", "March"),
        4 => ("апрель", "апреля", "April"),
        5 => ("май", "мая", "May"),
        6 => ("июнь", "июня", "June"),
        7 => ("июль", "июля", "July"),
        8 => ("август", "августа", "August"),
        9 => ("сентябрь", "сентября", "September"),
        10 => ("октябрь", "октября", "October"),
        11 => ("ноябрь", "ноября", "November"),
        12 => ("декабрь", "декабря", "December"),
        _ => return None,
    })
}

/// A message in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    ru: String,
    en: String,
}

impl Text {
    /// Both texts.
    pub fn new(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ru: ru.into(), en: en.into() }
    }

    /// The text in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }

    /// The text in the language of the request.
    pub fn localised(&self) -> &str {
        self.in_lang(Lang::current())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_chooses() {
        assert_eq!(Lang::of_header(None), Lang::Ru);
        assert_eq!(Lang::of_header(Some("en-GB,en;q=0.9")), Lang::En);
        assert_eq!(Lang::of_header(Some("en;q=0.3, ru;q=0.8")), Lang::Ru);
        assert_eq!(Lang::of_header(Some("de, en;q=0")), Lang::Ru);
    }
}
