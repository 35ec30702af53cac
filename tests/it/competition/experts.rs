//! Experts: the assignment is their scope; scores are exact; nobody evaluates their own organisation.

use serde_json::json;

use super::{ASSIGN, Net, SCORE, fails, refused, send};
use crate::support::{Actor, Role, TestApp, both};

fn user_id(actor: &Actor) -> String {
    actor.query("{ viewer { user { id } } }", json!({})).text("viewer.user.id").to_owned()
}

both! {
    fn experts_evaluate_what_is_assigned_to_them(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.admitted(&id, &net.a, "А"), net.admitted(&id, &net.b, "Б"));
        let waiting = net.submitted(&id, &net.c, "В");
        app.set_now("2023-12-05T09:00:00Z");
        // From the republic's pool: the grant says nothing of this municipality.
        let expert = app.actor(Role::Expert, "region:23");
        let see = |actor: &Actor| actor.query("{ applications { totalCount } }", json!({})).at("applications.totalCount").clone();
        assert_eq!(see(&expert), 0);
        fails(app, &expert, SCORE, json!({ "applicationId": a, "score": "5" }), "NOT_FOUND");
        let input = json!({ "competitionId": id, "expectedVersion": version, "userId": user_id(&expert), "organisationId": net.a });
        let assigned = send(&net.centre(), ASSIGN, input.clone());
        assert_eq!(assigned.payload()["competition"]["experts"][0]["organisationId"], json!(net.a));
        assert_eq!(see(&expert), 3);

        let scored = send(&expert, SCORE, json!({ "applicationId": b, "score": "9,50" }));
        assert_eq!(scored.payload()["application"]["scores"], json!([{ "score": "9.50" }]));
        let corrected = send(&expert, SCORE, json!({ "applicationId": b, "score": "8.75" }));
        assert_eq!(corrected.payload()["application"]["scores"], json!([{ "score": "8.75" }]));
        refused(app, &expert, SCORE, &json!({ "applicationId": a, "score": "5" }), &[("CONFLICT_OF_INTEREST", "applicationId")]);
        refused(app, &expert, SCORE, &json!({ "applicationId": b, "score": "-1" }), &[("OUT_OF_RANGE", "score")]);
        // Not admitted: nothing to evaluate. The organiser is no expert.
        refused(app, &expert, SCORE, &json!({ "applicationId": waiting, "score": "5" }), &[("REFUSED_TRANSITION", "")]);
        fails(app, &net.centre(), SCORE, json!({ "applicationId": b, "score": "5" }), "FORBIDDEN");
        // The organiser sees scores and experts; the applicant neither.
        let document = "query($id: ID!) { node(id: $id) { ... on Application { scores { score } competition { experts { userId } } } } }";
        let seen = net.centre().query(document, json!({ "id": b })).at("node").clone();
        assert_eq!(seen["scores"], json!([{ "score": "8.75" }]));
        assert_eq!(seen["competition"]["experts"].as_array().unwrap().len(), 1);
        let hidden = net.editor(&net.b).query(document, json!({ "id": b })).at("node").clone();
        assert_eq!(hidden, json!({ "scores": [], "competition": { "experts": [] } }));
        // Whoever sees the account reads its position.
        let document_of = "query($id: ID!) { node(id: $id) { ... on Application {
            scores { user { email } } competition { experts { user { email } } } } } }";
        for actor in [&app.actor(Role::RegionalCoordinator, "region:23"), &expert] {
            let told = json!([{ "user": { "email": expert.email() } }]);
            let seen = actor.query(document_of, json!({ "id": b })).at("node").clone();
            assert_eq!(seen, json!({ "scores": told, "competition": { "experts": told } }));
        }
        // An expert who edits for an organisation does not evaluate it, whatever was told at the assignment.
        let editor = net.editor(&net.b);
        let input = json!({ "competitionId": id, "expectedVersion": version + 1, "userId": user_id(&editor) });
        send(&net.centre(), ASSIGN, input).payload();
        refused(app, &editor, SCORE, &json!({ "applicationId": b, "score": "10" }), &[("CONFLICT_OF_INTEREST", "applicationId")]);
        // Removed, the expert sees nothing more; what was given stays.
        const REMOVE: &str = "mutation($input: RemoveExpertInput!) { removeExpert(input: $input) {
            competition { experts { userId } } userErrors { code path } } }";
        let input = json!({ "competitionId": id, "expectedVersion": version + 2, "userId": user_id(&expert) });
        send(&net.centre(), REMOVE, input).payload();
        assert_eq!(see(&expert), 0);
        assert_eq!(net.centre().query(document, json!({ "id": b })).at("node.scores").as_array().unwrap().len(), 1);
    }

    fn assignments_are_checked(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        let expert = app.actor(Role::Expert, "federation");
        let input = json!({ "competitionId": id, "expectedVersion": version, "userId": user_id(&expert) });
        fails(app, &net.editor(&net.a), ASSIGN, input.clone(), "FORBIDDEN");
        fails(app, &app.actor(Role::MunicipalCoordinator, &net.town), ASSIGN, input.clone(), "FORBIDDEN");
        send(&net.centre(), ASSIGN, input).payload();
        let again = json!({ "competitionId": id, "expectedVersion": version + 1, "userId": user_id(&expert) });
        refused(app, &net.centre(), ASSIGN, &again, &[("DUPLICATE", "userId")]);
        let nobody = json!({ "competitionId": id, "expectedVersion": version + 1, "userId": "usr_01h2xcejqtf2nbrexx3vqjhp41" });
        refused(app, &net.centre(), ASSIGN, &nobody, &[("UNKNOWN_REFERENCE", "userId")]);
    }
}
