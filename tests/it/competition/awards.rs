//! Results that give a status: in the same transaction, to the winners, from the act of the results.

use serde_json::json;

use super::{ADMIT, CLOSE, Net, PUBLISH, send};
use crate::support::{Role, TestApp, both};

const KIND: &str = "mutation($input: CreateStatusKindInput!) { createStatusKind(input: $input) {
    statusKind { code } userErrors { code path } } }";
const HELD: &str = "query($id: ID!) { node(id: $id) { ... on Organisation { statusAssignments { nodes {
    kind { code } state validFrom validTo competition { id } acts { role act { number } } } } } } }";

both! {
    fn winners_get_the_status_with_the_results(app: &TestApp) {
        let net = Net::new(app);
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let kind = json!({ "code": "BEST_PROGRAMME", "name": "Лучшая программа", "levels": ["MUNICIPALITY"], "heldBy": "ORGANISATION" });
        send(&admin, KIND, kind).payload();
        app.set_now("2023-11-14T09:00:00Z");
        let (id, _) = net.announced_with(json!({ "awardKindCode": "BEST_PROGRAMME" }));
        // Told by code and as the kind itself, of a page of competitions with one statement.
        let (other, _) = net.announced_with(json!({ "awardKindCode": "BEST_PROGRAMME", "title": "Второй конкурс" }));
        let (none, _) = net.announced_with(json!({ "title": "Третий конкурс" }));
        let document = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Competition { awardKindCode awardKind { name } } } }";
        let before = app.statements();
        let told = app.public().query(document, json!({ "ids": [id, other, none] }));
        assert!(app.statements() - before <= 2, "{}", app.statements() - before);
        let awards = json!({ "awardKindCode": "BEST_PROGRAMME", "awardKind": { "name": "Лучшая программа" } });
        assert_eq!(told.at("nodes"), &json!([awards, awards, { "awardKindCode": null, "awardKind": null }]));
        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.submitted(&id, &net.a, "Робототехника для всех"), net.submitted(&id, &net.b, "Хор"));
        app.set_now("2023-12-12T09:00:00Z");
        for application in [&a, &b] {
            send(&net.centre(), ADMIT, json!({ "id": application, "expectedVersion": 2 })).payload();
        }
        send(&net.centre(), CLOSE, json!({ "id": id, "expectedVersion": 2 })).payload();
        let results = json!([
            { "applicationId": a, "result": "WINNER", "place": 1 },
            { "applicationId": b, "result": "PRIZE", "place": 2 },
        ]);
        let input = json!({ "id": id, "expectedVersion": 3, "resultsActId": net.act, "results": results,
            "validTo": "2024-12-31" });
        send(&net.department(), PUBLISH, input).payload();
        let held = |organisation: &str| app.public().query(HELD, json!({ "id": organisation })).at("node.statusAssignments.nodes").clone();
        assert_eq!(held(&net.a), json!([{
            "kind": { "code": "BEST_PROGRAMME" }, "state": "IN_FORCE", "validFrom": "2023-12-12", "validTo": "2024-12-31",
            "competition": { "id": id }, "acts": [{ "role": "GRANTS", "act": { "number": "17-п" } }],
        }]));
        assert_eq!(held(&net.b), json!([]));
    }
}
