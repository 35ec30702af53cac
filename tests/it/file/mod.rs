//! Files: sending, attaching, reading by right and by link; `owners.rs`: what they hang on.

mod owners;

use serde_json::{Value, json};

use crate::{
    act::{Network, by_number, created},
    support::{Actor, Answer, Role, both, wire::Reply},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n";

fn send(actor: &Actor, name: &str, bytes: &[u8]) -> Reply {
    actor.send("PUT", &format!("/files?name={name}"), &[("content-type", "application/octet-stream")], bytes)
}

fn body(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

fn code(reply: &Reply) -> String {
    format!("{} {}", reply.status, body(reply).pointer("/errors/0/extensions/code").unwrap().as_str().unwrap())
}

/// Sends a scan and answers its id.
pub fn sent(actor: &Actor) -> String {
    let reply = send(actor, "scan.pdf", PDF);
    assert_eq!(reply.status, 201, "{}", reply.text());
    body(&reply)["id"].as_str().unwrap().to_owned()
}

/// Sends `attachFile`.
pub fn attach(actor: &Actor, file: &str, object: &str) -> Answer {
    let document = "mutation($input: AttachFileInput!) { attachFile(input: $input) {
        file { id version name mediaType size object { id } allowedActions } userErrors { code path message } } }";
    actor.query(document, json!({ "input": { "fileId": file, "objectId": object } }))
}

/// Sends `detachFile` or `deleteFile`.
pub fn step(actor: &Actor, name: &str, file: &str, version: i32) -> Answer {
    let upper = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let shown = if name == "deleteFile" { "deletedId" } else { "file { id version object { id } }" };
    let document =
        format!("mutation($input: {upper}Input!) {{ {name}(input: $input) {{ {shown} userErrors {{ code path }} }} }}");
    actor.query(&document, json!({ "input": { "fileId": file, "expectedVersion": version } }))
}

/// Whether someone reads a file, as a node and as bytes.
pub fn sees(actor: &Actor, file: &str) -> bool {
    let node = actor.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": file }));
    let seen = !node.at("node").is_null();
    let reply = actor.send("GET", &format!("/files/{file}"), &[], b"");
    assert_eq!(reply.status, if seen { 200 } else { 404 });
    seen
}

