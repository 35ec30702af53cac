//! Statuses below lists cost the same however many there are.

use serde_json::{Value, json};

use super::Network;
use crate::support::{Actor, both};

fn cost(network: &Network, actor: &Actor, document: &str, variables: &Value) -> u64 {
    actor.query(document, variables.clone()).data();
    network.reset_statements();
    actor.query(document, variables.clone()).data();
    network.statements()
}

both! {
    fn siblings_cost_nothing_more(network: &Network) {
        let public = network.public();
        let pinned = |document: &str, statements: u64| {
            for first in [1, 3, 20] {
                assert_eq!(cost(network, &public, document, &json!({ "first": first })), statements, "{first} {document}");
            }
        };
        pinned("query($first: Int) { statusAssignments(first: $first) { nodes { state lastDay openPoints { field } } } }", 1);
        pinned("query($first: Int) { statusAssignments(first: $first, filter: { kinds: [\"MOC\"] }) { nodes { kind { code } chain { state } chainGaps { days } } } }", 3);
        pinned("query($first: Int) { municipalities(first: $first) { nodes { centres { nodes { name } } statusAssignments { totalCount nodes { state } } } } }", 4);
        pinned("query($first: Int) { centres(first: $first) { nodes { standing { state } standingChain { validFrom } children { nodes { name } } } } }", 3);
        pinned("query($first: Int) { centres(first: $first) { nodes { region { code } host { name } parent { name } } } }", 4);
    }
}
