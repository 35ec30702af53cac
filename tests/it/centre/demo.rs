//! The centres of the demonstration network, read back by the public and by those who may see more.

use serde_json::{Value, json};

use super::{Network, centre};
use crate::support::{Role, both};

both! {
    fn the_tree_of_krasnodar_reads_back(network: &Network) {
        let answer = network.public().query(r#"{ region(code: "23") { centres(orderBy: KIND_ASC) { totalCount facets { value count } nodes {
            __typename name kind parent { name } reportsTo { name } host { name } standing { validFrom validFromPrecision }
            children { nodes { name } } openPoints { field reason } links website contact { position }
            ... on ZonalCentre { zone { code } } ... on MunicipalCentre { municipality { oktmo } } } } } }"#, json!({}));
        insta::assert_snapshot!(answer.redacted());
    }

    fn acts_about_a_centre_are_told_apart_from_its_standing(network: &Network) {
        let id = centre(network, "S2", "ctr.krylovsky.moc");
        let document = "query($id: ID!) { centre(id: $id) { acts { role act { number } } standing { acts { role act { number } } } statusAssignments { totalCount } } }";
        let answer = network.public().query(document, json!({ "id": id }));
        let told = |path: &str| {
            let mut acts: Vec<String> = answer.at(path).as_array().unwrap().iter()
                .map(|basis| format!("{} {}", basis["role"].as_str().unwrap(), basis["act"]["number"].as_str().unwrap())).collect();
            acts.sort();
            acts
        };
        assert_eq!(told("centre.acts"), ["APPOINTS_HEAD 233", "APPROVES_PLAN 85/1", "ESTABLISHES_BODY 330"]);
        assert_eq!(told("centre.standing.acts"), ["OWN_ORDER 79"]);
        assert_eq!(answer.at("centre.statusAssignments.totalCount"), 1);
    }

    fn a_node_and_a_lookup_answer_the_concrete_type(network: &Network) {
        let id = centre(network, "S4", "ctr.vtoyma.moc");
        let document = "query($id: ID!) { node(id: $id) { __typename id ... on MunicipalCentre { name municipality { name } } ... on Centre { website } }
            centre(id: $id) { id name links } }";
        let answer = network.public().query(document, json!({ "id": id }));
        assert_eq!(answer.at("node.__typename"), "MunicipalCentre");
        assert_eq!(answer.at("node.id"), &json!(id));
        assert_eq!(answer.at("node.website"), "https://vt-rcdo.ru/6869/6871/");
        assert_eq!(answer.at("centre.links"), &json!(["https://vk.com/public216542206"]));
        let unknown = network.public().query(r#"{ centre(id: "ctr_01hf7yat00e8xskxw5d3v1ywyk") { id } }"#, json!({}));
        assert_eq!(unknown.at("centre"), &Value::Null);
        for arguments in ["", "source: \"S4\"", "id: \"ctr_01hf7yat00e8xskxw5d3v1ywyk\", source: \"S4\", externalId: \"x\""] {
            let document = if arguments.is_empty() { "{ centre { id } }".to_owned() } else { format!("{{ centre({arguments}) {{ id }} }}") };
            assert_eq!(network.public().query(&document, json!({})).code(), "BAD_USER_INPUT");
        }
        assert_eq!(network.public().query(r#"{ centre(id: "sta_01hf7yat00e8xskxw5d3v1ywyk") { id } }"#, json!({})).code(), "BAD_USER_INPUT");
    }

    fn a_contact_is_never_public(network: &Network) {
        let id = centre(network, "S2", "ctr.krylovsky.moc");
        let document = "query($id: ID!) { centre(id: $id) { contact { position } } }";
        let contact = |actor: crate::support::Actor| actor.query(document, json!({ "id": id })).at("centre.contact").clone();
        assert_eq!(contact(network.public()), Value::Null);
        assert_eq!(contact(network.municipality()), Value::Null);
        assert_eq!(contact(network.actor(Role::RegionalCoordinator, "region:19")), Value::Null);
        assert_eq!(contact(network.neighbour()), json!({ "position": "Директор МОЦ" }));
        assert_eq!(contact(network.region()), json!({ "position": "Директор МОЦ" }));
    }

    fn municipalities_without_a_centre_are_an_answer(network: &Network) {
        let names = |has: bool, day: &str| {
            let document = "query($has: Boolean, $day: Date) { municipalities(filter: { hasCentre: $has }, asOf: $day) { nodes { name } } }";
            let answer = network.public().query(document, json!({ "has": has, "day": day }));
            answer.at("municipalities.nodes").as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(true, "2023-11-15"), ["Верхнетоемский муниципальный округ", "город Черногорск", "Крыловский район"]);
        assert_eq!(names(true, "2020-03-01"), ["город Черногорск"]);
        assert_eq!(names(true, "2019-12-31"), Vec::<String>::new());
        assert_eq!(names(true, "2023-11-15").len() + names(false, "2023-11-15").len(), 9);
    }

    fn centres_are_narrowed_by_every_member(network: &Network) {
        let public = network.public();
        let count = |filter: Value, day: &str| {
            let document = "query($filter: CentreFilter, $day: Date) { centres(filter: $filter, asOf: $day) { totalCount } }";
            public.query(document, json!({ "filter": filter, "day": day })).at("centres.totalCount").as_i64().unwrap()
        };
        let day = "2023-11-15";
        let zone = public.query(r#"{ zone(region: "23", code: "NE") { id centres { totalCount } } }"#, json!({}));
        assert_eq!(zone.at("zone.centres.totalCount"), 2);
        let zone = zone.text("zone.id").to_owned();
        assert_eq!(count(json!({}), day), 7);
        assert_eq!(count(json!({ "kinds": ["RMC"] }), day), 3);
        assert_eq!(count(json!({ "regionIds": [network.region_id("23")] }), day), 3);
        assert_eq!(count(json!({ "zoneIds": [zone] }), day), 2);
        assert_eq!(count(json!({ "municipalityIds": [network.municipality_id("03624000")] }), day), 1);
        assert_eq!(count(json!({ "municipalityIds": [network.municipality_id("03612000")] }), day), 0);
        assert_eq!(count(json!({ "hostIds": [network.organisation("S2", "org.krylovsky.ddt")] }), day), 1);
        assert_eq!(count(json!({ "standing": true }), day), 7);
        assert_eq!(count(json!({ "standing": false }), "2022-06-01"), 2);
        assert_eq!(count(json!({ "standing": true, "kinds": ["MOC"] }), "2020-05-08"), 2);
        assert_eq!(count(json!({ "kinds": ["ZOC"], "municipalityIds": [network.municipality_id("03624000")] }), day), 0);
    }
}
