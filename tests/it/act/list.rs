//! Lists: filters, orders, search, facets, states, pages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Network, act_mutation, by_number, create, created, order};
use crate::support::{Actor, both};

const ALL: [&str; 4] = ["IN_FORCE", "AMENDED", "REPEALED", "UPCOMING"];

both! {
    fn the_acts_of_a_region_by_date(app: &Network) {
        let document = r#"{ region(code: "19") { legalActs(orderBy: DATE_ASC) {
            totalCount facets { facet value count } nodes { date number issuer level municipality { name } } } } }"#;
        insta::assert_snapshot!(app.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "region": {
              "legalActs": {
                "facets": [
                  {
                    "count": 3,
                    "facet": "kind",
                    "value": "ORDER"
                  },
                  {
                    "count": 1,
                    "facet": "kind",
                    "value": "RESOLUTION"
                  },
                  {
                    "count": 3,
                    "facet": "level",
                    "value": "REGION"
                  },
                  {
                    "count": 1,
                    "facet": "level",
                    "value": "MUNICIPALITY"
                  },
                  {
                    "count": 4,
                    "facet": "state",
                    "value": "IN_FORCE"
                  }
                ],
                "nodes": [
                  {
                    "date": "2019-07-03",
                    "issuer": "Президиум Правительства Республики Хакасия",
                    "level": "REGION",
                    "municipality": null,
                    "number": "92-п"
                  },
                  {
                    "date": "2020-01-13",
                    "issuer": "Министерство образования и науки Республики Хакасия",
                    "level": "REGION",
                    "municipality": null,
                    "number": "100-к"
                  },
                  {
                    "date": "2020-02-26",
                    "issuer": "Городское управление образованием администрации г. Черногорска",
                    "level": "MUNICIPALITY",
                    "municipality": {
                      "name": "город Черногорск"
                    },
                    "number": "236"
                  },
                  {
                    "date": "2022-12-27",
                    "issuer": "Министерство образования и науки Республики Хакасия",
                    "level": "REGION",
                    "municipality": null,
                    "number": "100-1125"
                  }
                ],
                "totalCount": 4
              }
            }
          }
        }
        "#);
    }

    fn filters_narrow(app: &Network) {
        let numbers = |arguments: &str| {
            let document = format!("{{ legalActs({arguments}) {{ nodes {{ number title }} }} }}");
            let answer = app.public().query(&document, json!({}));
            let nodes = answer.at("legalActs.nodes").as_array().unwrap().clone();
            nodes.iter().map(|act| act["number"].as_str().unwrap_or("—").to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(numbers("filter: { levels: [FEDERATION] }, orderBy: DATE_ASC"), "225 467 189-ФЗ 38");
        assert_eq!(numbers(r#"filter: { issuer: "минпросвещения" }"#), "38 467");
        assert_eq!(numbers(r#"filter: { number: "№ 447-ПП" }"#), "447–пп");
        assert_eq!(numbers(r#"filter: { dateFrom: "2020-05-08", dateTo: "2020-05-11" }"#), "85/1 79");
        assert_eq!(numbers("filter: { kinds: [FEDERAL_LAW] }"), "189-ФЗ");
        assert_eq!(numbers("filter: { states: [AMENDED] }, orderBy: TITLE_ASC"), "110-37-934-15 467");
        assert_eq!(numbers(r#"filter: { states: [AMENDED] }, asOf: "2020-01-01""#), "110-37-934-15");
        assert_eq!(numbers(r#"search: "опорн центр ПРИСВОЕН""#), "100-1125");
        assert_eq!(numbers(r#"search: "447-пп""#), "447–пп");
        assert_eq!(numbers("filter: { states: [] }"), "");
        // Undated come last in either direction; a year is a date, but no key.
        assert_eq!(numbers("filter: { withoutKey: true }"), "— — — — — —");
        assert_eq!(numbers(r#"filter: { withoutKey: true, dateFrom: "2019-01-01" }"#), "—");
        assert_eq!(numbers(r#"asOf: "2014-01-01""#).matches("447").count(), 1);
        assert_eq!(numbers(r#"asOf: "2012-01-01", filter: { withoutKey: false }"#), "");
    }

    fn a_filter_that_contradicts_itself_is_refused(app: &Network) {
        let ask = |document: &str| app.public().query(document, json!({})).code().to_owned();
        let backwards = r#"{ legalActs(filter: { dateFrom: "2021-01-02", dateTo: "2021-01-01" }) { totalCount } }"#;
        assert_eq!(ask(backwards), "BAD_USER_INPUT");
        for size in [0, -1, 10_000] {
            assert_ne!(ask(&format!("{{ legalActs(first: {size}) {{ totalCount }} }}")), "INTERNAL");
        }
        let first = app.public().query("{ legalActs(first: 1) { pageInfo { endCursor } } }", json!({}));
        let cursor = first.text("legalActs.pageInfo.endCursor");
        assert_eq!(ask(&format!(r#"{{ legalActs(after: "{cursor}", orderBy: TITLE_ASC) {{ totalCount }} }}"#)), "BAD_USER_INPUT");
    }

    fn pages_make_the_list(app: &Network) {
        for order in ["DATE_ASC", "DATE_DESC", "TITLE_ASC", "TITLE_DESC"] {
            let whole = app.public().query(
                &format!("{{ legalActs(first: 100, orderBy: {order}) {{ totalCount nodes {{ id }} }} }}"), json!({}));
            let (mut ids, mut after) = (Vec::new(), Value::Null);
            loop {
                let document = format!("query($after: String) {{ legalActs(first: 4, after: $after, orderBy: {order}) {{
                    nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}");
                let page = app.public().query(&document, json!({ "after": after }));
                ids.extend(page.at("legalActs.nodes").as_array().unwrap().clone());
                after = page.at("legalActs.pageInfo.endCursor").clone();
                if page.at("legalActs.pageInfo.hasNextPage") == false { break }
            }
            assert_eq!(whole.at("legalActs.nodes"), &Value::from(ids));
            assert_eq!(whole.at("legalActs.totalCount"), 21);
        }
    }

    fn the_same_field_below_different_objects(app: &Network) {
        let document = r#"{
            region(code: "19") { name legalActs(first: 1, orderBy: DATE_ASC) { nodes { number } pageInfo { endCursor } } }
            municipality(oktmo: "95715000") { name legalActs(first: 1, orderBy: DATE_ASC) { totalCount nodes { number
                issuerOrganisation { name legalActs(first: 1, orderBy: DATE_ASC) { nodes { number } } }
                externalIds { source externalId } } } } }"#;
        let answer = app.public().query(document, json!({}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "municipality": {
              "legalActs": {
                "nodes": [
                  {
                    "externalIds": [
                      {
                        "externalId": "act.chernogorsk.236",
                        "source": "S3"
                      }
                    ],
                    "issuerOrganisation": {
                      "legalActs": {
                        "nodes": [
                          {
                            "number": "236"
                          }
                        ]
                      },
                      "name": "Городское управление образованием администрации г. Черногорска"
                    },
                    "number": "236"
                  }
                ],
                "totalCount": 1
              },
              "name": "город Черногорск"
            },
            "region": {
              "legalActs": {
                "nodes": [
                  {
                    "number": "92-п"
                  }
                ],
                "pageInfo": {
                  "endCursor": "cursor#1"
                }
              },
              "name": "Республика Хакасия"
            }
          }
        }
        "#);
        let cursor = answer.text("region.legalActs.pageInfo.endCursor");
        let foreign = format!(r#"{{ municipality(oktmo: "95715000") {{ legalActs(first: 1, orderBy: DATE_ASC, after: "{cursor}") {{ totalCount }} }} }}"#);
        assert_eq!(app.public().query(&foreign, json!({})).code(), "BAD_USER_INPUT");
    }

    fn acts_are_found_by_search_and_by_external_id(app: &Network) {
        let ask = |actor: &Actor, text: &str| {
            let document = "query($text: String!) { search(text: $text, kinds: [LEGAL_ACT]) { totalCount nodes { ... on LegalAct { number } } } }";
            actor.query(document, json!({ "text": text })).at("search").clone()
        };
        assert_eq!(ask(&app.public(), "Минпросвещения 467"), json!({ "totalCount": 1, "nodes": [{ "number": "467" }] }));
        let actor = app.municipality();
        created(&actor, "Т-1", json!({ "title": "Тайный приказ", "visibility": "DRAFT" }));
        assert_eq!(ask(&actor, "тайный")["totalCount"], 1);
        assert_eq!(ask(&app.public(), "тайный")["totalCount"], 0);
        let document = r#"query($id: String!) { legalAct(source: "sed", externalId: $id) { number } }"#;
        created(&actor, "Т-2", json!({ "externalIds": [{ "source": "sed", "externalId": "42" }] }));
        assert_eq!(app.public().query(document, json!({ "id": "42" })).text("legalAct.number"), "Т-2");
        assert!(app.public().query(document, json!({ "id": "43" })).at("legalAct").is_null());
        let taken = json!({ "externalIds": [{ "source": "sed", "externalId": "42" }] });
        create(&actor, order("Т-3", taken)).expect_user_error("DUPLICATE", "input.externalIds.0");
        assert_eq!(app.public().query("{ legalAct(number: \"1\") { id } }", json!({})).code(), "BAD_USER_INPUT");
    }

    /// The pure state and the expression in the database are one.
    fn states_agree_on_every_day(app: &Network) {
        let actor = app.region();
        let id = by_number(&actor, "100-к");
        let input = json!({ "id": id, "expectedVersion": 1, "repealedOn": "2022-12-27" });
        act_mutation(&actor, "repealLegalAct", input).payload();
        let municipality = app.municipality();
        let first = created(&municipality, "1", json!({ "date": "2023-01-01" }));
        created(&municipality, "2", json!({ "date": "2024-05-01", "amendsIds": [first] }));
        // Undated: it amends since ever.
        created(&municipality, "3", json!({ "date": null, "amendsIds": [created(&municipality, "4", json!({}))] }));
        for day in ["2012-01-01", "2013-10-24", "2019-09-03", "2021-02-02", "2022-12-26", "2022-12-27", "2023-11-15",
            "2024-04-30", "2024-05-01"] {
            let document = "query($states: [LegalActState!], $day: Date) {
                legalActs(first: 100, filter: { states: $states }, asOf: $day) {
                    totalCount nodes { state } facets { facet value count } } }";
            let whole = actor.query(document, json!({ "states": ALL, "day": day }));
            let mut pure: BTreeMap<String, u64> = BTreeMap::new();
            for node in whole.at("legalActs.nodes").as_array().unwrap() {
                *pure.entry(node["state"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            let facets = whole.at("legalActs.facets").as_array().unwrap();
            let facets: BTreeMap<String, u64> = facets.iter().filter(|facet| facet["facet"] == "state")
                .map(|facet| (facet["value"].as_str().unwrap().to_owned(), facet["count"].as_u64().unwrap())).collect();
            assert_eq!(pure, facets, "{day}");
            for state in ALL {
                let some = actor.query(document, json!({ "states": [state], "day": day }));
                assert_eq!(some.at("legalActs.totalCount"), pure.get(state).copied().unwrap_or(0), "{day} {state}");
            }
        }
    }

    fn a_list_costs_the_same_however_long(app: &Network) {
        let actor = app.municipality();
        let ground = created(&actor, "0", json!({}));
        let mut before = ground.clone();
        for i in 1..=24 {
            let more = json!({
                "title": format!("Пачка {i}"), "amendsIds": [before], "basis": [{ "actId": ground, "role": "ORGANISES" }],
            });
            before = created(&actor, &i.to_string(), more);
        }
        let count = |first: usize| {
            let document = format!("{{ legalActs(search: \"пачка\", first: {first}) {{ nodes {{ number state
                amends {{ number }} amendedBy {{ number state }} repealedBy {{ number }} basis {{ role act {{ number }} }}
                founds {{ totalCount nodes {{ id }} }} files {{ id url object {{ id }} allowedActions }}
                region {{ name }} municipality {{ name }} allowedActions }} }} }}");
            app.reset_statements();
            let answer = actor.query(&document, json!({}));
            assert_eq!(answer.at("legalActs.nodes").as_array().unwrap().len(), first);
            app.statements()
        };
        // Acts of different links come in one batch or in two, as the database answers; never in one per row.
        let counts = [1, 3, 10, 20].map(count);
        assert!(counts.iter().all(|count| (9..=13).contains(count)), "{counts:?}");
    }
}
