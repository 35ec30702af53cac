use serde_json::json;

use super::*;
use crate::support::{Role, both};

/// What the viewer may do with a report.
fn actions(actor: &Actor, id: &str) -> Value {
    let document = "query($id: ID!) { report(id: $id) { allowedActions } }";
    actor.query(document, json!({ "id": id })).at("report.allowedActions").clone()
}

both! {
    fn a_report_goes_through_all_hands(app: &TestApp) {
        let net = Net::new(app);
        let campaign = net.campaign(&net.form(), "2023-Q3", json!({ "departmentStep": true, "zoneStep": true }));
        let id = net.report(&campaign, &net.district);
        let (centre, owner) = (net.centre(), net.coordinator());
        let department = app.actor(Role::EducationDepartment, &net.district);
        let zone = app.actor(Role::ZonalCoordinator, "zone:23/NE");
        assert_eq!(actions(&centre, &id), json!(["FILL_REPORT", "ATTACH_FILE"]));
        assert_eq!(actions(&owner, &id), json!(["FILL_REPORT_ON_BEHALF", "EXTEND_REPORT", "ATTACH_FILE"]));

        let begun = done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        assert_eq!((&begun["state"], &begun["version"]), (&json!("DRAFT"), &json!(2)));
        assert_eq!(answer(&begun, "coverage")["number"], "4281");
        assert_eq!(values(&net), Vec::<String>::new());
        let handed = done(&centre, "submitReport", &id, json!({ "comment": "Готово" }), 2);
        assert_eq!((&handed["state"], &handed["step"]), (&json!("SUBMITTED"), &json!("DEPARTMENT")));
        assert_eq!(handed["submittedOn"], "2023-11-15");
        assert_eq!(values(&net), ["report 1 open", "report 1 open"]);
        fails(&net, &centre, ("endorseReport", &id, 3), json!({}), "FORBIDDEN");
        fails(&net, &centre, ("acceptReport", &id, 3), json!({}), "FORBIDDEN");
        fails(&net, &zone, ("endorseReport", &id, 3), json!({}), "FORBIDDEN");

        let passed = done(&department, "endorseReport", &id, json!({}), 3);
        assert_eq!(passed["step"], "ZONE");
        refused(&net, &centre, ("withdrawReport", &id, 4), json!({}), &[("REFUSED_TRANSITION", "")]);
        refused(&net, &owner, ("acceptReport", &id, 4), json!({}), &[("REFUSED_TRANSITION", "")]);
        assert_eq!(done(&zone, "endorseReport", &id, json!({}), 4)["step"], "OWNER");

        let remarks = json!({ "remarks": [{ "field": "events", "text": "Проверьте число" }, { "text": "Нет справки" }] });
        let back = done(&owner, "returnReport", &id, remarks, 5);
        assert_eq!((&back["state"], &back["step"]), (&json!("RETURNED"), &json!(null)));
        assert_eq!(values(&net), ["report 0 open", "report 0 open"]);
        done(&centre, "fillReport", &id, json!({ "answers": [{ "field": "events", "number": "23" }] }), 6);
        done(&centre, "submitReport", &id, json!({}), 7);
        done(&department, "endorseReport", &id, json!({}), 8);
        done(&zone, "endorseReport", &id, json!({}), 9);
        let accepted = done(&owner, "acceptReport", &id, json!({}), 10);
        assert_eq!(accepted["state"], "ACCEPTED");
        assert_eq!(values(&net), ["report 2 open", "report 2 open"]);
        assert_eq!(done(&owner, "lockReport", &id, json!({}), 11)["state"], "LOCKED");
        assert_eq!(values(&net), ["report 2 locked", "report 2 locked"]);

        let unlock = |to: &str| json!({ "to": to, "reason": "Ошибка в числе" });
        fails(&net, &centre, ("unlockReport", &id, 12), unlock("DRAFT"), "FORBIDDEN");
        refused(&net, &owner, ("unlockReport", &id, 12), json!({ "to": "DRAFT", "reason": " " }), &[("REQUIRED", "reason")]);
        assert_eq!(done(&owner, "unlockReport", &id, unlock("ACCEPTED"), 12)["state"], "ACCEPTED");
        refused(&net, &owner, ("unlockReport", &id, 13), unlock("ACCEPTED"), &[("REFUSED_TRANSITION", "")]);
        assert_eq!(done(&owner, "unlockReport", &id, unlock("DRAFT"), 13)["state"], "DRAFT");
        assert_eq!(values(&net), ["report 0 open", "report 0 open"]);

        let history = centre.query(
            "query($id: ID!) { report(id: $id) {
                events { kind state role actor comment version } remarks { round field text }
                completeness { answered required } } }",
            json!({ "id": id }),
        );
        let told = history.at("report.events").as_array().unwrap().iter();
        let told: Vec<String> = told
            .map(|event| format!("{} {} {}", event["kind"].as_str().unwrap(), event["role"], event["version"]))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        OPENED null 1
        STARTED "MUNICIPAL_COORDINATOR" 2
        SUBMITTED "MUNICIPAL_COORDINATOR" 3
        ENDORSED "EDUCATION_DEPARTMENT" 4
        ENDORSED "ZONAL_COORDINATOR" 5
        RETURNED "REGIONAL_COORDINATOR" 6
        STARTED "MUNICIPAL_COORDINATOR" 7
        SUBMITTED "MUNICIPAL_COORDINATOR" 8
        ENDORSED "EDUCATION_DEPARTMENT" 9
        ENDORSED "ZONAL_COORDINATOR" 10
        ACCEPTED "REGIONAL_COORDINATOR" 11
        LOCKED "REGIONAL_COORDINATOR" 12
        UNLOCKED "REGIONAL_COORDINATOR" 13
        UNLOCKED "REGIONAL_COORDINATOR" 14
        "#);
        assert_eq!(
            history.at("report.remarks"),
            &json!([
                { "round": 1, "field": "events", "text": "Проверьте число" },
                { "round": 1, "field": null, "text": "Нет справки" },
            ])
        );
        assert_eq!(history.at("report.completeness"), &json!({ "answered": 2, "required": 2 }));
        let audited = crate::support::rows::texts(
            app.database().url(),
            "SELECT action FROM audit_entry WHERE typename = 'REPORT' ORDER BY position",
        );
        assert_eq!(audited.last().map(String::as_str), Some("unlockReport"));
        assert_eq!(audited.len(), 13);
    }

    fn what_nobody_looked_at_is_taken_back(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        done(&centre, "submitReport", &id, json!({}), 2);
        let back = done(&centre, "withdrawReport", &id, json!({}), 3);
        assert_eq!((&back["state"], &back["submittedOn"]), (&json!("DRAFT"), &json!(null)));
        assert_eq!(values(&net), ["report 0 open", "report 0 open"]);
        assert_eq!(done(&centre, "submitReport", &id, json!({}), 4)["state"], "SUBMITTED");
        assert_eq!(values(&net), ["report 1 open", "report 1 open"]);
    }

    fn the_owner_enters_for_a_silent_node(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        let owner = net.coordinator();
        let entered = done(&owner, "fillReport", &id, json!({ "answers": good() }), 1);
        assert_eq!((&entered["onBehalf"], &entered["answersHidden"]), (&json!(true), &json!(false)));
        let handed = done(&owner, "submitReport", &id, json!({}), 2);
        assert_eq!((&handed["onBehalf"], &handed["state"]), (&json!(true), &json!("SUBMITTED")));
        let marked = crate::support::rows::texts(
            app.database().url(),
            "SELECT CASE WHEN on_behalf THEN 'behalf' ELSE 'own' END FROM value",
        );
        assert_eq!(marked, ["behalf", "behalf"]);
        let details = crate::support::rows::texts(
            app.database().url(),
            "SELECT details FROM audit_entry WHERE action = 'submitReport'",
        );
        assert!(details[0].contains("\"onBehalf\":true"), "{details:?}");
        assert_eq!(done(&owner, "acceptReport", &id, json!({}), 3)["state"], "ACCEPTED");

        // A draft of the node's own is left to it until its day is over.
        let other = net.report(&net.campaign(&net.form_again(), "2023-Q2", json!({})), &net.district);
        done(&centre, "fillReport", &other, json!({ "answers": [] }), 1);
        refused(&net, &owner, ("fillReport", &other, 2), json!({ "answers": good() }), &[("REFUSED_TRANSITION", "")]);
        app.set_now("2023-11-21T09:00:00Z");
        let (owner, centre) = (net.coordinator(), net.centre());
        assert_eq!(done(&owner, "fillReport", &other, json!({ "answers": good() }), 2)["onBehalf"], true);
        // What the node itself hands in is its own.
        done(&centre, "fillReport", &other, json!({ "answers": [] }), 3);
        let own = done(&centre, "submitReport", &other, json!({}), 4);
        assert_eq!((&own["onBehalf"], &own["late"]), (&json!(false), &json!(true)));
    }

    fn a_closed_campaign_is_mended_only_by_unlocking(app: &TestApp) {
        let net = Net::new(app);
        let campaign = net.open();
        let (one, other) = (net.report(&campaign, &net.district), net.report(&campaign, &net.town));
        let (centre, owner) = (net.centre(), net.coordinator());
        done(&centre, "fillReport", &one, json!({ "answers": good() }), 1);
        done(&centre, "submitReport", &one, json!({}), 2);
        step(&owner, "closeCampaign", "campaign", &campaign, json!({}), 2).payload();
        let town = app.actor(Role::MunicipalCoordinator, &net.town);
        refused(&net, &town, ("fillReport", &other, 1), json!({ "answers": good() }), &[("REFUSED_TRANSITION", "")]);
        refused(&net, &centre, ("withdrawReport", &one, 3), json!({}), &[("REFUSED_TRANSITION", "")]);
        let remarks = json!({ "remarks": [{ "text": "Исправьте" }] });
        refused(&net, &owner, ("returnReport", &one, 3), remarks, &[("REFUSED_TRANSITION", "")]);
        done(&owner, "acceptReport", &one, json!({}), 3);
        done(&owner, "unlockReport", &one, json!({ "to": "DRAFT", "reason": "Ошибка" }), 4);
        done(&centre, "fillReport", &one, json!({ "answers": [{ "field": "events", "number": "24" }] }), 5);
        done(&centre, "submitReport", &one, json!({}), 6);
        assert_eq!(done(&owner, "acceptReport", &one, json!({}), 7)["state"], "ACCEPTED");
    }

    fn a_node_gets_a_later_day(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        let owner = net.coordinator();
        let later = |day: &str| json!({ "dueOn": day, "reason": "Карантин" });
        fails(&net, &centre, ("extendReport", &id, 1), later("2023-12-01"), "FORBIDDEN");
        refused(&net, &owner, ("extendReport", &id, 1), later("2023-11-20"), &[("DATE_ORDER", "dueOn")]);
        assert_eq!(done(&owner, "extendReport", &id, later("2023-12-01"), 1)["dueOn"], "2023-12-01");
        let day = |day: &str| {
            let document = "query($id: ID!, $day: Date!) { report(id: $id, asOf: $day) { overdue daysLate } }";
            owner.query(document, json!({ "id": id, "day": day })).at("report").clone()
        };
        assert_eq!(day("2023-12-01"), json!({ "overdue": false, "daysLate": 0 }));
        assert_eq!(day("2023-12-03"), json!({ "overdue": true, "daysLate": 2 }));
    }

    fn a_report_before_the_end_of_its_period_is_marked(app: &TestApp) {
        let net = Net::new(app);
        let due = json!({ "due": { "kind": "DAYS_AFTER", "number": 10 } });
        let id = net.report(&net.campaign(&net.form(), "2023-Q4", due), &net.district);
        let centre = net.centre();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        assert_eq!(done(&centre, "submitReport", &id, json!({}), 2)["preliminary"], true);
    }
}
