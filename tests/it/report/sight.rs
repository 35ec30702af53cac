use serde_json::json;

use super::*;
use crate::support::{Role, both};

both! {
    fn a_draft_is_read_where_it_is_filled_in(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        let clerk = app.actor(Role::DataClerk, &net.district);
        for inside in [&centre, &clerk] {
            let report = read(inside, &id);
            assert_eq!((&report["answersHidden"], &answer(&report, "events")["number"]), (&json!(false), &json!("22")));
        }
        let above = [
            net.coordinator(),
            app.actor(Role::Ministry, &net.region),
            app.actor(Role::ZonalCoordinator, "zone:23/NE"),
            app.actor(Role::EducationDepartment, &net.district),
            app.actor(Role::Analyst, &net.region),
        ];
        for viewer in &above {
            let report = read(viewer, &id);
            assert_eq!((&report["state"], &report["answersHidden"]), (&json!("DRAFT"), &json!(true)));
            assert_eq!(report["answers"], json!([]));
        }
        done(&centre, "submitReport", &id, json!({}), 2);
        for viewer in &above {
            let report = read(viewer, &id);
            assert_eq!(answer(&report, "coverage")["denominator"], "5678", "{report}");
        }
    }

    fn a_neighbour_knows_of_nothing(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        done(&centre, "submitReport", &id, json!({}), 2);
        let strangers = [
            app.actor(Role::MunicipalCoordinator, &net.town),
            net.editor(&net.a),
            app.actor(Role::FederalObserver, "federation"),
            app.actor(Role::PlatformAdmin, "federation"),
            app.public(),
        ];
        for stranger in &strangers {
            assert_eq!(read(stranger, &id), json!(null));
            let list = stranger.query("{ reports(filter: { states: [SUBMITTED] }) { totalCount nodes { id } facets { count } } }", json!({}));
            assert_eq!(list.at("reports"), &json!({ "totalCount": 0, "nodes": [], "facets": [] }));
        }
        for stranger in &strangers[..4] {
            fails(&net, stranger, ("fillReport", &id, 3), json!({ "answers": [] }), "NOT_FOUND");
            fails(&net, stranger, ("acceptReport", &id, 3), json!({}), "NOT_FOUND");
        }
        let clerk = app.actor(Role::DataClerk, &net.district);
        fails(&net, &clerk, ("withdrawReport", &id, 3), json!({}), "FORBIDDEN");
        let analyst = app.actor(Role::Analyst, &net.district);
        fails(&net, &analyst, ("fillReport", &id, 3), json!({}), "FORBIDDEN");
    }
}
