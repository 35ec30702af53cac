//! Every limit of the contract over a socket: what is at the edge is not refused for it, what is above is.

use serde_json::json;

use super::{code, post};
use crate::support::{Answer, TestApp, both, wire::Wire};

/// The limit for which a document is refused, if it is.
fn refused_for(wire: &Wire, document: &str) -> Option<String> {
    let answer = post(wire, document);
    let error = answer.body.pointer("/errors/0")?;
    assert!(answer.body.get("data").is_none() || code(&answer.body) != "LIMIT_EXCEEDED", "{answer}");
    Some(error.pointer("/extensions/limit")?.as_str()?.to_owned())
}

/// Asserts that `count` of something is allowed and one more is not.
fn edge(wire: &Wire, limit: &str, count: usize, document: impl Fn(usize) -> String) {
    assert_eq!(refused_for(wire, &document(count)), None, "{limit} at {count}");
    assert_eq!(refused_for(wire, &document(count + 1)).as_deref(), Some(limit), "{limit} above {count}");
}

fn inside(field: &str, count: usize) -> String {
    format!("{{ __schema {{ {} }} }}", field.repeat(count))
}

/// The chain of fields that introspection allows, `levels` deep.
fn deep(levels: usize) -> String {
    let types = "ofType { ".repeat(levels - 5);
    format!("{{ __schema {{ types {{ fields {{ type {{ {types} name {} }} }} }} }} }}", "}".repeat(levels - 5))
}

both! {
    fn each_limit_holds_at_its_edge(app: &TestApp) {
        let wire = app.wire();
        edge(wire, "tokens", 1_995, |n| inside("__typename ", n));
        edge(wire, "nesting", 58, |n| format!("{{ a(x: {}{}) }}", "[".repeat(n), "]".repeat(n)));
        edge(wire, "nesting", 58, |n| format!("{{ __schema {{ {} __typename {} }} }}", "... { ".repeat(n), "}".repeat(n)));
        edge(wire, "depth", 16, deep);
        edge(wire, "aliases", 50, |n| inside("x: __typename ", n));
        edge(wire, "directives", 50, |n| inside("__typename @skip(if: false) ", n));
        edge(wire, "rootFields", 20, |n| format!("{{ {} }}", "__typename ".repeat(n)));
        edge(wire, "nameLength", 100, |n| format!("{{ {} }}", "a".repeat(n)));
        // 49 spreads of 102 selections are 4998, with the field around them 4999.
        edge(wire, "selections", 1, |n| {
            let (spreads, fields) = ("...F ".repeat(49), "__typename ".repeat(101));
            format!("{{ __schema {{ {spreads} {} }} }} fragment F on __Schema {{ {fields} }}", "__typename ".repeat(n))
        });
        // 101 for the first field, 1900 for nineteen more.
        edge(wire, "complexity", 19, |n| format!("{{ regions(first: 100) {{ nodes {{ {} }} totalCount }} }}", "id ".repeat(n)));
    }

    fn the_killers_leave_the_service_alive(app: &TestApp) {
        let wire = app.wire();
        let fragments: Vec<_> =
            (0..14).map(|i| format!("fragment F{i} on Query {{ {} }}", format!("...F{} ", i + 1).repeat(4))).collect();
        let killers = [
            format!("{{ a(x: {} }}", "[".repeat(3_000)),
            format!("{{ a(x: {} }}", "{a:".repeat(3_000)),
            format!("{{ a @d(x: {} }}", "[".repeat(3_000)),
            format!("query($v: I = {}) {{ a }}", "[".repeat(3_000)),
            format!("query($v: {}) {{ a }}", "[".repeat(3_000)),
            format!("{{ ...F0 }} {} fragment F14 on Query {{ __typename }}", fragments.concat()),
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        ];
        for document in &killers {
            let answer = post(wire, document);
            assert_eq!(answer.status, 400, "{answer}");
            assert!(matches!(answer.code(), "LIMIT_EXCEEDED" | "BAD_USER_INPUT"), "{answer}");
        }
        let variables = "[".repeat(3_000) + &"]".repeat(3_000);
        let nested = format!(r#"{{"query": "query($v: I) {{ a(x: $v) }}", "variables": {{"v": {variables}}}}}"#);
        assert_eq!(Answer::new(&wire.send("POST", "/graphql", &super::JSON, nested.as_bytes())).status, 400);
        post(wire, "{ __typename }").data();
    }

    fn a_limit_is_told_in_the_language_of_the_reader(app: &TestApp) {
        let document = format!("{{ {} }}", "__typename ".repeat(21));
        insta::assert_snapshot!(app.public().query(&document, json!({})).redacted(), @r#"
        400
        {
          "errors": [
            {
              "extensions": {
                "allowed": 20,
                "code": "LIMIT_EXCEEDED",
                "found": 21,
                "limit": "rootFields"
              },
              "message": "Число полей верхнего уровня: 21, допускается 20. Разделите запрос"
            }
          ]
        }
        "#);
        let english = app.public().query_in("en", &document, json!({}));
        let message = english.body["errors"][0]["message"].as_str();
        assert_eq!(message, Some("Number of root fields: 21, 20 allowed. Split the request"));
    }

    fn errors_are_few_and_short_and_quote_nothing(app: &TestApp) {
        let unknown: Vec<_> = (0..400).map(|i| format!("nothing{i}")).collect();
        let answer = post(app.wire(), &format!("{{ __schema {{ {} }} }}", unknown.join(" ")));
        assert_eq!((answer.status, answer.errors().len()), (400, 10));
        assert!(answer.errors().iter().all(|error| error["extensions"]["code"] == "BAD_USER_INPUT"), "{answer}");
        let answer = post(app.wire(), &format!("{{ a(x: \"{}\" ", "s".repeat(20_000)));
        assert!(answer.to_string().len() < 500, "{answer}");
    }
}
