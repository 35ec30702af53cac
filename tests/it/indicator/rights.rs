//! Who may define and change an indicator, and what `canDo` and `allowedActions` say of it.

use serde_json::{Value, json};

use super::{create, defined, delete, indicator, share, update};
use crate::{
    status::{Network, fails},
    support::{Actor, Role, both},
};

both! {
    fn each_level_defines_its_own(network: &Network) {
        let (krasnodar, vyselki) = (json!({ "regionId": network.region_id("23") }), json!({ "municipalityId": network.municipality_id("03612000") }));
        let may = |actor: &Actor, at: &Value, code: &str| {
            let input = share(crate::support::with(at.clone(), json!({ "code": code })));
            create(actor, &input).payload();
        };
        let may_not = |actor: &Actor, at: &Value| {
            let input = share(crate::support::with(at.clone(), json!({ "code": "NEVER" })));
            fails(network, || create(actor, &input), "FORBIDDEN");
        };
        let everyone = json!({});
        may(&network.actor(Role::PlatformAdmin, "federation"), &everyone, "OF_ADMIN");
        may(&network.actor(Role::FederalObserver, "federation"), &everyone, "OF_FEDERATION");
        may(&network.region(), &krasnodar, "OF_REGION");
        may(&network.region(), &vyselki, "OF_REGION_FOR_MUNICIPALITY");
        may(&network.department(), &vyselki, "OF_DEPARTMENT");
        may_not(&network.region(), &everyone);
        may_not(&network.actor(Role::RegionalCoordinator, "region:19"), &krasnodar);
        may_not(&network.department(), &krasnodar);
        may_not(&network.department(), &json!({ "municipalityId": network.municipality_id("03624000") }));
        for role in [Role::MunicipalCoordinator, Role::OrganisationEditor, Role::DataClerk, Role::Analyst, Role::Integration] {
            may_not(&network.actor(role, "municipality:03612000"), &vyselki);
        }
        may_not(&network.ministry(), &krasnodar);
        fails(network, || create(&network.public(), &share(vyselki.clone())), "UNAUTHENTICATED");
    }

    fn a_refusal_is_told_before_it_is_met(network: &Network) {
        let id = defined(network, json!({}));
        let told = |actor: &Actor| {
            let document = "query($id: ID!) { node(id: $id) { ... on Indicator { allowedActions } }
                update: canDo(action: UPDATE_INDICATOR, id: $id) { reason } delete: canDo(action: DELETE_INDICATOR, id: $id) { reason } }";
            let answer = actor.query(document, json!({ "id": id }));
            json!([answer.at("node.allowedActions"), answer.at("update.reason"), answer.at("delete.reason")])
        };
        let all = json!([["UPDATE_INDICATOR", "DELETE_INDICATOR"], "ALLOWED", "ALLOWED"]);
        assert_eq!(told(&network.region()), all);
        assert_eq!(told(&network.public()), json!([[], "NOT_SIGNED_IN", "NOT_SIGNED_IN"]));
        for actor in [network.department(), network.municipality(), network.ministry(), network.actor(Role::RegionalCoordinator, "region:19")] {
            assert_eq!(told(&actor), json!([[], "NO_RIGHT", "NO_RIGHT"]), "{}", actor.email());
            fails(network, || update(&actor, json!({ "id": id, "expectedVersion": 1, "name": "Чужое" })), "FORBIDDEN");
            fails(network, || delete(&actor, json!({ "id": id, "expectedVersion": 1 })), "FORBIDDEN");
        }
        // What is everyone's is not the region's to change.
        let common = json!({ "id": indicator(network, "COVERAGE_5_18"), "expectedVersion": 1, "name": "Чужое" });
        let region = network.region();
        fails(network, || update(&region, common.clone()), "FORBIDDEN");
    }
}
