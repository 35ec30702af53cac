//! Recording and changing a card: numbers, branches, parts, lookups.

use serde_json::json;

use super::{Net, document, inn};
use crate::support::{Role, TestApp, both, race};

const CARD: &str = "query($id: ID!) { node(id: $id) { ... on Organisation {
    id version name shortName type department legalForm { code name shortName } state inn kpp ogrn email website capacity
    licenceNumber headPosition validFrom validFromPrecision validTo published aliases addresses { address licensedFrom licensedTo }
    externalIds { source externalId } region { code } municipality { oktmo } headOrganisation { id } branches { totalCount } periods { name }
    contact { position } allowedActions } } }";

both! {
    fn a_card_reads_back_as_it_was_given(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Муниципальное бюджетное учреждение «Орлёнок»", json!({
            "shortName": "МБУ «Орлёнок»", "aliases": ["МБУ Орленок", "МБУ Орленок"], "type": "ADDITIONAL_EDUCATION",
            "department": "EDUCATION", "legalForm": "MBU", "inn": inn(1), "kpp": "230101001", "ogrn": "1022300000018",
            "email": "Orlenok@Example.org", "website": "orlenok.example.org", "capacity": 120, "licenceNumber": "Л-035",
            "headPosition": "Директор", "validFrom": "2015-09-01", "validFromPrecision": "MONTH",
            "addresses": [{"address": "ст. Выселки, ул. Ленина, 1", "licensedFrom": "2020-01-01"},
                          {"address": "х. Бейсужек", "licensedTo": "2021-12-31"}],
            "externalIds": [{"source": "navigator", "externalId": "n-1"}, {"source": "1-dop", "externalId": "77"}],
        }));
        let answer = app.public().query(CARD, json!({ "id": id }));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "addresses": [
                {
                  "address": "ст. Выселки, ул. Ленина, 1",
                  "licensedFrom": "2020-01-01",
                  "licensedTo": null
                }
              ],
              "aliases": [
                "МБУ Орленок"
              ],
              "allowedActions": [],
              "branches": {
                "totalCount": 0
              },
              "capacity": 120,
              "contact": null,
              "department": "EDUCATION",
              "email": "orlenok@example.org",
              "externalIds": [
                {
                  "externalId": "77",
                  "source": "1-dop"
                },
                {
                  "externalId": "n-1",
                  "source": "navigator"
                }
              ],
              "headOrganisation": null,
              "headPosition": "Директор",
              "id": "org#1",
              "inn": "2300000012",
              "kpp": "230101001",
              "legalForm": {
                "code": "MBU",
                "name": "муниципальное бюджетное учреждение",
                "shortName": "МБУ"
              },
              "licenceNumber": "Л-035",
              "municipality": {
                "oktmo": "03612000"
              },
              "name": "Муниципальное бюджетное учреждение «Орлёнок»",
              "ogrn": "1022300000018",
              "periods": [],
              "published": true,
              "region": {
                "code": "23"
              },
              "shortName": "МБУ «Орлёнок»",
              "state": "ACTIVE",
              "type": "ADDITIONAL_EDUCATION",
              "validFrom": "2015-09-01",
              "validFromPrecision": "MONTH",
              "validTo": null,
              "version": 1,
              "website": "https://orlenok.example.org"
            }
          }
        }
        "#);
        let day = "query($id: ID!) { node(id: $id) { ... on Organisation { addresses(asOf: \"2021-06-01\") { address } } } }";
        let addresses = app.public().query(day, json!({ "id": id }));
        assert_eq!(addresses.at("node.addresses").as_array().map(Vec::len), Some(2));
    }

    fn every_key_leads_to_it(app: &TestApp) {
        let net = Net::new(app);
        let external = json!([{"source": "navigator", "externalId": "n-1"}]);
        let head = net.organisation("Центр", json!({"inn": inn(1), "kpp": "230101001", "externalIds": external}));
        let branch = net.organisation("Филиал", json!({"headOrganisationId": head, "kpp": "230143001"}));
        let find = |arguments: &str| {
            let document = format!("{{ organisation({arguments}) {{ id }} }}");
            app.public().query(&document, json!({})).at("organisation").clone()
        };
        assert_eq!(find(&format!("inn: \"{}\"", inn(1)))["id"], head);
        assert_eq!(find(&format!("inn: \"{}\", kpp: \"230101001\"", inn(1)))["id"], head);
        assert_eq!(find(&format!("inn: \"{}\", kpp: \"230143001\"", inn(1)))["id"], branch);
        assert_eq!(find("source: \"navigator\", externalId: \"n-1\"")["id"], head);
        assert!(find("source: \"navigator\", externalId: \"n-2\"").is_null());
        assert!(find(&format!("inn: \"{}\"", inn(2))).is_null());
        for wrong in ["kpp: \"230101001\"", "source: \"navigator\"", "inn: \"1\", source: \"a\", externalId: \"b\"", "asOf: \"2023-01-01\""] {
            let document = format!("{{ organisation({wrong}) {{ id }} }}");
            assert_eq!(app.public().query(&document, json!({})).code(), "BAD_USER_INPUT", "{wrong}");
        }
        let branches = app.public().query(
            "query($id: ID!) { node(id: $id) { ... on Organisation { branches { nodes { id inn kpp } } } } }",
            json!({ "id": head }),
        );
        assert_eq!(branches.at("node.branches.nodes"), &json!([{"id": branch, "inn": inn(1), "kpp": "230143001"}]));
    }

    fn wrong_numbers_are_refused(app: &TestApp) {
        let net = Net::new(app);
        let good = inn(1);
        let broken = format!("{}{}", &good[..9], (good[9..].parse::<u32>().unwrap() + 1) % 10);
        for (more, code, path) in [
            (json!({"inn": broken}), "INVALID_CHECK_DIGIT", "input.inn"),
            (json!({"inn": "123"}), "INVALID", "input.inn"),
            (json!({"kpp": "230101001"}), "REQUIRED", "input.inn"),
            (json!({"inn": good, "kpp": "23-101001"}), "INVALID", "input.kpp"),
            (json!({"ogrn": "1022300000017"}), "INVALID_CHECK_DIGIT", "input.ogrn"),
            (json!({"inn": "500100732259", "kpp": "230101001"}), "CONTRADICTION", "input.kpp"),
            (json!({"inn": "500100732259", "ogrn": "1022300000018"}), "CONTRADICTION", "input.ogrn"),
            (json!({"name": "  "}), "REQUIRED", "input.name"),
            (json!({"name": "а\u{202e}б"}), "INVALID_CHARACTERS", "input.name"),
            (json!({"name": "а".repeat(501)}), "TOO_LONG", "input.name"),
            (json!({"email": "почта"}), "INVALID", "input.email"),
            (json!({"website": "не сайт"}), "INVALID", "input.website"),
            (json!({"capacity": -1}), "OUT_OF_RANGE", "input.capacity"),
            (json!({"legalForm": "XYZ"}), "UNKNOWN_REFERENCE", "input.legalForm"),
            (json!({"validFrom": "2023-02-01", "validTo": "2023-01-01"}), "DATE_ORDER", "input.validTo"),
            (json!({"addresses": [{"address": "А", "licensedFrom": "2023-02-01", "licensedTo": "2023-01-01"}]}), "DATE_ORDER", "input.addresses.0.licensedTo"),
            (json!({"externalIds": [{"source": "", "externalId": "1"}]}), "REQUIRED", "input.externalIds.0.source"),
            (json!({"regionId": net.other_region}), "CONTRADICTION", "input.regionId"),
        ] {
            let refused = app.unchanged_but(&[], || net.create(&net.rmc, "Школа", more));
            refused.expect_user_error(code, path);
        }
    }

    fn branches_share_the_number_of_their_head(app: &TestApp) {
        let net = Net::new(app);
        let head = net.organisation("Центр", json!({"inn": inn(1), "kpp": "230101001"}));
        net.create(&net.rmc, "Второй", json!({"inn": inn(1)})).expect_user_error("DUPLICATE", "input.inn");
        net.create(&net.rmc, "Второй", json!({"inn": inn(1), "kpp": "230101002"})).expect_user_error("DUPLICATE", "input.kpp");
        net.create(&net.rmc, "Филиал", json!({"headOrganisationId": head})).expect_user_error("REQUIRED", "input.kpp");
        net.create(&net.rmc, "Филиал", json!({"headOrganisationId": head, "inn": inn(2), "kpp": "230101002"}))
            .expect_user_error("CONTRADICTION", "input.inn");
        let branch = net.organisation("Филиал", json!({"headOrganisationId": head, "kpp": "230101002"}));
        net.create(&net.rmc, "Филиал", json!({"headOrganisationId": branch, "kpp": "230101003"}))
            .expect_user_error("CONTRADICTION", "input.headOrganisationId");
        net.change(&net.rmc, "updateOrganisation", &head, json!({"headOrganisationId": branch}))
            .expect_user_error("CONTRADICTION", "input.headOrganisationId");
        net.change(&net.rmc, "updateOrganisation", &head, json!({"inn": null, "kpp": null})).expect_user_error("IN_USE", "input.inn");
        net.change(&net.rmc, "updateOrganisation", &head, json!({"inn": inn(3)})).payload();
        let branch = app.public().query("query($id: ID!) { node(id: $id) { ... on Organisation { inn version } } }", json!({ "id": branch }));
        assert_eq!(branch.at("node"), &json!({"inn": inn(3), "version": 2}));
    }

    fn an_update_changes_what_it_names(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа", json!({"email": "a@example.org", "capacity": 10, "aliases": ["Шк."]}));
        let document = "mutation($id: ID!, $email: String, $capacity: Int) { updateOrganisation(input: {id: $id, expectedVersion: 1, email: $email, capacity: $capacity}) {
            organisation { version email capacity aliases } userErrors { code path } } }";
        // An unsent variable leaves the field, null clears it.
        let changed = net.rmc.query(document, json!({ "id": id, "capacity": null }));
        assert_eq!(changed.payload()["organisation"], json!({"version": 2, "email": "a@example.org", "capacity": null, "aliases": ["Шк."]}));
        let stale = app.unchanged_but(&[], || net.rmc.query(document, json!({ "id": id, "capacity": 7 })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("updateOrganisation.organisation.version"), 2);
        net.change(&net.rmc, "updateOrganisation", &id, json!({"type": null})).expect_user_error("REQUIRED", "input.type");
        let external = json!({"externalIds": [{"source": "navigator", "externalId": "n-1"}]});
        net.change(&net.rmc, "updateOrganisation", &id, external.clone()).payload();
        let other = net.organisation("Другая", json!({}));
        net.change(&net.rmc, "updateOrganisation", &other, external).expect_user_error("DUPLICATE", "input.externalIds.0");
    }

    fn one_of_two_writers_wins(app: &TestApp) {
        let net = Net::new(app);
        let number = inn(1);
        let write = |name: &'static str| net.create(&app.actor(Role::RegionalCoordinator, "region:23"), name, json!({"inn": number}));
        let answers = std::thread::scope(|scope| {
            let threads = ["Первая", "Вторая"].map(|name| scope.spawn(move || write(name)));
            threads.map(|thread| thread.join().unwrap())
        });
        let refused = answers.iter().filter(|answer| !answer.user_errors().is_empty());
        assert_eq!(refused.inspect(|answer| answer.expect_user_error("DUPLICATE", "input.inn")).count(), 1);
    }

    fn of_two_changes_at_once_one_wins(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа № 2", json!({}));
        race::one_wins(app, |number| {
            let input = json!({ "id": id, "expectedVersion": 1, "capacity": number + 1 });
            net.rmc.query(&document("updateOrganisation"), json!({ "input": input }))
        });
    }
}
