//! The targets of the documents, read back: both versions where a document contradicts itself.

use serde_json::{Value, json};

use crate::{status::Network, support::both};

fn targets(network: &Network, set: &str, filter: Value) -> Value {
    let document = "query($set: String!, $filter: TargetFilter) { targetSet(code: $set) { targets(filter: $filter, first: 100) { nodes {
        base period { text label } value absolute printed comparator } } } }";
    network.public().query(document, json!({ "set": set, "filter": filter })).at("targetSet.targets.nodes").clone()
}

fn series(network: &Network, set: &str, code: &str) -> Vec<(String, String)> {
    let rows = targets(network, set, json!({ "indicatorCodes": [code], "base": false }));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(&row["period"]["text"]), text(&row["value"]))).collect()
}

fn years(values: [&str; 6]) -> Vec<(String, String)> {
    (2019..).map(|year| year.to_string()).zip(values.map(ToOwned::to_owned)).collect()
}

both! {
    fn the_base_of_coverage_is_printed_in_three_ways(network: &Network) {
        let base = |set: &str| targets(network, set, json!({ "indicatorCodes": ["COVERAGE_5_18"], "base": true }));
        insta::assert_snapshot!(format!("{:#}\n{:#}\n{:#}", base("SAYANSK_PASSPORT"), base("SAYANSK_PASSPORT_ANNEX_2"), base("SAYANSK_PASSPORT_METHOD")), @r#"
        [
          {
            "absolute": null,
            "base": true,
            "comparator": null,
            "period": {
              "label": "01.01.2019 – 01.01.2019",
              "text": "2019-01-01..2019-01-01"
            },
            "printed": "71%, 1 января 2019 г.",
            "value": "71"
          }
        ]
        [
          {
            "absolute": null,
            "base": true,
            "comparator": null,
            "period": {
              "label": "01.01.2018 – 01.01.2018",
              "text": "2018-01-01..2018-01-01"
            },
            "printed": "71, 01.01.2018",
            "value": "71"
          }
        ]
        [
          {
            "absolute": null,
            "base": true,
            "comparator": null,
            "period": null,
            "printed": "Фдод=73",
            "value": "73"
          }
        ]
        "#);
    }

    fn the_tables_of_the_passport_read_back(network: &Network) {
        let read = |code: &str| series(network, "SAYANSK_PASSPORT", code);
        assert_eq!(read("COVERAGE_5_18"), years(["73", "75", "76", "77", "78", "80"]));
        assert_eq!(read("KVANTORIUM_CHILDREN"), years(["600", "750", "900", "1050", "1200", "1350"]));
        assert_eq!(read("ONLINE_LESSON_PARTICIPATIONS"), years(["0.6", "0.8", "1.2", "1.5", "1.9", "2.4"]));
        assert_eq!(read("CAREER_TICKET_CHILDREN"), years(["452", "902", "1359", "1834", "2272", "2787"]));
        assert_eq!(series(network, "SAYANSK_PASSPORT_RESULTS", "DISABILITY_COVERAGE"), years(["34", "46", "52", "58", "64", "70"]));
        let lessons = targets(network, "SAYANSK_PASSPORT", json!({ "indicatorCodes": ["ONLINE_LESSON_PARTICIPATIONS"], "base": true }));
        assert_eq!(lessons[0]["value"], "0.532");
    }

    fn a_share_is_printed_with_its_number(network: &Network) {
        let rows = targets(network, "SAYANSK_PASSPORT_RESULTS", json!({ "indicatorCodes": ["ONLINE_LESSON_SHARE_6_11"], "period": { "text": "2019" } }));
        assert_eq!(rows, json!([{ "base": false, "period": { "text": "2019", "label": "2019 год" }, "value": "20", "absolute": "600",
            "printed": "не менее чем 20 % (600 чел.)", "comparator": "GE" }]));
        // What is printed in thousands is a number of children here.
        let rounded = targets(network, "SAYANSK_PASSPORT_RESULT_1_3", json!({}));
        assert_eq!(rounded[0]["value"], "2700");
        assert_eq!(rounded[0]["printed"], "не менее 2,7 тыс. детей");
    }

    fn what_recurs_and_what_has_no_period_is_told(network: &Network) {
        let document = "query($set: String!, $codes: [String!]) { targetSet(code: $set) { level targets(filter: { indicatorCodes: $codes }) { nodes {
            indicator { code } subjectLevel subject { id } every group period { text } recurring recurringType until comparator value openPoints { field reason } } } } }";
        let read = |set: &str, codes: Value| network.public().query(document, json!({ "set": set, "codes": codes })).redacted();
        insta::assert_snapshot!(read("CONCEPT_2030", json!(null)), @r#"
        200
        {
          "data": {
            "targetSet": {
              "level": "FEDERATION",
              "targets": {
                "nodes": [
                  {
                    "comparator": "GE",
                    "every": true,
                    "group": null,
                    "indicator": {
                      "code": "PF_CERTIFICATES_SHARE"
                    },
                    "openPoints": [
                      {
                        "field": "numerator",
                        "reason": "DIFFERENT_PRINTS"
                      }
                    ],
                    "period": {
                      "text": "2025"
                    },
                    "recurring": true,
                    "recurringType": "YEAR",
                    "subject": null,
                    "subjectLevel": "REGION",
                    "until": "2030-12-31",
                    "value": "30"
                  }
                ]
              }
            }
          }
        }
        "#);
        insta::assert_snapshot!(read("TARGET_MODEL_MINIMUM", json!(["PF_CERTIFICATES_SHARE"])), @r#"
        200
        {
          "data": {
            "targetSet": {
              "level": "FEDERATION",
              "targets": {
                "nodes": [
                  {
                    "comparator": "GE",
                    "every": true,
                    "group": null,
                    "indicator": {
                      "code": "PF_CERTIFICATES_SHARE"
                    },
                    "openPoints": [
                      {
                        "field": "from",
                        "reason": "NOT_PRINTED"
                      },
                      {
                        "field": "numerator",
                        "reason": "DIFFERENT_PRINTS"
                      }
                    ],
                    "period": null,
                    "recurring": true,
                    "recurringType": "YEAR",
                    "subject": null,
                    "subjectLevel": "REGION",
                    "until": null,
                    "value": "25"
                  }
                ]
              }
            }
          }
        }
        "#);
        insta::assert_snapshot!(read("NEW_PLACES_OWN", json!(null)), @r#"
        200
        {
          "data": {
            "targetSet": {
              "level": "FEDERATION",
              "targets": {
                "nodes": [
                  {
                    "comparator": "GE",
                    "every": false,
                    "group": "Калужская область",
                    "indicator": {
                      "code": "NEW_PLACES_CHILDREN"
                    },
                    "openPoints": [
                      {
                        "field": "period",
                        "reason": "NOT_PRINTED"
                      }
                    ],
                    "period": null,
                    "recurring": false,
                    "recurringType": null,
                    "subject": null,
                    "subjectLevel": "FEDERATION",
                    "until": null,
                    "value": "20000"
                  }
                ]
              }
            }
          }
        }
        "#);
        insta::assert_snapshot!(read("SAYANSK_PASSPORT_RESULTS", json!(["OLYMPIAD_SHARE_4_11_GROWTH", "MENTORS_TRAINED"])), @r#"
        200
        {
          "data": {
            "targetSet": {
              "level": "MUNICIPALITY",
              "targets": {
                "nodes": [
                  {
                    "comparator": "GE",
                    "every": false,
                    "group": null,
                    "indicator": {
                      "code": "MENTORS_TRAINED"
                    },
                    "openPoints": [],
                    "period": {
                      "text": "2020-01-01..2020-07-30"
                    },
                    "recurring": false,
                    "recurringType": null,
                    "subject": {
                      "id": "mun#1"
                    },
                    "subjectLevel": "MUNICIPALITY",
                    "until": null,
                    "value": "7"
                  },
                  {
                    "comparator": "GE",
                    "every": false,
                    "group": null,
                    "indicator": {
                      "code": "OLYMPIAD_SHARE_4_11_GROWTH"
                    },
                    "openPoints": [
                      {
                        "field": "base",
                        "reason": "NOT_PRINTED"
                      },
                      {
                        "field": "unit",
                        "reason": "INFERRED"
                      }
                    ],
                    "period": {
                      "text": "2019"
                    },
                    "recurring": true,
                    "recurringType": "YEAR",
                    "subject": {
                      "id": "mun#1"
                    },
                    "subjectLevel": "MUNICIPALITY",
                    "until": "2024-12-31",
                    "value": "4.5"
                  }
                ]
              }
            }
          }
        }
        "#);
    }

    fn a_base_that_lies_in_the_first_period_is_a_finding(network: &Network) {
        let document = "query($set: String!) { targetSet(code: $set) { warnings { code indicator { code } subject { ... on Municipality { oktmo } } group } } }";
        let warnings = |set: &str| network.public().query(document, json!({ "set": set })).at("targetSet.warnings").clone();
        let mut of_passport: Vec<Value> = warnings("SAYANSK_PASSPORT").as_array().unwrap().clone();
        of_passport.sort_by_key(|warning| warning["indicator"]["code"].to_string());
        insta::assert_snapshot!(format!("{:#}", Value::from(of_passport)), @r#"
        [
          {
            "code": "BASE_NOT_BEFORE_FIRST_PERIOD",
            "group": null,
            "indicator": {
              "code": "CAREER_TICKET_CHILDREN"
            },
            "subject": {
              "oktmo": "25726000"
            }
          },
          {
            "code": "BASE_NOT_BEFORE_FIRST_PERIOD",
            "group": null,
            "indicator": {
              "code": "COVERAGE_5_18"
            },
            "subject": {
              "oktmo": "25726000"
            }
          },
          {
            "code": "BASE_NOT_BEFORE_FIRST_PERIOD",
            "group": null,
            "indicator": {
              "code": "KVANTORIUM_CHILDREN"
            },
            "subject": {
              "oktmo": "25726000"
            }
          },
          {
            "code": "BASE_NOT_BEFORE_FIRST_PERIOD",
            "group": null,
            "indicator": {
              "code": "ONLINE_LESSON_PARTICIPATIONS"
            },
            "subject": {
              "oktmo": "25726000"
            }
          }
        ]
        "#);
        // The annex has another date, before the first year.
        assert_eq!(warnings("SAYANSK_PASSPORT_ANNEX_2"), json!([]));
    }

    fn a_set_is_told_with_its_act(network: &Network) {
        let document = "{ targetSet(code: \"SAYANSK_PASSPORT\") { id version name kind visibility act { title } document note openPoints { field reason } level region { code } municipality { name } externalIds { source externalId } allowedActions } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "targetSet": {
              "act": {
                "title": "Утверждение паспорта муниципального проекта «Успех каждого ребенка»"
              },
              "allowedActions": [],
              "document": "S1",
              "externalIds": [
                {
                  "externalId": "SAYANSK_PASSPORT",
                  "source": "S1"
                }
              ],
              "id": "tgs#1",
              "kind": "PASSPORT",
              "level": "MUNICIPALITY",
              "municipality": {
                "name": "город Саянск"
              },
              "name": "Паспорт проекта, таблица показателей",
              "note": null,
              "openPoints": [],
              "region": {
                "code": "38"
              },
              "version": 2,
              "visibility": "PUBLIC"
            }
          }
        }
        "#);
    }
}
