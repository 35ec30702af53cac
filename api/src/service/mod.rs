//! What opora does, without GraphQL and HTTP: one folder per domain.
//!
//! In each: `query.rs` (the only `find()` of its entities, behind `visible(&Scope)`), one file per mutation or group of
//! small ones, `rules.rs` (pure functions with unit tests). [`Cx`] is what every call gets; [`list`] pages every list.

pub mod access;
pub mod act;
pub mod agreement;
pub mod application;
pub mod campaign;
pub mod can;
pub mod centre;
pub mod classifier;
pub mod competition;
pub mod completeness;
pub mod contact;
pub mod dated;
pub mod external;
pub mod feed;
pub mod file;
pub mod given;
pub mod indicator;
pub mod inside;
pub mod list;
pub mod object;
pub mod open_points;
pub mod organisation;
pub mod overview;
pub mod partnership;
pub mod place;
pub mod report;
pub mod results;
pub mod schedule;
pub mod search;
pub mod slice;
pub mod status;
pub mod target;
pub mod template;
pub mod territory;
pub mod value;

use std::sync::Arc;

use chrono::NaiveDate;
use entity::ids::UserId;

use crate::{
    access::{Kind, Scope, Viewer},
    clock::Clock,
    db::{Db, WriteTx, write::Author},
    error::{Failure, Problems, UserError, UserErrorCode},
    text::{self, TextFault},
};

/// The context of a service call: the database, who asks, and when.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The database.
    pub db: Db,
    /// Who asks.
    pub viewer: Arc<Viewer>,
    /// When.
    pub clock: Clock,
}

impl Cx {
    /// A context.
    pub fn new(db: Db, viewer: Viewer, clock: Clock) -> Self {
        Self { db, viewer: Arc::new(viewer), clock }
    }

    /// The service's own context: demonstration data, commands, maintenance.
    pub fn system(db: Db, clock: Clock) -> Self {
        Self::new(db, Viewer::system(), clock)
    }

    /// The calendar day of the deployment.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// What the viewer may read of a kind.
    pub fn scope(&self, kind: Kind) -> Scope {
        self.viewer.scope(kind)
    }

    /// Begins the one transaction of a mutation.
    pub async fn write(&self) -> Result<WriteTx, Failure> {
        match &self.viewer.account {
            Some(account) => self.write_as(Some(account.id), &account.name).await,
            None => self.write_as(None, "cli").await,
        }
    }

    /// Begins a transaction on behalf of someone who is just proving who they are.
    pub async fn write_as(&self, id: Option<UserId>, name: &str) -> Result<WriteTx, Failure> {
        let author = Author { id: id.map(Into::into), name: name.to_owned(), source: None, batch: None };
        Ok(WriteTx::new(self.db.begin().await?, self.clock.now(), author))
    }
}

/// Refuses a stale version.
pub fn check_version(stored: i32, expected: i32) -> Result<(), Failure> {
    if stored == expected { Ok(()) } else { Err(Failure::Stale) }
}

/// What a unique index refuses was written by another since it was looked for: looked for again, it is found.
#[track_caller]
#[must_use]
pub fn lost_race(error: sea_orm::DbErr) -> Failure {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Failure::Conflict,
        _ => error.into(),
    }
}

/// A member of an update: absent leaves the field, null clears it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not in the input.
    #[default]
    Absent,
    /// Given; `None` clears.
    Set(Option<T>),
}

impl<T> Patch<T> {
    /// The new value of an optional field.
    pub fn or(self, stored: Option<T>) -> Option<T> {
        match self {
            Self::Absent => stored,
            Self::Set(value) => value,
        }
    }

    /// The new value of a field that can't be cleared.
    pub fn or_required(self, stored: T, path: &str) -> Result<T, UserError> {
        match self {
            Self::Absent => Ok(stored),
            Self::Set(Some(value)) => Ok(value),
            Self::Set(None) => Err(UserError::required(path)),
        }
    }

    /// Whether it is in the input.
    pub fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }

    /// Converts the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Set(value) => Patch::Set(value.map(f)),
        }
    }

    /// Checks the value.
    pub fn try_map<U>(self, f: impl FnOnce(T) -> Result<U, UserError>) -> Result<Patch<U>, UserError> {
        Ok(match self {
            Self::Absent => Patch::Absent,
            Self::Set(value) => Patch::Set(value.map(f).transpose()?),
        })
    }
}

/// A name or title: cleaned, one line, at most `max` characters.
pub fn line(value: &str, path: &str, max: usize) -> Result<String, UserError> {
    text::clean(value, max).map_err(|fault| text_error(&fault, path, max))
}

/// The code of an entry: capital Latin letters, digits and underscores, a letter first.
pub fn checked_code(code: &str, path: &str) -> Result<String, UserError> {
    let code = line(code, path, CODE)?;
    let fits = code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if fits {
        return Ok(code);
    }
    Err(UserError::new(
        UserErrorCode::Invalid,
        path,
        "Код: заглавные латинские буквы, цифры и подчёркивания, сначала буква",
        "A code: capital Latin letters, digits and underscores, a letter first",
    ))
}

/// The day of a decision: today unless told, never in the future, never before what it follows.
pub fn decision_day(
    given: Option<NaiveDate>,
    today: NaiveDate,
    after: Option<NaiveDate>,
    path: &str,
) -> Result<NaiveDate, UserError> {
    let day = given.unwrap_or(today);
    if day > today || after.is_some_and(|after| day < after) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            path,
            "Дата решения: не в будущем и не раньше того, на что решение опирается",
            "The day of a decision: not in the future, and not before what it follows",
        ));
    }
    Ok(day)
}

/// A code that another entry has, or had.
pub fn taken_code(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        path,
        "Такой код уже есть; коды не используются повторно",
        "This code exists; codes are never reused",
    )
}

/// Names of an entry, one on a line as they are stored.
pub fn checked_lines(given: &[String], path: &str, most: usize, max: usize, problems: &mut Problems) -> String {
    if given.len() > most {
        problems.add(UserErrorCode::TooMany, path, format!("Не больше {most}"), format!("At most {most}"));
        return String::new();
    }
    let kept: Vec<String> = given
        .iter()
        .enumerate()
        .filter_map(|(i, text)| problems.keep(line(text, &format!("{path}.{i}"), max)))
        .collect();
    kept.join("\n")
}

/// A longer text: cleaned, lines kept.
pub fn paragraph(value: &str, path: &str, max: usize) -> Result<String, UserError> {
    text::clean_lines(value, max).map_err(|fault| text_error(&fault, path, max))
}

fn text_error(fault: &TextFault, path: &str, max: usize) -> UserError {
    match fault {
        TextFault::Empty => UserError::required(path),
        TextFault::TooLong { .. } => UserError::new(
            UserErrorCode::TooLong,
            path,
            format!("Не больше {max} знаков"),
            format!("At most {max} characters"),
        ),
        TextFault::LineBreak => UserError::new(
            UserErrorCode::InvalidCharacters,
            path,
            "Здесь нужна одна строка",
            "One line is expected here",
        ),
        TextFault::Forbidden { .. } => UserError::new(
            UserErrorCode::InvalidCharacters,
            path,
            "Недопустимые знаки: управляющие, невидимые или меняющие направление письма",
            "Characters that are not allowed: control, invisible or changing the direction of writing",
        ),
    }
}

/// Most characters of a name or a title.
pub const NAME: usize = 500;
/// Most characters of a code or a number.
pub const CODE: usize = 60;
/// Most other printed names of an entry.
pub const ALIASES: usize = 30;
/// Most characters of a longer text.
pub const TEXT: usize = 5_000;
