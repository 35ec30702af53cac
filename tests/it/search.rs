//! The search over every kind, and what people type into the lists of the demonstration network.

use serde_json::{Value, json};

use crate::support::{DemoDatabase, TestApp, TestDatabase, both};

fn found(app: &TestApp, text: &str) -> (Value, Vec<String>) {
    let document =
        "query($text: String!) { search(text: $text) { totalCount facets { value count } nodes { __typename } } }";
    let answer = app.public().query(document, json!({ "text": text }));
    let kinds = answer.at("search.facets").as_array().unwrap().iter();
    let kinds = kinds.map(|facet| format!("{} {}", facet["value"].as_str().unwrap(), facet["count"])).collect();
    (answer.at("search.totalCount").clone(), kinds)
}

fn count(app: &TestApp, list: &str, text: &str) -> i64 {
    let document = format!("query($text: String!) {{ {list}(search: $text) {{ totalCount }} }}");
    app.public().query(&document, json!({ "text": text })).at(&format!("{list}.totalCount")).as_i64().unwrap()
}

both! {
    fn every_kind_with_a_name_is_searched(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        assert_eq!(found(&app, "города черногорска").1, ["CENTRE 1"]);
        assert_eq!(found(&app, "сердце отдаю").1, ["COMPETITION 2"]);
        assert_eq!(found(&app, "точка роста").1, ["STATUS_KIND 1"]);
        assert_eq!(found(&app, "взаимодействие зоц").1, ["AGREEMENT 1"]);
        assert_eq!(found(&app, "черногорск").1, ["MUNICIPALITY 1", "ORGANISATION 1", "CENTRE 1", "LEGAL_ACT 1"]);
    }

    fn a_search_says_nothing_of_what_is_hidden(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        // A draft, and the subject of an agreement whose title alone is open.
        assert_eq!(found(&app, "сотрудничество организациями района"), (json!(0), vec![]));
        assert_eq!(found(&app, "целевой моделью"), (json!(0), vec![]));
    }

    fn dashes_between_letters_do_not_matter(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        for (text, expected) in [("ИМЦ – Выселковский", 1), ("МБОУ-ДО", 2), ("мбоу до", 2), ("верхнетоемский-цдо", 1)] {
            assert_eq!(count(&app, "organisations", text), expected, "{text}");
        }
        // In a number they do.
        for (text, expected) in [("100-к", 1), ("100–К", 1), ("100-1125", 1), ("447-пп", 1)] {
            assert_eq!(count(&app, "legalActs", text), expected, "{text}");
        }
        assert_eq!(count(&app, "competitions", "эколята-дошколята"), 2);
    }

    fn a_status_is_found_by_the_centre_that_holds_it(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        assert_eq!(count(&app, "statusAssignments", "МОЦ Черногорска"), 2);
        assert_eq!(count(&app, "statusAssignments", "центр творчества"), 2);
        assert_eq!(count(&app, "statusAssignments", "черногорска саянск"), 0);
    }

    fn lists_of_few_members_narrow_and_turn_too(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let answer = app.public().query(
            "{ regions(filter: { kinds: [KRAI, REPUBLIC] }) { totalCount nodes { code } }
               down: statusKinds(orderBy: CODE_DESC, first: 2) { nodes { code } }
               up: statusKinds(orderBy: CODE_ASC, first: 1) { nodes { code } } }",
            json!({}),
        );
        assert_eq!(answer.at("regions.totalCount"), 2);
        let codes = |alias: &str| answer.at(&format!("{alias}.nodes")).as_array().unwrap().iter()
            .map(|node| node["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!((codes("down"), codes("up")), (vec!["ZOC".to_owned(), "SCHOOL_THEATRE".to_owned()], vec!["BASE_ORGANISATION".to_owned()]));
    }

    fn a_filter_that_contradicts_itself_is_refused(database: &TestDatabase) {
        let app = TestApp::on(database, |_| ());
        for list in [
            "competitions(filter: { from: \"2024-01-02\", to: \"2024-01-01\" })",
            "legalActs(filter: { dateFrom: \"2024-01-02\", dateTo: \"2024-01-01\" })",
            "organisations(filter: { isBranch: false, headOrganisationIds: [] })",
            "auditLog(filter: { from: \"2024-01-02T00:00:00Z\", until: \"2024-01-01T00:00:00Z\" })",
        ] {
            let answer = app.public().query(&format!("{{ {list} {{ totalCount }} }}"), json!({}));
            assert_eq!(answer.code(), "BAD_USER_INPUT", "{list}");
        }
    }

    fn an_application_names_its_organisation(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let answer = app.public().query("{ applications { nodes { organisation { id name } organisationId centre { name } competition { organiser { name } organiserCentre { name } } } } }", json!({}));
        let nodes = answer.at("applications.nodes").as_array().unwrap();
        assert_eq!(nodes.len(), 2);
        for node in nodes {
            assert_eq!(node["organisation"]["id"], node["organisationId"]);
            assert_eq!(node["organisation"]["name"], "МБУДО ДДТ");
            // No document names the organisers.
            assert_eq!(node["competition"], json!({ "organiser": null, "organiserCentre": null }));
        }
    }

    fn a_search_goes_on_after_its_cursor(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let ask = |first: i32, after: Option<&str>, text: &str| {
            let document = "query($text: String!, $first: Int, $after: String) { search(text: $text, first: $first, after: $after) {
                totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
            app.public().query(document, json!({ "text": text, "first": first, "after": after }))
        };
        let ids = |answer: &crate::support::Answer| -> Vec<String> {
            answer.at("search.nodes").as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
        };
        let whole = ask(100, None, "район");
        let all = ids(&whole);
        assert!(all.len() > 10 && *whole.at("search.totalCount") == all.len(), "{whole}");
        assert_eq!(whole.at("search.pageInfo.hasNextPage"), false);
        let (mut found, mut after) = (Vec::new(), None::<String>);
        loop {
            let page = ask(3, after.as_deref(), "район");
            assert_eq!(page.at("search.pageInfo.hasPreviousPage"), &json!(after.is_some()));
            found.extend(ids(&page));
            after = Some(page.text("search.pageInfo.endCursor").to_owned());
            if page.at("search.pageInfo.hasNextPage") == false {
                break;
            }
        }
        assert_eq!(found, all);
        // Of another search, or none at all.
        assert_eq!(ask(3, after.as_deref(), "школа").code(), "BAD_USER_INPUT");
        assert_eq!(ask(3, Some("x"), "район").code(), "BAD_USER_INPUT");
        assert_eq!(ids(&ask(3, after.as_deref(), "район")), Vec::<String>::new());
    }
}
