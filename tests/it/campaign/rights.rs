//! Whose campaign it is: a region, a zone, a municipality, each for itself; and who sees it when.

use entity::organisation::OrganisationType;
use serde_json::{Value, json};

use super::{Net, send, shown, step, with};
use crate::support::{Actor, Role, TestApp, both};

/// Whether someone sees a campaign.
fn sees(actor: &Actor, campaign: &Value) -> bool {
    let document = "query($id: ID!) { campaign(id: $id) { id } campaigns { totalCount } }";
    let answer = actor.query(document, json!({ "id": campaign["id"] }));
    let seen = !answer.at("campaign").is_null();
    assert_eq!(answer.at("campaigns.totalCount"), i32::from(seen), "{answer}");
    seen
}

both! {
    fn a_campaign_is_its_owners(app: &TestApp) {
        let net = Net::new(app);
        let moc = net.moc();
        let forbidden = |actor: &Actor, more: Value| {
            let answer = app.unchanged_but(&[], || send(actor, "create", with(net.content(), more)));
            assert_eq!(answer.code(), "FORBIDDEN", "{answer}");
        };
        forbidden(&moc, json!({}));
        forbidden(&moc, json!({ "ownerId": net.map.town }));
        forbidden(&moc, json!({ "ownerId": net.zone }));
        forbidden(&net.rmc(), json!({ "ownerId": net.map.other }));
        forbidden(&net.rmc(), json!({ "ownerId": null }));
        let zoc = app.actor(Role::ZonalCoordinator, &net.zone);
        forbidden(&zoc, json!({}));
        // What is seen is not decided on.
        let open = net.opened();
        for verb in ["close", "refresh"] {
            let answer = app.unchanged_but(&[], || step(&moc, verb, &open, json!({})));
            assert_eq!(answer.code(), "FORBIDDEN", "{answer}");
        }
        let can = "query($id: ID!) { canDo(action: CLOSE_CAMPAIGN, id: $id) { allowed reason } }";
        assert_eq!(moc.query(can, json!({ "id": open["id"] })).at("canDo.reason"), "NO_RIGHT");
        assert_eq!(net.rmc().query(can, json!({ "id": open["id"] })).at("canDo.allowed"), true);
        assert_eq!(app.public().query(can, json!({ "id": open["id"] })).at("canDo.reason"), "NO_SUCH_OBJECT");
    }

    fn a_zone_collects_from_its_municipalities(app: &TestApp) {
        let net = Net::new(app);
        let zoc = app.actor(Role::ZonalCoordinator, &net.zone);
        let draft = shown(&send(&zoc, "create", with(net.content(), json!({ "ownerId": net.zone }))));
        assert_eq!((&draft["level"], &draft["zone"]["code"]), (&json!("ZONE"), &json!("NE")));
        for actor in [net.rmc(), net.moc(), app.public(), app.actor(Role::Analyst, &net.zone)] {
            assert!(!sees(&actor, &draft));
        }
        let open = shown(&step(&zoc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
        assert_eq!(super::missing(&open), ["Выселковский район"]);
        let town = app.actor(Role::MunicipalCoordinator, &net.map.town);
        assert!(!sees(&town, &open));
        for actor in [net.rmc(), net.moc(), app.actor(Role::Analyst, &net.zone)] {
            assert!(sees(&actor, &open));
        }
        shown(&step(&zoc, "close", &open, json!({})));
    }

    fn a_municipality_collects_from_its_organisations(app: &TestApp) {
        let net = Net::new(app);
        let moc = net.moc();
        let a = net.organisation("Дом творчества", &net.map.district, OrganisationType::AdditionalEducation);
        let b = net.organisation("Станция юных техников", &net.map.town, OrganisationType::AdditionalEducation);
        let more = json!({ "ownerId": net.map.district, "respondents": "ORGANISATION" });
        let draft = shown(&send(&moc, "create", with(net.content(), more)));
        assert_eq!(draft["level"], "MUNICIPALITY");
        // The region does not see a draft of the municipality.
        assert!(!sees(&net.rmc(), &draft));
        let open = shown(&step(&moc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
        assert_eq!(super::missing(&open), ["Дом творчества"]);
        assert!(sees(&app.actor(Role::OrganisationEditor, &a), &open));
        assert!(!sees(&app.actor(Role::OrganisationEditor, &b), &open));
        assert!(sees(&net.rmc(), &open));
    }

    fn the_region_beside_sees_what_is_published(app: &TestApp) {
        let net = Net::new(app);
        let (rmc, beside) = (net.rmc(), app.actor(Role::RegionalCoordinator, &net.map.other));
        let open = net.opened();
        assert!(sees(&net.moc(), &open) && sees(&app.actor(Role::FederalObserver, "federation"), &open));
        assert!(!sees(&beside, &open));
        let closed = shown(&step(&rmc, "close", &open, json!({})));
        let summarised = shown(&step(&rmc, "summarise", &closed, json!({})));
        assert!(!sees(&beside, &summarised));
        step(&rmc, "publish", &summarised, json!({})).payload();
        assert!(sees(&beside, &open));
    }
}
