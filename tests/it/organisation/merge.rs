//! Duplicates and mistakes.

use serde_json::json;

use super::{Net, inn};
use crate::{
    file::{attach, sent},
    support::{TestApp, both},
};

both! {
    fn a_duplicate_leads_to_the_one_that_stays(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Дом творчества", json!({"externalIds": [{"source": "navigator", "externalId": "n-1"}]}));
        let double = net.organisation("ДДТ «Радуга»", json!({
            "inn": inn(1), "kpp": "230101001", "email": "ddt@example.org", "aliases": ["ДДТ"], "capacity": 50,
            "addresses": [{"address": "ул. Мира, 2"}], "externalIds": [{"source": "1-dop", "externalId": "7"}],
        }));
        let branch = net.organisation("Филиал", json!({"headOrganisationId": double, "kpp": "230101002"}));
        let contact = json!({"input": {"id": double, "expectedVersion": 1, "position": "Директор", "phone": "8 (86157) 7-35-47"}});
        net.rmc.query("mutation($input: SetContactInput!) { setContact(input: $input) { userErrors { code } } }", contact).payload();
        let merge = |id: &str, duplicates: &[&str]| net.change(&net.rmc, "mergeOrganisations", id, json!({"duplicateIds": duplicates, "reason": "Заведена дважды"}));
        merge(&id, &[]).expect_user_error("REQUIRED", "input.duplicateIds");
        merge(&id, &[&id]).expect_user_error("CONTRADICTION", "input.duplicateIds");
        merge(&double, &[&branch]).expect_user_error("CONTRADICTION", "input.duplicateIds.0");
        let file = sent(&net.rmc);
        attach(&net.rmc, &file, &double).payload();
        merge(&id, &[&double]).payload();
        let files = net.rmc.query("query($id: ID!) { node(id: $id) { ... on Organisation { files { id version } } } }", json!({ "id": id }));
        assert_eq!(files.at("node.files"), &json!([{ "id": file, "version": 3 }]));

        let document = "query($id: ID!) { node(id: $id) { ... on Organisation { id name aliases inn kpp email capacity
            addresses { address } externalIds { source externalId } branches { nodes { name } } contact { position phone } } } }";
        let answer = net.rmc.query(document, json!({ "id": double }));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "addresses": [
                {
                  "address": "ул. Мира, 2"
                }
              ],
              "aliases": [
                "ДДТ",
                "ДДТ «Радуга»"
              ],
              "branches": {
                "nodes": [
                  {
                    "name": "Филиал"
                  }
                ]
              },
              "capacity": 50,
              "contact": {
                "phone": "8 (86157) 7-35-47",
                "position": "Директор"
              },
              "email": "ddt@example.org",
              "externalIds": [
                {
                  "externalId": "7",
                  "source": "1-dop"
                },
                {
                  "externalId": "n-1",
                  "source": "navigator"
                }
              ],
              "id": "org#1",
              "inn": "2300000012",
              "kpp": "230101001",
              "name": "Дом творчества"
            }
          }
        }
        "#);
        assert_eq!(answer.text("node.id"), id);
        for arguments in [format!("inn: \"{}\"", inn(1)), "source: \"1-dop\", externalId: \"7\"".to_owned()] {
            let found = app.public().query(&format!("{{ organisation({arguments}) {{ id }} }}"), json!({}));
            assert_eq!(found.text("organisation.id"), id, "{arguments}");
        }
        let listed = app.public().query("{ organisations(search: \"радуг\") { nodes { name } totalCount } search(text: \"радуг\") { totalCount nodes { id } }
            region(code: \"23\") { overview { organisations { total } } } }", json!({}));
        assert_eq!(listed.at("organisations.totalCount"), 1);
        assert_eq!(listed.at("search.totalCount"), 1);
        assert_eq!(listed.at("region.overview.organisations.total"), 2);

        // The duplicate itself is kept no more: it is as if its id were that of the other.
        let gone = net.rmc.query(
            "mutation($id: ID!) { closeOrganisation(input: {id: $id, expectedVersion: 3, lastDay: \"2023-01-01\"}) { userErrors { code path } } }",
            json!({ "id": double }),
        );
        gone.expect_user_error("REFUSED_TRANSITION", "input");
        let third = net.organisation("Третья", json!({}));
        merge(&third, &[&double]).expect_user_error("REFUSED_TRANSITION", "input");
        merge(&third, &[&id]).payload();
        assert_eq!(net.rmc.query(document, json!({ "id": double })).text("node.id"), third);
    }

    fn different_organisations_are_not_merged(app: &TestApp) {
        let net = Net::new(app);
        let (one, two) = (net.organisation("А", json!({"inn": inn(1)})), net.organisation("А", json!({"inn": inn(2)})));
        let refused = app.unchanged_but(&[], || net.change(&net.rmc, "mergeOrganisations", &one, json!({"duplicateIds": [two]})));
        refused.expect_user_error("CONTRADICTION", "input.duplicateIds.0");
    }

    fn a_mistake_is_removed_while_nothing_refers_to_it(app: &TestApp) {
        let net = Net::new(app);
        let head = net.organisation("Центр", json!({"inn": inn(1), "kpp": "230101001", "aliases": ["Ц"], "externalIds": [{"source": "s", "externalId": "1"}]}));
        let branch = net.organisation("Филиал", json!({"headOrganisationId": head, "kpp": "230101002"}));
        let document = "mutation($id: ID!, $version: Int!) { deleteOrganisation(input: {id: $id, expectedVersion: $version}) { deletedId userErrors { code path } } }";
        let refused = app.unchanged_but(&[], || net.rmc.query(document, json!({ "id": head, "version": 1 })));
        refused.expect_user_error("IN_USE", "input.id");
        net.rmc.query(document, json!({ "id": branch, "version": 1 })).payload();
        let removed = net.rmc.query(document, json!({ "id": head, "version": 1 }));
        assert_eq!(removed.payload()["deletedId"], head);
        let left = app.public().query("query($id: ID!) { node(id: $id) { id } organisations { totalCount } }", json!({ "id": head }));
        assert_eq!(left.data(), &json!({"node": null, "organisations": {"totalCount": 0}}));
    }
}
