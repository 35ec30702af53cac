//! Who may do what with a status, and who sees it before it is granted.

use serde_json::{Value, json};

use super::{Network, draft, fails, send, shown, step};
use crate::support::{Actor, Role, both};

const LEADER: &str = "MUNICIPAL_NETWORK_LEADER";

fn sees(actor: &Actor, of: &Value) -> bool {
    let one = actor
        .query("query($id: ID!) { statusAssignment(id: $id) { id } node(id: $id) { id } }", json!({ "id": of["id"] }));
    let (lookup, node) = (one.at("statusAssignment"), one.at("node"));
    assert_eq!(lookup.is_null(), node.is_null(), "{one}");
    let list = actor.query(
        "{ statusAssignments(filter: { states: [DRAFT, PROPOSED] }) { totalCount facets { count } } }",
        json!({}),
    );
    assert_eq!(list.at("statusAssignments.totalCount") == &json!(0), lookup.is_null(), "{list}");
    assert_eq!(list.at("statusAssignments.facets").as_array().unwrap().is_empty(), lookup.is_null(), "{list}");
    !lookup.is_null()
}

both! {
    fn a_draft_is_seen_at_its_own_level_alone(network: &Network) {
        let municipality = network.municipality();
        let others = [
            network.region(), network.ministry(), network.neighbour(), network.public(),
            network.actor(Role::FederalObserver, "federation"), network.actor(Role::Analyst, "region:23"),
            network.actor(Role::OrganisationEditor, "municipality:03612000"), network.actor(Role::Expert, "region:23"),
        ];
        let drafted = shown(&draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01" })));
        assert!(sees(&municipality, &drafted) && sees(&network.department(), &drafted));
        for actor in &others {
            assert!(!sees(actor, &drafted), "{}", actor.email());
        }
        for verb in ["updateStatusAssignment", "deleteStatusAssignment", "proposeStatusAssignment", "grantStatus", "renewStatus"] {
            for actor in &others {
                fails(network, || step(actor, verb, &drafted, json!({})), "NOT_FOUND");
            }
        }
        let proposed = shown(&step(&municipality, "proposeStatusAssignment", &drafted, json!({})));
        let seen: Vec<bool> = others.iter().map(|actor| sees(actor, &proposed)).collect();
        // The region and its ministry, the federal observer and the analyst read what is handed in.
        assert_eq!(seen, [true, true, false, false, true, true, true, false]);
    }

    fn whoever_sees_it_but_may_not_is_told_so(network: &Network) {
        let municipality = network.municipality();
        let drafted = shown(&draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01" })));
        // A municipal centre proposes; it does not decide.
        fails(network, || step(&municipality, "grantStatus", &drafted, json!({})), "FORBIDDEN");
        let granted = network.granted("2023-01-01", None);
        let on = json!({ "on": "2023-05-01", "actId": network.order("7") });
        for actor in [network.municipality(), network.neighbour(), network.actor(Role::DataClerk, "municipality:03612000"),
            network.actor(Role::Analyst, "region:23"), network.actor(Role::RegionalCoordinator, "region:19")] {
            fails(network, || step(&actor, "revokeStatus", &granted, on.clone()), "FORBIDDEN");
        }
        fails(network, || step(&network.public(), "revokeStatus", &granted, on.clone()), "UNAUTHENTICATED");
        // The region and its ministry decide below them.
        step(&network.ministry(), "revokeStatus", &granted, on).payload();
    }

    fn a_level_decides_on_its_own_statuses(network: &Network) {
        let department = network.department();
        let regional = json!({ "level": "REGION", "topic": "Сеть", "validFrom": "2023-02-01" });
        // A department proposes a regional status; the region puts it in force.
        let drafted = shown(&draft(network, &department, "REGIONAL_INNOVATION_PLATFORM", regional));
        let proposed = shown(&step(&department, "proposeStatusAssignment", &drafted, json!({})));
        let acts = json!({ "acts": [{ "actId": network.order("5"), "role": "GRANTS" }] });
        fails(network, || step(&department, "grantStatus", &proposed, acts.clone()), "FORBIDDEN");
        assert_eq!(shown(&step(&network.ministry(), "grantStatus", &proposed, acts))["state"], "IN_FORCE");
        // Recording history is deciding, too.
        let input = |level: &str| json!({ "kindId": network.kind("INTERNSHIP_PLATFORM"), "level": level, "organisationId": network.vyselki(), "validFrom": "2020-01-01" });
        fails(network, || send(&department, "recordStatus", input("REGION")), "FORBIDDEN");
        let municipality = network.municipality();
        fails(network, || send(&municipality, "recordStatus", input("MUNICIPALITY")), "FORBIDDEN");
        send(&department, "recordStatus", input("MUNICIPALITY")).payload();
        // What the federation granted is recorded by the region.
        send(&network.region(), "recordStatus", input("FEDERATION")).payload();
    }

    fn actions_are_those_that_would_succeed(network: &Network) {
        let municipality = network.municipality();
        let drafted = shown(&draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01" })));
        let actions = |actor: &Actor, id: &Value| {
            let document = "query($id: ID!) { statusAssignment(id: $id) { allowedActions } }";
            actor.query(document, json!({ "id": id })).at("statusAssignment.allowedActions").clone()
        };
        let draft_actions = json!(["UPDATE_STATUS_ASSIGNMENT", "DELETE_STATUS_ASSIGNMENT", "PROPOSE_STATUS_ASSIGNMENT", "ATTACH_FILE"]);
        assert_eq!(actions(&municipality, &drafted["id"]), draft_actions);
        assert_eq!(actions(&network.actor(Role::DataClerk, "municipality:03612000"), &drafted["id"]), json!(["UPDATE_STATUS_ASSIGNMENT", "DELETE_STATUS_ASSIGNMENT", "ATTACH_FILE"]));
        let granted = network.granted("2023-01-01", None);
        assert_eq!(actions(&network.department(), &granted["id"]), json!(["RENEW_STATUS", "REVOKE_STATUS", "WAIVE_STATUS", "ATTACH_FILE"]));
        assert_eq!(actions(&municipality, &granted["id"]), json!(["ATTACH_FILE"]));
        assert_eq!(actions(&network.public(), &granted["id"]), json!([]));
    }

    fn a_hidden_organisation_is_unknown_and_not_searched(network: &Network) {
        let hidden = json!({ "name": "Тайная организация", "type": "SCHOOL", "municipalityId": network.municipality_id("03624000"), "published": false });
        let document = "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id } userErrors { code path } } }";
        let id = network.neighbour().query(document, json!({ "input": hidden })).text("createOrganisation.organisation.id").to_owned();
        let department = network.department();
        super::refused(network, || draft(network, &department, LEADER, json!({ "organisationId": id })), "UNKNOWN_REFERENCE", "input.organisationId");
    }
}
