//! The organisations of the demonstration network.

use serde_json::json;

use crate::support::{DemoDatabase, TestApp, both};

both! {
    fn the_network_has_its_organisations(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let answer = app.public().query(
            "{ organisations(first: 1) { totalCount facets { facet value count } }
               search(text: \"саянск цро\") { nodes { ... on Organisation { name legalForm { shortName } aliases externalIds { source } } } }
               classifiers(dictionary: \"source\") { code name } }",
            json!({}),
        );
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "classifiers": [
              {
                "code": "S0",
                "name": "Годовой отчёт краевой инновационной площадки"
              },
              {
                "code": "S1",
                "name": "Паспорт муниципального проекта «Успех каждого ребенка»"
              },
              {
                "code": "S2",
                "name": "Отчёт муниципального опорного центра"
              },
              {
                "code": "S3",
                "name": "Отчёт учреждения в статусе муниципального опорного центра"
              },
              {
                "code": "S4",
                "name": "План работы муниципального опорного центра"
              }
            ],
            "organisations": {
              "facets": [
                {
                  "count": 26,
                  "facet": "department",
                  "value": "EDUCATION"
                },
                {
                  "count": 4,
                  "facet": "department",
                  "value": "OTHER"
                },
                {
                  "count": 1,
                  "facet": "department",
                  "value": "CULTURE"
                },
                {
                  "count": 16,
                  "facet": "legalForm",
                  "value": null
                },
                {
                  "count": 6,
                  "facet": "legalForm",
                  "value": "MKU"
                },
                {
                  "count": 2,
                  "facet": "legalForm",
                  "value": "GBOU"
                },
                {
                  "count": 2,
                  "facet": "legalForm",
                  "value": "MBOU_DO"
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MADOU"
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MBUDO"
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MKUO"
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MOU_DPO"
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MU_DO"
                },
                {
                  "count": 31,
                  "facet": "state",
                  "value": "ACTIVE"
                },
                {
                  "count": 14,
                  "facet": "type",
                  "value": "GOVERNING_BODY"
                },
                {
                  "count": 8,
                  "facet": "type",
                  "value": "ADDITIONAL_EDUCATION"
                },
                {
                  "count": 8,
                  "facet": "type",
                  "value": "METHODICAL_CENTRE"
                },
                {
                  "count": 1,
                  "facet": "type",
                  "value": "KINDERGARTEN"
                }
              ],
              "totalCount": 31
            },
            "search": {
              "nodes": [
                {
                  "aliases": [
                    "МОУ ДПО «Центр развития образования г.Саянска»",
                    "МОУ ДПО ЦРО г.Саянск"
                  ],
                  "externalIds": [
                    {
                      "source": "S1"
                    }
                  ],
                  "legalForm": {
                    "shortName": "МОУ ДПО"
                  },
                  "name": "МОУ ДПО «Центр развития образования города Саянска»"
                }
              ]
            }
          }
        }
        "#);
    }
}
