//! GraphiQL: from the binary alone, under a policy that allows nothing else, with samples that run.

use serde_json::Value;

use crate::support::{DemoDatabase, Role, TestApp, both};

both! {
    fn the_page_comes_from_the_service_alone(app: &TestApp) {
        let page = app.wire().send("GET", "/", &[], b"");
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert!(!page.text().contains("http:") && !page.text().contains("https:"), "{}", page.text());

        let paths: Vec<_> = page.text().split('"').filter(|part| part.starts_with("/assets/")).collect();
        assert!(paths.len() >= 7, "{paths:?}");
        for path in paths {
            let asset = app.wire().send("GET", path, &[("accept-encoding", "gzip")], b"");
            assert_eq!(asset.status, 200, "{path}");
            assert_eq!(asset.header("x-content-type-options"), "nosniff");
            let compressed = asset.body.starts_with(&[0x1f, 0x8b]);
            assert_eq!(asset.header("content-encoding") == "gzip", compressed, "{path}");
            let ending = path.rsplit('.').next().unwrap_or_default();
            let media_type = match ending {
                "js" => "text/javascript; charset=utf-8",
                "css" => "text/css; charset=utf-8",
                _ => "text/plain; charset=utf-8",
            };
            assert_eq!(asset.header("content-type"), media_type, "{path}");
            // Whoever takes no compression gets the same without.
            for encoding in ["identity", "gzip;q=0", "br"] {
                let plain = app.wire().send("GET", path, &[("accept-encoding", encoding)], b"");
                assert_eq!((plain.status, plain.header("content-encoding")), (200, ""), "{path} {encoding}");
                assert_eq!(plain.header("content-type"), media_type, "{path}");
                assert!(std::str::from_utf8(&plain.body).is_ok_and(|text| !text.is_empty()), "{path}");
            }
        }
        assert_eq!(app.wire().send("HEAD", "/", &[], b"").status, 200);
    }

    fn the_samples_run(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let samples = app.wire().send("GET", "/assets/graphiql/samples.json", &[], b"");
        let samples: Value = serde_json::from_slice(&samples.body).unwrap();
        let coordinator = app.actor(Role::RegionalCoordinator, "region:23");
        for sample in samples.as_array().unwrap() {
            let variables: Value = serde_json::from_str(sample["variables"].as_str().unwrap()).unwrap();
            let document = sample["query"].as_str().unwrap();
            for viewer in [&app.public(), &coordinator] {
                let answer = viewer.query(document, variables.clone());
                // What it is about is there, and nothing was refused.
                let roots = answer.data().as_object().unwrap();
                assert!(roots.values().all(|root| !root.is_null() && root["totalCount"] != 0), "{document}\n{answer}");
                let refused = roots.values().filter_map(|root| root["userErrors"].as_array());
                assert!(refused.flatten().next().is_none(), "{document}\n{answer}");
            }
        }
    }
}
