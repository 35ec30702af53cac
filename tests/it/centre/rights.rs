//! Who records, arranges and describes centres.

use serde_json::json;

use super::{Network, create, fails};
use crate::support::{Role, both};

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

}
