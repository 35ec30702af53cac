use serde_json::json;

use super::*;
use crate::support::{both, race::one_wins};

both! {
    fn of_two_at_once_one_hands_in(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        let second = net.centre();
        one_wins(app, |number| step(if number == 0 { &centre } else { &second }, "submitReport", "report", &id, json!({}), 2));
        assert_eq!(values(&net), ["report 1 open", "report 1 open"]);
    }

    fn a_stale_copy_gets_the_report_as_it_is(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        let stale = step(&centre, "fillReport", "report", &id, json!({ "answers": [] }), 1);
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("fillReport.report.version"), 2);
    }
}
