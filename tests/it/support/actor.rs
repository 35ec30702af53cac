//! Who asks: a role at a node, or the public.

use serde_json::Value;

use super::TestApp;
use super::answer::Answer;
use super::wire::Reply;

/// Someone who sends requests.
pub struct Actor<'app> {
    app: &'app TestApp,
    token: Option<String>,
    email: String,
}

impl<'app> Actor<'app> {
    /// Someone with a token, or the public.
    pub fn new(app: &'app TestApp, token: Option<String>, email: String) -> Self {
        Self { app, token, email }
    }

    /// The address to sign in with; empty for the public.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The access token; none of the public.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Sends a GraphQL request.
    pub fn query(&self, document: &str, variables: Value) -> Answer {
        self.query_in("ru", document, variables)
    }

    /// Sends a GraphQL request and asks for messages in a language.
    pub fn query_in(&self, language: &str, document: &str, variables: Value) -> Answer {
        let headers = [
            ("accept", "application/graphql-response+json"),
            ("accept-language", language),
            ("content-type", "application/json"),
        ];
        let body = Value::from_iter([("query", document.into()), ("variables", variables)]);
        Answer::new(&self.send("POST", "/graphql", &headers, body.to_string().as_bytes()))
    }

    /// Runs a mutation with one input; a deletion answers the id of what is gone, anything else an object as it is shown.
    pub fn mutate(&self, verb: &str, object: &str, shown: &str, input: &Value) -> Answer {
        let kind = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
        let shown = if verb.starts_with("delete") { "deletedId".to_owned() } else { format!("{object} {{ {shown} }}") };
        let document = format!(
            "mutation($input: {kind}!) {{ {verb}(input: $input) {{ {shown} userErrors {{ code path message }} }} }}"
        );
        self.query(&document, Value::from_iter([("input", input.clone())]))
    }

    /// Runs a mutation that must succeed, and answers the id of its object.
    pub fn make(&self, verb: &str, object: &str, input: &Value) -> String {
        let answer = self.mutate(verb, object, "id", input);
        answer.payload();
        answer.text(&format!("{verb}.{object}.id")).to_owned()
    }

    /// Sends any request, with this actor's token.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let mut headers = headers.to_vec();
        headers.extend(bearer.iter().map(|bearer| ("authorization", bearer.as_str())));
        self.app.wire().send(method, path, &headers, body)
    }
}

/// An input with more or other members.
pub fn with(mut input: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("no members") };
    input.as_object_mut().expect("members").extend(more);
    input
}
