//! Stable names in the place of what differs from run to run, so that whole answers can be asserted.
//!
//! The first organisation's id that appears becomes `org#1` wherever it stands, in a message too. One
//! [`Redactor`] over several answers shows that they speak of the same object. To cover one more kind
//! of value, name its member in [`SECRETS`] or [`CURSORS`], or its form in [`kind_of`].

use std::collections::BTreeMap;

use serde_json::Value;

use super::Answer;

/// Members whose text is secret or random as a whole.
const SECRETS: [&str; 6] = ["accessToken", "refreshToken", "token", "password", "oneTimePassword", "oneTimeCode"];
/// Members that hold a cursor, in which ids are folded.
const CURSORS: [&str; 3] = ["cursor", "startCursor", "endCursor"];
/// The length of an id after its prefix.
const ID_LENGTH: usize = 26;

/// Remembers what stands for what.
#[derive(Default)]
pub struct Redactor {
    names: BTreeMap<(String, String), String>,
    counts: BTreeMap<String, usize>,
}

impl Redactor {
    /// One that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Status and body of an answer, as text for a snapshot.
    pub fn answer(&mut self, answer: &Answer) -> String {
        format!("{}\n{:#}", answer.status, self.value(&answer.body))
    }

    /// A JSON value with stable names.
    pub fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, member)| (name.clone(), self.member(name, member))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    /// A text with stable names in it.
    pub fn text(&mut self, text: &str) -> String {
        let belongs = |c: char| c.is_ascii_alphanumeric() || "_-.:+".contains(c);
        let mut redacted = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(belongs) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|c| !belongs(c)).unwrap_or(word.len());
            // The full stop of a sentence is no part of the word.
            let (word, after) =
                word.split_at(word.get(..end).unwrap_or(word).trim_end_matches(['.', ':']).len().max(1));
            redacted.push_str(before);
            match kind_of(word) {
                Some(kind) => redacted.push_str(&self.name(kind, word)),
                None => redacted.push_str(word),
            }
            rest = after;
        }
        redacted + rest
    }

    fn member(&mut self, name: &str, member: &Value) -> Value {
        match member {
            Value::String(text) if SECRETS.contains(&name) => self.name("token", text).into(),
            Value::String(text) if CURSORS.contains(&name) => self.name("cursor", text).into(),
            _ => self.value(member),
        }
    }

    fn name(&mut self, kind: &str, original: &str) -> String {
        let count = self.counts.entry(kind.to_owned()).or_default();
        let name = self.names.entry((kind.to_owned(), original.to_owned())).or_insert_with(|| {
            *count += 1;
            format!("{kind}#{count}")
        });
        name.clone()
    }
}

/// What a word stands for, if it differs from run to run.
fn kind_of(word: &str) -> Option<&str> {
    let (prefix, id) = word.split_at_checked(3)?;
    let is_id = |id: &str| id.len() == ID_LENGTH && shape(id).chars().all(|c| "0a".contains(c));
    if prefix.chars().all(|c| c.is_ascii_lowercase()) && id.strip_prefix('_').is_some_and(is_id) {
        return Some(prefix);
    }
    let shape = shape(word);
    if shape.starts_with("0000-00-00A00:00:00") && word.ends_with('Z') {
        return Some("instant");
    }
    if prefix == "eyJ" && word.matches('.').count() == 2 {
        return Some("token");
    }
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    let hexadecimal = word.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    (hexadecimal && lengths == [8, 4, 4, 4, 12]).then_some("uuid")
}

/// The word with each digit as `0`, each small letter as `a` and each capital as `A`.
fn shape(word: &str) -> String {
    let shape = |c: char| match c {
        '0'..='9' => '0',
        'a'..='z' => 'a',
        'A'..='Z' => 'A',
        other => other,
    };
    word.chars().map(shape).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Redactor;

    #[test]
    fn names_follow_the_order_of_appearance() {
        let first = "org_01hf7yat00e8xskxw5d3v1ywyk";
        let second = "org_01hf7yat00e8xskxw5d3v1ywym";
        let mut redactor = Redactor::new();
        let redacted = redactor.value(&json!({
            "a": [second, first],
            "b": format!("Организация {second} уже есть."),
            "cursor": "djE6b3Jn", "endCursor": "djE6b3Jn",
            "accessToken": "opaque", "at": "2023-11-15T09:00:00.123Z",
            "href": format!("/files/{first}?u=0190163d-8694-739b-aea5-966c26f8ad91."),
            "jwt": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3IifQ.c2lnbmF0dXJl",
        }));
        assert_eq!(
            redacted,
            json!({
                "a": ["org#1", "org#2"],
                "b": "Организация org#1 уже есть.",
                "cursor": "cursor#1", "endCursor": "cursor#1",
                "accessToken": "token#1", "at": "instant#1",
                "href": "/files/org#2?u=uuid#1.",
                "jwt": "token#2",
            })
        );
        assert_eq!(redactor.text(first), "org#2");
    }

    #[test]
    fn facts_stay() {
        for fact in
            ["2023-11-15", "input.parties.0", "NOT_FOUND", "12.2021 – 12.2024", "org_short", "...", "03608413", ""]
        {
            assert_eq!(Redactor::new().text(fact), fact);
        }
    }
}
