//! Ids of other systems: one lookup for every kind, given at creation, never another object's, gone with a draft.

use serde_json::{Value, json};

use crate::support::{Actor, Backend, DemoDatabase, Given, Role, TestApp, both};

/// A service with the demonstration network.
pub struct Network(TestApp);

impl Given for Network {
    fn given(backend: Backend) -> Option<Self> {
        let database = DemoDatabase::given(backend)?;
        Some(Self(TestApp::on(&database, |config| config.demo = true)))
    }
}

impl Network {
    fn region(&self) -> Actor<'_> {
        self.0.actor(Role::RegionalCoordinator, "region:23")
    }
}

/// Connection and lookup of every kind that other systems know.
const KINDS: &[(&str, &str)] = &[
    ("organisations", "organisation"),
    ("legalActs", "legalAct"),
    ("centres", "centre"),
    ("statusAssignments", "statusAssignment"),
    ("agreements", "agreement"),
    ("partnerships", "partnership"),
    ("competitions", "competition"),
    ("applications", "application"),
];

const CREATE: &str = "mutation($input: CreateCompetitionInput!) { createCompetition(input: $input) {
    competition { id version externalIds { source externalId } } userErrors { code path } } }";

fn draft(place: &Value, ids: &Value) -> Value {
    json!({ "input": { "title": "Конкурс программ", "kind": "PUPILS", "level": "REGIONAL", "regionId": place, "externalIds": ids } })
}

both! {
    fn every_kind_is_found_by_the_id_that_a_source_gives_it(network: &Network) {
        let region = network.region();
        for (list, one) in KINDS {
            let answer = region.query(&format!("{{ {list}(first: 3) {{ nodes {{ id externalIds {{ source externalId }} }} }} }}"), json!({}));
            let nodes = answer.at(list)["nodes"].as_array().unwrap().clone();
            assert!(!nodes.is_empty(), "{list}");
            for node in nodes {
                let of = &node["externalIds"][0];
                let lookup = format!("query($source: String, $id: String) {{ {one}(source: $source, externalId: $id) {{ id }} }}");
                let found = region.query(&lookup, json!({ "source": of["source"], "id": of["externalId"] }));
                assert_eq!(found.at(one)["id"], node["id"], "{one} {of}");
                let unknown = region.query(&lookup, json!({ "source": of["source"], "id": "нет такого" }));
                assert_eq!(unknown.at(one), &Value::Null);
            }
            let half = region.query(&format!("{{ {one}(source: \"S1\") {{ id }} }}"), json!({}));
            assert_eq!(half.code(), "BAD_USER_INPUT", "{one}");
        }
    }

    fn a_draft_is_found_by_those_who_see_it_and_its_id_is_free_again(network: &Network) {
        let region = network.region();
        let other = network.0.actor(Role::RegionalCoordinator, "region:19");
        let here = region.query("{ region(code: \"23\") { id } }", json!({})).at("region.id").clone();
        let ids = json!([{ "source": "navigator", "externalId": "к-17" }]);
        let made = region.query(CREATE, draft(&here, &ids));
        let made = made.at("createCompetition");
        assert_eq!(made["competition"]["externalIds"], ids);
        let find = |actor: &Actor| {
            let found = actor.query("{ competition(source: \"navigator\", externalId: \"к-17\") { id } }", json!({}));
            found.at("competition").clone()
        };
        assert_eq!(find(&region)["id"], made["competition"]["id"]);
        assert_eq!(find(&other), Value::Null);
        let again = network.0.unchanged_but(&[], || region.query(CREATE, draft(&here, &ids)));
        let refused = json!({ "competition": null, "userErrors": [{ "code": "DUPLICATE", "path": ["input", "externalIds", "0"] }] });
        assert_eq!(again.at("createCompetition"), &refused);
        let delete = "mutation($input: DeleteCompetitionInput!) { deleteCompetition(input: $input) { userErrors { code } } }";
        let gone = region.query(delete, json!({ "input": { "id": made["competition"]["id"], "expectedVersion": 1 } }));
        assert_eq!(gone.at("deleteCompetition.userErrors"), &json!([]));
        assert_eq!(find(&region), Value::Null);
        let third = region.query(CREATE, draft(&here, &ids));
        assert_eq!(third.at("createCompetition.userErrors"), &json!([]));
    }
}
