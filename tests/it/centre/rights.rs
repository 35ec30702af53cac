//! Who records, arranges and describes centres.

use serde_json::json;

use super::{Network, centre, create, fails, update};
use crate::support::{Actor, Role, both};

both! {
    fn the_region_records_and_arranges(network: &Network) {
        let refused = [
            network.municipality(), network.department(), network.ministry(), network.actor(Role::ZonalCoordinator, "zone:23/NE"),
            network.actor(Role::Analyst, "region:23"), network.actor(Role::RegionalCoordinator, "region:19"),
            network.actor(Role::PlatformAdmin, "federation"), network.actor(Role::FederalObserver, "federation"),
        ];
        for actor in &refused {
            fails(network, || create(network, actor, json!({})), "FORBIDDEN");
        }
        fails(network, || create(network, &network.public(), json!({})), "UNAUTHENTICATED");
        create(network, &network.region(), json!({})).payload();
    }

    fn a_centre_keeps_its_own_card(network: &Network) {
        let id = centre(network, "S2", "ctr.krylovsky.moc");
        let (own, municipality, region) = (network.neighbour(), network.municipality(), network.region());
        let (zone, department) =
            (network.actor(Role::ZonalCoordinator, "zone:23/NE"), network.actor(Role::EducationDepartment, "municipality:03624000"));
        update(&own, &id, 1, json!({ "website": "https://moc.example.org" })).payload();
        // Its place in the network is not its own to change.
        fails(network, || update(&own, &id, 2, json!({ "hostId": null })), "FORBIDDEN");
        fails(network, || update(&own, &id, 2, json!({ "name": "Иное", "parentId": null })), "FORBIDDEN");
        fails(network, || update(&municipality, &id, 2, json!({ "name": "Иное" })), "FORBIDDEN");
        // The zone's coordinator writes below the zone, the department does not write at all.
        update(&zone, &id, 2, json!({ "name": "МОЦ Крыловского района" })).payload();
        fails(network, || update(&department, &id, 3, json!({ "name": "Иное" })), "FORBIDDEN");
        fails(network, || update(&region, "ctr_01hf7yat00e8xskxw5d3v1ywyk", 1, json!({ "name": "Иное" })), "NOT_FOUND");
        let actions = |actor: &Actor| {
            actor.query("query($id: ID!) { centre(id: $id) { allowedActions } }", json!({ "id": id })).at("centre.allowedActions").clone()
        };
        assert_eq!(actions(&own), json!(["UPDATE_CENTRE", "ATTACH_FILE"]));
        assert_eq!(actions(&region), json!(["UPDATE_CENTRE", "ARRANGE_CENTRE", "DELETE_CENTRE", "ATTACH_FILE"]));
        assert_eq!((actions(&department), actions(&network.public())), (json!([]), json!([])));
    }
}
