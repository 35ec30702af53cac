//! Who is to report: the network of the period, not of today.

use entity::organisation::OrganisationType;
use serde_json::json;

use super::{Net, missing, send, shown, step, with};
use crate::support::{Role, TestApp, both};
use crate::template;

both! {
    fn a_municipality_that_was_transformed_reports_as_it_was_in_the_period(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let reorganise = "mutation($input: ReorganiseMunicipalitiesInput!) { reorganiseMunicipalities(input: $input) {
            successors { id } userErrors { code path } } }";
        let input = json!({
            "kind": "TRANSFORMED", "day": "2023-08-01", "predecessorIds": [net.map.town],
            "successors": [{ "regionId": net.map.region, "oktmo": "03524000", "name": "Крыловский округ", "kind": "MUNICIPAL_OKRUG" }],
        });
        admin.query(reorganise, json!({ "input": input })).payload();
        let expected = |period: &str| {
            let draft = shown(&send(&rmc, "create", with(net.content(), json!({ "period": { "text": period } }))));
            missing(&shown(&step(&rmc, "open", &draft, json!({ "opensOn": "2023-07-01" }))))
        };
        assert_eq!(expected("2023-Q2"), ["Выселковский район", "Крыловский район"]);
        assert_eq!(expected("2023-Q3"), ["Выселковский район", "Крыловский округ"]);
        // The successor sees what its predecessor owes.
        let successor = app.actor(Role::MunicipalCoordinator, "municipality:03524000");
        let due = successor.query("{ dueItems { nodes { node { ... on Municipality { name } } campaign { period { text } } } } }", json!({}));
        assert_eq!(due.at("dueItems.nodes"), &json!([
            { "node": { "name": "Крыловский район" }, "campaign": { "period": { "text": "2023-Q2" } } },
            { "node": { "name": "Крыловский округ" }, "campaign": { "period": { "text": "2023-Q3" } } },
        ]));
    }

    fn newcomers_are_added_and_nobody_twice(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let draft = shown(&send(&rmc, "create", with(net.content(), json!({ "period": { "text": "2023-Q4" } }))));
        let open = shown(&step(&rmc, "open", &draft, json!({ "nodeIds": [net.map.district, net.map.district] })));
        assert_eq!(missing(&open), ["Выселковский район"]);
        let more = shown(&step(&rmc, "refresh", &open, json!({})));
        assert_eq!((&more["version"], missing(&more).len()), (&json!(3), 2));
        let same = app.unchanged_but(&[], || step(&rmc, "refresh", &more, json!({})));
        assert_eq!(shown(&same)["version"], 3);
    }

    fn organisations_are_chosen_by_type_or_by_name(app: &TestApp) {
        let net = Net::new(app);
        let moc = net.moc();
        let school = net.organisation("Школа № 1", &net.map.district, OrganisationType::School);
        net.organisation("Дом творчества", &net.map.district, OrganisationType::AdditionalEducation);
        let beside = net.organisation("Школа № 2", &net.map.town, OrganisationType::School);
        let campaign = json!({ "ownerId": net.map.district, "respondents": "ORGANISATION" });
        let draft = shown(&send(&moc, "create", with(net.content(), campaign)));
        let answer = app.unchanged_but(&[], || step(&moc, "open", &draft, json!({ "opensOn": "2023-10-01", "nodeIds": [school, beside] })));
        assert_eq!(answer.refusals(), ["UNKNOWN_REFERENCE input.nodeIds.1"]);
        let none = json!({ "opensOn": "2023-10-01", "organisationTypes": ["UNIVERSITY"] });
        step(&moc, "open", &draft, none).expect_user_error("REQUIRED", "input.nodeIds");
        let open = shown(&step(&moc, "open", &draft, json!({ "opensOn": "2023-10-01", "organisationTypes": ["SCHOOL"] })));
        assert_eq!(missing(&open), ["Школа № 1"]);
        let all = shown(&step(&moc, "refresh", &open, json!({})));
        assert_eq!(missing(&all), ["Дом творчества", "Школа № 1"]);
        let wrong = net.rmc();
        let regional = shown(&send(&wrong, "create", net.content()));
        step(&wrong, "open", &regional, json!({ "opensOn": "2023-10-01", "organisationTypes": ["SCHOOL"] }))
            .expect_user_error("CONTRADICTION", "input.organisationTypes");
    }

    fn a_municipal_campaign_feeds_the_one_in_which_its_owner_reports(app: &TestApp) {
        let net = Net::new(app);
        let (rmc, moc) = (net.rmc(), net.moc());
        net.organisation("Дом творчества", &net.map.district, OrganisationType::AdditionalEducation);
        let draft = shown(&send(&rmc, "create", net.content()));
        let feeding = json!({ "ownerId": net.map.district, "respondents": "ORGANISATION", "parentId": draft["id"] });
        let refused = |more, expected: &[&str]| {
            let input = with(with(net.content(), feeding.clone()), more);
            let answer = app.unchanged_but(&[], || send(&moc, "create", input));
            assert_eq!(answer.refusals(), expected, "{answer}");
        };
        refused(json!({}), &["UNKNOWN_REFERENCE input.parentId"]);
        step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01", "nodeIds": [net.map.district] })).payload();
        refused(json!({ "period": { "text": "2023-Q2" } }), &["CONTRADICTION input.parentId"]);
        let other = with(net.map.content(), json!({ "code": "OTHER", "municipalityId": net.map.district }));
        let other = template::shown(&template::send(&moc, "create", other));
        let other = template::shown(&template::step(&moc, "publish", &other, json!({})));
        refused(json!({ "templateId": other["id"] }), &["CONTRADICTION input.parentId"]);
        let fed = send(&moc, "create", with(net.content(), feeding.clone()));
        shown(&fed);
        let town = app.actor(Role::MunicipalCoordinator, &net.map.town);
        let beside = with(with(net.content(), feeding), json!({ "ownerId": net.map.town }));
        send(&town, "create", beside).expect_user_error("UNKNOWN_REFERENCE", "input.parentId");
        let below = moc.query(
            "query($id: ID!) { campaign(id: $id) { feeders { nodes { municipality { name } parent { name } } } } }",
            json!({ "id": draft["id"] }),
        );
        assert_eq!(below.at("campaign.feeders.nodes"), &json!([
            { "municipality": { "name": "Выселковский район" }, "parent": { "name": "Мониторинг за III квартал" } },
        ]));
    }
}
