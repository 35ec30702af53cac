//! What opora does, without GraphQL and HTTP: one folder per domain.
//!
//! In each: `query.rs` (the only `find()` of its entities, behind `visible(&Scope)`), one file per mutation or group of
//! small ones, `rules.rs` (pure functions with unit tests). [`Cx`] is what every call gets; [`list`] pages every list.

pub mod access;
pub mod act;
pub mod agreement;
pub mod application;
pub mod can;
pub mod centre;
pub mod classifier;
pub mod competition;
pub mod contact;
pub mod dated;
pub mod external;
pub mod file;
pub mod list;
pub mod object;
pub mod open_points;
pub mod organisation;
pub mod overview;
pub mod partnership;
pub mod place;
pub mod search;
pub mod slice;
pub mod status;
pub mod territory;

use std::sync::Arc;

use chrono::NaiveDate;
use entity::ids::UserId;

use crate::{
    access::{Kind, Scope, Viewer},
    clock::Clock,
    db::{Db, WriteTx, write::Author},
    error::{Failure, UserError, UserErrorCode},
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
/// Most characters of a longer text.
pub const TEXT: usize = 5_000;
