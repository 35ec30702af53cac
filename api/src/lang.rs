//! The two languages of messages. Codes never change; texts follow `Accept-Language`.

use std::future::Future;

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

    /// Runs a request in a language.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
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
