//! Who makes and sees which templates.

use serde_json::json;

use super::{Map, send, shown, step, with};
use crate::support::{Role, TestApp, both};

both! {
    fn templates_are_made_at_ones_own_place(app: &TestApp) {
        let map = Map::new(app);
        let moc = app.actor(Role::MunicipalCoordinator, &map.district);
        let forbidden = |actor: &crate::support::Actor, more| {
            let input = with(map.content(), more);
            let answer = app.unchanged_but(&[], || send(actor, "create", input));
            assert_eq!(answer.code(), "FORBIDDEN", "{answer}");
        };
        forbidden(&moc, json!({}));
        forbidden(&moc, json!({ "municipalityId": map.town }));
        forbidden(&map.rmc(app), json!({ "regionId": map.other }));
        forbidden(&map.rmc(app), json!({ "regionId": null }));
        for role in [Role::Analyst, Role::Ministry, Role::DataClerk] {
            forbidden(&app.actor(role, &map.region), json!({}));
        }
        let answer = app.unchanged_but(&[], || send(&app.public(), "create", map.content()));
        assert_eq!(answer.code(), "UNAUTHENTICATED");
        send(&moc, "create", with(map.content(), json!({ "municipalityId": map.district }))).payload();
    }

    fn what_the_region_keeps_the_municipality_does_not_change(app: &TestApp) {
        let map = Map::new(app);
        let (rmc, moc) = (map.rmc(app), app.actor(Role::MunicipalCoordinator, &map.district));
        let kept = shown(&send(&rmc, "create", with(map.content(), json!({ "municipalityId": map.district }))));
        assert_eq!(kept["level"], "REGION");
        assert_eq!(step(&moc, "update", &kept, json!({ "name": "Иначе" })).code(), "NOT_FOUND");
        let kept = shown(&step(&rmc, "publish", &kept, json!({})));
        assert_eq!(step(&moc, "retire", &kept, json!({})).code(), "FORBIDDEN");
        let seen = moc.query("query($id: ID!) { node(id: $id) { ... on ReportTemplate { allowedActions } } }", json!({ "id": kept["id"] }));
        assert_eq!(seen.at("node.allowedActions"), &json!([]));
    }
}
