//! Changing what is recorded: members that are absent, null or stale, and two writers at once.

use serde_json::{Value, json};

use super::{UPDATE_MUNICIPALITY, admin, district, fails, refused, region, send, zone};
use crate::support::{Actor, Answer, TestApp, both, race};

const UPDATE_REGION: &str = "mutation($input: UpdateRegionInput!) { updateRegion(input: $input) {
    region { version name validFrom validFromText validTo } userErrors { code path } } }";
const UPDATE_ZONE: &str = "mutation($input: UpdateZoneInput!) { updateZone(input: $input) {
    zone { version name validFrom validTo } userErrors { code path } } }";

fn update(actor: &Actor, id: &str, version: i32, more: &Value) -> Answer {
    let mut input = json!({ "id": id, "expectedVersion": version });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    send(actor, UPDATE_MUNICIPALITY, input)
}

both! {
    fn what_is_not_sent_stays(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let zone = zone(&admin, &here, "NE");
        let id = district(&admin, &here, "Крыловский район", json!({ "zoneId": zone, "validFrom": "2006-01-01" }));
        let shown = |version: i32, name: &str, zone: Value, from: Value| json!({ "userErrors": [], "municipality": {
            "id": id, "version": version, "name": name, "kind": "MUNICIPAL_DISTRICT", "zone": zone,
            "validFrom": from, "validTo": null,
        } });
        let (ne, from) = (json!({ "code": "NE" }), json!("2006-01-01"));
        // A whole input without them, and variables that were not sent.
        assert_eq!(update(&admin, &id, 1, &json!({})).payload(), &shown(2, "Крыловский район", ne.clone(), from.clone()));
        let inline = "mutation($id: ID!, $name: String, $zone: ID, $from: Date, $kind: MunicipalityKind) {
            updateMunicipality(input: { id: $id, expectedVersion: 2, name: $name, zoneId: $zone, validFrom: $from, kind: $kind }) {
                municipality { id version name kind zone { code } validFrom validTo } userErrors { code path } } }";
        let answer = admin.query(inline, json!({ "id": id }));
        assert_eq!(answer.payload(), &shown(3, "Крыловский район", ne, from));
        // Null clears what can be cleared and is refused elsewhere.
        let answer = update(&admin, &id, 3, &json!({ "zoneId": null, "validFrom": null }));
        assert_eq!(answer.payload(), &shown(4, "Крыловский район", json!(null), json!(null)));
        let input = json!({ "id": id, "expectedVersion": 4, "name": null, "kind": null });
        refused(app, &admin, UPDATE_MUNICIPALITY, &input, &[("REQUIRED", "name"), ("REQUIRED", "kind")]);
        let input = json!({ "id": id, "expectedVersion": 4, "name": "\t", "zoneId": "zon_00000000000000000000000000",
            "validFrom": "2023-01-02", "validTo": "2023-01-01" });
        let errors = [("REQUIRED", "name"), ("UNKNOWN_REFERENCE", "zoneId"), ("DATE_ORDER", "validTo")];
        refused(app, &admin, UPDATE_MUNICIPALITY, &input, &errors);
    }

    fn regions_and_zones_change_too(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let input = json!({ "id": here, "expectedVersion": 1, "name": "Кубань", "validFrom": "1937-09-13", "validFromText": "13.09.1937" });
        assert_eq!(send(&admin, UPDATE_REGION, input).payload(), &json!({ "userErrors": [], "region": {
            "version": 2, "name": "Кубань", "validFrom": "1937-09-13", "validFromText": "13.09.1937", "validTo": null } }));
        refused(app, &admin, UPDATE_REGION, &json!({ "id": here, "expectedVersion": 2, "name": null, "validTo": "1900-01-01" }),
            &[("REQUIRED", "name"), ("DATE_ORDER", "validTo")]);
        let found = app.public().query(r#"{ regions(search: "кубань") { nodes { name } } }"#, json!({}));
        assert_eq!(found.data(), &json!({ "regions": { "nodes": [{ "name": "Кубань" }] } }));

        let zone = zone(&admin, &here, "NE");
        let input = json!({ "id": zone, "expectedVersion": 1, "validTo": "2023-11-14" });
        assert_eq!(send(&admin, UPDATE_ZONE, input).payload(), &json!({ "userErrors": [], "zone": {
            "version": 2, "name": "Зона NE", "validFrom": null, "validTo": "2023-11-14" } }));
        let stale = send(&admin, UPDATE_ZONE, json!({ "id": zone, "expectedVersion": 1, "name": "Другая" }));
        assert_eq!(stale.data(), &json!({ "updateZone": {
            "zone": { "version": 2, "name": "Зона NE", "validFrom": null, "validTo": "2023-11-14" },
            "userErrors": [{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"] }] } }));
        // It has ended yesterday: lists do not hold it, the lookup does.
        let answer = app.public().query(r#"{ zones { totalCount } zone(region: "23", code: "NE") { validTo } }"#, json!({}));
        assert_eq!(answer.data(), &json!({ "zones": { "totalCount": 0 }, "zone": { "validTo": "2023-11-14" } }));
    }

    fn a_stale_version_brings_the_object_as_it_is(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Крыловский район", json!({}));
        update(&admin, &id, 1, &json!({ "name": "Район" })).payload();
        for version in [1, 3, 0, -1] {
            let answer = app.unchanged_but(&[], || update(&admin, &id, version, &json!({ "name": "Иначе" })));
            assert_eq!(answer.data(), &json!({ "updateMunicipality": {
                "municipality": { "id": id, "version": 2, "name": "Район", "kind": "MUNICIPAL_DISTRICT", "zone": null,
                    "validFrom": null, "validTo": null },
                "userErrors": [{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"] }] } }));
        }
    }

    fn what_is_absent_or_of_another_type_is_not_changed(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let input = |id: &str| json!({ "input": { "id": id, "expectedVersion": 1, "name": "Иначе" } });
        let nowhere = "00000000000000000000000000";
        fails(app, &admin, UPDATE_REGION, input(&format!("reg_{nowhere}")), "NOT_FOUND");
        fails(app, &admin, UPDATE_ZONE, input(&format!("zon_{nowhere}")), "NOT_FOUND");
        fails(app, &admin, UPDATE_MUNICIPALITY, input(&format!("mun_{nowhere}")), "NOT_FOUND");
        fails(app, &admin, UPDATE_MUNICIPALITY, input(&here), "BAD_USER_INPUT");
        fails(app, &admin, UPDATE_REGION, input("reg"), "BAD_USER_INPUT");
    }

    fn of_writers_at_once_one_wins(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Район", json!({}));
        for round in 1..=5 {
            let answers: Vec<Answer> = std::thread::scope(|threads| {
                let threads: Vec<_> = (0..4).map(|writer| {
                    let (admin, id) = (&admin, &id);
                    threads.spawn(move || update(admin, id, round, &json!({ "name": format!("Район {round} {writer}") })))
                }).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.user_errors().is_empty());
            assert_eq!((won.len(), lost.len()), (1, 3), "{}", answers.iter().map(ToString::to_string).collect::<String>());
            let kept = won[0].at("updateMunicipality.municipality");
            assert_eq!(kept["version"], round + 1);
            for answer in lost {
                answer.expect_user_error("STALE_VERSION", "input.expectedVersion");
                assert_eq!(answer.at("updateMunicipality.municipality"), kept);
            }
        }
    }

    fn of_two_changes_at_once_one_wins(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let zone = zone(&admin, &here, "NE");
        let district = district(&admin, &here, "Крыловский район", json!({}));
        for (document, id) in [(UPDATE_REGION, &here), (UPDATE_ZONE, &zone), (UPDATE_MUNICIPALITY, &district)] {
            race::one_wins(app, |number| {
                send(&admin, document, json!({ "id": id, "expectedVersion": 1, "validFrom": format!("2000-01-0{}", number + 1) }))
            });
        }
    }
}
