//! On whose base a centre works, on any day; and the rest of its card.

use serde_json::{Value, json};

use super::{Network, centre, create, fails, id_of, refused, update, with};
use crate::support::{Actor, both};

both! {
    fn a_host_that_changes_leaves_the_earlier_one(network: &Network) {
        let region = network.region();
        let (imc, uo) = (network.vyselki(), network.organisation("S0", "org.vyselki.uo"));
        let id = id_of(&create(network, &region, json!({ "hostId": imc, "validFrom": "2021-01-01" })));
        let moved = update(&region, &id, 1, json!({ "hostId": uo, "hostSince": "2022-09-01" }));
        assert_eq!(moved.at("updateCentre.centre.hostSince"), "2022-09-01");
        let on = |day: &str| {
            let document = "query($id: ID!, $day: Date) { centre(id: $id, asOf: $day) { host { id } pastHosts { from to organisation { id } } } }";
            network.public().query(document, json!({ "id": id, "day": day })).at("centre").clone()
        };
        assert_eq!(on("2022-08-31")["host"]["id"], json!(imc));
        assert_eq!(on("2022-09-01"), json!({ "host": { "id": uo }, "pastHosts": [{ "from": null, "to": "2022-08-31", "organisation": { "id": imc } }] }));
        // The list below an organisation is that of the day, too.
        let below = |organisation: &str, day: &str| {
            let document = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Organisation { centres { totalCount } } } }";
            network.public().query(document, json!({ "id": organisation, "day": day })).at("node.centres.totalCount").clone()
        };
        assert_eq!((below(&imc, "2022-08-31"), below(&uo, "2022-08-31")), (json!(1), json!(0)));
        assert_eq!((below(&imc, "2022-09-01"), below(&uo, "2022-09-01")), (json!(0), json!(1)));
        for since in ["2022-09-01", "2022-01-01", "2020-12-31"] {
            refused(network, || update(&region, &id, 2, json!({ "hostId": imc, "hostSince": since })), "DATE_ORDER", "input.hostSince");
        }
        // Without a day it is a correction, and leaves nothing behind.
        let corrected = update(&region, &id, 2, json!({ "hostId": null }));
        assert_eq!(corrected.at("updateCentre.centre.host"), &Value::Null);
        assert_eq!(on("2022-09-01")["pastHosts"].as_array().unwrap().len(), 1);
    }

    fn a_card_is_patched(network: &Network) {
        let region = network.region();
        let id = id_of(&create(network, &region, json!({ "website": "https://a.example.org", "links": ["https://vk.com/a"] })));
        let document = "mutation($id: ID!, $name: String, $website: String) { updateCentre(input: { id: $id, expectedVersion: 1, name: $name, website: $website }) {
            centre { version name website links } userErrors { code path } } }";
        let patched = region.query(document, json!({ "id": id, "website": null }));
        assert_eq!(patched.at("updateCentre.centre"), &json!({ "version": 2, "name": "МОЦ", "website": null, "links": ["https://vk.com/a"] }));
        refused(network, || update(&region, &id, 2, json!({ "name": null })), "REQUIRED", "input.name");
        let stale = network.unchanged_but(&[], || update(&region, &id, 1, json!({ "name": "Иное" })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("updateCentre.centre.version"), 2);
    }

    fn the_contact_is_kept_by_its_own_mutation(network: &Network) {
        let id = centre(network, "S2", "ctr.krylovsky.moc");
        let document = "mutation($input: SetContactInput!) { setContact(input: $input) { node { id ... on MunicipalCentre { version contact { position phone email } } } userErrors { code path } } }";
        let (own, neighbour) = (network.neighbour(), network.municipality());
        let set = |actor: &Actor, version: i32, more: Value| {
            actor.query(document, json!({ "input": with(json!({ "id": id, "expectedVersion": version }), more) }))
        };
        let kept = set(&own, 1, json!({ "phone": "8 (86161) 3-12-34", "email": "moc@example.org" }));
        let contact = json!({ "position": "Директор МОЦ", "phone": "8 (86161) 3-12-34", "email": "moc@example.org" });
        assert_eq!(kept.at("setContact.node"), &json!({ "id": id, "version": 2, "contact": contact }));
        fails(network, || set(&neighbour, 2, json!({ "phone": "1" })), "FORBIDDEN");
        refused(network, || set(&own, 1, json!({ "phone": null })), "STALE_VERSION", "input.expectedVersion");
        refused(network, || set(&own, 2, json!({ "phone": "двенадцать" })), "INVALID", "input.phone");
        refused(network, || set(&own, 2, json!({ "email": "moc" })), "INVALID", "input.email");
        refused(network, || set(&own, 2, json!({ "position": null })), "REQUIRED", "input.position");
        // In scope alone, never public.
        let read = |actor: &Actor| {
            let document = "query($id: ID!) { centre(id: $id) { contact { position phone email } } }";
            actor.query(document, json!({ "id": id })).at("centre.contact").clone()
        };
        assert_eq!((read(&network.public()), read(&neighbour)), (Value::Null, Value::Null));
        assert_eq!((read(&own), read(&network.region())), (contact.clone(), contact));
        set(&own, 2, json!({ "position": null, "phone": null, "email": null })).payload();
        assert_eq!(read(&own), Value::Null);
    }
}
