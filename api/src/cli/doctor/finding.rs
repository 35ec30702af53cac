//! What a check says.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// As it must be.
    Ok,
    /// Works, but should be looked at.
    Warn,
    /// Does not work, or will not.
    Fail,
}

impl Level {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warn => "WARN",
            Self::Fail => "FAIL",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub level: Level,
    /// What is so, or what is wrong.
    pub text: String,
    /// How to mend it.
    pub mend: Option<String>,
}

impl Finding {
    /// All is well.
    pub(super) fn ok(text: impl Into<String>) -> Self {
        Self { level: Level::Ok, text: text.into(), mend: None }
    }

    /// Something to look at.
    pub(super) fn warn(text: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { level: Level::Warn, text: text.into(), mend: Some(mend.into()) }
    }

    /// Something that must be mended.
    pub(super) fn fail(text: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { level: Level::Fail, text: text.into(), mend: Some(mend.into()) }
    }
}
