//! The indicators of the documents, read back.

use serde_json::json;

use crate::{status::Network, support::both};

both! {
    fn coverage_is_the_share_of_all_children(network: &Network) {
        let document = "{ indicator(code: \"COVERAGE_5_18\") { name shortName category kind unit scale decimals better aggregation numerator
            denominator { name factor ageFrom ageTo indicator { code } } overHundred sensitive periodTypes dimensions frequency
            due { label } methods { since number text act { number date } } sources sourceForm level region { code } externalIds { source } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "indicator": {
              "aggregation": "RATIO",
              "better": "MORE",
              "category": "MAIN",
              "decimals": 0,
              "denominator": {
                "ageFrom": 5,
                "ageTo": 18,
                "factor": 100,
                "indicator": null,
                "name": "Дети 5–18 лет"
              },
              "dimensions": [
                "DIRECTION",
                "AGE_BAND",
                "DISABILITY",
                "SEX",
                "ORGANISATION_TYPE",
                "FORM",
                "PLACE"
              ],
              "due": {
                "label": "30 марта следующего года"
              },
              "externalIds": [
                {
                  "source": "S1"
                }
              ],
              "frequency": "YEAR",
              "kind": "LEVEL",
              "level": "FEDERATION",
              "methods": [
                {
                  "act": {
                    "date": "2017-04-04",
                    "number": "225"
                  },
                  "number": null,
                  "since": null,
                  "text": "Методика Росстата от 04.04.2017 № 225; позднее приказ от 15.04.2019 № 170 (ред. от 06.03.2020 № 84)"
                }
              ],
              "name": "Доля детей в возрасте от 5 до 18 лет, охваченных дополнительным образованием",
              "numerator": "Дети 5–18 лет, охваченные дополнительным образованием, каждый один раз",
              "overHundred": false,
              "periodTypes": [
                "MONTH",
                "QUARTER",
                "HALF_YEAR",
                "YEAR",
                "ACADEMIC_YEAR"
              ],
              "region": null,
              "scale": 0,
              "sensitive": false,
              "shortName": "Охват 5–18",
              "sourceForm": "1-ДОП",
              "sources": [
                "1-ДОП",
                "Навигатор",
                "МОЦ",
                "Концепция",
                "demo"
              ],
              "unit": "PERCENT"
            }
          }
        }
        "#);
    }

    fn one_name_hides_two_denominators(network: &Network) {
        let document = "{ indicators(search: \"технической\", orderBy: CODE_ASC) { nodes { code denominator { name ageFrom ageTo indicator { code } } aggregation openPoints { field reason } } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "indicators": {
              "nodes": [
                {
                  "aggregation": "SUM",
                  "code": "KVANTORIUM_CHILDREN",
                  "denominator": null,
                  "openPoints": []
                },
                {
                  "aggregation": "RATIO",
                  "code": "TECH_SCIENCE_SHARE_5_18",
                  "denominator": {
                    "ageFrom": 5,
                    "ageTo": 18,
                    "indicator": null,
                    "name": "Дети 5–18 лет"
                  },
                  "openPoints": [
                    {
                      "field": "denominator",
                      "reason": "INFERRED"
                    }
                  ]
                },
                {
                  "aggregation": "RATIO",
                  "code": "TECH_SCIENCE_SHARE_OF_COVERED",
                  "denominator": {
                    "ageFrom": null,
                    "ageTo": null,
                    "indicator": {
                      "code": "COVERAGE_5_18"
                    },
                    "name": "Дети 5–18 лет, охваченные дополнительным образованием"
                  },
                  "openPoints": [
                    {
                      "field": "denominator",
                      "reason": "INFERRED"
                    }
                  ]
                },
                {
                  "aggregation": "NONE",
                  "code": "TECH_SCIENCE_SHARE_ROADMAP",
                  "denominator": {
                    "ageFrom": null,
                    "ageTo": null,
                    "indicator": null,
                    "name": "Численность детей, знаменатель не назван"
                  },
                  "openPoints": [
                    {
                      "field": "denominator",
                      "reason": "NOT_PRINTED"
                    },
                    {
                      "field": "region",
                      "reason": "INFERRED"
                    }
                  ]
                }
              ]
            }
          }
        }
        "#);
    }

    fn thousands_months_and_flags_are_told(network: &Network) {
        let document = "{ lessons: indicator(code: \"ONLINE_LESSON_PARTICIPATIONS\") { unit scale decimals kind }
            flag: indicator(code: \"REGIONS_WITH_CERTIFICATES\") { kind aggregation denominator { name } frequency due { kind day number label } } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "flag": {
              "aggregation": "COUNT_TRUE",
              "denominator": null,
              "due": {
                "day": null,
                "kind": "WORKING_DAY_OF_NEXT_MONTH",
                "label": "6-й рабочий день следующего месяца",
                "number": 6
              },
              "frequency": "MONTH",
              "kind": "FLAG"
            },
            "lessons": {
              "decimals": 3,
              "kind": "FLOW",
              "scale": 3,
              "unit": "PERSON"
            }
          }
        }
        "#);
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
