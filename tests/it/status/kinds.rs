//! The dictionary of kinds: who extends it, what a kind decides, how an entry ends.

use serde_json::{Value, json};

use super::{Network, draft, fails, refused};
use crate::support::{Actor, Answer, Role, both};

fn create(actor: &Actor, more: Value) -> Answer {
    let input = super::with(
        json!({ "code": "NEW_KIND", "name": "Новый вид", "levels": ["MUNICIPALITY"], "heldBy": "ORGANISATION" }),
        more,
    );
    let document = "mutation($input: CreateStatusKindInput!) { createStatusKind(input: $input) {
        statusKind { id version code name shortName aliases levels heldBy parallels topicInKey level region { code } allowedActions }
        userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

fn update(actor: &Actor, input: Value) -> Answer {
    let document = "mutation($input: UpdateStatusKindInput!) { updateStatusKind(input: $input) {
        statusKind { id version name levels validTo } userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

both! {
    fn a_region_adds_a_kind_of_its_own(network: &Network) {
        let region = network.region();
        let id = network.region_id("23");
        let created = create(&region, json!({ "regionId": id, "aliases": ["иное"], "shortName": "НВ", "levels": ["REGION", "MUNICIPALITY", "REGION"] }));
        insta::assert_snapshot!(created.redacted());
        refused(network, || create(&region, json!({ "regionId": id })), "DUPLICATE", "input.code");
        // The federation's dictionary is not the region's to change, nor another region's.
        fails(network, || create(&region, json!({ "code": "OTHER" })), "FORBIDDEN");
        fails(network, || create(&region, json!({ "code": "OTHER", "regionId": network.region_id("19") })), "FORBIDDEN");
        let municipality = network.municipality();
        fails(network, || create(&municipality, json!({ "code": "OTHER" })), "FORBIDDEN");
        fails(network, || create(&network.public(), json!({ "code": "OTHER" })), "UNAUTHENTICATED");
        // A department adds one for its municipality.
        let own = json!({ "code": "OWN", "municipalityId": network.municipality_id("03612000") });
        create(&network.department(), own).payload();
        // A kind of one region is unknown in another.
        let kind = network.kind("NEW_KIND");
        let khakassia = network.actor(Role::RegionalCoordinator, "region:19");
        let holder = network.organisation("S3", "org.chernogorsk.ctd");
        refused(network, || draft(network, &khakassia, "NEW_KIND", json!({ "kindId": kind, "organisationId": holder })), "UNKNOWN_REFERENCE", "input.kindId");
    }

    fn a_wrong_kind_is_refused(network: &Network) {
        let admin = network.actor(Role::PlatformAdmin, "federation");
        for code in ["", "new", "1A", "A B", "Ж"] {
            let expected = if code.is_empty() { "REQUIRED" } else { "INVALID" };
            refused(network, || create(&admin, json!({ "code": code })), expected, "input.code");
        }
        refused(network, || create(&admin, json!({ "levels": [] })), "REQUIRED", "input.levels");
        refused(network, || create(&admin, json!({ "levels": ["REGION", "ORGANISATION"] })), "INVALID", "input.levels.1");
        refused(network, || create(&admin, json!({ "aliases": vec!["а"; 31] })), "TOO_MANY", "input.aliases");
    }

    fn an_entry_ends_by_date(network: &Network) {
        let admin = network.actor(Role::PlatformAdmin, "federation");
        let id = network.kind("MUNICIPAL_NETWORK_LEADER");
        let ended = update(&admin, json!({ "id": id, "expectedVersion": 1, "validTo": "2023-06-30" }));
        assert_eq!(ended.payload()["statusKind"]["validTo"], "2023-06-30");
        let listed = |day: &str| network.public().query(r#"query($day: Date) { statusKinds(search: "лидер", asOf: $day) { totalCount } }"#, json!({ "day": day }))
            .at("statusKinds.totalCount").clone();
        assert_eq!((listed("2023-06-30"), listed("2023-07-01")), (json!(1), json!(0)));
        let department = network.department();
        refused(network, || draft(network, &department, "MUNICIPAL_NETWORK_LEADER", json!({ "validFrom": "2023-07-01" })), "DATE_ORDER", "input.validFrom");
        draft(network, &department, "MUNICIPAL_NETWORK_LEADER", json!({ "validFrom": "2023-06-30" })).payload();
        let stale = network.unchanged_but(&[], || update(&admin, json!({ "id": id, "expectedVersion": 1, "name": "Другое" })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        refused(network, || update(&admin, json!({ "id": id, "expectedVersion": 2, "levels": null })), "REQUIRED", "input.levels");
    }

    fn kinds_are_searched_by_every_printed_name(network: &Network) {
        let found = |words: &str| {
            let document = "query($words: String) { statusKinds(search: $words) { nodes { code } } }";
            let answer = network.public().query(document, json!({ "words": words }));
            answer.at("statusKinds.nodes").as_array().unwrap().iter().map(|kind| kind["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("кип"), ["REGIONAL_INNOVATION_PLATFORM"]);
        assert_eq!(found("опорный МОЦ"), ["MOC"]);
        assert_eq!(found("it-куб"), ["IT_CUBE"]);
        assert_eq!(network.public().query("{ statusKinds(first: 1) { totalCount } }", json!({})).at("statusKinds.totalCount"), 18);
    }
}
