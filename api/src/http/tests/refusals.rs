use actix_web::http::Method;

use super::*;
use crate::graphql::limits::Limits;

#[actix_web::test]
async fn anything_but_a_valid_bearer_is_401_before_anything_runs() {
    let toy = Toy::new();
    for authorization in [
        "Bearer",
        "Bearer ",
        "Bearer  ",
        "Basic dTpw",
        "good",
        "Bearer good,good",
        "Bearer go od",
        "Bearer \u{44f}",
        "",
        "Bearer expired",
    ] {
        let asked = post("mutation { write }").insert_header(("authorization", authorization.as_bytes()));
        let answer = send(&toy, asked).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (401, "UNAUTHENTICATED"), "{authorization}");
        assert!(answer.header("www-authenticate").starts_with("Bearer "));
    }
    let twice = post("{ signedIn }").append_header(("authorization", "Bearer good"));
    assert_eq!(send(&toy, twice.append_header(("authorization", "Bearer good"))).await.status, 401);
    assert_eq!(toy.executed(), 0);
    let fine = send(&toy, post("{ signedIn }").insert_header(("authorization", "bearer  good"))).await;
    assert_eq!(fine.body["data"]["signedIn"], true);
}

#[actix_web::test]
async fn a_fault_of_signing_in_is_500_and_not_the_public() {
    let toy = Toy::new();
    let answer = send(&toy, post("{ signedIn }").insert_header(("authorization", "Bearer broken"))).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (500, "INTERNAL"));
    assert!(!answer.body.to_string().contains("secret"));
}

#[actix_web::test]
async fn get_runs_queries_only() {
    let toy = Toy::new();
    let get = |query: &'static str| send(&toy, TestRequest::get().uri(query));
    assert_eq!(get("/graphql?query=%7BsignedIn%7D").await.body["data"]["signedIn"], false);
    let sent =
        "/graphql?query=query(%24y:Int!)%7Byear(of:%24y)%7D&variables=%7B%22y%22:7%7D&operationName=&extensions=";
    assert_eq!(get(sent).await.body["data"]["year"], 7);
    let refused = get("/graphql?query=mutation%7Bwrite%7D").await;
    assert_eq!((refused.status.as_u16(), refused.header("allow")), (405, "POST"));
    for malformed in [
        "/graphql",
        "/graphql?query=",
        "/graphql?query=%7BsignedIn%7D&query=%7BsignedIn%7D",
        "/graphql?query=%7BsignedIn%7D&variables=%5B%5D",
        "/graphql?query=%7BsignedIn%7D&variables=%7B",
        "/graphql?query=%7BsignedIn%7D&extensions=1",
    ] {
        let refused = get(malformed).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, "BAD_USER_INPUT"), "{malformed}");
    }
    assert_eq!(toy.executed(), 2);
}

#[actix_web::test]
async fn bodies_are_parameters_of_the_right_types() {
    let toy = Toy::new();
    let query = "\"query\": \"{ signedIn }\"";
    for body in [
        "",
        "null",
        "1",
        "\"\"",
        "{",
        "{}",
        "[]",
        "[{\"query\": \"{ signedIn }\"}]",
        "{\"query\": 1}",
        "{\"query\": null}",
        &format!("{{{query}, \"operationName\": 1}}"),
        &format!("{{{query}, \"variables\": []}}"),
        &format!("{{{query}, \"variables\": \"{{}}\"}}"),
        &format!("{{{query}, \"extensions\": false}}"),
        &format!("{{{query}}} {{}}"),
        &format!("{{{query}, {query}}}"),
        &"[".repeat(100_000),
        &format!("{{{query}, \"variables\": {}", "{\"a\":".repeat(100_000)),
        "\u{feff}{}",
        "\0",
    ] {
        let answer = send(&toy, post("").set_payload(body.to_owned())).await;
        let start: String = body.chars().take(60).collect();
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{start}");
        assert!(answer.body["errors"][0]["message"].as_str().unwrap().len() < 200);
    }
    assert_eq!(toy.executed(), 0);
    let others =
        format!("{{{query}, \"variables\": null, \"operationName\": null, \"extensions\": {{}}, \"more\": [1]}}");
    assert_eq!(send(&toy, post("").set_payload(others)).await.status, 200);
}

#[actix_web::test]
async fn bodies_have_a_size_that_a_token_raises() {
    let toy = Toy::with(Limits { body: 200, body_signed_in: 600, ..Limits::default() });
    let sized = |length: usize| post("").set_payload(format!("{:length$}", r#"{"query": "{ signedIn }"}"#));
    assert_eq!(send(&toy, sized(200)).await.status, 200);
    let refused = send(&toy, sized(201)).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (413, "LIMIT_EXCEEDED"));
    assert_eq!(refused.body["errors"][0]["extensions"]["limit"], "body");
    let signed = |length| sized(length).insert_header(("authorization", "Bearer good"));
    assert_eq!(send(&toy, signed(600)).await.status, 200);
    assert_eq!(send(&toy, signed(601)).await.status, 413);
    assert_eq!(send(&toy, sized(201).insert_header(("authorization", "Bearer bad"))).await.status, 401);
    // What the head announces is believed before anything is read.
    let announced = post("{ signedIn }").insert_header(("content-length", "201"));
    assert_eq!(send(&toy, announced).await.status, 413);
}

#[actix_web::test]
async fn unknown_paths_and_methods_are_json_too() {
    let toy = Toy::new();
    let nowhere = send(&toy, TestRequest::get().uri("/nowhere")).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.code()), (404, "NOT_FOUND"));
    for (path, allow) in [("/graphql", "GET, POST"), ("/health/live", "GET, HEAD"), ("/", "GET, HEAD")] {
        for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH, Method::TRACE] {
            let answer = send(&toy, TestRequest::with_uri(path).method(method)).await;
            assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, allow), "{path}");
            assert_eq!(answer.code(), "BAD_USER_INPUT");
        }
    }
}

#[actix_web::test]
async fn the_operation_must_be_clear() {
    let toy = Toy::new();
    let two = "query A { signedIn } query B { year(of: 1) }";
    let named = |name: serde_json::Value| {
        let body = serde_json::json!({ "query": two, "operationName": name });
        send(&toy, post("").set_payload(body.to_string()).insert_header(("accept", "application/json")))
    };
    assert_eq!(named("B".into()).await.body["data"]["year"], 1);
    for unclear in [serde_json::Value::Null, "".into(), "C".into()] {
        let answer = named(unclear).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"));
        assert!(answer.body.get("data").is_none());
    }
}

#[actix_web::test]
async fn the_killers_are_refused_on_both_methods() {
    let toy = Toy::new();
    let nested = format!("{{ year(of: {}", "[".repeat(3_000));
    let fragments: Vec<_> =
        (0..14).map(|i| format!("fragment F{i} on Query {{ {} }}", format!("...F{} ", i + 1).repeat(4))).collect();
    let multiplied = format!("{{ ...F0 }} {} fragment F14 on Query {{ signedIn }}", fragments.concat());
    for document in [nested, multiplied] {
        let answer = send(&toy, post(&document)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "LIMIT_EXCEEDED"));
        let uri = format!(
            "/graphql?query={}",
            document.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D").replace('[', "%5B")
        );
        assert_eq!(send(&toy, TestRequest::get().uri(&uri)).await.code(), "LIMIT_EXCEEDED");
    }
    assert_eq!(toy.executed(), 0);
}
