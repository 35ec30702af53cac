//! Filters, orders, pages, facets, search, and how many statements they cost.

use serde_json::{Value, json};

use super::{Net, inn, names};
use crate::support::{Answer, TestApp, both};

const LIST: &str = "query($filter: OrganisationFilter, $order: OrganisationOrderBy, $search: String, $first: Int, $after: String, $last: Int, $before: String) {
    organisations(filter: $filter, orderBy: $order, search: $search, first: $first, after: $after, last: $last, before: $before) {
        nodes { name } totalCount facets { facet value count } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

fn list(app: &TestApp, variables: Value) -> Answer {
    app.public().query(LIST, variables)
}

fn listed(app: &TestApp, variables: Value) -> Vec<String> {
    let answer = list(app, variables);
    let found = names(&answer, "organisations.nodes");
    assert_eq!(answer.at("organisations.totalCount"), found.len());
    found
}

fn five(app: &TestApp) -> Net<'_> {
    let net = Net::new(app);
    net.organisation("Школа № 10", json!({"email": "a@example.org", "capacity": 300, "department": "EDUCATION"}));
    net.organisation(
        "Школа № 2 «Ёлочка»",
        json!({"capacity": 100, "inn": inn(1), "legalForm": "MBU", "aliases": ["СОШ вторая"]}),
    );
    net.organisation(
        "Дом культуры",
        json!({"type": "CULTURE", "department": "CULTURE", "municipalityId": net.krylovsky}),
    );
    net.organisation(
        "Министерство",
        json!({"type": "GOVERNING_BODY", "municipalityId": null, "regionId": net.region, "capacity": 200}),
    );
    net.organisation("Закрытая школа", json!({"validTo": "2020-01-01"}));
    net
}

