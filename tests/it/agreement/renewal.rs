//! One agreement after the other.

use serde_json::json;

use super::Net;
use crate::support::{TestApp, both};

both! {
    fn a_signed_renewal_supersedes_the_old_one(app: &TestApp) {
        let net = Net::new(app);
        let old = net.make(&net.rmc, "recordAgreement", &net.past(&json!({})));
        // The district may not renew what the region keeps.
        let renewal = json!({ "id": old, "title": "О сотрудничестве, второе", "validFrom": "2024-01-01", "validTo": "2024-12-31", "number": "8" });
        net.fails(&net.vyselki_moc, "renewAgreement", &renewal, "FORBIDDEN");
        let early = json!({ "id": old, "validFrom": "2023-01-01" });
        net.refused(&net.rmc, "renewAgreement", &early, &[("DATE_ORDER", "validFrom")]);
        let new = net.make(&net.rmc, "renewAgreement", &renewal);
        net.step(&net.rmc, "submitAgreement", &new, &json!({})).payload();
        assert_eq!(net.state(&app.public(), &old, "2024-01-01"), "EXPIRED");
        // The coordinator of the region signs for either; who signs for several says for which.
        let both = json!({ "id": new, "expectedVersion": 2 });
        net.refused(&net.rmc, "signAgreement", &both, &[("REQUIRED", "party")]);
        net.step(&net.rmc, "signAgreement", &new, &json!({ "party": 1 })).payload();
        net.step(&net.krylovsky_moc, "signAgreement", &new, &json!({})).payload();
        for (day, before, after) in [
            ("2023-12-31", "IN_FORCE", "SIGNED"), ("2024-01-01", "SUPERSEDED", "IN_FORCE"), ("2025-01-01", "SUPERSEDED", "EXPIRED"),
        ] {
            assert_eq!((net.state(&app.public(), &old, day), net.state(&app.public(), &new, day)), (before.to_owned(), after.to_owned()));
        }
        let document = "query($id: ID!) { node(id: $id) { ... on Agreement { supersededOn renewedBy { id } renews { id } } } }";
        let chain = net.rmc.query(document, json!({ "id": old }));
        assert_eq!(chain.at("node"), &json!({ "supersededOn": "2024-01-01", "renewedBy": { "id": new }, "renews": null }));
        assert_eq!(net.rmc.query(document, json!({ "id": new })).at("node.renews.id"), &json!(old));
        assert_eq!(app.public().query(document, json!({ "id": old })).at("node"), &json!({ "supersededOn": null, "renewedBy": null, "renews": null }));
        // Nobody renews it a second time.
        net.refused(&net.rmc, "renewAgreement", &renewal, &[("REFUSED_TRANSITION", "")]);
        let another = net.past(&json!({ "renewsId": old, "validFrom": "2023-06-01", "signedOn": "2023-05-20" }));
        net.refused(&net.rmc, "recordAgreement", &another, &[("CONTRADICTION", "renewsId")]);
    }

    fn after_a_gap_the_old_one_has_expired(app: &TestApp) {
        let net = Net::new(app);
        let old = net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "validTo": "2023-05-31" })));
        let new = net.past(&json!({ "renewsId": old, "validFrom": "2023-09-01", "signedOn": "2023-08-20" }));
        let new = net.make(&net.rmc, "recordAgreement", &new);
        assert_eq!(net.state(&net.rmc, &old, "2023-10-01"), "EXPIRED");
        assert_eq!(net.state(&net.rmc, &new, "2023-10-01"), "IN_FORCE");
    }

    fn what_prolongs_itself_does_not_expire(app: &TestApp) {
        let net = Net::new(app);
        let rule = json!({ "autoRenewal": "на каждый следующий год, если стороны не заявят об ином" });
        let id = net.make(&net.rmc, "recordAgreement", &net.past(&rule));
        assert_eq!(net.state(&net.rmc, &id, "2035-01-01"), "IN_FORCE");
        let stop = json!({ "effectiveOn": "2023-11-01", "summary": "Последнее продление", "document": "№ 2 от 01.11.2023", "autoRenewalTo": "2024-12-31" });
        net.step(&net.rmc, "amendAgreement", &id, &stop).payload();
        assert_eq!(net.state(&net.rmc, &id, "2024-12-31"), "IN_FORCE");
        assert_eq!(net.state(&net.rmc, &id, "2025-01-01"), "EXPIRED");
    }
}
