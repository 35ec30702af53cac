//! Who sees how much of an agreement and does what with it, and that nothing hidden shows through a list.

use serde_json::{Value, json};

use super::Net;
use crate::support::{Actor, Role, TestApp, both};

const HIDDEN: &str = "query($id: ID!) { node(id: $id) { ... on Agreement { number subject parties { position } signedOn validTo versions { edition } updatedAt } } }";

fn reads(actor: &Actor, id: &str) -> bool {
    let node = actor.query(HIDDEN, json!({ "id": id })).at("node").clone();
    let all = node.as_object().unwrap().values().all(|value| !value.is_null());
    let none = node.as_object().unwrap().values().all(Value::is_null);
    assert_ne!(all, none, "{node}");
    all
}

fn titles(actor: &Actor, arguments: &str) -> Vec<String> {
    let answer = actor.query(&format!("{{ agreements{arguments} {{ nodes {{ title }} totalCount }} }}"), json!({}));
    let nodes = answer.at("agreements.nodes").as_array().unwrap();
    assert_eq!(answer.at("agreements.totalCount"), &json!(nodes.len()));
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

both! {
    fn the_public_reads_the_title(app: &TestApp) {
        let net = Net::new(app);
        let id = net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "subject": "Наставничество" })));
        let near = [
            app.actor(Role::Ministry, "region:23"), app.actor(Role::Analyst, super::KRYLOVSKY),
            app.actor(Role::EducationDepartment, super::VYSELKI), app.actor(Role::ZonalCoordinator, "zone:23/NE"),
            app.actor(Role::DataClerk, "region:23"), app.actor(Role::Integration, super::KRYLOVSKY),
        ];
        for actor in &near {
            assert!(reads(actor, &id));
        }
        let far = [
            app.public(), app.actor(Role::RegionalCoordinator, "region:38"), app.actor(Role::MunicipalCoordinator, super::BODAIBO),
            app.actor(Role::FederalObserver, "federation"), app.actor(Role::Expert, "region:23"), app.actor(Role::PlatformAdmin, "federation"),
        ];
        for actor in &far {
            assert!(!reads(actor, &id));
        }
    }

    fn nothing_hidden_shows_through_a_list(app: &TestApp) {
        let net = Net::new(app);
        let near = net.past(&json!({ "title": "Ближнее", "subject": "Наставничество", "number": "77-н", "validTo": "2023-11-20" }));
        net.make(&net.rmc, "recordAgreement", &near);
        let filters = [
            format!("(filter: {{ partyMunicipalityIds: [\"{}\"] }})", net.vyselki),
            format!("(filter: {{ regionIds: [\"{}\"] }})", net.region),
            "(filter: { number: \"77-Н\" })".to_owned(),
            "(filter: { endsWithinDays: 30 })".to_owned(),
            "(search: \"наставничество\")".to_owned(),
        ];
        for filter in &filters {
            assert_eq!(titles(&net.krylovsky_moc, filter), ["Ближнее"], "{filter}");
            assert_eq!(titles(&app.public(), filter), [""; 0], "{filter}");
        }
        for open in ["", "(search: \"ближнее\")", "(filter: { kinds: [COOPERATION], states: [IN_FORCE] })"] {
            assert_eq!(titles(&app.public(), open), ["Ближнее"], "{open}");
        }
        let below = "query($id: ID!) { node(id: $id) { ... on Region { agreements { totalCount } } ... on Municipality { agreements { totalCount } } } }";
        for place in [&net.region, &net.vyselki] {
            let count = |actor: &Actor| actor.query(below, json!({ "id": place })).at("node.agreements.totalCount").clone();
            assert_eq!((count(&net.rmc), count(&app.public())), (json!(1), json!(0)));
        }
        // An order by what is hidden says nothing: neither in the order nor in the cursors.
        net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": "Второе", "signedOn": "2022-01-10", "validFrom": "2022-02-01" })));
        let order = "query($order: AgreementOrderBy) { agreements(orderBy: $order) { edges { cursor node { id } } } }";
        let edges = |order_by: &str| {
            let answer = app.public().query(order, json!({ "order": order_by }));
            let edges = answer.at("agreements.edges").as_array().unwrap().clone();
            edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (signed, mut end) = (edges("SIGNED_ASC"), edges("END_DESC"));
        end.reverse();
        assert_eq!(signed, end);
        assert_eq!(titles(&net.rmc, "(orderBy: SIGNED_ASC)"), ["Второе", "Ближнее"]);
    }

    fn outsiders_are_forbidden_and_the_hidden_is_not_there(app: &TestApp) {
        let net = Net::new(app);
        let draft = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({})));
        let signed = net.make(&net.rmc, "recordAgreement", &net.past(&json!({})));
        let steps = [
            ("updateAgreement", json!({})), ("submitAgreement", json!({})), ("deleteAgreement", json!({})),
            ("returnAgreement", json!({ "reason": "Нет" })), ("signAgreement", json!({})),
            ("amendAgreement", json!({ "effectiveOn": "2023-06-01", "summary": "Нет", "document": "№ 1" })),
            ("terminateAgreement", json!({ "terminatedOn": "2023-12-01", "ground": "Нет", "document": "№ 1" })),
        ];
        let outsiders = [
            app.actor(Role::MunicipalCoordinator, super::BODAIBO), app.actor(Role::Ministry, "region:23"),
            app.actor(Role::Analyst, "region:23"), app.actor(Role::FederalObserver, "federation"),
        ];
        for outsider in &outsiders {
            for (verb, more) in &steps {
                let input = |id: &str| super::merged(json!({ "id": id, "expectedVersion": 1 }), more);
                net.fails(outsider, verb, &input(&draft), "NOT_FOUND");
                net.fails(outsider, verb, &input(&signed), "FORBIDDEN");
            }
            net.fails(outsider, "createAgreement", &net.draft(&json!({})), "FORBIDDEN");
            net.fails(outsider, "recordAgreement", &net.past(&json!({})), "FORBIDDEN");
        }
        let public = app.public();
        net.fails(&public, "createAgreement", &net.draft(&json!({})), "UNAUTHENTICATED");
        net.fails(&public, "amendAgreement", &super::merged(json!({ "id": signed, "expectedVersion": 1 }), &steps[5].1), "UNAUTHENTICATED");
        // A clerk drafts and does not send; a service account sends and does not sign.
        let clerk = app.actor(Role::DataClerk, super::VYSELKI);
        let mine = net.make(&clerk, "createAgreement", &net.draft(&json!({})));
        net.fails(&clerk, "submitAgreement", &json!({ "id": mine, "expectedVersion": 1 }), "FORBIDDEN");
        let integration = app.actor(Role::Integration, super::VYSELKI);
        net.step(&integration, "submitAgreement", &mine, &json!({})).payload();
        net.fails(&integration, "signAgreement", &json!({ "id": mine, "expectedVersion": 2 }), "FORBIDDEN");
        // A party far away signs what it is named in.
        let abroad = net.draft(&json!({ "parties": [net.party(&net.vyselki), net.party(&net.bodaibo)], "number": "9" }));
        let abroad = net.make(&net.vyselki_moc, "createAgreement", &abroad);
        net.step(&net.vyselki_moc, "submitAgreement", &abroad, &json!({})).payload();
        net.step(&net.vyselki_moc, "signAgreement", &abroad, &json!({})).payload();
        let input = json!({ "id": abroad, "expectedVersion": 3 });
        net.fails(&net.krylovsky_moc, "signAgreement", &input, "NOT_FOUND");
        net.send(&outsiders[0], "signAgreement", &input).payload();
        assert_eq!(net.state(&public, &abroad, "2023-12-01"), "IN_FORCE");
    }

    fn buttons_are_those_that_work(app: &TestApp) {
        let net = Net::new(app);
        let buttons = |actor: &Actor, id: &str| {
            let document = "query($id: ID!) { node(id: $id) { ... on Agreement { allowedActions } } }";
            actor.query(document, json!({ "id": id })).at("node.allowedActions").clone()
        };
        let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({})));
        assert_eq!(buttons(&net.vyselki_moc, &id), json!(["UPDATE_AGREEMENT", "SUBMIT_AGREEMENT", "DELETE_AGREEMENT", "ATTACH_FILE"]));
        net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        assert_eq!(buttons(&net.krylovsky_moc, &id), json!(["RETURN_AGREEMENT", "SIGN_AGREEMENT"]));
        net.step(&net.krylovsky_moc, "signAgreement", &id, &json!({})).payload();
        assert_eq!(buttons(&net.krylovsky_moc, &id), json!(["RETURN_AGREEMENT"]));
        net.step(&net.vyselki_moc, "signAgreement", &id, &json!({ "number": "3" })).payload();
        assert_eq!(buttons(&net.vyselki_moc, &id), json!(["AMEND_AGREEMENT", "TERMINATE_AGREEMENT", "RENEW_AGREEMENT", "ATTACH_FILE"]));
        assert_eq!(buttons(&net.krylovsky_moc, &id), json!(["TERMINATE_AGREEMENT"]));
        assert_eq!(buttons(&app.public(), &id), json!([]));
        assert_eq!(buttons(&app.actor(Role::Analyst, "region:23"), &id), json!([]));
    }
}
