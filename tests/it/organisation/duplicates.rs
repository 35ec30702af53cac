//! Figures of duplicates: what is dropped is told, what is in the way is named, and nobody waits for ever.

use std::{thread, time::Duration};

use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{Cx, value::recount::recount},
};
use serde_json::{Value, json};

use super::Net;
use crate::support::{Answer, Role, TestApp, both, rows, wait};

fn indicator(net: &Net, code: &str) -> String {
    let input = json!({ "regionId": net.region, "code": code, "name": code, "category": "ADDITIONAL", "kind": "FLOW", "unit": "PERSON",
        "better": "MORE", "aggregation": "SUM", "numerator": "дети", "periodTypes": ["QUARTER"] });
    net.rmc.make("createIndicator", "indicator", &input)
}

both! {
    fn a_target_that_goes_is_told(app: &TestApp) {
        let net = Net::new(app);
        let (stays, double) = (net.organisation("Школа № 1", json!({})), net.organisation("СОШ № 1", json!({})));
        let indicator = indicator(&net, "CIRCLES");
        let set = json!({ "regionId": net.region, "code": "ROADMAP", "name": "Цели", "kind": "ROADMAP" });
        let set = net.rmc.make("createTargetSet", "targetSet", &set);
        let target = |of: &str, period: &str, value: &str| {
            json!({ "indicatorId": indicator, "subjectId": of, "period": { "text": period }, "value": value })
        };
        let rows_of = json!([target(&stays, "2023-Q1", "20"), target(&double, "2023-Q1", "30"), target(&double, "2023-Q2", "40")]);
        net.rmc.mutate("setTargets", "targetSet", "id", &json!({ "id": set, "expectedVersion": 1, "rows": rows_of })).payload();
        let url = app.database().url();
        let newest = rows::texts(url, "SELECT CAST(MAX(position) AS TEXT) FROM change").remove(0);
        net.change(&net.rmc, "mergeOrganisations", &stays, json!({ "duplicateIds": [double] })).payload();

        let document = "query($id: ID!) { node(id: $id) { ... on TargetSet { version targets(first: 9) { nodes { value subject { id } } } } } }";
        let answer = net.rmc.query(document, json!({ "id": set }));
        let mut left: Vec<&str> = answer.at("node.targets.nodes").as_array().unwrap().iter().map(|node| node["value"].as_str().unwrap()).collect();
        left.sort_unstable();
        assert_eq!(left, ["20", "40"], "of two of one quarter that of the surviving one");
        assert_eq!(answer.at("node.version"), 3);
        let told = format!("SELECT operation || ' ' || changed_fields FROM change WHERE position > {newest} AND typename = 'TargetSet'");
        assert_eq!(rows::texts(url, &told), ["UPDATED targets"]);
        let entries = rows::texts(url, "SELECT details FROM audit_entry WHERE typename = 'TARGET_SET' AND action = 'mergeOrganisations'");
        let entry: Value = serde_json::from_str(&entries[0]).unwrap();
        assert_eq!((&entry["field"], &entry["dropped"], entries.len()), (&json!("targets"), &json!(1), 1));
    }

    fn both_reports_that_are_begun_are_named(app: &TestApp) {
        let net = Net::new(app);
        let (stays, double) = (net.organisation("Школа № 1", json!({})), net.organisation("СОШ № 1", json!({})));
        let template = json!({ "regionId": net.region, "code": "FORM", "name": "Мониторинг", "kind": "MONITORING", "periodType": "QUARTER",
            "fields": [{ "code": "text", "label": "О чём", "kind": "TEXT" }] });
        let template = net.rmc.make("createReportTemplate", "reportTemplate", &template);
        net.rmc.mutate("publishReportTemplate", "reportTemplate", "id", &json!({ "id": template, "expectedVersion": 1 })).payload();
        let campaign = json!({ "ownerId": net.region, "templateId": template, "name": "Сбор", "respondents": "ORGANISATION",
            "period": { "text": "2023-Q3" }, "due": { "kind": "ON_DAY", "day": "2023-12-01" } });
        let campaign = net.rmc.make("createCampaign", "campaign", &campaign);
        let both = json!({ "id": campaign, "expectedVersion": 1, "nodeIds": [stays, double] });
        net.rmc.mutate("openCampaign", "campaign", "id", &both).payload();
        let begin = |of: &str| {
            let document = "query($in: ID!, $of: ID!) { reports(filter: { campaignIds: [$in], of: $of }) { nodes { id } } }";
            let id = net.rmc.query(document, json!({ "in": campaign, "of": of })).text("reports.nodes.0.id").to_owned();
            app.actor(Role::OrganisationEditor, of).mutate("fillReport", "report", "id", &json!({ "id": id, "expectedVersion": 1 })).payload();
            id
        };
        let (own, other) = (begin(&stays), begin(&double));
        let merge = json!({ "id": stays, "expectedVersion": net.version(&stays), "duplicateIds": [double] });
        let answer = app.unchanged_but(&[], || net.rmc.mutate("mergeOrganisations", "organisation", "id", &merge));
        answer.expect_user_error("DUPLICATE", "input.duplicateIds.0");
        let message = answer.user_errors()[0]["message"].as_str().unwrap();
        assert!(message.contains(&own) && message.contains(&other), "{message}");
    }

    fn a_merger_among_writers_of_values_ends(app: &TestApp) {
        let net = Net::new(app);
        let indicators = ["A", "B"].map(|code| indicator(&net, code));
        for round in 0..4 {
            let (stays, double) =
                (net.organisation(&format!("Школа {round}"), json!({})), net.organisation(&format!("Дубль {round}"), json!({})));
            let row = |code: &str, subject: &str, number: i32| {
                json!({ "indicatorCode": code, "subjectId": subject, "period": { "text": "2023-Q1" }, "numerator": number.to_string() })
            };
            let tell = |source: &str, rows: Value| {
                let document = "mutation($input: RecordValuesInput!) { recordValues(input: $input) { userErrors { code path } } }";
                net.rmc.query(document, json!({ "input": { "source": source, "state": "SUBMITTED", "rows": rows } }))
            };
            tell("navigator", json!([row("A", &double, 3), row("B", &double, 4)])).payload();
            let merge = json!({ "id": stays, "expectedVersion": net.version(&stays), "duplicateIds": [double] });
            // The rules of an indicator change, its values are told, and what they are about is merged: all at once.
            let answers: Vec<Answer> = thread::scope(|threads| {
                let mut racing = vec![threads.spawn(|| net.rmc.mutate("mergeOrganisations", "organisation", "id", &merge))];
                for (number, id) in indicators.iter().enumerate() {
                    let net = &net;
                    let sources = if round % 2 == 0 { ["navigator", "form 0"] } else { ["form 0", "navigator"] };
                    let input = json!({ "id": id, "expectedVersion": round + 1, "sources": sources });
                    racing.push(threads.spawn(move || net.rmc.mutate("updateIndicator", "indicator", "id", &input)));
                    let rows = json!([row("A", &stays, 5), row("B", &stays, 6)]);
                    racing.push(threads.spawn(move || tell(&format!("form {number}"), rows)));
                }
                racing.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            for answer in answers {
                assert!(answer.errors().is_empty(), "{answer}");
                answer.payload();
            }
        }
        let limits = Limits { readers: 1, writers: 1, read: Duration::from_secs(9), write: Duration::from_secs(9) };
        let db = wait(connect(app.database().url(), app.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(app.now(), "Europe/Moscow".parse().unwrap()));
        let differences = wait(recount(&cx)).unwrap();
        wait(db.close());
        assert_eq!(differences, vec![]);
    }
}
