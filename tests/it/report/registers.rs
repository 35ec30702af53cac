//! What a report begins with of the registers, and what a template may name of them; one rule for whoever fills in for
//! another.

use serde_json::json;

use super::*;
use crate::support::both;

/// A number that is counted from a register.
fn counted(code: &str, register: &str) -> Value {
    json!({ "code": code, "label": code, "kind": "NUMBER", "prefill": "REGISTER", "prefillFrom": register })
}

fn template(net: &Net, owner: &Actor, fields: &Value) -> Answer {
    let input = json!({
        "regionId": net.region, "code": "REGISTERS", "name": "Реестры", "kind": "MONITORING", "periodType": "QUARTER",
        "fields": fields,
    });
    let document = "mutation($input: CreateReportTemplateInput!) { createReportTemplate(input: $input) {
        reportTemplate { id } userErrors { code message path } } }";
    owner.query(document, json!({ "input": input }))
}

/// A mutation of the region's coordinator with one input, which must succeed.
fn made(net: &Net, root: &str, field: &str, input: Value) -> String {
    net.coordinator().make(root, field, &input)
}

both! {
    fn every_register_counts_the_last_day_of_the_period(app: &TestApp) {
        let net = Net::new(app);
        let population = json!({ "municipalityId": net.district, "ageFrom": 5, "ageTo": 18, "asOf": "2023-01-01", "count": 5678,
            "source": "Росстат" });
        let document = "mutation($input: RecordPopulationInput!) { recordPopulation(input: $input) { userErrors { code path } } }";
        net.coordinator().query(document, json!({ "input": population })).payload();
        let kind = json!({ "code": "MIP", "name": "Инновационная площадка", "heldBy": "ORGANISATION", "levels": ["MUNICIPALITY"] });
        let kind = app.actor(Role::PlatformAdmin, "federation").make("createStatusKind", "statusKind", &kind);
        let status = |holder: &str, to: &str| {
            json!({ "kindId": kind, "level": "MUNICIPALITY", "organisationId": holder, "validFrom": "2023-01-01", "validTo": to })
        };
        made(&net, "recordStatus", "statusAssignment", status(&net.a, "2023-12-31"));
        made(&net, "recordStatus", "statusAssignment", status(&net.b, "2023-06-30"));
        let parties: Vec<Value> = [&net.a, &net.b].iter().map(|id| json!({ "role": "PARTNER", "organisationId": id })).collect();
        made(&net, "recordAgreement", "agreement", json!({ "municipalityId": net.district, "kind": "COOPERATION", "title": "О сотрудничестве",
            "number": "7", "signedOn": "2023-01-10", "validFrom": "2023-02-01", "validTo": "2024-12-31", "parties": parties }));
        let competition = made(&net, "recordCompetition", "competition", json!({ "municipalityId": net.district, "title": "Конкурс",
            "kind": "PUPILS", "level": "MUNICIPAL", "organiserId": net.a, "resultsPublishedOn": "2023-04-10" }));
        made(&net, "recordApplication", "application", json!({ "competitionId": competition, "organisationId": net.b, "title": "Работа",
            "result": "WINNER", "place": 1 }));
        made(&net, "createPartnership", "partnership", json!({ "lead": { "organisationId": net.a }, "partner": { "organisationId": net.b },
            "actual": true, "validFrom": "2023-01-01" }));

        let asked = [
            ("organisations", "organisations", "2"),
            ("schools", "organisations:SCHOOL", "0"),
            ("clubs", "organisations:ADDITIONAL_EDUCATION", "2"),
            ("children", "population:5-18", "5678"),
            ("centres", "centres", "0"),
            ("moc", "centres:MOC", "0"),
            ("mip", "statuses:MIP", "1"),
            ("agreements", "agreements", "1"),
            ("cooperation", "agreements:COOPERATION", "1"),
            ("subsidies", "agreements:SUBSIDY", "0"),
            ("competitions", "competitions", "1"),
            ("municipal", "competitions:MUNICIPAL", "1"),
            ("zonal", "competitions:ZONAL", "0"),
            ("applications", "applications", "1"),
            ("partnerships", "partnerships", "1"),
        ];
        let fields: Vec<Value> = asked.iter().map(|(code, register, _)| counted(code, register)).collect();
        let form = template(&net, &net.coordinator(), &json!(fields)).payload()["reportTemplate"]["id"].as_str().unwrap().to_owned();
        step(&net.coordinator(), "publishReportTemplate", "reportTemplate", &form, json!({}), 1).payload();
        let id = net.report(&net.campaign(&form, "2023-Q3", json!({})), &net.district);
        let begun = done(&net.centre(), "fillReport", &id, json!({}), 1);
        for (code, register, expected) in asked {
            assert_eq!(answer(&begun, code)["number"], expected, "{register}");
        }
        // In the quarter before, the second status was in force as well.
        let id = net.report(&net.campaign(&form, "2023-Q2", json!({})), &net.district);
        assert_eq!(answer(&done(&net.centre(), "fillReport", &id, json!({}), 1), "mip")["number"], "2");
    }

    fn a_template_names_registers_that_there_are(app: &TestApp) {
        let net = Net::new(app);
        let owner = net.coordinator();
        let wrong = ["schools", "organisations:SCHOOLS", "centres:SCHOOL", "statuses", "agreements:ALL", "applications:ALL"];
        let fields: Vec<Value> = wrong.iter().enumerate().map(|(i, of)| counted(&format!("f{i}"), of)).collect();
        let refused = app.unchanged_but(&[], || template(&net, &owner, &json!(fields)));
        let told: Vec<_> = refused.user_errors().iter().map(|error| (error["code"].clone(), error["path"][2].clone())).collect();
        let expected: Vec<_> = (0..wrong.len()).map(|i| (json!("INVALID"), json!(i.to_string()))).collect();
        assert_eq!(told, expected);
        assert!(refused.user_errors()[0]["message"].as_str().unwrap().contains("agreements[:KIND]"));
        template(&net, &owner, &json!([counted("f", "statuses:NOWHERE")])).expect_user_error("UNKNOWN_REFERENCE", "input.fields.0.prefillFrom");
    }

    fn who_may_fill_in_for_another_is_told_so(app: &TestApp) {
        let net = Net::new(app);
        // The period is over and nothing was begun: the node is silent.
        let id = net.report(&net.open(), &net.district);
        let can = |actor: &Actor, action: &str| {
            let document = format!("query($id: ID!) {{ canDo(action: {action}, id: $id) {{ allowed reason }} }}");
            actor.query(&document, json!({ "id": id })).at("canDo").clone()
        };
        let (owner, centre) = (net.coordinator(), net.centre());
        let allowed = json!({ "allowed": true, "reason": "ALLOWED" });
        assert_eq!(can(&owner, "FILL_REPORT"), allowed);
        assert_eq!(can(&owner, "FILL_REPORT_ON_BEHALF"), allowed);
        assert_eq!(can(&centre, "FILL_REPORT"), allowed);
        let stranger = app.actor(Role::MunicipalCoordinator, &net.town);
        assert_eq!(can(&stranger, "FILL_REPORT")["reason"], "NO_SUCH_OBJECT");
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        // It is silent no more, for `canDo` as for the mutation.
        assert_eq!(can(&owner, "FILL_REPORT")["reason"], "WRONG_STATE");
        refused(&net, &owner, ("fillReport", &id, 2), json!({}), &[("REFUSED_TRANSITION", "")]);
        assert_eq!(can(&centre, "FILL_REPORT"), allowed);
    }
}
