use super::*;

const NEWER: &str = "application/graphql-response+json; charset=utf-8";
const PLAIN: &str = "application/json; charset=utf-8";

#[actix_web::test]
async fn the_wanted_media_type_is_answered() {
    let toy = Toy::new();
    for (accept, media_type) in [
        ("application/graphql-response+json", NEWER),
        ("application/json", PLAIN),
        ("*/*", PLAIN),
        ("application/*", PLAIN),
        ("text/html, */*;q=0.8", PLAIN),
        ("Application/GraphQL-Response+JSON ; charset=utf-8", NEWER),
        ("application/graphql-response+json, application/json;q=0.9", NEWER),
        ("application/json, application/graphql-response+json", NEWER),
        ("application/json;q=0.9, application/graphql-response+json;q=0.8", PLAIN),
        ("application/json;q=0, */*", NEWER),
        ("application/graphql-response+json;q=0, application/*;q=0.1", PLAIN),
        ("application/graphql-response+json;q=0.1, */*;q=0.5", PLAIN),
        ("text/event-stream, application/json", PLAIN),
    ] {
        let answer = send(&toy, post("{ signedIn }").insert_header(("accept", accept))).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type), "{accept}");
    }
    let mut several = post("{ signedIn }").insert_header(("accept", "text/html"));
    several = several.append_header(("accept", "application/json"));
    assert_eq!(send(&toy, several).await.status, 200);
}

#[actix_web::test]
async fn a_media_type_that_is_not_spoken_is_406() {
    let toy = Toy::new();
    for accept in
        ["text/html", "text/*", "application/json;q=0", "*/*;q=0", "", "text/event-stream", "application/json;q=x"]
    {
        let answer = send(&toy, post("mutation { write }").insert_header(("accept", accept))).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (406, "BAD_USER_INPUT"), "{accept}");
    }
    assert_eq!(toy.executed(), 0);
}

#[actix_web::test]
async fn only_json_is_read_so_no_form_of_another_site_can_write() {
    let toy = Toy::new();
    for content_type in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/jsonp",
        "text/json",
        "",
        "text/plain, application/json",
    ] {
        let answer = send(&toy, post("mutation { write }").insert_header(("content-type", content_type))).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (415, "BAD_USER_INPUT"), "{content_type}");
    }
    let bare = TestRequest::post().uri("/graphql").set_payload(r#"{"query": "mutation { write }"}"#);
    assert_eq!(send(&toy, bare).await.status, 415);
    let twice = post("mutation { write }").append_header(("content-type", "text/plain"));
    assert_eq!(send(&toy, twice).await.status, 415);
    let compressed = post("mutation { write }").insert_header(("content-encoding", "gzip"));
    assert_eq!(send(&toy, compressed).await.status, 415);
    assert_eq!(toy.executed(), 0);
    for fine in ["application/json", "application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\""] {
        assert_eq!(send(&toy, post("{ signedIn }").insert_header(("content-type", fine))).await.status, 200, "{fine}");
    }
}
