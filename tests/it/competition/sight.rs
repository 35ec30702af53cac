//! Who sees which application: the applicant, those above, the organiser, the experts; everyone once there is a result.

use serde_json::{Value, json};

use super::{ADMIT, ANNOUNCE, CREATE, Net, PUBLISH, SUBMIT, UPDATE, fails, send};
use crate::{
    file::{attach, sees as see, sent, step},
    support::{Actor, Role, TestApp, both},
};

fn titles(actor: &Actor) -> Vec<String> {
    let document = "{ applications(orderBy: TITLE_ASC) { totalCount facets { facet value count } nodes { title } } }";
    let answer = actor.query(document, json!({}));
    let nodes = answer.at("applications.nodes").as_array().unwrap();
    assert_eq!(answer.at("applications.totalCount"), nodes.len());
    let counted: i64 = answer
        .at("applications.facets")
        .as_array()
        .unwrap()
        .iter()
        .filter(|facet| facet["facet"] == "state")
        .map(|facet| facet["count"].as_i64().unwrap())
        .sum();
    assert_eq!(counted, i64::try_from(nodes.len()).unwrap());
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

fn sees(actor: &Actor, id: &str) -> bool {
    let answer = actor.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }));
    !answer.at("node").is_null()
}

both! {
    fn organisations_do_not_see_each_other(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.submitted(&id, &net.a, "А"), net.submitted(&id, &net.b, "Б"));
        let draft = net.applied(&id, &net.a, "Черновик");
        let (of_a, of_b) = (net.editor(&net.a), net.editor(&net.b));
        assert_eq!(titles(&of_a), ["А", "Черновик"]);
        // B organises: that alone shows nothing of others.
        assert_eq!(titles(&of_b), ["Б"]);
        assert!(sees(&of_a, &a) && !sees(&of_a, &b) && !sees(&of_b, &a) && !sees(&of_b, &draft));
        assert_eq!(titles(&app.public()), Vec::<String>::new());
        // The centre sees what was submitted, not the draft; the neighbour nothing; the region what is in it.
        assert_eq!(titles(&net.centre()), ["А", "Б"]);
        assert_eq!(titles(&app.actor(Role::MunicipalCoordinator, &net.town)), Vec::<String>::new());
        assert_eq!(titles(&app.actor(Role::RegionalCoordinator, "region:23")), ["А", "Б"]);
        assert_eq!(titles(&app.actor(Role::FederalObserver, "federation")), Vec::<String>::new());
        // What is hidden can't be touched, and answers as what does not exist.
        fails(app, &of_b, ADMIT, json!({ "id": a, "expectedVersion": 2 }), "NOT_FOUND");
        fails(app, &of_a, ADMIT, json!({ "id": a, "expectedVersion": 2 }), "FORBIDDEN");
        fails(app, &app.public(), ADMIT, json!({ "id": a, "expectedVersion": 2 }), "NOT_FOUND");
        // The department sees its municipality and decides on its competitions.
        send(&net.department(), ADMIT, json!({ "id": a, "expectedVersion": 2 })).payload();
    }

    fn an_organiser_sees_applicants_from_elsewhere(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        net.submitted(&id, &net.c, "Из Крыловского района");
        assert_eq!(titles(&net.centre()), ["Из Крыловского района"]);
        assert_eq!(titles(&app.actor(Role::MunicipalCoordinator, &net.town)), ["Из Крыловского района"]);
        let nested = |actor: &Actor| {
            let document = "query($id: ID!) { node(id: $id) { ... on Competition { applications { totalCount nodes { title } } } } }";
            actor.query(document, json!({ "id": id })).at("node.applications.totalCount").clone()
        };
        assert_eq!(nested(&net.centre()), 1);
        assert_eq!(nested(&app.public()), 0);
    }

    fn results_are_public_and_the_rest_is_not(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.admitted(&id, &net.a, "А"), net.admitted(&id, &net.b, "Б"));
        app.set_now("2023-12-18T09:00:00Z");
        let input = json!({ "id": id, "expectedVersion": version, "resultsActId": net.act,
            "results": [{ "applicationId": a, "result": "LAUREATE", "score": "88.0" }] });
        send(&net.department(), PUBLISH, input).payload();
        assert_eq!(titles(&app.public()), ["А"]);
        assert!(!sees(&app.public(), &b) && sees(&net.editor(&net.b), &a));
        // Documents and experts' scores stay inside.
        let document = "query($id: ID!) { node(id: $id) { ... on Application { result score attachments { text } scores { score } allowedActions } } }";
        let shown = app.public().query(document, json!({ "id": a })).at("node").clone();
        assert_eq!(shown, json!({ "result": "LAUREATE", "score": "88.0", "attachments": [], "scores": [], "allowedActions": [] }));
        let own: Value = net.editor(&net.a).query(document, json!({ "id": a })).at("node").clone();
        assert_eq!(own["attachments"], json!([{ "text": "Программа" }]));
    }

    fn documents_of_an_application_stay_inside_and_as_submitted(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let own = net.editor(&net.a);
        let draft = net.applied(&id, &net.a, "А");
        let (file, late) = (sent(&own), sent(&own));
        attach(&own, &file, &draft).payload();
        let (neighbour, centre) = (net.editor(&net.b), net.centre());
        assert!(see(&own, &file) && !see(&neighbour, &file) && !see(&centre, &file));
        send(&own, SUBMIT, json!({ "id": draft, "expectedVersion": 1 })).payload();
        assert!(see(&centre, &file) && !see(&neighbour, &file));
        app.unchanged_but(&[], || attach(&own, &late, &draft).expect_user_error("REFUSED_TRANSITION", "input"));
        app.unchanged_but(&[], || step(&own, "detachFile", &file, 2).expect_user_error("REFUSED_TRANSITION", "input"));
        // The result is public, the documents are not.
        send(&centre, ADMIT, json!({ "id": draft, "expectedVersion": 2 })).payload();
        app.set_now("2023-12-18T09:00:00Z");
        let input = json!({ "id": id, "expectedVersion": version, "resultsActId": net.act,
            "results": [{ "applicationId": draft, "result": "LAUREATE" }] });
        send(&net.department(), PUBLISH, input).payload();
        assert!(sees(&app.public(), &draft) && !see(&app.public(), &file) && !see(&net.editor(&net.b), &file));
        let files = |actor: &Actor| {
            let document = "query($id: ID!) { node(id: $id) { ... on Application { files { id } } } }";
            actor.query(document, json!({ "id": draft })).at("node.files").clone()
        };
        assert_eq!(files(&app.public()), json!([]));
        assert_eq!(files(&net.editor(&net.a)), json!([{ "id": file }]));
    }

    fn buttons_follow_role_and_state(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let actions = |actor: &Actor, id: &str| {
            let document = "query($id: ID!) { node(id: $id) { ... on Competition { allowedActions } ... on Application { allowedActions } } }";
            actor.query(document, json!({ "id": id })).at("node.allowedActions").clone()
        };
        assert_eq!(actions(&net.centre(), &id), json!(["UPDATE_COMPETITION", "POSTPONE_COMPETITION", "CANCEL_COMPETITION", "ASSIGN_EXPERT", "REMOVE_EXPERT", "CREATE_APPLICATION", "ATTACH_FILE"]));
        assert_eq!(actions(&net.editor(&net.a), &id), json!(["CREATE_APPLICATION"]));
        assert_eq!(actions(&app.public(), &id), json!([]));
        let draft = net.applied(&id, &net.a, "А");
        assert_eq!(actions(&net.editor(&net.a), &draft), json!(["UPDATE_APPLICATION", "SUBMIT_APPLICATION", "DELETE_APPLICATION", "ATTACH_FILE"]));
        let clerk = app.actor(Role::DataClerk, &net.a);
        assert_eq!(actions(&clerk, &draft), json!(["UPDATE_APPLICATION", "DELETE_APPLICATION", "ATTACH_FILE"]));
        let submitted = net.submitted(&id, &net.b, "Б");
        assert_eq!(actions(&net.editor(&net.b), &submitted), json!(["WITHDRAW_APPLICATION"]));
        assert_eq!(actions(&net.centre(), &submitted), json!(["WITHDRAW_APPLICATION", "ADMIT_APPLICATION", "REJECT_APPLICATION"]));
    }

    fn a_draft_is_seen_at_the_level_that_prepares_it(app: &TestApp) {
        let net = Net::new(app);
        let region = app.actor(Role::RegionalCoordinator, "region:23");
        let created = send(&region, CREATE, net.content());
        let id = created.text("createCompetition.competition.id").to_owned();
        assert_eq!(created.at("createCompetition.competition.allowedActions"),
            &json!(["UPDATE_COMPETITION", "ANNOUNCE_COMPETITION", "DELETE_COMPETITION", "ATTACH_FILE"]));
        let zone = app.actor(Role::ZonalCoordinator, "zone:23/NE");
        for (actor, seen) in [(&region, true), (&zone, false), (&net.centre(), false), (&app.public(), false)] {
            assert_eq!(sees(actor, &id), seen);
        }
        // Moved to another level below, it stays with the region.
        let moved = json!({ "id": id, "expectedVersion": 1, "level": "ZONAL" });
        send(&region, UPDATE, moved).payload();
        assert!(sees(&region, &id) && !sees(&zone, &id));
        send(&region, UPDATE, json!({ "id": id, "expectedVersion": 2, "level": "MUNICIPAL" })).payload();
        // Announced, it is the municipality's.
        send(&region, ANNOUNCE, json!({ "id": id, "expectedVersion": 3 })).payload();
        assert!(sees(&app.public(), &id));
        send(&net.centre(), UPDATE, json!({ "id": id, "expectedVersion": 4, "title": "Конкурс района" })).payload();

        let created = send(&zone, CREATE, net.content());
        let id = created.text("createCompetition.competition.id").to_owned();
        assert!(sees(&zone, &id) && !sees(&region, &id) && !sees(&net.centre(), &id));
    }
}
