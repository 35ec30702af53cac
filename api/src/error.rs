//! Errors, typed to the edge: [`AppError`] becomes a top-level GraphQL error, [`UserError`] is data of a payload.
//!
//! `AppError` has no `Display` on purpose: with it async-graphql would turn every `?` into a message for the client.
//! To add a code: a variant of [`Code`] or [`UserErrorCode`], and its line in docs/API.md.

use sea_orm::{DbErr, SqlErr};

use crate::lang::Text;

entity::code_enum! {
    /// Code of a top-level error (`extensions.code`)
    pub enum Code {
        /// A token is needed here, and there is none
        Unauthenticated = "UNAUTHENTICATED",
        /// The object is seen, but this may not be done with it
        Forbidden = "FORBIDDEN",
        /// The object of a mutation does not exist, or not for this viewer
        NotFound = "NOT_FOUND",
        /// Malformed: an id, a cursor, a page size, an argument
        BadUserInput = "BAD_USER_INPUT",
        /// The request is larger, deeper or dearer than allowed
        LimitExceeded = "LIMIT_EXCEEDED",
        /// Too many requests
        RateLimited = "RATE_LIMITED",
        /// The work was stopped at its time limit
        Timeout = "TIMEOUT",
        /// A fault of the service; the reference stands in its log
        Internal = "INTERNAL",
    }
}

entity::code_enum! {
    /// Code of an error that a correct client can meet (код ошибки ввода)
    pub enum UserErrorCode {
        /// A value is needed here (нет значения)
        Required = "REQUIRED",
        /// The value does not have the form that it must have (неверный формат)
        Invalid = "INVALID",
        /// Longer than allowed (слишком длинно)
        TooLong = "TOO_LONG",
        /// Characters that no text here may hold (недопустимые символы)
        InvalidCharacters = "INVALID_CHARACTERS",
        /// The check digit of ИНН or ОГРН does not fit (контрольное число ИНН, ОГРН)
        InvalidCheckDigit = "INVALID_CHECK_DIGIT",
        /// A number outside its range (вне допустимых значений)
        OutOfRange = "OUT_OF_RANGE",
        /// More entries than allowed (слишком много записей)
        TooMany = "TOO_MANY",
        /// What is referred to does not exist, or not for this viewer (неизвестная ссылка)
        UnknownReference = "UNKNOWN_REFERENCE",
        /// Keys of one reference lead to different objects (неоднозначная ссылка)
        AmbiguousReference = "AMBIGUOUS_REFERENCE",
        /// Dates in the wrong order, or outside the term of what they belong to (порядок дат)
        DateOrder = "DATE_ORDER",
        /// Two records of one kind, holder, territory and topic hold at the same time (пересечение сроков)
        Overlap = "OVERLAP",
        /// Such an object exists already (дубль)
        Duplicate = "DUPLICATE",
        /// Accepted or locked: it is not changed any more (закрыто для изменений)
        Locked = "LOCKED",
        /// The object has changed since it was read; the payload carries it as it is now (устаревшая версия)
        StaleVersion = "STALE_VERSION",
        /// The state of the object does not allow this step (состояние не позволяет)
        RefusedTransition = "REFUSED_TRANSITION",
        /// A missed target, a jump or another number than the sum of those below needs a reason, the first two measures too
        /// (нужна причина)
        ReasonRequired = "REASON_REQUIRED",
        /// A legal act with date and number is needed (нужен правовой акт)
        ActRequired = "ACT_REQUIRED",
        /// Something refers to the object (объект используется)
        InUse = "IN_USE",
        /// An expert may not act on their own organisation (конфликт интересов)
        ConflictOfInterest = "CONFLICT_OF_INTEREST",
        /// Wider than what the viewer may give or do (за пределами полномочий)
        OutsideScope = "OUTSIDE_SCOPE",
        /// E-mail and password, code or token do not fit (неверные данные для входа)
        WrongCredentials = "WRONG_CREDENTIALS",
        /// The password is too weak (слабый пароль)
        WeakPassword = "WEAK_PASSWORD",
        /// Parts of the input exclude each other (противоречие)
        Contradiction = "CONTRADICTION",
    }
}

/// A top-level error.
#[derive(Clone, Debug)]
pub struct AppError {
    /// The contract's code.
    pub code: Code,
    /// For the client.
    pub message: Text,
}

impl AppError {
    /// An error with a code and a message.
    pub fn new(code: Code, ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: Text::new(ru, en) }
    }

    /// The object does not exist, or not for this viewer.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "Объект не найден", "No such object")
    }

    /// Malformed input.
    pub fn bad_input(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, ru, en)
    }

    /// A filter whose end is before its beginning.
    pub fn contradicting_filter(from: &str, to: &str) -> Self {
        Self::bad_input(
            format!("Отбор противоречит себе: {from} позже {to}"),
            format!("The filter contradicts itself: {from} is after {to}"),
        )
    }

    /// A filter whose members exclude each other.
    pub fn excluding_filter(one: &str, other: &str) -> Self {
        Self::bad_input(
            format!("Отбор противоречит себе: {one} исключает {other}"),
            format!("The filter contradicts itself: {one} excludes {other}"),
        )
    }

    /// A token is needed.
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Нужно войти", "Sign in first")
    }

    /// Seen, but not allowed.
    pub fn forbidden(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, ru, en)
    }

    /// A fault of the service: the cause goes to the log under a reference, the client gets the reference alone.
    #[track_caller]
    #[expect(clippy::disallowed_methods, reason = "names a line of the log and is stored nowhere")]
    pub fn internal(cause: impl std::fmt::Debug) -> Self {
        let reference = uuid::Uuid::now_v7().simple().to_string();
        tracing::error!(reference, ?cause, at = %std::panic::Location::caller(), "internal error");
        Self::new(
            Code::Internal,
            format!("Внутренняя ошибка, обращение {reference}"),
            format!("Internal error, reference {reference}"),
        )
    }
}

