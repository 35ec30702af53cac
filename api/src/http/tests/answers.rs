use super::*;

#[actix_web::test]
async fn a_panic_is_masked_and_the_service_goes_on() {
    let toy = Toy::new();
    let answer = send(&toy, post("{ panics }")).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (500, "INTERNAL"));
    let text = answer.body.to_string();
    assert!(!text.contains("secret") && text.contains("обращение"), "{text}");
    assert!(answer.body.get("data").is_none());
    assert_eq!(send(&toy, post("{ signedIn }")).await.status, 200);
}

#[actix_web::test]
async fn time_is_limited() {
    let toy = Toy::new();
    let answer = send(&toy, post("{ hang }")).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (503, "TIMEOUT"));
    let answer = send(&toy, post("{ signedIn }").insert_header(("authorization", "Bearer hangs"))).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (503, "TIMEOUT"));
}

#[actix_web::test]
async fn what_resolvers_leak_is_masked() {
    let toy = Toy::new();
    let answer = send(&toy, post("{ leaks signedIn }")).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (200, "INTERNAL"));
    assert_eq!(answer.body["data"], serde_json::json!({ "leaks": null, "signedIn": false }));
    assert_eq!(answer.body["errors"][0]["path"], serde_json::json!(["leaks"]));
    assert!(!answer.body.to_string().contains("secret"));
}

#[actix_web::test]
async fn errors_are_few_short_and_coded() {
    let toy = Toy::new();
    let answer = send(&toy, post("{ allLeak }")).await;
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 10);
    assert_eq!(answer.body["extensions"]["errorsOmitted"], 15);

    let unknown: String = (0..300).map(|i| "x".repeat(90) + &i.to_string() + " ").collect();
    let answer = send(&toy, post(&format!("{{ ... {{ ... on Query {{ year(of: 1) {{ {unknown} }} }} }} }}"))).await;
    let errors = answer.body["errors"].as_array().unwrap();
    assert!((1..=10).contains(&errors.len()));
    for error in errors {
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
        assert!(error["message"].as_str().unwrap().chars().count() <= 300);
    }
}

#[actix_web::test]
async fn requests_that_are_not_executed_have_no_data() {
    let toy = Toy::new();
    for document in ["{", "{ nothing }", "{ year(of: \"x\") }", "query($y: Int!) { year(of: $y) }"] {
        let answer = send(&toy, post(document)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{document}");
        assert!(answer.body.get("data").is_none(), "{}", answer.body);
        let answer = send(&toy, post(document).insert_header(("accept", "application/json"))).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (200, "BAD_USER_INPUT"), "{document}");
        assert!(answer.body.get("data").is_none(), "{}", answer.body);
    }
}

#[actix_web::test]
async fn directives_on_typename_are_validated() {
    let toy = Toy::new();
    let skipped = |skip| {
        let query = "query($s: Boolean!) { a: __typename @skip(if: $s) signedIn }";
        post("").set_payload(serde_json::json!({ "query": query, "variables": { "s": skip } }).to_string())
    };
    assert_eq!(send(&toy, skipped(true)).await.body["data"], serde_json::json!({ "signedIn": false }));
    assert_eq!(send(&toy, skipped(false)).await.body["data"]["a"], "Query");
    assert_eq!(send(&toy, post("{ __typename @nonsense(x: 1) }")).await.status, 400);
}

#[actix_web::test]
async fn the_viewer_and_the_language_reach_the_resolvers() {
    let toy = Toy::new();
    let asked = post("{ signedIn language }").insert_header(("authorization", "Bearer good"));
    let answer = send(&toy, asked.insert_header(("accept-language", "en"))).await;
    assert_eq!(answer.body["data"], serde_json::json!({ "signedIn": true, "language": "En" }));
}

#[actix_web::test]
async fn every_answer_carries_its_headers() {
    let toy = Toy::new();
    let named = |id: &'static str| post("{ signedIn }").insert_header(("x-request-id", id));
    let answer = send(&toy, named("job-7")).await;
    assert_eq!(answer.header("x-request-id"), "job-7");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    for strange in ["a b", "", "\u{44f}"] {
        let answer = send(&toy, post("{ signedIn }").insert_header(("x-request-id", strange.as_bytes()))).await;
        assert_eq!(answer.header("x-request-id").len(), 32);
    }
}

#[actix_web::test]
async fn only_listed_origins_are_let_in() {
    let toy = Toy::new();
    let preflight = |origin| {
        TestRequest::with_uri("/graphql")
            .method(actix_web::http::Method::OPTIONS)
            .insert_header(("origin", origin))
            .insert_header(("access-control-request-method", "POST"))
            .insert_header(("access-control-request-headers", "authorization,content-type"))
    };
    let friend = send(&toy, preflight(FRIEND)).await;
    assert_eq!(friend.header("access-control-allow-origin"), FRIEND);
    assert_eq!(friend.header("access-control-allow-credentials"), "");
    let stranger = send(&toy, preflight("https://stranger.example")).await;
    assert_eq!((stranger.status.as_u16(), stranger.header("access-control-allow-origin")), (400, ""));
    // An error must be readable too.
    let refused = post("{ signedIn }").insert_header(("origin", FRIEND));
    let refused = send(&toy, refused.insert_header(("authorization", "nonsense"))).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), FRIEND);
}

#[actix_web::test]
async fn what_operators_ask() {
    let toy = Toy::new();
    let get = |path| send(&toy, TestRequest::get().uri(path));
    assert_eq!(get("/health/live").await.status, 200);
    let ready = get("/health/ready").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.body, serde_json::json!({ "status": "unavailable", "failing": ["database"] }));
    let keys = get("/.well-known/jwks.json").await;
    assert_eq!((keys.status.as_u16(), keys.code()), (500, "INTERNAL"));

    send(&toy, post("{ signedIn }")).await;
    let service = init_service(application(toy.wire(), &[])).await;
    let metrics = call_service(&service, TestRequest::get().uri("/metrics").to_request()).await;
    let metrics = to_bytes(metrics.into_body()).await.ok().unwrap();
    let metrics = String::from_utf8(metrics.to_vec()).unwrap();
    for line in [
        "opora_graphql_requests_total{operation=\"query\",status=\"200\"} 1",
        "opora_graphql_requests_running 0",
        "opora_sql_statements_total 42",
    ] {
        assert!(metrics.lines().any(|known| known == line), "{line} in {metrics}");
    }
}
