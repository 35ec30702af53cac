//! Who may change the map. It is public: outsiders are forbidden, not told that there is nothing.

use serde_json::{Value, json};

use super::{
    CREATE_MUNICIPALITY, CREATE_REGION, CREATE_ZONE, REORGANISE, UPDATE_MUNICIPALITY, admin, district, fails, region,
    zone,
};
use crate::support::{Actor, Role, TestApp, both};

const ALLOWED: &str = "query($ids: [ID!]!) { nodes(ids: $ids) {
    ... on Region { allowedActions } ... on Zone { allowedActions } ... on Municipality { allowedActions } } }";

both! {
    fn outsiders_are_forbidden_and_the_public_is_asked_to_sign_in(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let zone = zone(&admin, &here, "NE");
        let id = district(&admin, &here, "Крыловский район", json!({ "oktmo": "03624000", "zoneId": zone }));
        region(&admin, "38");
        let new = json!({ "regionId": here, "name": "Новый", "kind": "MUNICIPAL_OKRUG" });
        let change = |id: &str| json!({ "id": id, "expectedVersion": 1, "name": "Иначе" });
        let figure = json!({ "municipalityId": id, "ageFrom": 5, "ageTo": 18, "count": 1, "asOf": "2023-01-01", "source": "МОЦ" });
        let deeds: [(&str, Value); 8] = [
            (CREATE_REGION, json!({ "code": "19" })),
            ("mutation($input: UpdateRegionInput!) { updateRegion(input: $input) { userErrors { code } } }", change(&here)),
            (CREATE_ZONE, json!({ "regionId": here, "code": "SW", "name": "Зона" })),
            ("mutation($input: UpdateZoneInput!) { updateZone(input: $input) { userErrors { code } } }", change(&zone)),
            (CREATE_MUNICIPALITY, new.clone()),
            (UPDATE_MUNICIPALITY, change(&id)),
            (REORGANISE, json!({ "kind": "TRANSFORMED", "day": "2023-01-01", "predecessorIds": [id], "successors": [new] })),
            ("mutation($input: RecordPopulationInput!) { recordPopulation(input: $input) { userErrors { code } } }", figure),
        ];
        let outsiders = [
            app.actor(Role::RegionalCoordinator, "region:38"),
            app.actor(Role::Ministry, "region:23"),
            app.actor(Role::ZonalCoordinator, "zone:23/NE"),
            app.actor(Role::MunicipalCoordinator, "municipality:03624000"),
            app.actor(Role::FederalObserver, "federation"),
            app.actor(Role::Analyst, "federation"),
            app.actor(Role::DataClerk, "region:23"),
            app.actor(Role::Expert, "federation"),
        ];
        for (document, input) in deeds {
            let variables = json!({ "input": input });
            for outsider in &outsiders {
                fails(app, outsider, document, variables.clone(), "FORBIDDEN");
            }
            fails(app, &app.public(), document, variables, "UNAUTHENTICATED");
        }
        // A region's coordinator does not begin another one.
        fails(app, &app.actor(Role::RegionalCoordinator, "region:23"), CREATE_REGION, json!({ "input": { "code": "19" } }), "FORBIDDEN");
    }

    fn buttons_are_those_that_work(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let zone = zone(&admin, &here, "NE");
        let id = district(&admin, &here, "Крыловский район", json!({ "oktmo": "03624000", "zoneId": zone }));
        region(&admin, "38");
        let allowed = |actor: &Actor| {
            let answer = actor.query(ALLOWED, json!({ "ids": [here, zone, id] }));
            // What other domains record there is theirs to test.
            let map = ["REGION", "ZONE", "MUNICIPALITY", "MUNICIPALITIES", "POPULATION"];
            let of_the_map = |action: &&Value| map.contains(&action.as_str().unwrap().rsplit('_').next().unwrap());
            let buttons = |node: &Value| node["allowedActions"].as_array().unwrap().iter().filter(of_the_map).cloned().collect::<Value>();
            answer.at("nodes").as_array().unwrap().iter().map(buttons).collect::<Value>()
        };
        let all = json!([
            ["UPDATE_REGION", "CREATE_ZONE", "CREATE_MUNICIPALITY"],
            ["UPDATE_ZONE"],
            ["UPDATE_MUNICIPALITY", "REORGANISE_MUNICIPALITIES", "RECORD_POPULATION"],
        ]);
        let nothing = json!([[], [], []]);
        assert_eq!(allowed(&admin), all);
        assert_eq!(allowed(&app.actor(Role::RegionalCoordinator, "region:23")), all);
        assert_eq!(allowed(&app.public()), nothing);
        for (role, node) in [
            (Role::RegionalCoordinator, "region:38"),
            (Role::Ministry, "region:23"),
            (Role::ZonalCoordinator, "zone:23/NE"),
            (Role::MunicipalCoordinator, "municipality:03624000"),
            (Role::EducationDepartment, "municipality:03624000"),
            (Role::FederalObserver, "federation"),
            (Role::Analyst, "region:23"),
            (Role::DataClerk, "region:23"),
            (Role::Integration, "region:23"),
            (Role::Expert, "region:23"),
        ] {
            assert_eq!(allowed(&app.actor(role, node)), nothing, "{role:?}");
        }
    }
}
