//! Every type of an interface has every field of it: types that lead to each other can lose what is flattened into them.

use serde_json::{Value, json};

use crate::support::{TestApp, both};

fn names(fields: &Value) -> Vec<&str> {
    fields.as_array().into_iter().flatten().filter_map(|field| field["name"].as_str()).collect()
}

both! {
    fn types_have_the_fields_of_their_interfaces(app: &TestApp) {
        let document = "{ __schema { types { name fields { name } interfaces { fields { name } } possibleTypes { name fields { name } } } } }";
        let answer = app.public().query(document, json!({}));
        let mut interfaces = 0;
        for kind in answer.at("__schema.types").as_array().unwrap() {
            for possible in kind["possibleTypes"].as_array().into_iter().flatten() {
                interfaces += 1;
                let own = names(&possible["fields"]);
                for field in names(&kind["fields"]) {
                    assert!(own.contains(&field), "{} lacks {field} of {}", possible["name"], kind["name"]);
                }
            }
        }
        assert!(interfaces > 15, "{interfaces}");
        let centres: Vec<Vec<&str>> = answer.at("__schema.types").as_array().unwrap().iter()
            .filter(|kind| ["RegionalModelCentre", "ZonalCentre", "MunicipalCentre"].map(Value::from).contains(&kind["name"]))
            .map(|kind| names(&kind["fields"]).into_iter().filter(|field| !["zone", "municipality"].contains(field)).collect())
            .collect();
        assert_eq!((centres.len(), &centres[0], &centres[0]), (3, &centres[1], &centres[2]));
    }
}
