//! Why a request is not executed. To add a limit: a variant of [`Limit`] with its name and its two sentences.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use entity::CodeEnum;

use crate::{
    error::{AppError, Code},
    lang::Lang,
};

/// A request that is answered without being executed.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Code and message.
    pub error: AppError,
    /// Where in the document.
    pub at: Option<Pos>,
    /// The limit that was passed, if it was one.
    pub exceeded: Option<Exceeded>,
    /// The document is fine, but which of its operations is meant can't be told.
    pub undetermined: bool,
}

/// A limit and how far the request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Which.
    pub limit: Limit,
    /// What the request has, or the first number that is too many where counting stopped.
    pub found: usize,
    /// What is allowed.
    pub allowed: usize,
}

/// The limits by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the body.
    Body,
    /// Tokens of the document.
    Tokens,
    /// Characters of one name.
    NameLength,
    /// Brackets in one another.
    Nesting,
    /// Selections, fragments expanded.
    Selections,
    /// Fields in one another.
    Depth,
    /// Complexity.
    Complexity,
    /// Aliases, fragments expanded.
    Aliases,
    /// Directives, fragments expanded.
    Directives,
    /// Fields of the root.
    RootFields,
    /// Values of variables times their uses.
    VariableUses,
}

impl Limit {
    /// The name in `extensions.limit`.
    pub fn name(self) -> &'static str {
        self.texts().0
    }

    /// Name, what is counted and what to do, in Russian and in English.
    fn texts(self) -> (&'static str, [&'static str; 2], [&'static str; 2]) {
        match self {
            Self::Body => (
                "body",
                ["Размер тела запроса в байтах", "Отправьте данные несколькими запросами"],
                ["Size of the body in bytes", "Send the data in several requests"],
            ),
            Self::Tokens => (
                "tokens",
                ["Число лексем документа", "Перенесите значения в переменные или разделите документ"],
                ["Number of tokens in the document", "Move values into variables or split the document"],
            ),
            Self::NameLength => (
                "nameLength",
                ["Длина имени в документе", "Возьмите имя короче"],
                ["Length of a name in the document", "Use a shorter name"],
            ),
            Self::Nesting => (
                "nesting",
                ["Вложенность скобок или выборок", "Уменьшите вложенность"],
                ["Nesting of brackets or selections", "Nest less"],
            ),
            Self::Selections => (
                "selections",
                ["Число выборок с раскрытыми фрагментами", "Выберите меньше полей или разделите запрос"],
                ["Number of selections with fragments expanded", "Select less or split the request"],
            ),
            Self::Depth => (
                "depth",
                ["Глубина полей", "Запросите внутренние объекты отдельно по id"],
                ["Depth of fields", "Ask for the inner objects by id in a second request"],
            ),
            Self::Complexity => (
                "complexity",
                ["Сложность запроса", "Уменьшите размер страниц (first, last) или выберите меньше полей"],
                ["Complexity of the request", "Ask for smaller pages (first, last) or fewer fields"],
            ),
            Self::Aliases => (
                "aliases",
                ["Число псевдонимов с раскрытыми фрагментами", "Разделите запрос или используйте nodes(ids:)"],
                ["Number of aliases with fragments expanded", "Split the request or use nodes(ids:)"],
            ),
            Self::Directives => (
                "directives",
                ["Число директив с раскрытыми фрагментами", "Используйте меньше директив"],
                ["Number of directives with fragments expanded", "Use fewer directives"],
            ),
            Self::RootFields => (
                "rootFields",
                ["Число полей верхнего уровня", "Разделите запрос"],
                ["Number of root fields", "Split the request"],
            ),
            Self::VariableUses => (
                "variableUses",
                ["Объём переменных, умноженный на число их использований", "Используйте большую переменную реже"],
                ["Size of variables times the number of their uses", "Use a large variable in fewer places"],
            ),
        }
    }
}

impl Refusal {
    /// Refused with an error at a place of the document.
    pub fn new(error: AppError, at: Option<Pos>) -> Self {
        Self { error, at, exceeded: None, undetermined: false }
    }

    /// Refused as malformed.
    pub fn malformed(ru: impl Into<String>, en: impl Into<String>, at: Option<Pos>) -> Self {
        Self::new(AppError::bad_input(ru, en), at)
    }

    /// Refused because the operation to run can't be told.
    pub fn undetermined(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { undetermined: true, ..Self::malformed(ru, en, None) }
    }

    /// Refused at a limit.
    pub fn exceeded(limit: Limit, found: usize, allowed: usize) -> Self {
        let (_, ru, en) = limit.texts();
        let error = AppError::new(
            Code::LimitExceeded,
            sentences(ru, &format!("{found}, допускается {allowed}")),
            sentences(en, &format!("{found}, {allowed} allowed")),
        );
        Self { exceeded: Some(Exceeded { limit, found, allowed }), ..Self::new(error, None) }
    }

    /// As an error of the answer.
    pub fn into_error(self, lang: Lang) -> ServerError {
        let mut error = ServerError::new(self.error.message.in_lang(lang), self.at);
        let mut values = ErrorExtensionValues::default();
        values.set("code", self.error.code.code());
        if let Some(Exceeded { limit, found, allowed }) = self.exceeded {
            values.set("limit", limit.name());
            values.set("found", found);
            values.set("allowed", allowed);
        }
        error.extensions = Some(values);
        error
    }
}

fn sentences([what, advice]: [&str; 2], numbers: &str) -> String {
    format!("{what}: {numbers}. {advice}")
}

/// Fails at a limit when more was found than is allowed.
pub(super) fn within(limit: Limit, found: usize, allowed: usize) -> Result<(), Refusal> {
    if found > allowed { Err(Refusal::exceeded(limit, found, allowed)) } else { Ok(()) }
}
