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

    /// Sends any request, with this actor's token.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let mut headers = headers.to_vec();
        headers.extend(bearer.iter().map(|bearer| ("authorization", bearer.as_str())));
        self.app.wire().send(method, path, &headers, body)
    }
}
