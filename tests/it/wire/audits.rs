//! The audits of the `graphql-http` suite (audits/server, 1.23), one line each: id, level, request, what must come back.
//!
//! Those marked MAY and SHOULD are held too. The ids are the suite's.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp, both, wire::Wire};

const NEWER: &str = "application/graphql-response+json";
const PLAIN: &str = "application/json";

/// What an audit sends.
enum Send {
    /// A JSON body, with a content type and perhaps an `Accept`.
    Post(&'static str, Option<&'static str>, String),
    /// A query string.
    Get(&'static str, Option<&'static str>),
}

/// What must come back.
#[derive(Default)]
struct Expect {
    status: u16,
    media_type: &'static str,
    no_errors: bool,
    no_data: bool,
}

struct Audit {
    id: &'static str,
    level: &'static str,
    send: Send,
    expect: Expect,
}

fn audit(id: &'static str, level: &'static str, send: Send, expect: Expect) -> Audit {
    Audit { id, level, send, expect }
}

/// A JSON body with an `Accept`.
fn post(accept: &'static str, body: &Value) -> Send {
    Send::Post(PLAIN, Some(accept), body.to_string())
}

/// A JSON body without `Accept`.
fn bare(body: &Value) -> Send {
    Send::Post(PLAIN, None, body.to_string())
}

fn status(status: u16) -> Expect {
    Expect { status, ..Expect::default() }
}

/// 200 in a media type.
fn in_type(media_type: &'static str) -> Expect {
    Expect { status: 200, media_type, ..Expect::default() }
}

/// 200 without errors.
fn clean() -> Expect {
    Expect { status: 200, no_errors: true, ..Expect::default() }
}

fn holds(wire: &Wire, Audit { id, level, send, expect }: &Audit) {
    let reply = match send {
        Send::Post(content_type, accept, body) => {
            let mut headers = vec![];
            headers.extend((!content_type.is_empty()).then_some(("content-type", *content_type)));
            headers.extend(accept.map(|accept| ("accept", accept)));
            wire.send("POST", "/graphql", &headers, body.as_bytes())
        }
        Send::Get(query, accept) => {
            let headers: Vec<_> = accept.map(|accept| ("accept", accept)).into_iter().collect();
            wire.send("GET", &format!("/graphql?{query}"), &headers, b"")
        }
    };
    let told = format!("{id} ({level}): {} {}", reply.status, reply.text());
    assert_eq!(reply.status, expect.status, "{told}");
    assert!(reply.header("content-type").contains(expect.media_type), "{told}");
    assert!(reply.header("content-type").contains("charset=utf-8"), "{told}");
    let answer = Answer::new(&reply);
    assert!(!expect.no_errors || answer.body.get("errors").is_none(), "{told}");
    assert!(!expect.no_data || answer.body.get("data").is_none(), "{told}");
}

/// Media types of answers and the encoding of requests.
fn media_types() -> Vec<Audit> {
    let query = json!({ "query": "{ __typename }" });
    let emoji = json!({ "query": "{ __type(name: \"Run\u{1f3c3}Swim\u{1f3ca}\") { name } }" }).to_string();
    vec![
        audit("22EB", "SHOULD", post(NEWER, &query), in_type(NEWER)),
        audit("4655", "MUST", post(PLAIN, &query), in_type(PLAIN)),
        audit("47DE", "SHOULD", post("*/*", &query), in_type(PLAIN)),
        audit("80D8", "SHOULD", bare(&query), in_type(PLAIN)),
        audit("82A3", "MUST", bare(&query), status(200)),
        audit("BF61", "MUST", Send::Post("application/json; charset=utf-8", None, emoji), status(200)),
        audit("78D5", "MUST", bare(&query), status(200)),
    ]
}

/// Methods and bodies.
fn requests() -> Vec<Audit> {
    let query = json!({ "query": "{ __typename }" });
    vec![
        audit("2C94", "MUST", bare(&query), status(200)),
        audit("5A70", "MAY", Send::Get("query=%7B%20__typename%20%7D", None), status(200)),
        audit("9C48", "MAY", Send::Get("query=mutation%20%7B%20__typename%20%7D", Some(NEWER)), status(405)),
        audit("9ABE", "SHOULD", Send::Post("", None, query.to_string()), status(415)),
        audit("03D4", "MUST", bare(&query), status(200)),
        audit("A5BF", "MAY", Send::Post(PLAIN, None, String::new()), status(400)),
        audit("423L", "MAY", post(NEWER, &json!({ "notquery": "{ __typename }" })), status(400)),
        audit("34A2", "SHOULD", post(NEWER, &query), status(200)),
        audit("13EE", "MUST", post(PLAIN, &query), clean()),
        audit("B6DC", "MAY", Send::Post(PLAIN, Some(PLAIN), "{ \"not a JSON".into()), status(400)),
        audit("BCF8", "SHOULD", Send::Post(PLAIN, Some(PLAIN), "{ \"not a JSON".into()), status(400)),
        audit("B7N8", "SHOULD", Send::Post(PLAIN, Some(NEWER), "{ \"not a JSON".into()), status(400)),
        audit("8764", "MAY", bare(&json!({ "qeury": "{ __typename }" })), status(400)),
        audit("3E3A", "MAY", bare(&json!({ "qeury": "{ __typename }" })), status(400)),
    ]
}

