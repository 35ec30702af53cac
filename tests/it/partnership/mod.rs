//! Partnerships; `graph.rs`: the partner graph that they and agreements make; `demo.rs`: the demonstration, read back.

mod demo;
mod graph;

use serde_json::{Value, json};

use crate::{
    agreement::{BODAIBO, Net, merged},
    support::{Actor, Answer, Role, TestApp, both, race},
};

const CREATE: &str = "mutation($input: CreatePartnershipInput!) { createPartnership(input: $input) { partnership {
    id version state scope leadKind municipality { name } partnerKind partnerName partnerMunicipality { name } partnerRegion { code }
    planned actual functions evidence validFrom validFromPrecision openPoints { field reason } allowedActions } userErrors { code path } } }";

fn input(net: &Net, more: &Value) -> Value {
    let base = json!({ "lead": { "municipalityId": net.vyselki }, "partner": { "municipalityId": net.krylovsky } });
    merged(base, more)
}

fn create(actor: &Actor, input: &Value) -> Answer {
    actor.query(CREATE, json!({ "input": input }))
}

both! {
    fn a_partnership_is_recorded_changed_and_removed(app: &TestApp) {
        let net = Net::new(app);
        let more = json!({
            "partner": { "municipalityId": net.bodaibo }, "planned": true, "actual": true, "functions": "Применяет материалы",
            "evidence": ["https://example.org/a"], "validFrom": "2023-01-15", "validFromPrecision": "MONTH",
            "openPoints": [{ "field": "planned", "reason": "INFERRED" }],
        });
        let created = create(&net.vyselki_moc, &input(&net, &more));
        insta::assert_snapshot!(created.redacted(), @r#"
        200
        {
          "data": {
            "createPartnership": {
              "partnership": {
                "actual": true,
                "allowedActions": [
                  "UPDATE_PARTNERSHIP",
                  "DELETE_PARTNERSHIP"
                ],
                "evidence": [
                  "https://example.org/a"
                ],
                "functions": "Применяет материалы",
                "id": "par#1",
                "leadKind": "MUNICIPALITY",
                "municipality": {
                  "name": "Выселковский район"
                },
                "openPoints": [
                  {
                    "field": "planned",
                    "reason": "INFERRED"
                  }
                ],
                "partnerKind": "MUNICIPALITY",
                "partnerMunicipality": {
                  "name": "Бодайбо и район"
                },
                "partnerName": null,
                "partnerRegion": {
                  "code": "38"
                },
                "planned": true,
                "scope": "INTERREGIONAL",
                "state": "ACTIVE",
                "validFrom": "2023-01-01",
                "validFromPrecision": "MONTH",
                "version": 1
              },
              "userErrors": []
            }
          }
        }
        "#);
        let id = created.text("createPartnership.partnership.id");
        let update = "mutation($id: ID!, $version: Int!, $actual: Boolean, $to: Date) {
            updatePartnership(input: { id: $id, expectedVersion: $version, actual: $actual, validTo: $to }) {
                partnership { state actual planned version } userErrors { code path } } }";
        let ended = net.vyselki_moc.query(update, json!({ "id": id, "version": 1, "to": "2023-10-31" }));
        assert_eq!(ended.payload()["partnership"], json!({ "state": "ENDED", "actual": true, "planned": true, "version": 2 }));
        let stale = net.vyselki_moc.query(update, json!({ "id": id, "version": 1, "actual": false }));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        let document = "query($day: Date) { partnerships(asOf: $day) { totalCount } }";
        assert_eq!(app.public().query(document, json!({ "day": "2023-10-31" })).at("partnerships.totalCount"), &json!(1));
        assert_eq!(app.public().query(document, json!({})).at("partnerships.totalCount"), &json!(0));
        let delete = "mutation($id: ID!) { deletePartnership(input: { id: $id, expectedVersion: 2 }) { deletedId userErrors { code } } }";
        assert_eq!(net.vyselki_moc.query(delete, json!({ "id": id })).payload()["deletedId"], id);
        assert_eq!(app.unchanged_but(&[], || net.vyselki_moc.query(delete, json!({ "id": id }))).code(), "NOT_FOUND");
    }

    fn a_partner_that_is_not_kept_is_found_by_its_name(app: &TestApp) {
        let net = Net::new(app);
        let more = json!({ "partner": { "name": "Центр «Ёлочка»", "inRegionId": net.other_region } });
        let id = create(&net.vyselki_moc, &input(&net, &more)).text("createPartnership.partnership.id").to_owned();
        let found = |text: &str| {
            let document = "query($text: String!) { partnerships(search: $text) { totalCount } }";
            app.public().query(document, json!({ "text": text })).at("partnerships.totalCount").as_i64().unwrap()
        };
        assert_eq!([found("елочка центр"), found("выселковский"), found("Ёлочка Бодайбо"), found("наставники")], [1, 1, 0, 0]);
        let update = "mutation($id: ID!) { updatePartnership(input: { id: $id, expectedVersion: 1, functions: \"Наставники\" }) {
            userErrors { code } } }";
        net.vyselki_moc.query(update, json!({ "id": id })).payload();
        assert_eq!([found("елочка наставники"), found("елочка")], [1, 1]);
    }

    fn a_wrong_partnership_is_refused(app: &TestApp) {
        let net = Net::new(app);
        create(&net.vyselki_moc, &input(&net, &json!({}))).payload();
        for (more, code, path) in [
            (json!({}), "DUPLICATE", "input.partner"),
            (json!({ "lead": {} }), "REQUIRED", "input.lead.organisationId"),
            (json!({ "partner": {} }), "REQUIRED", "input.partner.organisationId"),
            (json!({ "partner": { "municipalityId": net.vyselki } }), "CONTRADICTION", "input.partner"),
            (json!({ "partner": { "name": "Центр", "inRegionId": net.other_region, "inMunicipalityId": net.vyselki } }), "CONTRADICTION", "input.partner.inRegionId"),
            (json!({ "partner": { "name": " " } }), "REQUIRED", "input.partner.name"),
            (json!({ "partner": { "name": "Центр" }, "evidence": ["ftp://example.org"] }), "INVALID", "input.evidence.0"),
            (json!({ "partner": { "name": "Центр" }, "validFrom": "2023-02-01", "validTo": "2023-01-01" }), "DATE_ORDER", "input.validTo"),
            (json!({ "partner": { "name": "Центр" }, "agreementId": "agr_00000000000000000000000000" }), "UNKNOWN_REFERENCE", "input.agreementId"),
            (json!({ "partner": { "name": "Центр" }, "statusAssignmentId": "sta_00000000000000000000000000" }), "UNKNOWN_REFERENCE", "input.statusAssignmentId"),
        ] {
            let answer = app.unchanged_but(&[], || create(&net.vyselki_moc, &input(&net, &more)));
            answer.expect_user_error(code, path);
        }
        for outsider in [&net.krylovsky_moc, &app.actor(Role::Ministry, "region:23"), &app.actor(Role::MunicipalCoordinator, BODAIBO)] {
            let answer = app.unchanged_but(&[], || create(outsider, &input(&net, &json!({}))));
            assert_eq!(answer.code(), "FORBIDDEN");
        }
        assert_eq!(create(&app.public(), &input(&net, &json!({}))).code(), "UNAUTHENTICATED");
    }

    fn states_scopes_and_facets_agree(app: &TestApp) {
        let net = Net::new(app);
        for more in [
            json!({ "actual": true }),
            json!({ "planned": true, "partner": { "municipalityId": net.bodaibo } }),
            json!({ "planned": true, "actual": false, "partner": { "name": "Дом" , "inMunicipalityId": net.vyselki } }),
            json!({ "validFrom": "2024-01-01", "partner": { "name": "Завод" } }),
            json!({ "validTo": "2023-01-01", "actual": true, "partner": { "name": "Музей", "inRegionId": net.other_region } }),
            json!({ "validFrom": "2023-01-01", "partner": { "name": "Парк", "inRegionId": net.region } }),
        ] {
            create(&net.vyselki_moc, &input(&net, &more)).payload();
        }
        let document = "query($filter: PartnershipFilter) { partnerships(filter: $filter) { totalCount nodes { state scope actual } facets { facet value count } } }";
        let all = json!({ "states": ["PLANNED", "ACTIVE", "ENDED"] });
        let whole = app.public().query(document, json!({ "filter": all }));
        assert_eq!(whole.at("partnerships.totalCount"), &json!(6));
        for field in ["state", "scope"] {
            for facet in whole.at("partnerships.facets").as_array().unwrap().iter().filter(|facet| facet["facet"] == field) {
                let named = whole.at("partnerships.nodes").as_array().unwrap().iter().filter(|node| node[field] == facet["value"]).count();
                assert_eq!(facet["count"], json!(named), "{facet}");
            }
        }
        let count = |filter: Value| app.public().query(document, json!({ "filter": filter })).at("partnerships.totalCount").as_i64().unwrap();
        assert_eq!(count(json!({ "states": ["PLANNED"] })), 3);
        assert_eq!(count(json!({ "scopes": ["INTERREGIONAL"], "states": ["PLANNED", "ACTIVE", "ENDED"] })), 2);
        assert_eq!(count(json!({ "municipalityIds": [net.bodaibo] })), 1);
        assert_eq!(count(json!({ "regionIds": [net.other_region], "states": ["ENDED"] })), 1);
        assert_eq!(count(json!({ "planned": true, "actual": true })), 0);
    }

    fn of_two_changes_at_once_one_wins(app: &TestApp) {
        let net = Net::new(app);
        let created = create(&net.vyselki_moc, &input(&net, &json!({})));
        created.payload();
        let update = "mutation($input: UpdatePartnershipInput!) {
            updatePartnership(input: $input) { partnership { version } userErrors { code path } } }";
        race::one_wins(app, |number| {
            let input = json!({ "id": created.text("createPartnership.partnership.id"), "expectedVersion": 1,
                "functions": format!("Функция {number}") });
            net.vyselki_moc.query(update, json!({ "input": input }))
        });
    }
}
