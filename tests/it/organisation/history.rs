//! Names and places as they were on a day.

use serde_json::json;

use super::{Net, names};
use crate::support::{TestApp, both};

const ON_A_DAY: &str = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Organisation {
    name municipality { name } periods { name from to municipality { name } } } } }";

both! {
    fn a_rename_keeps_what_was(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Дом пионеров", json!({"validFrom": "2010-01-01"}));
        net.change(&net.rmc, "renameOrganisation", &id, json!({"since": "2020-09-01", "name": "Дом творчества"})).payload();
        net.change(&net.rmc, "renameOrganisation", &id, json!({"name": "Дом детского творчества"})).payload();
        let on = |day: &str| app.public().query(ON_A_DAY, json!({ "id": id, "day": day }));
        insta::assert_snapshot!(on("2023-11-15").redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "municipality": {
                "name": "Выселковский район"
              },
              "name": "Дом детского творчества",
              "periods": [
                {
                  "from": null,
                  "municipality": {
                    "name": "Выселковский район"
                  },
                  "name": "Дом пионеров",
                  "to": "2020-08-31"
                }
              ]
            }
          }
        }
        "#);
        assert_eq!(on("2020-08-31").text("node.name"), "Дом пионеров");
        assert_eq!(on("2020-09-01").text("node.name"), "Дом детского творчества");
        for since in ["2020-08-01", "2009-01-01"] {
            net.change(&net.rmc, "renameOrganisation", &id, json!({"since": since, "name": "Иное"}))
                .expect_user_error("DATE_ORDER", "input.since");
        }
        // What it was called is found today, what it is called now is found on an earlier day.
        let found = "query($day: Date) { organisations(search: \"пионер\", asOf: $day) { nodes { name } totalCount } }";
        assert_eq!(names(&app.public().query(found, json!({})), "organisations.nodes"), ["Дом детского творчества"]);
        assert_eq!(names(&app.public().query(found, json!({"day": "2015-01-01"})), "organisations.nodes"), ["Дом пионеров"]);
        assert!(names(&app.public().query(found, json!({"day": "2009-01-01"})), "organisations.nodes").is_empty());
    }

    fn a_list_is_ordered_by_the_names_of_its_day(app: &TestApp) {
        let net = Net::new(app);
        for name in ["Б", "Г", "Е"] {
            net.organisation(name, json!({}));
        }
        let id = net.organisation("А", json!({}));
        net.change(&net.rmc, "renameOrganisation", &id, json!({"since": "2021-01-01", "name": "Д"})).payload();
        let list = |day: &str, page: &str| {
            let document = format!("{{ organisations(asOf: \"{day}\", {page}) {{ nodes {{ name }} totalCount pageInfo {{ hasNextPage endCursor }} }} }}");
            app.public().query(&document, json!({}))
        };
        assert_eq!(names(&list("2020-01-01", "first: 10"), "organisations.nodes"), ["А", "Б", "Г", "Е"]);
        assert_eq!(names(&list("2021-01-01", "first: 10"), "organisations.nodes"), ["Б", "Г", "Д", "Е"]);
        assert_eq!(names(&list("2020-01-01", "last: 2"), "organisations.nodes"), ["Г", "Е"]);
        let first = list("2020-01-01", "first: 2");
        assert_eq!((names(&first, "organisations.nodes"), first.at("organisations.totalCount")), (vec!["А".to_owned(), "Б".to_owned()], &json!(4)));
        let after = format!("first: 2, after: \"{}\"", first.text("organisations.pageInfo.endCursor"));
        assert_eq!(names(&list("2020-01-01", &after), "organisations.nodes"), ["Г", "Е"]);
        assert_eq!(list("2021-01-01", &after).code(), "BAD_USER_INPUT");
    }

    fn a_move_is_seen_from_its_day_on(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа", json!({"validFrom": "2010-01-01"}));
        net.change(&net.rmc, "moveOrganisation", &id, json!({"since": "2022-01-01", "municipalityId": net.krylovsky})).payload();
        let on = |day: &str| app.public().query(ON_A_DAY, json!({ "id": id, "day": day })).text("node.municipality.name").to_owned();
        assert_eq!((on("2021-12-31"), on("2022-01-01")), ("Выселковский район".to_owned(), "Крыловский район".to_owned()));
        let below = "query($day: Date) { municipalities(asOf: $day) { nodes { name organisations { totalCount nodes { name } } } }
            region(code: \"23\", asOf: $day) { organisations { totalCount } zones { nodes { organisations { totalCount nodes { name } } } } overview { organisations { total } } } }";
        for (day, counts) in [("2021-12-31", [1, 0, 0]), ("2022-01-01", [0, 1, 1]), ("2009-12-31", [0, 0, 0])] {
            let answer = app.public().query(below, json!({ "day": day }));
            let paths = ["municipalities.nodes.0.organisations", "municipalities.nodes.1.organisations", "region.zones.nodes.0.organisations"];
            for (path, count) in paths.into_iter().zip(counts) {
                assert_eq!(answer.at(&format!("{path}.totalCount")), count, "{day} {path}");
                assert_eq!(names(&answer, &format!("{path}.nodes")).len(), count, "{day} {path}");
            }
            let total = i32::from(day != "2009-12-31");
            assert_eq!(answer.at("region.organisations.totalCount"), total);
            assert_eq!(answer.at("region.overview.organisations.total"), total);
        }
        for (zone, day, count) in [(&net.zone, "2022-01-01", 1), (&net.zone, "2021-12-31", 0)] {
            let document = "query($zone: ID!, $day: Date) { organisations(filter: {zoneIds: [$zone]}, asOf: $day) { totalCount } }";
            assert_eq!(app.public().query(document, json!({ "zone": zone, "day": day })).at("organisations.totalCount"), count);
        }
        for (more, code, path) in [
            (json!({"since": "2024-01-01", "municipalityId": net.vyselki}), "DATE_ORDER", "input.since"),
            (json!({"since": "2021-01-01", "municipalityId": net.vyselki}), "DATE_ORDER", "input.since"),
        ] {
            app.unchanged_but(&[], || net.change(&net.rmc, "moveOrganisation", &id, more)).expect_user_error(code, path);
        }
        // Out of the coordinator's region: the new place is not theirs.
        let away = app.unchanged_but(&[], || net.change(&net.rmc, "moveOrganisation", &id, json!({"regionId": net.other_region})));
        assert_eq!(away.code(), "FORBIDDEN");
    }

    fn a_transformed_municipality_hands_its_organisations_over(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа", json!({}));
        net.organisation("Закрытая", json!({"validTo": "2020-01-01"}));
        let document = "mutation($input: ReorganiseMunicipalitiesInput!) { reorganiseMunicipalities(input: $input) { successors { id } userErrors { code path } } }";
        let successor = json!({"regionId": net.region, "name": "Выселковский округ", "oktmo": "03512000", "kind": "MUNICIPAL_OKRUG"});
        let input = json!({"kind": "TRANSFORMED", "day": "2023-06-01", "predecessorIds": [net.vyselki], "successors": [successor]});
        let answer = net.rmc.query(document, json!({ "input": input }));
        answer.payload();
        let on = |day: &str| app.public().query(ON_A_DAY, json!({ "id": id, "day": day })).text("node.municipality.name").to_owned();
        assert_eq!((on("2023-05-31"), on("2023-06-01")), ("Выселковский район".to_owned(), "Выселковский округ".to_owned()));
        let list = "query($id: ID!, $day: Date) { node(id: $id) { ... on Municipality { organisations(asOf: $day) { nodes { name } } overview(asOf: $day) { organisations { total } } } } }";
        let new = answer.text("reorganiseMunicipalities.successors.0.id");
        for (municipality, day, count) in [(&*net.vyselki, "2023-05-31", 1), (&*net.vyselki, "2023-06-01", 0), (new, "2023-05-31", 0), (new, "2023-06-01", 1)] {
            let answer = app.public().query(list, json!({ "id": municipality, "day": day }));
            assert_eq!(names(&answer, "node.organisations.nodes").len(), count, "{municipality} {day}");
            assert_eq!(answer.at("node.overview.organisations.total"), count, "{municipality} {day}");
        }
    }
}
