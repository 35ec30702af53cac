//! Files of every kind of owner: whoever may read all of the owner reads them, and they go when it goes.

use serde_json::{Value, json};

use super::{attach, sees, sent, step};
use crate::{
    act::Network,
    support::{Actor, Role, both},
};

const KRYLOVSKY: &str = "municipality:03624000";

/// The files of an object, by name, with what else is asked of it.
fn shown(actor: &Actor, id: &str) -> Value {
    let fields = "files { id } allowedActions";
    let kinds =
        ["LegalAct", "Organisation", "MunicipalCentre", "StatusAssignment", "Agreement", "Competition", "Application"];
    let parts: Vec<_> = kinds.map(|kind| format!("... on {kind} {{ {fields} }}")).to_vec();
    let document = format!("query($id: ID!) {{ node(id: $id) {{ {} }} }}", parts.join(" "));
    actor.query(&document, json!({ "id": id })).at("node").clone()
}

fn may_attach(actor: &Actor, id: &str) -> bool {
    shown(actor, id)["allowedActions"].as_array().unwrap().contains(&json!("ATTACH_FILE"))
}

/// The agreement of the zonal centre with the centre of Крыловский район.
fn agreement(actor: &Actor) -> String {
    let document = r#"{ agreements(search: "Взаимодействие ЗОЦ и МОЦ") { nodes { id } } }"#;
    actor.query(document, json!({})).text("agreements.nodes.0.id").to_owned()
}

both! {
    fn what_is_public_has_public_files(app: &Network) {
        let region = app.actor(Role::RegionalCoordinator, "region:23");
        let (stranger, public) = (app.stranger(), app.public());
        let found = public.query(r#"{
            centre(source: "S2", externalId: "ctr.krylovsky.moc") { id }
            organisation(source: "S2", externalId: "org.krylovsky.ddt") { id }
            region(code: "23") { competitions(first: 1) { nodes { id } } statusAssignments(first: 1) { nodes { id } } legalActs(first: 1) { nodes { id } } } }"#,
            json!({}));
        for path in [
            "centre.id", "organisation.id", "region.competitions.nodes.0.id", "region.statusAssignments.nodes.0.id", "region.legalActs.nodes.0.id",
        ] {
            let owner = found.text(path);
            assert!(may_attach(&region, owner) && !may_attach(&stranger, owner), "{path}");
            let file = sent(&region);
            attach(&region, &file, owner).payload();
            assert!(sees(&public, &file) && sees(&stranger, &file), "{path}");
            assert_eq!(shown(&public, owner)["files"], json!([{ "id": file }]), "{path}");
            app.unchanged_but(&[], || assert_eq!(step(&stranger, "detachFile", &file, 2).code(), "FORBIDDEN"));
            step(&region, "detachFile", &file, 2).payload();
            assert_eq!(shown(&public, owner)["files"], json!([]), "{path}");
            assert!(!sees(&public, &file));
        }
    }

    fn a_scan_of_an_agreement_is_read_by_those_who_read_all_of_it(app: &Network) {
        let keeper = app.actor(Role::RegionalCoordinator, "region:23");
        let party = app.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let neighbour = app.actor(Role::MunicipalCoordinator, "municipality:03612000");
        let (id, file) = (agreement(&keeper), sent(&keeper));
        attach(&keeper, &file, &id).payload();
        assert!(sees(&keeper, &file) && sees(&party, &file));
        // Title, kind and state are public; the text is not.
        assert_eq!(agreement(&app.public()), id);
        for actor in [&neighbour, &app.stranger(), &app.public()] {
            assert!(!sees(actor, &file));
            assert_eq!(shown(actor, &id), json!({ "files": [], "allowedActions": [] }));
        }
        assert_eq!(shown(&party, &id)["files"], json!([{ "id": file }]));
        // A link is given to those who see the file, and opens it for whoever has it.
        let url = |actor: &Actor| actor.query("query($id: ID!) { node(id: $id) { ... on File { url } } }", json!({ "id": file }));
        let link = url(&party).text("node.url").to_owned();
        assert_eq!(app.public().send("GET", &link, &[], b"").status, 200);
        assert!(url(&neighbour).at("node").is_null());
    }

    fn who_sent_a_file_is_told_to_those_who_know_the_account(app: &Network) {
        let sender = app.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let region = app.actor(Role::RegionalCoordinator, "region:23");
        let owner = app.public().query(r#"{ centre(source: "S2", externalId: "ctr.krylovsky.moc") { id } }"#, json!({})).text("centre.id").to_owned();
        let file = sent(&sender);
        attach(&sender, &file, &owner).payload();
        let by = |actor: &Actor| {
            let document = "query($id: ID!) { node(id: $id) { ... on File { name uploadedBy { email } } } }";
            actor.query(document, json!({ "id": file })).at("node.uploadedBy").clone()
        };
        assert_eq!(by(&sender), json!({ "email": sender.email() }));
        assert_eq!(by(&region), json!({ "email": sender.email() }));
        assert_eq!((by(&app.public()), by(&app.stranger())), (Value::Null, Value::Null));
    }

    fn files_go_with_their_owner(app: &Network) {
        let region = app.actor(Role::RegionalCoordinator, "region:23");
        let places = app.public().query(r#"{ municipality(oktmo: "03612000") { id region { id } } }"#, json!({}));
        let input = json!({ "input": { "kind": "MOC", "name": "МОЦ", "regionId": places.text("municipality.region.id"), "municipalityId": places.text("municipality.id") } });
        let created = region.query("mutation($input: CreateCentreInput!) { createCentre(input: $input) { centre { id } userErrors { code } } }", input);
        let (id, file) = (created.text("createCentre.centre.id").to_owned(), sent(&region));
        attach(&region, &file, &id).payload();
        let input = json!({ "input": { "id": id, "expectedVersion": 1 } });
        region.query("mutation($input: DeleteCentreInput!) { deleteCentre(input: $input) { userErrors { code } } }", input).payload();
        assert!(!sees(&region, &file));
        assert!(app.database().rows().get("file_content").unwrap().is_empty());
    }

    fn what_shows_no_files_takes_none(app: &Network) {
        let region = app.actor(Role::RegionalCoordinator, "region:23");
        let file = sent(&region);
        let found = app.public().query(r#"{ region(code: "23") { id municipalities(first: 1) { nodes { id } } } }"#, json!({}));
        for path in ["region.id", "region.municipalities.nodes.0.id"] {
            app.unchanged_but(&[], || attach(&region, &file, found.text(path)).expect_user_error("UNKNOWN_REFERENCE", "input.objectId"));
        }
    }
}
