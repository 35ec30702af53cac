//! The answer to a GraphQL request, and the usual questions to it. Each fails with the whole answer.

use std::fmt;

use serde_json::Value;

use super::Redactor;
use super::wire::Reply;

/// The answer to a GraphQL request.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
}

impl Answer {
    /// Reads a reply, which must be JSON.
    pub fn new(reply: &Reply) -> Self {
        let body = serde_json::from_slice(&reply.body)
            .unwrap_or_else(|error| panic!("not JSON ({error}): {} {}", reply.status, reply.text()));
        Self { status: reply.status, body }
    }

    /// `data`, of an answer without errors.
    pub fn data(&self) -> &Value {
        assert!(self.errors().is_empty(), "errors in {self}");
        self.body.get("data").unwrap_or_else(|| panic!("no data in {self}"))
    }

    /// `errors`, empty when there are none.
    pub fn errors(&self) -> &[Value] {
        self.body.get("errors").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// `extensions.code` of the one error.
    pub fn code(&self) -> &str {
        let [error] = self.errors() else { panic!("not one error in {self}") };
        let code = error.pointer("/extensions/code").and_then(Value::as_str);
        code.unwrap_or_else(|| panic!("an error without a code in {self}"))
    }

    /// What stands at a path below `data`, as `organisations.nodes.0.id`.
    pub fn at(&self, path: &str) -> &Value {
        let pointer = format!("/{}", path.replace('.', "/"));
        self.data().pointer(&pointer).unwrap_or_else(|| panic!("nothing at {path} in {self}"))
    }

    /// The text at a path below `data`.
    pub fn text(&self, path: &str) -> &str {
        self.at(path).as_str().unwrap_or_else(|| panic!("no text at {path} in {self}"))
    }

    /// The payload of the one mutation, which must have succeeded.
    pub fn payload(&self) -> &Value {
        assert!(self.user_errors().is_empty(), "user errors in {self}");
        self.only_root()
    }

    /// `userErrors` of the one mutation.
    pub fn user_errors(&self) -> &[Value] {
        let errors = self.only_root().get("userErrors").and_then(Value::as_array);
        errors.unwrap_or_else(|| panic!("userErrors was not asked for in {self}"))
    }

    /// Asserts that the one mutation was refused by one user error, at a path as `input.parties.0`.
    pub fn expect_user_error(&self, code: &str, path: &str) {
        let [error] = self.user_errors() else { panic!("not one user error in {self}") };
        assert_eq!(error.get("code").and_then(Value::as_str), Some(code), "{self}");
        let steps = error.get("path").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let steps: Vec<&str> = steps.iter().filter_map(Value::as_str).collect();
        assert_eq!(steps.join("."), path, "{self}");
    }

    /// Codes and paths of the user errors of the one mutation, in their order.
    pub fn refusals(&self) -> Vec<String> {
        let steps = |error: &Value| -> Vec<String> {
            error["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap().to_owned()).collect()
        };
        let told = |error: &Value| format!("{} {}", error["code"].as_str().unwrap(), steps(error).join("."));
        self.user_errors().iter().map(told).collect()
    }

    /// Asserts codes and paths of the user errors of the one mutation, in their order; a path goes on from the input.
    pub fn expect_user_errors(&self, expected: &[(&str, &str)]) {
        let path = |path: &str| if path.is_empty() { "input".to_owned() } else { format!("input.{path}") };
        let expected: Vec<String> = expected.iter().map(|(code, at)| format!("{code} {}", path(at))).collect();
        assert_eq!(self.refusals(), expected, "{self}");
    }

    /// Status and body for a snapshot, without what differs from run to run.
    pub fn redacted(&self) -> String {
        Redactor::new().answer(self)
    }

    /// The same with every list in the order of its texts, where none is promised: two objects of one moment have ids in
    /// either order.
    pub fn sorted(mut self) -> Self {
        sort(&mut self.body);
        self
    }

    fn only_root(&self) -> &Value {
        let fields: Vec<&Value> = self.data().as_object().into_iter().flat_map(|data| data.values()).collect();
        let [field] = fields[..] else { panic!("not one root field in {self}") };
        field
    }
}

fn sort(value: &mut Value) {
    match value {
        Value::Array(list) => {
            list.iter_mut().for_each(sort);
            list.sort_by_key(ToString::to_string);
        }
        Value::Object(members) => members.values_mut().for_each(sort),
        _ => {}
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n{:#}", self.status, self.body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Answer;

    fn answer(body: Value) -> Answer {
        Answer { status: 200, body }
    }

    #[test]
    fn one_error_has_a_code() {
        let refused = answer(json!({ "errors": [{ "extensions": { "code": "FORBIDDEN" } }] }));
        assert_eq!(refused.code(), "FORBIDDEN");
    }

    #[test]
    #[should_panic(expected = "errors in 200")]
    fn data_beside_errors_is_no_success() {
        answer(json!({ "errors": [{}], "data": { "a": null } })).data();
    }

    #[test]
    fn a_payload_is_a_success() {
        let done = answer(json!({ "data": { "endCentre": { "userErrors": [], "centre": 1 } } }));
        assert_eq!(done.payload()["centre"], 1);
    }

    #[test]
    #[should_panic(expected = "user errors in 200")]
    fn a_payload_with_user_errors_is_no_success() {
        answer(json!({ "data": { "endCentre": { "userErrors": [{}] } } })).payload();
    }

    #[test]
    fn a_user_error_has_a_code_and_a_path() {
        let error = json!({ "code": "OVERLAP", "path": ["input", "parties", "0"] });
        let refused = answer(json!({ "data": { "endCentre": { "userErrors": [error] } } }));
        refused.expect_user_error("OVERLAP", "input.parties.0");
    }
}
