//! The numbers of the contract as settings; each can be set by the operator.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What one request may cost. Defaults are the contract's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a body without a token.
    pub body: usize,
    /// Bytes of a body with a valid token.
    pub body_signed_in: usize,
    /// Milliseconds for the whole body to arrive.
    pub body_read_ms: u64,
    /// Bytes of a file that is sent.
    pub file: usize,
    /// Milliseconds for a whole file to arrive.
    pub file_read_ms: u64,
    /// Milliseconds for an operation to run.
    pub execution_ms: u64,
    /// Tokens of a document; variables are not counted.
    pub tokens: usize,
    /// Open brackets of a document or of a variable's value, and selections in one another with fragments expanded.
    pub nesting: usize,
    /// Selections with fragments expanded, of all operations of a document.
    pub selections: usize,
    /// Fields in one another.
    pub depth: usize,
    /// Complexity (see `cost.rs`) without a token.
    pub complexity: usize,
    /// Complexity with a valid token.
    pub complexity_signed_in: usize,
    /// Aliases with fragments expanded.
    pub aliases: usize,
    /// Directives with fragments expanded.
    pub directives: usize,
    /// Fields of the operation's root with fragments expanded.
    pub root_fields: usize,
    /// Errors in one answer.
    pub errors: usize,
    /// Whether `__schema` and `__type` are answered.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            body_signed_in: 6 * 1024 * 1024,
            body_read_ms: 10_000,
            file: 20 * 1024 * 1024,
            file_read_ms: 60_000,
            execution_ms: 10_000,
            tokens: 2_000,
            nesting: 60,
            selections: 5_000,
            depth: 16,
            complexity: 2_000,
            complexity_signed_in: 10_000,
            aliases: 50,
            directives: 50,
            root_fields: 20,
            errors: 10,
            introspection: true,
        }
    }
}

impl Limits {
    /// The body that this caller may send.
    pub fn body_of(&self, signed_in: bool) -> usize {
        if signed_in { self.body_signed_in } else { self.body }
    }

    /// The complexity that this caller may ask for.
    pub fn complexity_of(&self, signed_in: bool) -> usize {
        if signed_in { self.complexity_signed_in } else { self.complexity }
    }

    /// Time for a body to arrive.
    pub fn body_read(&self) -> Duration {
        Duration::from_millis(self.body_read_ms)
    }

    /// Time for an operation to run.
    pub fn execution(&self) -> Duration {
        Duration::from_millis(self.execution_ms)
    }
}
