//! The indicators of the documents, read back.

use serde_json::json;

use crate::{status::Network, support::both};

both! {
    fn coverage_is_the_share_of_all_children(network: &Network) {
        let document = "{ indicator(code: \"COVERAGE_5_18\") { name shortName category kind unit scale decimals better aggregation numerator
            denominator { name factor ageFrom ageTo indicator { code } } overHundred sensitive periodTypes dimensions frequency
            due { label } methods { since number text act { number date } } sources sourceForm level region { code } externalIds { source } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @"");
    }

    fn one_name_hides_two_denominators(network: &Network) {
        let document = "{ indicators(search: \"технической\", orderBy: CODE_ASC) { nodes { code denominator { name ageFrom ageTo indicator { code } } aggregation openPoints { field reason } } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @"");
    }

    fn thousands_months_and_flags_are_told(network: &Network) {
        let document = "{ lessons: indicator(code: \"ONLINE_LESSON_PARTICIPATIONS\") { unit scale decimals kind }
            flag: indicator(code: \"REGIONS_WITH_CERTIFICATES\") { kind aggregation denominator { name } frequency due { kind day number label } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @"");
        let due = network.public().query_in("en", "{ indicator(code: \"REGIONS_WITH_CERTIFICATES\") { due { label } } }", json!({}));
        assert_eq!(due.text("indicator.due.label"), "the 6th working day of the next month");
    }

    fn the_dimensions_are_dictionaries(network: &Network) {
        let members = |dictionary: &str| {
            let document = "query($of: String!) { classifiers(dictionary: $of) { code } }";
            let answer = network.public().query(document, json!({ "of": dictionary }));
            answer.at("classifiers").as_array().unwrap().iter().map(|entry| entry["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(members("direction"), ["ARTISTIC", "NATURAL_SCIENCE", "PHYSICAL_SPORT", "SOCIAL_HUMANITARIAN", "TECHNICAL", "TOURISM_LOCAL_HISTORY"]);
        assert_eq!(members("age_band"), ["AGE_10_14", "AGE_15_18", "AGE_5_9"]);
        assert_eq!(members("disability"), ["WITH", "WITHOUT"]);
        assert_eq!(members("sex"), ["FEMALE", "MALE"]);
        assert_eq!(members("form"), ["DISTANCE", "IN_PERSON", "NETWORK"]);
        assert_eq!(members("place"), ["RURAL", "URBAN"]);
        assert_eq!(members("organisation_type").len(), 8);
    }
}
