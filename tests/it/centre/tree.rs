//! Where a centre may stand: territory and term inside those of the centre above, no circle (V17).

use serde_json::json;

use super::{Network, centre, create, fails, id_of, refused, update};
use crate::support::{both, race};

both! {
    fn a_centre_is_recorded_below_another(network: &Network) {
        let region = network.region();
        let above = centre(network, "S2", "ctr.krasnodar.rmc");
        let created = create(network, &region, json!({ "parentId": above, "name": " МОЦ «Выселки» ", "validFrom": "2021-01-01",
            "website": "https://imc.example.org/moc", "links": ["https://vk.com/moc", "https://vk.com/moc"] }));
        insta::assert_snapshot!(created.redacted());
        // Several in one municipality are allowed, also below each other.
        let second = create(network, &region, json!({ "parentId": id_of(&created), "validFrom": "2021-01-01" }));
        assert_eq!(second.at("createCentre.centre.reportsTo.name"), "МОЦ «Выселки»");
    }

    fn a_territory_lies_inside_the_one_above(network: &Network) {
        let region = network.region();
        let (zoc, rmc) = (centre(network, "S2", "ctr.krasnodar.zoc_ne"), centre(network, "S2", "ctr.krasnodar.rmc"));
        // Выселковский район lies in no zone.
        refused(network, || create(network, &region, json!({ "parentId": zoc })), "CONTRADICTION", "input.parentId");
        let other = centre(network, "S3", "ctr.khakassia.rmc");
        refused(network, || create(network, &region, json!({ "parentId": other })), "CONTRADICTION", "input.parentId");
        let moc = centre(network, "S2", "ctr.krylovsky.moc");
        refused(network, || create(network, &region, json!({ "parentId": moc })), "CONTRADICTION", "input.parentId");
        let rank = json!({ "kind": "RMC", "municipalityId": null, "parentId": zoc });
        refused(network, || create(network, &region, rank), "CONTRADICTION", "input.parentId");
        refused(network, || create(network, &region, json!({ "parentId": "ctr_01hf7yat00e8xskxw5d3v1ywyk" })), "UNKNOWN_REFERENCE", "input.parentId");
        refused(network, || create(network, &region, json!({ "reportsToId": other })), "CONTRADICTION", "input.reportsToId");
        refused(network, || create(network, &region, json!({ "municipalityId": null })), "REQUIRED", "input.municipalityId");
        refused(network, || create(network, &region, json!({ "kind": "ZOC" })), "REQUIRED", "input.zoneId");
        refused(network, || create(network, &region, json!({ "municipalityId": network.municipality_id("95715000") })), "UNKNOWN_REFERENCE", "input.municipalityId");
        let zone = network.public().query(r#"{ zone(region: "23", code: "NE") { id } }"#, json!({})).text("zone.id").to_owned();
        refused(network, || create(network, &region, json!({ "zoneId": zone })), "CONTRADICTION", "input.zoneId");
        let seat = json!({ "kind": "ZOC", "zoneId": zone, "parentId": rmc });
        refused(network, || create(network, &region, seat), "CONTRADICTION", "input.municipalityId");
    }

    fn a_term_lies_inside_the_one_above(network: &Network) {
        let region = network.region();
        let above = id_of(&create(network, &region, json!({ "validFrom": "2021-01-01", "validTo": "2023-12-31" })));
        let child = |from: &str, to: Option<&str>| create(network, &region, json!({ "parentId": above, "validFrom": from, "validTo": to }));
        refused(network, || child("2020-12-31", Some("2022-01-01")), "DATE_ORDER", "input.validFrom");
        refused(network, || child("2021-01-01", None), "DATE_ORDER", "input.validFrom");
        child("2021-01-01", Some("2023-12-31")).payload();
        // The one above can't be cut short over it.
        refused(network, || update(&region, &above, 1, json!({ "validTo": "2023-06-30" })), "DATE_ORDER", "input.validTo");
        update(&region, &above, 1, json!({ "validTo": "2024-06-30" })).payload();
    }

    fn a_centre_never_stands_above_itself(network: &Network) {
        let region = network.region();
        let first = id_of(&create(network, &region, json!({ "name": "Первый" })));
        let second = id_of(&create(network, &region, json!({ "name": "Второй", "parentId": first })));
        let third = id_of(&create(network, &region, json!({ "name": "Третий", "parentId": second })));
        for below in [&first, &second, &third] {
            refused(network, || update(&region, &first, 1, json!({ "parentId": below })), "CONTRADICTION", "input.parentId");
        }
        refused(network, || update(&region, &first, 1, json!({ "reportsToId": first })), "CONTRADICTION", "input.reportsToId");
        // Two at once, each below the other: one of them is refused.
        let other = id_of(&create(network, &region, json!({ "name": "Четвёртый" })));
        let answers: Vec<_> = std::thread::scope(|threads| {
            let moves = [(&first, &other), (&other, &first)].map(|(child, parent)| {
                let region = &region;
                threads.spawn(move || update(region, child, 1, json!({ "parentId": parent })))
            });
            moves.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.user_errors().is_empty()).count(), 1);
    }

    fn a_mistake_is_deleted_while_nothing_refers_to_it(network: &Network) {
        let region = network.region();
        let delete = |id: &str, version: i64| {
            let document = "mutation($input: DeleteCentreInput!) { deleteCentre(input: $input) { deletedId userErrors { code path } } }";
            region.query(document, json!({ "input": { "id": id, "expectedVersion": version } }))
        };
        let (moc, rmc) = (centre(network, "S2", "ctr.krylovsky.moc"), centre(network, "S2", "ctr.krasnodar.rmc"));
        refused(network, || delete(&moc, 1), "IN_USE", "input.id");
        refused(network, || delete(&rmc, 1), "IN_USE", "input.id");
        let id = id_of(&create(network, &region, json!({ "contactPosition": "Методист", "externalIds": [{ "source": "S", "externalId": "1" }] })));
        refused(network, || delete(&id, 7), "STALE_VERSION", "input.expectedVersion");
        let gone = network.unchanged_but(&["centre", "contact", "external_ref", "change", "counter", "audit_entry"], || delete(&id, 1));
        assert_eq!(gone.payload()["deletedId"], json!(id));
        fails(network, || delete(&id, 1), "NOT_FOUND");
    }

    fn wrong_input_is_refused(network: &Network) {
        let region = network.region();
        let wrong = |more: serde_json::Value, code: &str, path: &str| {
            refused(network, || create(network, &region, more), code, &format!("input.{path}"));
        };
        wrong(json!({ "name": " " }), "REQUIRED", "name");
        wrong(json!({ "name": "я".repeat(501) }), "TOO_LONG", "name");
        wrong(json!({ "website": "javascript:alert(1)" }), "INVALID", "website");
        wrong(json!({ "links": ["https://vk.com/a", "vk.com"] }), "INVALID", "links.1");
        wrong(json!({ "links": vec!["https://vk.com/a"; 21] }), "TOO_MANY", "links");
        wrong(json!({ "validFrom": "2023-01-02", "validTo": "2023-01-01" }), "DATE_ORDER", "validTo");
        wrong(json!({ "hostId": "org_01hf7yat00e8xskxw5d3v1ywyk" }), "UNKNOWN_REFERENCE", "hostId");
        fails(network, || create(network, &region, json!({ "hostId": "ctr_01hf7yat00e8xskxw5d3v1ywyk" })), "BAD_USER_INPUT");
    }

    fn of_two_changes_at_once_one_wins(network: &Network) {
        let region = network.region();
        let id = id_of(&create(network, &region, json!({})));
        race::one_wins(network, |number| update(&region, &id, 1, json!({ "name": format!("МОЦ {number}") })));
    }
}