both! {
    fn a_scan_is_sent_attached_and_read(app: &Network) {
        let actor = app.municipality();
        let reply = actor.send("PUT", "/files", &[
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20236.pdf"),
        ], PDF);
        assert_eq!(reply.status, 201, "{}", reply.text());
        let kept = body(&reply);
        assert_eq!((kept["name"].as_str(), kept["size"].as_u64()), (Some("Приказ 236.pdf"), Some(PDF.len() as u64)));
        assert_eq!(kept["sha256"].as_str().unwrap().len(), 64);
        let (file, act) = (kept["id"].as_str().unwrap(), by_number(&actor, "236"));
        assert_eq!(reply.header("location"), format!("/files/{file}"));
        assert!(sees(&actor, file) && !sees(&app.public(), file) && !sees(&app.region(), file));
        insta::assert_snapshot!(attach(&actor, file, &act).redacted(), @r#"
        200
        {
          "data": {
            "attachFile": {
              "file": {
                "allowedActions": [
                  "DETACH_FILE"
                ],
                "id": "fil#1",
                "mediaType": "application/pdf",
                "name": "Приказ 236.pdf",
                "object": {
                  "id": "act#1"
                },
                "size": 45,
                "version": 2
              },
              "userErrors": []
            }
          }
        }
        "#);
        // The act is public: so is its scan.
        let reply = app.public().send("GET", &format!("/files/{file}"), &[], b"");
        assert_eq!((reply.status, reply.body.as_slice()), (200, PDF));
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20236.pdf"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(reply.header(name), value);
        }
        let head = app.public().send("HEAD", &format!("/files/{file}"), &[], b"");
        assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, PDF.len().to_string().as_str()));
    }

    fn rights_follow_the_object(app: &Network) {
        let actor = app.municipality();
        let act = created(&actor, "1", json!({ "visibility": "DRAFT" }));
        let file = sent(&actor);
        attach(&actor, &file, &act).payload();
        let clerk = app.actor(Role::DataClerk, "municipality:95715000");
        assert!(sees(&actor, &file) && sees(&clerk, &file));
        assert!(!sees(&app.region(), &file) && !sees(&app.public(), &file));
        let input = json!({ "input": { "id": act, "expectedVersion": 1, "visibility": "SUBMITTED" } });
        let document = "mutation($input: UpdateLegalActInput!) { updateLegalAct(input: $input) { userErrors { code } } }";
        actor.query(document, input).payload();
        assert!(sees(&app.region(), &file) && !sees(&app.public(), &file));
        // Taken off, it is its uploader's again.
        step(&app.region(), "detachFile", &file, 2).payload();
        assert!(sees(&actor, &file) && !sees(&app.region(), &file) && !sees(&clerk, &file));
        step(&actor, "deleteFile", &file, 2).expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(step(&actor, "deleteFile", &file, 3).payload()["deletedId"], file);
        assert!(!sees(&actor, &file));
        assert!(app.database().rows().get("file_content").unwrap().is_empty());
    }

    fn who_may_not_changes_nothing(app: &Network) {
        let (actor, act) = (app.municipality(), by_number(&app.public(), "236"));
        let (file, foreign) = (sent(&actor), sent(&app.stranger()));
        let regional = by_number(&actor, "100-1125");
        let editor = app.actor(Role::DataClerk, "municipality:95715000");
        let unknown = act.replace("act_0", "act_1");
        let nobody = app.actor_of_nothing();
        app.unchanged_but(&[], || {
            assert_eq!(code(&send(&app.public(), "a.pdf", PDF)), "401 UNAUTHENTICATED");
            assert_eq!(code(&send(&nobody, "a.pdf", PDF)), "403 FORBIDDEN");
            // Another's unattached file does not exist for anyone.
            assert_eq!(attach(&actor, &foreign, &act).code(), "NOT_FOUND");
            assert_eq!(step(&editor, "deleteFile", &file, 1).code(), "NOT_FOUND");
            assert_eq!(attach(&actor, &file, &regional).code(), "FORBIDDEN");
            attach(&actor, &file, &unknown).expect_user_error("UNKNOWN_REFERENCE", "input.objectId");
            attach(&actor, &file, &file).expect_user_error("UNKNOWN_REFERENCE", "input.objectId");
            step(&actor, "detachFile", &file, 1).expect_user_error("REFUSED_TRANSITION", "input");
        });
        attach(&actor, &file, &act).payload();
        let (stranger, other) = (app.stranger(), created(&actor, "2", json!({})));
        app.unchanged_but(&[], || {
            assert_eq!(step(&stranger, "detachFile", &file, 2).code(), "FORBIDDEN");
            step(&actor, "deleteFile", &file, 2).expect_user_error("REFUSED_TRANSITION", "input");
            attach(&actor, &file, &other).expect_user_error("REFUSED_TRANSITION", "input");
            // The right comes first: nobody without it learns that a file hangs somewhere, or is told that it was done.
            assert_eq!(attach(&actor, &file, &by_number(&actor, "92-п")).code(), "FORBIDDEN");
            assert_eq!(attach(&stranger, &file, &act).code(), "FORBIDDEN");
            assert_eq!(step(&stranger, "deleteFile", &file, 2).code(), "FORBIDDEN");
        });
    }

    fn a_link_opens_one_file_for_five_minutes(app: &Network) {
        let actor = app.municipality();
        let (file, other) = (sent(&actor), sent(&actor));
        let url = |id: &str| {
            let answer = actor.query("query($id: ID!) { node(id: $id) { ... on File { url } } }", json!({ "id": id }));
            answer.text("node.url").to_owned()
        };
        let link = url(&file);
        let get = |path: &str| app.public().send("GET", path, &[], b"");
        assert_eq!(get(&link).body, PDF);
        assert_eq!(get(&link.replace(&file, &other)).status, 404);
        assert_eq!(get(&link.replace("signature=", "signature=x")).status, 404);
        assert_eq!(get(&link.replace("expires=1", "expires=2")).status, 404);
        assert_eq!(code(&get(link.split('&').next().unwrap())), "400 BAD_USER_INPUT");
        app.set_now("2023-11-15T09:05:00Z");
        assert_eq!(get(&link).status, 200);
        app.set_now("2023-11-15T09:05:01Z");
        assert_eq!(code(&get(&link)), "403 FORBIDDEN");
        // Attached, it is another version: older links end at once.
        let fresh = url(&file);
        let draft = created(&actor, "1", json!({ "visibility": "DRAFT" }));
        attach(&actor, &file, &draft).payload();
        assert_eq!(get(&fresh).status, 404);
        assert_eq!(get(&url(&file)).status, 200);
    }

    fn what_is_no_scan_is_refused(app: &Network) {
        let actor = app.municipality();
        let put = |path: &str, headers: &[(&str, &str)], bytes: &[u8]| actor.send("PUT", path, headers, bytes);
        app.unchanged_but(&[], || {
            assert_eq!(code(&send(&actor, "a.exe", b"MZ\x90\0")), "400 BAD_USER_INPUT");
            assert_eq!(code(&send(&actor, "a.html", b"<script>alert(1)</script>")), "400 BAD_USER_INPUT");
            assert_eq!(code(&put("/files?name=a.pdf", &[("content-type", "text/html")], PDF)), "400 BAD_USER_INPUT");
            assert_eq!(code(&put("/files", &[("content-type", "application/pdf")], PDF)), "400 BAD_USER_INPUT");
            assert_eq!(code(&put("/files?name=a.pdf", &[("content-encoding", "gzip")], PDF)), "415 BAD_USER_INPUT");
            assert_eq!(code(&send(&actor, "a.pdf", &vec![b' '; 20 * 1024 * 1024 + 1])), "413 LIMIT_EXCEEDED");
            assert_eq!(code(&actor.send("GET", "/files/nothing", &[], b"")), "404 NOT_FOUND");
            assert_eq!(code(&actor.send("POST", "/files", &[], b"x")), "405 BAD_USER_INPUT");
        });
        let named = body(&send(&actor, "..%2F..%5Cscan", PDF));
        assert_eq!(named["name"], "scan.pdf");
    }

    fn a_large_scan_comes_back_whole(app: &Network) {
        let actor = app.municipality();
        let mut bytes = PDF.to_vec();
        bytes.extend((0..8 * 1024 * 1024_u32).map(|i| (i % 251) as u8));
        let file = body(&send(&actor, "scan.pdf", &bytes))["id"].as_str().unwrap().to_owned();
        assert!(actor.send("GET", &format!("/files/{file}"), &[], b"").body == bytes);
    }

    fn a_list_holds_what_hangs_on_what_is_read_and_ones_own(app: &Network) {
        let actor = app.municipality();
        let (open, hidden) = (created(&actor, "1", json!({})), created(&actor, "2", json!({ "visibility": "DRAFT" })));
        let (scan, draft, own) = (sent(&actor), sent(&actor), sent(&actor));
        attach(&actor, &scan, &open).payload();
        attach(&actor, &draft, &hidden).payload();
        let listed = |actor: &Actor, filter: serde_json::Value| {
            let document = "query($filter: FileFilter) { files(filter: $filter, orderBy: CREATED_AT_ASC) {
                totalCount facets { facet value count } nodes { id } } }";
            let answer = actor.query(document, json!({ "filter": filter }));
            let ids: Vec<String> = answer
                .at("files.nodes")
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["id"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(answer.at("files.totalCount"), ids.len());
            ids
        };
        let all = |ids: &[&String]| {
            let mut ids: Vec<String> = ids.iter().map(|id| (*id).clone()).collect();
            ids.sort();
            ids
        };
        let sorted = |mut ids: Vec<String>| {
            ids.sort();
            ids
        };
        assert_eq!(sorted(listed(&actor, json!(null))), all(&[&scan, &draft, &own]));
        assert_eq!(listed(&app.region(), json!(null)), all(&[&scan]));
        assert_eq!(listed(&app.public(), json!(null)), all(&[&scan]));
        assert_eq!(listed(&actor, json!({ "attached": false })), all(&[&own]));
        assert_eq!(sorted(listed(&actor, json!({ "attached": true, "kinds": ["LEGAL_ACT"] }))), all(&[&scan, &draft]));
        assert_eq!(listed(&actor, json!({ "objectIds": [hidden] })), all(&[&draft]));
        assert_eq!(listed(&actor, json!({ "kinds": ["CENTRE"] })), Vec::<String>::new());
        assert_eq!(listed(&app.public(), json!({ "objectIds": [hidden] })), Vec::<String>::new());
        let document = "{ files(filter: { attached: false, kinds: [CENTRE] }) { totalCount } }";
        assert_eq!(actor.query(document, json!({})).code(), "BAD_USER_INPUT");
        for (actor, seen) in [(&actor, true), (&app.public(), false)] {
            let found =
                actor.query("query($id: ID!) { file(id: $id) { id } }", json!({ "id": own })).at("file").clone();
            assert_eq!(!found.is_null(), seen);
        }
    }
}

impl Network {
    /// Someone with a grant that lets send no files.
    fn actor_of_nothing(&self) -> Actor<'_> {
        self.actor(Role::Analyst, "region:19")
    }
}
