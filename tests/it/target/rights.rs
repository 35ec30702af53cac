//! Who prepares, approves and sees a set of targets.

use serde_json::{Value, json};

use super::{draft, send, set_of, shown, step};
use crate::{
    status::{Network, fails},
    support::{Actor, Role, both},
};

both! {
    fn each_level_sets_its_own(network: &Network) {
        let may = |actor: &Actor, more: Value| shown(&draft(network, actor, more));
        let may_not = |actor: &Actor, more: Value| fails(network, || draft(network, actor, more), "FORBIDDEN");
        let own = |code: &str| json!({ "code": code, "regionId": null, "municipalityId": network.municipality_id("03612000") });
        assert_eq!(may(&network.region(), json!({}))["level"], "REGION");
        // What the region enters for a municipality, the region keeps.
        assert_eq!(may(&network.region(), own("FOR_MUNICIPALITY"))["level"], "REGION");
        let set = may(&network.department(), own("OF_MUNICIPALITY"));
        assert_eq!(set["level"], "MUNICIPALITY");
        assert_eq!(shown(&step(&network.department(), "approveTargetSet", &set, json!({})))["visibility"], "PUBLIC");
        let federal = json!({ "code": "OF_FEDERATION", "regionId": null });
        assert_eq!(may(&network.actor(Role::FederalObserver, "federation"), federal.clone())["level"], "FEDERATION");
        may_not(&network.region(), federal.clone());
        may_not(&network.actor(Role::PlatformAdmin, "federation"), federal);
        may_not(&network.department(), json!({ "code": "NEVER" }));
        may_not(&network.actor(Role::RegionalCoordinator, "region:19"), json!({ "code": "NEVER" }));
        may_not(&network.ministry(), json!({ "code": "NEVER" }));
        for role in [Role::MunicipalCoordinator, Role::OrganisationEditor, Role::DataClerk, Role::Analyst] {
            may_not(&network.actor(role, "municipality:03612000"), own("NEVER"));
        }
        fails(network, || draft(network, &network.public(), json!({ "code": "NEVER" })), "UNAUTHENTICATED");
        // A service account enters, and does not approve.
        let service = network.actor(Role::Integration, "region:23");
        let entered = may(&service, json!({ "code": "ENTERED" }));
        fails(network, || step(&service, "approveTargetSet", &entered, json!({})), "FORBIDDEN");
        step(&network.region(), "approveTargetSet", &entered, json!({})).payload();
        fails(network, || step(&service, "updateTargetSet", &json!({ "id": entered["id"], "version": 2 }), json!({ "name": "Иное" })), "FORBIDDEN");
    }

    fn a_draft_is_seen_at_its_own_level_alone(network: &Network) {
        let region = network.region();
        let set = set_of(network, json!([{ "indicatorCode": "COVERAGE_5_18", "subjectId": network.region_id("23"), "period": { "text": "2024" }, "value": "80" }]));
        let sees = |actor: &Actor| {
            let document = "query($id: ID!) { node(id: $id) { id } targetSet(code: \"NEW_ROADMAP\") { id } targetSets(search: \"карта края\") { totalCount } }";
            let answer = actor.query(document, json!({ "id": set["id"] }));
            let seen = [!answer.at("node").is_null(), !answer.at("targetSet").is_null(), answer.at("targetSets.totalCount") == 1];
            assert!(seen.iter().all(|one| *one == seen[0]), "{answer}");
            seen[0]
        };
        assert!(sees(&region));
        let others = [
            network.ministry(), network.department(), network.municipality(), network.public(),
            network.actor(Role::FederalObserver, "federation"), network.actor(Role::RegionalCoordinator, "region:19"),
        ];
        for actor in &others {
            assert!(!sees(actor), "{}", actor.email());
            for (verb, more) in [("updateTargetSet", json!({})), ("setTargets", json!({ "rows": [] })), ("approveTargetSet", json!({})), ("deleteTargetSet", json!({}))] {
                let expected = if actor.email().is_empty() { ["UNAUTHENTICATED", "NOT_FOUND"] } else { ["NOT_FOUND", "NOT_FOUND"] };
                let answer = network.unchanged_but(&[], || step(actor, verb, &set, more));
                assert!(expected.contains(&answer.code()), "{answer}");
            }
        }
    }

    fn a_refusal_is_told_before_it_is_met(network: &Network) {
        let told = |actor: &Actor, id: &Value| {
            let document = "query($id: ID!) { node(id: $id) { ... on TargetSet { allowedActions } } canDo(action: APPROVE_TARGET_SET, id: $id) { reason } }";
            let answer = actor.query(document, json!({ "id": id }));
            json!([answer.at("node.allowedActions"), answer.at("canDo.reason")])
        };
        let region = network.region();
        let set = shown(&draft(network, &region, json!({})));
        assert_eq!(told(&region, &set["id"]), json!([["UPDATE_TARGET_SET", "APPROVE_TARGET_SET", "DELETE_TARGET_SET"], "ALLOWED"]));
        step(&region, "approveTargetSet", &set, json!({})).payload();
        assert_eq!(told(&region, &set["id"]), json!([["UPDATE_TARGET_SET"], "WRONG_STATE"]));
        assert_eq!(told(&network.municipality(), &set["id"]), json!([[], "NO_RIGHT"]));
        assert_eq!(told(&network.public(), &set["id"]), json!([[], "NOT_SIGNED_IN"]));
        let municipality = network.municipality();
        fails(network, || send(&municipality, "setTargets", json!({ "id": set["id"], "expectedVersion": 2, "rows": [] })), "FORBIDDEN");
    }
}
