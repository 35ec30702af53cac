//! Lists of agreements: what they hold, in which order, and what they cost.

use serde_json::{Value, json};

use super::Net;
use crate::support::{Actor, TestApp, both};

fn titles(actor: &Actor, arguments: &str) -> Vec<String> {
    let answer = actor.query(&format!("{{ agreements{arguments} {{ nodes {{ title }} }} }}"), json!({}));
    let nodes = answer.at("agreements.nodes").as_array().unwrap().clone();
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

/// The statements of one request.
fn cost(app: &TestApp, actor: &Actor, document: &str, variables: Value) -> u64 {
    actor.query(document, variables.clone()).data();
    app.reset_statements();
    actor.query(document, variables).data();
    app.statements()
}

both! {
    fn filters_and_orders(app: &TestApp) {
        let net = Net::new(app);
        for more in [
            json!({ "title": "Б", "number": "1", "signedOn": "2023-03-01", "validTo": "2023-11-25" }),
            json!({ "title": "А", "number": "2", "kind": "SUBSIDY", "signedOn": "2023-01-10", "validTo": null }),
            json!({ "title": "В", "number": "3", "signedOn": null, "validTo": "2023-06-30" }),
            json!({ "title": "Г", "number": "4", "parties": [net.party(&net.vyselki), net.party(&net.bodaibo)], "validTo": "2024-06-30" }),
            json!({ "title": "Д", "number": "5", "validTo": "2023-11-20", "autoRenewal": "на год" }),
        ] {
            net.make(&net.rmc, "recordAgreement", &net.past(&more));
        }
        let ask = |arguments: &str| titles(&net.rmc, arguments).concat();
        assert_eq!(ask(""), "АБГД");
        assert_eq!(ask("(filter: { states: [EXPIRED] })"), "В");
        assert_eq!(ask("(filter: { states: [] })"), "");
        assert_eq!(ask("(filter: { states: [EXPIRED, IN_FORCE] })"), "АБВГД");
        assert_eq!(ask("(filter: { states: [EXPIRED] }, asOf: \"2023-06-01\")"), "");
        assert_eq!(ask("(filter: { kinds: [SUBSIDY] })"), "А");
        assert_eq!(ask("(filter: { kinds: [SUBSIDY], number: \"1\" })"), "");
        assert_eq!(ask("(filter: { endsWithinDays: 9 })"), "");
        assert_eq!(ask("(filter: { endsWithinDays: 10 })"), "Б");
        assert_eq!(ask("(filter: { endsWithinDays: 10, states: [EXPIRED] })"), "");
        assert_eq!(ask(&format!("(filter: {{ partyMunicipalityIds: [\"{}\"] }})", net.bodaibo)), "Г");
        assert_eq!(ask(&format!("(filter: {{ regionIds: [\"{}\"] }})", net.other_region)), "Г");
        assert_eq!(ask(&format!("(filter: {{ regionIds: [\"{}\"], partyMunicipalityIds: [\"{}\"] }})", net.other_region, net.krylovsky)), "");
        assert_eq!(ask("(orderBy: TITLE_DESC)"), "ДГБА");
        assert_eq!(ask("(orderBy: SIGNED_DESC, filter: { states: [IN_FORCE, EXPIRED] })").replace(['А', 'Г', 'Д'], "-"), "Б---В");
        assert_eq!(ask("(orderBy: END_ASC)"), "ДБГА");
        for page in ["first: 0", "first: -1", "first: 10000", "first: 1, last: 1", "after: \"x\""] {
            let answer = net.rmc.query(&format!("{{ agreements({page}) {{ totalCount }} }}"), json!({}));
            assert_eq!(answer.code(), "BAD_USER_INPUT", "{page}");
        }
        let far = net.rmc.query("{ agreements(filter: { endsWithinDays: -1 }) { totalCount } }", json!({}));
        assert_eq!(far.code(), "BAD_USER_INPUT");
        let facets = net.rmc.query("{ agreements(filter: { states: [IN_FORCE, EXPIRED] }) { facets { facet value count } } }", json!({}));
        assert_eq!(facets.at("agreements.facets"), &json!([
            { "facet": "kind", "value": "COOPERATION", "count": 4 }, { "facet": "kind", "value": "SUBSIDY", "count": 1 },
            { "facet": "state", "value": "IN_FORCE", "count": 4 }, { "facet": "state", "value": "EXPIRED", "count": 1 },
        ]));
    }

    fn pages_go_through_every_order(app: &TestApp) {
        let net = Net::new(app);
        for i in 0..7 {
            let signed = if i % 3 == 0 { json!(null) } else { json!(format!("2023-01-1{i}")) };
            let more = json!({ "title": format!("Соглашение {}", i % 4), "signedOn": signed, "validTo": format!("2024-01-0{}", 1 + i % 5) });
            net.make(&net.rmc, "recordAgreement", &net.past(&more));
        }
        let document = "query($order: AgreementOrderBy, $first: Int, $after: String) { agreements(orderBy: $order, first: $first, after: $after) {
            nodes { id } pageInfo { endCursor hasNextPage } } }";
        for order in ["TITLE_ASC", "TITLE_DESC", "SIGNED_ASC", "SIGNED_DESC", "END_ASC", "END_DESC"] {
            for actor in [&net.rmc, &app.public()] {
                let whole = actor.query(document, json!({ "order": order, "first": 50 })).at("agreements.nodes").clone();
                let (mut read, mut after) = (Vec::new(), Value::Null);
                loop {
                    let page = actor.query(document, json!({ "order": order, "first": 2, "after": after }));
                    read.extend(page.at("agreements.nodes").as_array().unwrap().clone());
                    after = page.at("agreements.pageInfo.endCursor").clone();
                    if page.at("agreements.pageInfo.hasNextPage") == &json!(false) { break; }
                }
                assert_eq!(Value::from(read), whole, "{order}");
            }
        }
    }

    fn below_a_territory_each_counts_once(app: &TestApp) {
        let net = Net::new(app);
        let three = json!([net.party(&net.vyselki), net.party(&net.krylovsky), net.party(&net.bodaibo)]);
        net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": "Тройное", "parties": three })));
        net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": "Двойное" })));
        let document = "{ regions { nodes { code agreements { totalCount nodes { title } } } }
            municipalities { nodes { name agreements { totalCount nodes { title } } } } }";
        let answer = net.rmc.query(document, json!({}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "municipalities": {
              "nodes": [
                {
                  "agreements": {
                    "nodes": [
                      {
                        "title": "Тройное"
                      }
                    ],
                    "totalCount": 1
                  },
                  "name": "Бодайбо и район"
                },
                {
                  "agreements": {
                    "nodes": [
                      {
                        "title": "Двойное"
                      },
                      {
                        "title": "Тройное"
                      }
                    ],
                    "totalCount": 2
                  },
                  "name": "Выселковский район"
                },
                {
                  "agreements": {
                    "nodes": [
                      {
                        "title": "Двойное"
                      },
                      {
                        "title": "Тройное"
                      }
                    ],
                    "totalCount": 2
                  },
                  "name": "Крыловский район"
                }
              ]
            },
            "regions": {
              "nodes": [
                {
                  "agreements": {
                    "nodes": [
                      {
                        "title": "Тройное"
                      }
                    ],
                    "totalCount": 1
                  },
                  "code": "38"
                },
                {
                  "agreements": {
                    "nodes": [
                      {
                        "title": "Двойное"
                      },
                      {
                        "title": "Тройное"
                      }
                    ],
                    "totalCount": 2
                  },
                  "code": "23"
                }
              ]
            }
          }
        }
        "#);
    }

    fn siblings_cost_nothing_more(app: &TestApp) {
        let net = Net::new(app);
        for i in 0..6 {
            let three = json!([net.party(&net.vyselki), net.party(&net.krylovsky), net.party(&net.bodaibo)]);
            net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": format!("{i}"), "parties": three })));
        }
        let bodaibo = app.actor(crate::support::Role::MunicipalCoordinator, super::BODAIBO);
        let pinned = |actor: &Actor, document: &str, statements: u64| {
            for first in [1, 3, 6] {
                assert_eq!(cost(app, actor, document, json!({ "first": first })), statements, "{first} {document}");
            }
        };
        let whole = "query($first: Int) { agreements(first: $first) { nodes { title state number subject signedOn validTo
            parties { role municipality { name region { code } } region { code } } versions { edition amendment { summary } }
            region { code } allowedActions openPoints { field } } } }";
        // Whoever reads by the keeper's place, and whoever reads as a party.
        pinned(&net.rmc, whole, 10);
        pinned(&bodaibo, whole, 10);
        pinned(&app.public(), whole, 1);
        pinned(&net.rmc, "query($first: Int) { municipalities(first: $first) { nodes { agreements(first: 5) { totalCount facets { value count } nodes { title } } } } }", 5);
        pinned(&net.rmc, "query($first: Int) { municipalities(first: $first) { nodes { partnerGraph { nodes { key municipality { name } } edges { from to agreement { title } } } } } }", 8);
    }
}