/// Types of the parameters.
fn parameters() -> Vec<Audit> {
    let with = |name: &str, value: Value| {
        let mut body = json!({ "query": "{ __typename }" });
        body[name] = value;
        body
    };
    let named = json!({ "query": "query Query { __typename }", "operationName": "Query" });
    let query = "query Type($name: String!) { __type(name: $name) { name } }";
    let typed = json!({ "query": query, "variables": { "name": "sometype" } });
    let extended = with("extensions", json!({ "some": "value" }));
    let get = "query=query%20Type(%24name%3A%20String!)%20%7B%20__type(name%3A%20%24name)%20%7B%20name%20%7D%20%7D\
               &variables=%7B%22name%22%3A%22sometype%22%7D";
    let mut audits = vec![
        audit("8161", "SHOULD", post(NEWER, &named), status(200)),
        audit("B8B3", "MUST", post(PLAIN, &named), clean()),
        audit("2EA1", "SHOULD", post(NEWER, &typed), status(200)),
        audit("28B9", "MUST", post(PLAIN, &typed), clean()),
        audit("D6D5", "MAY", Send::Get(get, Some(NEWER)), clean()),
        audit("6A70", "MAY", Send::Get(get, Some(PLAIN)), clean()),
        audit("428F", "SHOULD", post(NEWER, &extended), status(200)),
        audit("1B7A", "MUST", post(PLAIN, &extended), clean()),
    ];
    let not_text = [json!({ "obj": "ect" }), json!(0), json!(false), json!(["array"])];
    let not_object = [json!("string"), json!(0), json!(false), json!(["array"])];
    for (ids, name, wrong) in [
        (["LKJ0", "LKJ1", "LKJ2", "LKJ3"], "query", &not_text),
        (["6C00", "6C01", "6C02", "6C03"], "operationName", &not_text),
        (["4760", "4761", "4762", "4763"], "variables", &not_object),
        (["58B0", "58B1", "58B2", "58B3"], "extensions", &not_object),
    ] {
        let wrong = ids.into_iter().zip(wrong);
        audits.extend(wrong.map(|(id, value)| audit(id, "MAY", bare(&with(name, value.clone())), status(400))));
    }
    for (newer, plain, name) in
        [("94B0", "0220", "variables"), ("94B1", "0221", "operationName"), ("94B2", "0222", "extensions")]
    {
        audits.push(audit(newer, "SHOULD", post(NEWER, &with(name, Value::Null)), clean()));
        audits.push(audit(plain, "MUST", post(PLAIN, &with(name, Value::Null)), clean()));
    }
    audits
}

/// Documents that fail.
fn failures() -> Vec<Audit> {
    let broken = json!({ "query": "{" });
    let invalid = json!({ "query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }" });
    let coercion = json!({ "query": "query CoerceFailure($id: ID!){ __typename }", "variables": { "id": null } });
    let no_data = || Expect { status: 400, no_data: true, ..Expect::default() };
    vec![
        audit("572B", "SHOULD", post(PLAIN, &broken), status(200)),
        audit("FDE2", "SHOULD", post(PLAIN, &invalid), status(200)),
        audit("7B9B", "SHOULD", post(PLAIN, &coercion), status(200)),
        audit("865D", "SHOULD", post(NEWER, &broken), status(400)),
        audit("556A", "SHOULD", post(NEWER, &broken), status(400)),
        audit("D586", "SHOULD", post(NEWER, &broken), no_data()),
        audit("51FE", "SHOULD", post(NEWER, &invalid), status(400)),
        audit("74FF", "SHOULD", post(NEWER, &invalid), status(400)),
        audit("5E5B", "SHOULD", post(NEWER, &invalid), no_data()),
        audit("86EE", "SHOULD", post(NEWER, &coercion), status(400)),
    ]
}

both! {
    fn the_audits_hold(app: &TestApp) {
        let audits: Vec<_> = [media_types(), requests(), parameters(), failures()].into_iter().flatten().collect();
        assert_eq!(audits.len(), 61, "as many as the suite has");
        for audit in &audits {
            holds(app.wire(), audit);
        }
    }
}
