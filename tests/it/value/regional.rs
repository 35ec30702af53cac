//! What a region and a zone tell of themselves: who accepts it, and who sees a draft of it.

use serde_json::{Value, json};

use super::{Ground, count, decide, later, recorded, seen};
use crate::support::{Actor, Role, both};

both! {
    fn a_ministry_accepts_what_the_region_tells_of_itself(ground: &Ground) {
        let ministry = ground.actor(Role::Ministry, &ground.region);
        let (rmc, moc) = (ground.rmc(), ground.moc());
        let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "10", "subjectId": ground.region }));
        let keys = recorded(&rmc, "РМЦ", "DRAFT", &[row]);
        assert_eq!(count(&ministry, json!({})), 0, "a draft is the centre's own");
        decide(&rmc, "submitValues", &keys, json!({})).payload();
        let keys = later(&keys);
        let may = |actor: &Actor| {
            actor.query("{ values { nodes { allowedActions } } }", json!({})).at("values.nodes.0.allowedActions").clone()
        };
        assert_eq!(may(&ministry), json!(["ACCEPT_VALUES", "RETURN_VALUES"]));
        assert_eq!(may(&rmc), json!(["RECORD_VALUES"]));
        assert_eq!(decide(&rmc, "acceptValues", &keys, json!({})).code(), "FORBIDDEN", "nobody accepts their own");
        let back = decide(&ministry, "returnValues", &keys, json!({ "remark": "Проверьте" }));
        assert_eq!(back.payload()["values"][0]["state"], "DRAFT");
        let keys = later(&keys);
        decide(&rmc, "submitValues", &keys, json!({})).payload();
        let keys = later(&keys);
        let accepted = decide(&ministry, "acceptValues", &keys, json!({}));
        assert_eq!(accepted.payload()["values"][0]["state"], "ACCEPTED");
        decide(&ministry, "lockValues", &later(&keys), json!({ "locked": true })).payload();
        assert_eq!(ground.figures("EVENTS", 2), ["REGION QUARTER  OWN 10/-"]);

        // What a municipality tells is the centre's to accept, and another region's is nobody's here.
        let own = recorded(&moc, "МОЦ", "SUBMITTED", &[ground.row("EVENTS", "2023-Q2", json!({ "numerator": "5" }))]);
        assert_eq!(decide(&ministry, "acceptValues", &own, json!({})).code(), "FORBIDDEN");
        decide(&rmc, "acceptValues", &own, json!({})).payload();
    }

    fn a_draft_about_a_zone_is_seen_at_its_own_level(ground: &Ground) {
        let admin = ground.actor(Role::PlatformAdmin, "federation");
        let input = json!({ "regionId": ground.region, "code": "NE", "name": "Северо-восточная" });
        let document = "mutation($input: CreateZoneInput!) { createZone(input: $input) { zone { id } userErrors { code } } }";
        let zone = admin.query(document, json!({ "input": input })).text("createZone.zone.id").to_owned();
        let (rmc, zoc) = (ground.rmc(), ground.actor(Role::ZonalCoordinator, &zone));
        let clerk = ground.actor(Role::DataClerk, &zone);
        let told = |period: &str| ground.row("EVENTS", period, json!({ "numerator": "10", "subjectId": zone }));
        let of_region = recorded(&rmc, "РМЦ", "DRAFT", &[told("2023-Q1")]);
        let of_zone = recorded(&clerk, "ЗОЦ", "DRAFT", &[told("2023-Q2")]);
        let sources = |actor: &Actor| -> Vec<Value> {
            let answer = seen(actor, json!({}));
            answer.at("values.nodes").as_array().unwrap().iter().map(|node| node["source"].clone()).collect()
        };
        assert_eq!(sources(&rmc), ["РМЦ"]);
        assert_eq!(sources(&clerk), ["ЗОЦ"]);
        assert_eq!(sources(&zoc), Vec::<Value>::new(), "who reads and writes nothing sees no draft");
        decide(&zoc, "acceptValues", &of_region, json!({})).expect_user_error("UNKNOWN_REFERENCE", "input.rows.0");
        decide(&rmc, "submitValues", &of_region, json!({})).payload();
        assert_eq!(sources(&zoc), ["РМЦ"]);
        decide(&rmc, "submitValues", &of_zone, json!({})).expect_user_error("UNKNOWN_REFERENCE", "input.rows.0");
    }
}
