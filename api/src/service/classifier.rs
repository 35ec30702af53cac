//! The open dictionaries: legal forms, documents that facts come from, and the like. Codes are never reused; an entry
//! ends by its last day and names what replaced it.
#![expect(clippy::disallowed_methods, reason = "dictionaries are public")]

use chrono::NaiveDate;
use entity::classifier;
use sea_orm::{
    ActiveModelTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use uuid::Uuid;

use super::{CODE, Cx, NAME, line};
use crate::{
    access::{Action, Verdict},
    db::change::Place,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
};

/// The dictionary of legal forms.
pub const LEGAL_FORM: &str = "legal_form";
/// The dictionary of documents that facts come from.
pub const SOURCE: &str = "source";
/// The dictionaries that are there before their first entry.
const BUILT_IN: [&str; 2] = [LEGAL_FORM, SOURCE];

/// The entries of a dictionary that are in use on a day, by code; all of them without a day.
pub async fn entries(
    db: &impl ConnectionTrait,
    dictionary: &str,
    day: Option<NaiveDate>,
) -> Result<Vec<classifier::Model>, AppError> {
    let mut condition = Condition::all().add(classifier::COLUMN.dictionary.eq(dictionary));
    if let Some(day) = day {
        let (from, to) = (Expr::col(classifier::Column::ValidFrom), Expr::col(classifier::Column::ValidTo));
        condition = condition.add(from.clone().is_null().or(from.lte(day))).add(to.clone().is_null().or(to.gte(day)));
    }
    let select = classifier::Entity::find().filter(condition).order_by_asc(classifier::Column::Code);
    Ok(select.all(db).await?)
}

/// Entries of a dictionary by their codes.
pub async fn by_codes(
    db: &impl ConnectionTrait,
    dictionary: &str,
    codes: &[String],
) -> Result<Vec<classifier::Model>, AppError> {
    let select = classifier::Entity::find()
        .filter(classifier::COLUMN.dictionary.eq(dictionary))
        .filter(classifier::COLUMN.code.is_in(codes.iter().cloned()));
    Ok(select.all(db).await?)
}

/// All entries of some dictionaries.
pub async fn of_dictionaries(
    db: &impl ConnectionTrait,
    dictionaries: &[String],
) -> Result<Vec<classifier::Model>, AppError> {
    let of = classifier::COLUMN.dictionary.is_in(dictionaries.iter().cloned());
    Ok(classifier::Entity::find().filter(of).all(db).await?)
}

/// A code that may be used on a day, or the error of an unknown one.
pub async fn checked_code(
    db: &impl ConnectionTrait,
    dictionary: &str,
    code: &str,
    day: NaiveDate,
    path: &str,
) -> Result<String, Failure> {
    let found = by_codes(db, dictionary, &[line(code, path, CODE)?]).await?.pop();
    let usable = |row: &classifier::Model| {
        row.valid_from.is_none_or(|from| from <= day) && row.valid_to.is_none_or(|to| to >= day)
    };
    match found.filter(usable) {
        Some(row) => Ok(row.code),
        None => Err(UserError::new(
            UserErrorCode::UnknownReference,
            path,
            "Такого кода в словаре нет, или он больше не применяется",
            "The dictionary has no such code, or it is no longer in use",
        )
        .into()),
    }
}

/// An entry to record: a new one, or a correction of the one of the same dictionary and code.
#[derive(Clone, Debug)]
pub struct RecordClassifier {
    /// Which dictionary.
    pub dictionary: String,
    /// The code.
    pub code: String,
    /// The version that the client has seen, of an entry that exists.
    pub expected_version: Option<i32>,
    /// Whether the dictionary may be a new one.
    pub new_dictionary: bool,
    /// Name.
    pub name: String,
    /// Printed abbreviation.
    pub short_name: Option<String>,
    /// First day of use.
    pub valid_from: Option<NaiveDate>,
    /// Last day of use.
    pub valid_to: Option<NaiveDate>,
    /// The code that replaced it.
    pub replaced_by: Option<String>,
}

/// Records an entry of a dictionary.
pub async fn record(cx: &Cx, input: RecordClassifier) -> Result<classifier::Model, Failure> {
    let RecordClassifier {
        dictionary,
        code,
        expected_version,
        new_dictionary,
        name,
        short_name,
        valid_from,
        valid_to,
        replaced_by,
    } = input;
    Verdict::by_right(&cx.viewer, Action::RecordClassifier, &Place::federal()).require()?;
    let mut problems = Problems::new();
    let dictionary = problems.keep(identifier(&dictionary, "dictionary")).unwrap_or_default();
    let code = problems.keep(identifier(&code, "code")).unwrap_or_default();
    let replaced_by = problems.keep(replaced_by.map(|code| identifier(&code, "replacedBy")).transpose()).flatten();
    let name = problems.keep(line(&name, "name", NAME)).unwrap_or_default();
    let short_name = problems.keep(short_name.map(|text| line(&text, "shortName", CODE)).transpose()).flatten();
    if valid_from.zip(valid_to).is_some_and(|(from, to)| from > to) {
        problems.push(UserError::date_order("validTo"));
    }
    if replaced_by.as_ref() == Some(&code) {
        problems.add(
            UserErrorCode::Contradiction,
            "replacedBy",
            "Код не может заменить сам себя",
            "A code can't replace itself",
        );
    }
    problems.finish()?;
    let mut tx = cx.write().await?;
    if let Some(next) = &replaced_by
        && by_codes(&tx, &dictionary, std::slice::from_ref(next)).await?.is_empty()
    {
        return Err(UserError::unknown("replacedBy").into());
    }
    if !new_dictionary && !BUILT_IN.contains(&dictionary.as_str()) && !exists(&tx, &dictionary).await? {
        return Err(UserError::new(
            UserErrorCode::UnknownReference,
            "dictionary",
            "Такого словаря нет; чтобы завести его, укажите newDictionary",
            "There is no such dictionary; to begin one, say newDictionary",
        )
        .into());
    }
    let stored = classifier::Entity::find_by_id((dictionary.clone(), code.clone())).lock_exclusive().one(&tx).await?;
    let version = match (&stored, expected_version) {
        (None, None) => 1,
        (Some(_), None) => return Err(UserError::required("expectedVersion").into()),
        (None, Some(_)) => return Err(UserError::unknown("code").into()),
        (Some(stored), Some(seen)) if stored.version != seen => return Err(Failure::Stale),
        (Some(stored), Some(_)) => stored.version + 1,
    };
    let row = classifier::ActiveModel {
        dictionary: Set(dictionary),
        code: Set(code),
        version: Set(version),
        name: Set(name),
        short_name: Set(short_name),
        valid_from: Set(valid_from),
        valid_to: Set(valid_to),
        replaced_by: Set(replaced_by),
    };
    let row =
        if stored.is_some() { row.update(&tx).await? } else { row.insert(&tx).await.map_err(super::lost_race)? };
    // Dictionaries have no id of their own: the audit log keeps one that follows from dictionary and code.
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("opora:{}:{}", row.dictionary, row.code).as_bytes());
    let details = json!({ "dictionary": row.dictionary, "code": row.code, "name": row.name });
    tx.audit_at("RECORD_CLASSIFIER", "CLASSIFIER", id, Place::federal(), None, details);
    tx.commit().await?;
    Ok(row)
}

/// Whether a dictionary has any entry.
async fn exists(db: &impl ConnectionTrait, dictionary: &str) -> Result<bool, AppError> {
    let select = classifier::Entity::find().filter(classifier::COLUMN.dictionary.eq(dictionary));
    Ok(select.one(db).await?.is_some())
}

/// Latin letters, digits and underscores.
fn identifier(text: &str, path: &str) -> Result<String, UserError> {
    let text = line(text, path, CODE)?;
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Ok(text)
    } else {
        Err(UserError::new(
            UserErrorCode::Invalid,
            path,
            "Код: латинские буквы, цифры и подчёркивание",
            "A code has Latin letters, digits and underscores",
        ))
    }
}