/// What the database said, in the words of [`Failure`].
enum Fault {
    Timeout,
    Conflict,
    /// A character that the database can't store (NUL on PostgreSQL), in a text that only compares.
    Character,
    Other,
}

fn fault(error: &DbErr) -> Fault {
    let text = error.to_string();
    if matches!(error, DbErr::ConnectionAcquire(_))
        || text.contains("statement timeout")
        || text.contains("interrupted")
    {
        Fault::Timeout
    } else if text.contains("deadlock detected")
        || text.contains("could not serialize")
        || text.contains("is locked")
        // Another writer was first; run again, the check before the insert says so to the client.
        || matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
    {
        Fault::Conflict
    } else if text.contains("invalid byte sequence for encoding") {
        Fault::Character
    } else {
        Fault::Other
    }
}

impl From<DbErr> for AppError {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Timeout => Self::new(
                Code::Timeout,
                "Запрос остановлен: превышено время выполнения",
                "Stopped at the execution time limit",
            ),
            Fault::Character => Self::bad_input("Недопустимый знак в тексте", "A character that no text may hold"),
            Fault::Conflict | Fault::Other => Self::internal(error),
        }
    }
}

/// An error of the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// The contract's code.
    pub code: UserErrorCode,
    /// For the person.
    pub message: Text,
    /// Where in the input, indices as digits, without the leading `input`.
    pub path: Vec<String>,
}

impl UserError {
    /// An error at a place such as `parties.0.organisationId`.
    pub fn new(code: UserErrorCode, path: &str, ru: impl Into<String>, en: impl Into<String>) -> Self {
        let path = path.split('.').filter(|step| !step.is_empty()).map(ToOwned::to_owned).collect();
        Self { code, message: Text::new(ru, en), path }
    }

    /// A required value is absent.
    pub fn required(path: &str) -> Self {
        Self::new(UserErrorCode::Required, path, "Укажите значение", "A value is needed")
    }

    /// A reference leads nowhere.
    pub fn unknown(path: &str) -> Self {
        Self::new(UserErrorCode::UnknownReference, path, "Такого объекта нет", "No such object")
    }

    /// The last day is before the first.
    pub fn date_order(path: &str) -> Self {
        Self::new(
            UserErrorCode::DateOrder,
            path,
            "Дата окончания раньше даты начала",
            "The end is before the beginning",
        )
    }

    /// A step that the state does not allow.
    pub fn refused(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(UserErrorCode::RefusedTransition, "", ru, en)
    }
}

/// Why a service operation wrote nothing.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Errors of the payload.
    User(Vec<UserError>),
    /// The object is newer than the client's copy.
    Stale,
    /// Lost against another writer: the same operation may be tried again.
    Conflict,
    /// A top-level error.
    App(AppError),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<UserError> for Failure {
    fn from(error: UserError) -> Self {
        Self::User(vec![error])
    }
}

impl From<DbErr> for Failure {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Conflict => {
                tracing::debug!(?error, at = %std::panic::Location::caller(), "lost against another writer");
                Self::Conflict
            }
            Fault::Timeout | Fault::Character | Fault::Other => Self::App(error.into()),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::User(problems.0)
    }
}

impl Failure {
    /// The same, with the errors of a part of the input at its place: `successors.0`.
    pub fn within(self, place: &str) -> Self {
        let Self::User(mut errors) = self else { return self };
        for error in &mut errors {
            error.path.splice(0..0, place.split('.').map(ToOwned::to_owned));
        }
        Self::User(errors)
    }
}

/// Collects the errors of one input, so that a person sees them all at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<UserError>);

impl Problems {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, error: UserError) {
        self.0.push(error);
    }

    /// Adds one at a place.
    pub fn add(&mut self, code: UserErrorCode, path: &str, ru: impl Into<String>, en: impl Into<String>) {
        self.0.push(UserError::new(code, path, ru, en));
    }

    /// Keeps the value of a check, or its error.
    pub fn keep<T>(&mut self, result: Result<T, UserError>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    /// Keeps the value of a check, or all its errors; fails only with what is not an error of the payload.
    pub fn gather<T>(&mut self, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Failure::User(errors)) => {
                self.0.extend(errors);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Fails when there is any.
    pub fn finish(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure::User(self.0)) }
    }
}

/// Why a service does not start: one clear sentence.
#[derive(Debug)]
pub struct StartError(pub String);

impl StartError {
    /// A step that failed.
    pub fn at(step: &str, cause: impl std::fmt::Display) -> Self {
        Self(format!("{step}: {cause}"))
    }
}
