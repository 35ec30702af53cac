//! On whose base a centre works, on any day; and the rest of its card.

use serde_json::{Value, json};

use super::{Network, create, id_of, refused, update};
use crate::support::both;

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

}
