//! Media types: what the client sends, and what it wants to read.

use actix_web::http::{StatusCode, header::HeaderMap};

use super::refused::Refused;
use crate::lang::Lang;

/// The two media types of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status says what became of the request.
    GraphQl,
    /// `application/json`, for clients that know nothing newer: a document that fails is still 200.
    Json,
}

impl Media {
    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => super::refused::JSON,
        }
    }
}

/// How well a media range fits one of our types: its quality, and how exactly it names the type.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
struct Fit {
    exactness: u8,
    quality: f32,
}

/// The media type of the answer, or 406.
///
/// The higher quality wins; of equal ones the type that is named, of two named ones the newer. A range such as `*/*`,
/// or no header, gets `application/json`.
pub(super) fn answer(headers: &HeaderMap, lang: Lang) -> Result<Media, Refused> {
    let mut accept = headers.get_all("accept").peekable();
    if accept.peek().is_none() {
        return Ok(Media::Json);
    }
    let (mut newer, mut plain) = (Fit::default(), Fit::default());
    for range in accept.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(quality).unwrap_or(1.0);
        let fit = |exactness| Fit { exactness, quality };
        match name.as_str() {
            "application/graphql-response+json" => better(&mut newer, fit(3)),
            "application/json" => better(&mut plain, fit(3)),
            "application/*" => [&mut newer, &mut plain].into_iter().for_each(|held| better(held, fit(2))),
            "*/*" => [&mut newer, &mut plain].into_iter().for_each(|held| better(held, fit(1))),
            _ => {}
        }
    }
    let wins = newer.quality > plain.quality || (newer.quality >= plain.quality && newer.exactness == 3);
    match (newer.quality > 0.0, plain.quality > 0.0) {
        (true, _) if wins => Ok(Media::GraphQl),
        (_, true) => Ok(Media::Json),
        _ => Err(Refused::new(
            StatusCode::NOT_ACCEPTABLE,
            lang,
            "Ответ может быть application/graphql-response+json или application/json",
            "The answer can be application/graphql-response+json or application/json",
        )),
    }
}

/// The range that names a type most exactly decides its quality.
fn better(held: &mut Fit, other: Fit) {
    if other > *held {
        *held = other;
    }
}

fn quality(part: &str) -> Option<f32> {
    let (name, value) = part.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    // A quality that can't be read does not make a type more wanted than it is said to be.
    Some(value.trim().parse().ok().filter(|q: &f32| (0.0..=1.0).contains(q)).unwrap_or(0.0))
}

/// Only JSON in UTF-8 is read: a page of another origin can't send it without being allowed to (no form can).
pub(super) fn request(headers: &HeaderMap, lang: Lang) -> Result<(), Refused> {
    let one = |name| {
        let mut values = headers.get_all(name);
        let first = values.next().and_then(|value| value.to_str().ok());
        first.filter(|_| values.next().is_none())
    };
    let plain = !headers.contains_key("content-encoding")
        || one("content-encoding").is_some_and(|coding| coding.trim().eq_ignore_ascii_case("identity"));
    if plain && one("content-type").is_some_and(is_json) {
        return Ok(());
    }
    Err(Refused::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        lang,
        "Тело запроса должно быть application/json в UTF-8 без сжатия",
        "The body must be application/json in UTF-8, not compressed",
    ))
}

fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"))
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                let value = value.trim().trim_matches('"');
                value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
            }
            _ => true,
        })
}