both! {
    fn filters_narrow(app: &TestApp) {
        let net = five(app);
        let all = ["Дом культуры", "Министерство", "Школа № 2 «Ёлочка»", "Школа № 10"];
        assert_eq!(listed(app, json!({})), all);
        for (filter, expected) in [
            (json!({"municipalityIds": [net.krylovsky]}), vec![all[0]]),
            (json!({"zoneIds": [net.zone]}), vec![all[0]]),
            (json!({"regionIds": [net.other_region]}), vec![]),
            (json!({"regionIds": [net.region], "types": ["SCHOOL"]}), vec![all[2], all[3]]),
            (json!({"types": ["SCHOOL"], "zoneIds": [net.zone]}), vec![]),
            (json!({"types": []}), vec![]),
            (json!({"departments": ["CULTURE"]}), vec![all[0]]),
            (json!({"legalForms": ["MBU", "нет такой"]}), vec![all[2]]),
            (json!({"states": ["CLOSED"]}), vec!["Закрытая школа"]),
            (json!({"states": ["CLOSED"], "types": ["CULTURE"]}), vec![]),
            (json!({"hasEmail": true}), vec![all[3]]),
            (json!({"hasInn": false, "hasCapacity": true}), vec![all[1], all[3]]),
            (json!({"isBranch": true}), vec![]),
            (json!({"hasWebsite": true}), vec![]),
            (json!({"headOrganisationIds": []}), vec![]),
        ] {
            assert_eq!(listed(app, json!({ "filter": filter })), expected, "{filter}");
        }
        let answer = list(app, json!({"first": 2}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "organisations": {
              "facets": [
                {
                  "count": 2,
                  "facet": "department",
                  "value": null
                },
                {
                  "count": 1,
                  "facet": "department",
                  "value": "CULTURE"
                },
                {
                  "count": 1,
                  "facet": "department",
                  "value": "EDUCATION"
                },
                {
                  "count": 3,
                  "facet": "legalForm",
                  "value": null
                },
                {
                  "count": 1,
                  "facet": "legalForm",
                  "value": "MBU"
                },
                {
                  "count": 4,
                  "facet": "state",
                  "value": "ACTIVE"
                },
                {
                  "count": 2,
                  "facet": "type",
                  "value": "SCHOOL"
                },
                {
                  "count": 1,
                  "facet": "type",
                  "value": "CULTURE"
                },
                {
                  "count": 1,
                  "facet": "type",
                  "value": "GOVERNING_BODY"
                }
              ],
              "nodes": [
                {
                  "name": "Дом культуры"
                },
                {
                  "name": "Министерство"
                }
              ],
              "pageInfo": {
                "endCursor": "cursor#1",
                "hasNextPage": true,
                "hasPreviousPage": false,
                "startCursor": "cursor#2"
              },
              "totalCount": 4
            }
          }
        }
        "#);
    }

    fn what_people_type_is_found(app: &TestApp) {
        let net = five(app);
        for (words, count) in [
            ("школа", 2), ("ШКОЛА №2", 1), ("елочка", 1), ("«ёлочка» школа", 1), ("сош", 1), ("вторая", 1), ("№ 10", 1),
            ("2", 1), ("0", 0), ("школа 1", 1), ("дк", 0), ("%", 4), ("шк_ла", 0), ("школ_", 2), (&inn(1)[..6], 1), ("культ дом", 1), ("\" OR", 0), ("a'; --", 0),
        ] {
            assert_eq!(listed(app, json!({ "search": words })).len(), count, "{words}");
            let inside = json!({ "search": words, "filter": {"municipalityIds": [net.vyselki, net.krylovsky]} });
            assert!(listed(app, inside).len() <= count, "{words}");
            let region = json!({ "search": words, "filter": {"regionIds": [net.region]} });
            assert_eq!(listed(app, region).len(), count, "{words}");
        }
        let everywhere = "query($text: String!, $kinds: [Kind!], $first: Int) { search(text: $text, kinds: $kinds, first: $first) { totalCount facets { value count }
            nodes { __typename ... on Organisation { name } ... on Municipality { title: name } ... on Zone { label: name } } } }";
        let answer = app.public().query(everywhere, json!({"text": "кул"}));
        assert_eq!(answer.at("search.totalCount"), 1);
        // A word of one or two letters begins a word of an organisation: «вторая», not «министерство».
        let answer = app.public().query(everywhere, json!({"text": "в"}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "search": {
              "facets": [
                {
                  "count": 1,
                  "value": "ZONE"
                },
                {
                  "count": 2,
                  "value": "MUNICIPALITY"
                },
                {
                  "count": 1,
                  "value": "ORGANISATION"
                }
              ],
              "nodes": [
                {
                  "__typename": "Zone",
                  "label": "Северо-восточная"
                },
                {
                  "__typename": "Municipality",
                  "title": "Выселковский район"
                },
                {
                  "__typename": "Municipality",
                  "title": "Крыловский район"
                },
                {
                  "__typename": "Organisation",
                  "name": "Школа № 2 «Ёлочка»"
                }
              ],
              "totalCount": 4
            }
          }
        }
        "#);
        let answer = app.public().query(everywhere, json!({"text": "в", "kinds": ["ORGANISATION"], "first": 1}));
        assert_eq!(names(&answer, "search.nodes").len(), 1);
        for first in [0, -1, 101] {
            assert_eq!(app.public().query(everywhere, json!({"text": "в", "first": first})).code(), "BAD_USER_INPUT");
        }
        assert_eq!(app.public().query(everywhere, json!({"text": " «» "})).at("search.totalCount"), 0);
    }

    fn every_order_pages_both_ways(app: &TestApp) {
        let net = five(app);
        app.set_now("2023-11-15T09:00:01Z");
        let id = app.public().query("{ organisations(search: \"культ\") { nodes { id } } }", json!({})).text("organisations.nodes.0.id").to_owned();
        net.change(&net.rmc, "updateOrganisation", &id, json!({"email": "dk@example.org"})).payload();
        for order in ["NAME_ASC", "NAME_DESC", "CAPACITY_ASC", "CAPACITY_DESC", "UPDATED_AT_ASC", "UPDATED_AT_DESC"] {
            let whole = names(&list(app, json!({ "order": order })), "organisations.nodes");
            let (mut forwards, mut after) = (Vec::new(), Value::Null);
            loop {
                let page = list(app, json!({ "order": order, "first": 1, "after": after }));
                forwards.extend(names(&page, "organisations.nodes"));
                after = page.at("organisations.pageInfo.endCursor").clone();
                if page.at("organisations.pageInfo.hasNextPage") == false { break }
            }
            assert_eq!(forwards, whole, "{order}");
            let page = list(app, json!({ "order": order, "last": 2, "before": after }));
            assert_eq!(names(&page, "organisations.nodes"), whole[1..3], "{order}");
            let other = if order == "NAME_ASC" { "NAME_DESC" } else { "NAME_ASC" };
            assert_eq!(list(app, json!({ "order": other, "after": after })).code(), "BAD_USER_INPUT");
        }
        assert_eq!(names(&list(app, json!({"order": "CAPACITY_DESC"})), "organisations.nodes")[..3], ["Школа № 10", "Министерство", "Школа № 2 «Ёлочка»"]);
        assert_eq!(names(&list(app, json!({"order": "CAPACITY_ASC"})), "organisations.nodes")[3], "Дом культуры");
        assert_eq!(names(&list(app, json!({"order": "UPDATED_AT_DESC"})), "organisations.nodes")[0], "Дом культуры");
    }

    fn a_nested_list_costs_the_same_however_long(app: &TestApp) {
        let net = five(app);
        let document = "query($first: Int) { municipalities(first: $first) { nodes { organisations(first: 2) { totalCount nodes {
            name state legalForm { name } externalIds { source } municipality { name } region { code } aliases addresses { address } } } } } }";
        let cost = |first: i32| {
            app.public().query(document, json!({ "first": first })).data();
            app.reset_statements();
            app.public().query(document, json!({ "first": first })).data();
            app.statements()
        };
        let one = cost(1);
        net.organisation("Ещё одна", json!({"municipalityId": net.krylovsky}));
        assert_eq!((one, cost(2)), (9, 9));
        app.reset_statements();
        list(app, json!({"search": "школа", "filter": {"types": ["SCHOOL"]}})).data();
        assert_eq!(app.statements(), 3);
        app.reset_statements();
        app.public().query("{ organisation(source: \"a\", externalId: \"b\") { name type email capacity } }", json!({})).data();
        assert_eq!(app.statements(), 1);
    }
}
