//! What is printed on an act: checked, folded into its keys, put into its row. The same for a new act and a correction.

use entity::{
    legal_act::{self, LegalActKind},
    shared::Level,
};
use sea_orm::{ConnectionTrait, Set};

use super::{TITLE, query, rules};
use crate::{
    access::{Kind, Viewer},
    db::change::Root,
    error::{AppError, Problems, UserError, UserErrorCode},
    rules::registration,
    service::{CODE, NAME, line},
    text,
    validity::Bound,
};

/// Most characters of a date as printed.
const PRINTED: usize = 200;

/// What is printed on an act.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub kind: LegalActKind,
    pub level: Level,
    pub issuer: Option<String>,
    pub date: Option<Bound>,
    pub number: Option<String>,
    pub title: String,
    pub url: Option<String>,
}

impl Facts {
    /// What a row says.
    pub fn of(act: &legal_act::Model) -> Self {
        Self {
            kind: act.kind,
            level: act.issuer_level,
            issuer: act.issuer.clone(),
            date: Bound::from_stored(act.date, act.date_precision, act.date_text.clone()),
            number: act.number.clone(),
            title: act.title.clone(),
            url: act.url.clone(),
        }
    }

    /// Cleaned, with every problem told.
    pub fn checked(self, problems: &mut Problems) -> Self {
        let Self { kind, level, issuer, date, number, title, url } = self;
        let title = problems.keep(line(&title, "title", TITLE)).unwrap_or_default();
        let issuer = issuer.and_then(|text| problems.keep(keyed(&text, "issuer", NAME, rules::issuer_key)));
        let number = number.and_then(|text| problems.keep(keyed(&text, "number", CODE, rules::number_key)));
        let date = date.map(|bound| Bound {
            text: bound.text.and_then(|text| problems.keep(line(&text, "dateText", PRINTED))),
            ..bound
        });
        let url = url.and_then(|url| problems.keep(link(&url)));
        Self { kind, level, issuer, date, number, title, url }
    }

    /// Into a row, with what follows from it.
    pub fn put(self, row: &mut legal_act::ActiveModel) {
        let Self { kind, level, issuer, date, number, title, url } = self;
        let printed = [Some(title.as_str()), issuer.as_deref(), number.as_deref()];
        let words: Vec<&str> = printed.into_iter().flatten().collect();
        row.search_key = Set(text::fold(&words.join(" ")));
        row.sort_key = Set(text::sort_key(&title));
        row.kind = Set(kind);
        row.issuer_level = Set(level);
        row.issuer_key = Set(issuer.as_deref().map(rules::issuer_key));
        row.issuer = Set(issuer);
        row.date = Set(date.as_ref().map(|bound| bound.date));
        row.date_precision = Set(date.as_ref().map_or(1, |bound| bound.precision.stored()));
        row.date_text = Set(date.and_then(|bound| bound.text));
        row.number_key = Set(number.as_deref().map(rules::number_key));
        row.number = Set(number);
        row.title = Set(title);
        row.url = Set(url);
    }
}

/// A line of which the key has something left.
fn keyed(text: &str, path: &str, max: usize, key: fn(&str) -> String) -> Result<String, UserError> {
    let text = line(text, path, max)?;
    if key(&text).is_empty() {
        return Err(UserError::new(
            UserErrorCode::Invalid,
            path,
            "Нужны буквы или цифры",
            "Letters or digits are needed",
        ));
    }
    Ok(text)
}

fn link(url: &str) -> Result<String, UserError> {
    let url = url.trim().to_owned();
    registration::url(&url).map_err(|_fault| {
        UserError::new(
            UserErrorCode::Invalid,
            "url",
            "Нужен адрес http или https",
            "An http or https address is needed",
        )
    })?;
    Ok(url)
}

/// Refuses an act whose key another has. Drafts of others do not exist here; the id is told to those who see it.
pub(super) async fn unique(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    act: &legal_act::Model,
) -> Result<Option<UserError>, AppError> {
    let scope = viewer.scope(Kind::LegalAct);
    let same = query::same_key(db, act).await?;
    let other = same
        .iter()
        .find(|other| scope.sees(&other.place()))
        .or_else(|| same.iter().find(|other| other.visibility != entity::shared::Visibility::Draft));
    Ok(other.map(|other| {
        let id = if scope.sees(&other.place()) { format!(": {}", other.id) } else { String::new() };
        let ru = format!("Акт с таким издателем, видом, датой и номером уже есть{id}");
        let en = format!("An act of this issuer, kind, date and number exists already{id}");
        UserError::new(UserErrorCode::Duplicate, "number", ru, en)
    }))
}
