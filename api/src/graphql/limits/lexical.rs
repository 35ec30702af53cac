//! First pass: tokens and brackets of the text, before the parser sees it.
//!
//! The parser of async-graphql recurses once per bracket of a value, without bound: some six kilobytes of `[` overflow
//! the stack and end the whole process. So brackets are counted here, in one pass over the bytes. What this pass skips
//! must be exactly what the parser skips (strings, block strings, comments); where the two could differ, an unfinished
//! string for one, the document is refused here.

use async_graphql::Pos;

use super::{
    Limits,
    refusal::{Limit, Refusal, within},
};

/// Longest name. Names are compared with the schema's for "Did you mean", and the parser reads `nullnullnull` as three
/// values, so a name without bound would be many tokens counted as one.
pub const NAME_LENGTH: usize = 100;

/// Checks the text of a document.
pub fn scan(document: &str, limits: &Limits) -> Result<(), Refusal> {
    let mut scanner = Scanner { rest: document.as_bytes(), tokens: 0, open: 0, deepest: 0, longest: 0 };
    let outcome = scanner.run();
    // Limits first: they hold whether or not the rest of the text is well formed.
    within(Limit::Nesting, scanner.deepest, limits.nesting)?;
    within(Limit::Tokens, scanner.tokens, limits.tokens)?;
    within(Limit::NameLength, scanner.longest, NAME_LENGTH)?;
    outcome.map_err(|Stray(ru, en)| {
        let at = position(document, document.len() - scanner.rest.len());
        Refusal::malformed(format!("Синтаксическая ошибка: {ru}"), format!("Syntax error: {en}"), Some(at))
    })
}

/// What can't be a token, in both languages; it begins where the scanner stands.
struct Stray(&'static str, &'static str);

struct Scanner<'a> {
    rest: &'a [u8],
    tokens: usize,
    open: usize,
    deepest: usize,
    longest: usize,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), Stray> {
        while let Some(&byte) = self.rest.first() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => self.skip(1),
                0xEF if self.rest.starts_with(b"\xEF\xBB\xBF") => self.skip(3),
                b'#' => self.skip(length(self.rest, |b| b != b'\n' && b != b'\r')),
                b'"' => self.string()?,
                b'.' if self.rest.starts_with(b"...") => self.token(3),
                b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                    let name = length(self.rest, |b| b == b'_' || b.is_ascii_alphanumeric());
                    self.longest = self.longest.max(name);
                    self.token(name);
                }
                b'-' | b'0'..=b'9' => self.number()?,
                b'(' | b'[' | b'{' => {
                    self.open += 1;
                    self.deepest = self.deepest.max(self.open);
                    self.token(1);
                }
                b')' | b']' | b'}' => {
                    self.open = self.open.saturating_sub(1);
                    self.token(1);
                }
                b'!' | b'$' | b'&' | b':' | b'=' | b'@' | b'|' => self.token(1),
                _ => return Err(Stray("недопустимый символ", "unexpected character")),
            }
        }
        Ok(())
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn token(&mut self, bytes: usize) {
        self.tokens += 1;
        self.skip(bytes);
    }

    /// One number, no more: the parser reads `00` and `1-1` as two values each.
    fn number(&mut self) -> Result<(), Stray> {
        let stray = Stray("неверное число", "malformed number");
        let digits = |text: &[u8]| length(text, |b| b.is_ascii_digit());
        let tail = |at: usize| self.rest.get(at..).unwrap_or_default();
        let mut end = usize::from(self.rest.starts_with(b"-"));
        end += match digits(tail(end)) {
            0 => return Err(stray),
            _ if tail(end).starts_with(b"0") => 1,
            count => count,
        };
        if tail(end).starts_with(b".") {
            match digits(tail(end + 1)) {
                0 => return Err(stray),
                count => end += 1 + count,
            }
        }
        if tail(end).first().is_some_and(|b| matches!(b, b'e' | b'E')) {
            let sign = usize::from(tail(end + 1).first().is_some_and(|b| matches!(b, b'+' | b'-')));
            match digits(tail(end + 1 + sign)) {
                0 => return Err(stray),
                count => end += 1 + sign + count,
            }
        }
        if tail(end).first().is_some_and(|b| matches!(b, b'.' | b'_') || b.is_ascii_alphanumeric()) {
            return Err(stray);
        }
        self.token(end);
        Ok(())
    }

    fn string(&mut self) -> Result<(), Stray> {
        let end = if self.rest.starts_with(b"\"\"\"") { block_string(self.rest) } else { line_string(self.rest) };
        match end {
            Some(end) => {
                self.token(end);
                Ok(())
            }
            None => Err(Stray("строка не закрыта", "unterminated string")),
        }
    }
}

fn length(text: &[u8], part: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|b| !part(*b)).unwrap_or(text.len())
}

fn line_string(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn block_string(text: &[u8]) -> Option<usize> {
    let mut at = 3;
    loop {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        if rest.starts_with(b"\"\"\"") {
            return Some(at + 3);
        }
        at += if rest.starts_with(b"\\\"\"\"") { 4 } else { 1 };
    }
}

/// Line and column, both from one.
fn position(document: &str, at: usize) -> Pos {
    let before = document.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Pos { line: 1 + before.bytes().filter(|b| *b == b'\n').count(), column: 1 + line.chars().count() }
}
