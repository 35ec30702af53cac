use serde_json::json;

use super::*;
use crate::support::both;

both! {
    fn organisations_add_up_to_their_municipality(app: &TestApp) {
        let net = Net::new(app);
        let (centre, owner) = (net.centre(), net.coordinator());
        let upper = net.open();
        let form = net.template(&centre, "ORGANISATIONS", json!({ "municipalityId": net.district }));
        let lower = net.opened(&centre, json!({
            "ownerId": net.district, "templateId": form, "name": "Организации района", "respondents": "ORGANISATION",
            "period": { "text": "2023-Q3" }, "due": { "kind": "ON_DAY", "day": "2023-11-18" }, "parentId": upper,
        }));
        let id = net.report(&upper, &net.district);
        let handed = |organisation: &str, covered: &str| {
            let editor = net.editor(organisation);
            let own = net.report(&lower, organisation);
            let answers = json!([
                { "field": "coverage", "number": covered, "denominator": "100" }, { "field": "events", "number": "5" },
            ]);
            done(&editor, "fillReport", &own, json!({ "answers": answers }), 1);
            assert_eq!(answer(&read(&centre, &own), "events"), &json!(null));
            done(&editor, "submitReport", &own, json!({}), 2);
            own
        };
        let first = handed(&net.a, "80");
        done(&centre, "fillReport", &id, json!({ "answers": [] }), 1);
        assert_eq!(answer(&read(&centre, &id), "coverage")["computed"], "80");
        handed(&net.b, "90");
        let both = read(&centre, &id);
        assert_eq!((&answer(&both, "coverage")["computed"], &answer(&both, "coverage")["number"]), (&json!("170"), &json!(null)));

        // Another number is told with its reason, the other is the sum; both are shown.
        let other = json!([{ "field": "coverage", "number": "171", "denominator": "200" }]);
        done(&centre, "fillReport", &id, json!({ "answers": other }), 2);
        refused(&net, &centre, ("submitReport", &id, 3), json!({}), &[("REASON_REQUIRED", "answers.coverage.overrideReason")]);
        let reason = json!([{ "field": "coverage", "overrideReason": "Частная студия" }]);
        done(&centre, "fillReport", &id, json!({ "answers": reason }), 3);
        done(&centre, "submitReport", &id, json!({}), 4);
        let seen = read(&owner, &id);
        let coverage = answer(&seen, "coverage");
        assert_eq!((&coverage["number"], &coverage["computed"]), (&json!("171"), &json!("170")));
        assert_eq!(coverage["overrideReason"], "Частная студия");
        assert_eq!((&answer(&seen, "events")["number"], &answer(&seen, "events")["computed"]), (&json!("10"), &json!("10")));

        // What was handed in stays as it was, whatever happens below.
        done(&net.editor(&net.a), "withdrawReport", &first, json!({}), 3);
        assert_eq!(answer(&read(&owner, &id), "events")["computed"], "10");
        // The centre accepts the organisations, not itself.
        fails(&net, &centre, ("acceptReport", &id, 5), json!({}), "FORBIDDEN");
        let second = net.report(&lower, &net.b);
        assert_eq!(done(&centre, "acceptReport", &second, json!({}), 3)["state"], "ACCEPTED");
    }
}
