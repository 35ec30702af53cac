//! Everything that is wrong with an input, and that it changes nothing.

use serde_json::{Value, json};

use super::Net;
use crate::support::{TestApp, both};

both! {
    fn a_wrong_draft_is_refused(app: &TestApp) {
        let net = Net::new(app);
        let party = |more: Value| super::merged(json!({ "role": "PARTNER" }), &more);
        let none = "00000000000000000000000000";
        for (more, errors) in [
            (json!({ "title": " " }), &[("REQUIRED", "title")][..]),
            (json!({ "title": "я".repeat(501) }), &[("TOO_LONG", "title")]),
            (json!({ "title": "а\u{0}б", "subject": "а\u{202e}б" }), &[("INVALID_CHARACTERS", "title"), ("INVALID_CHARACTERS", "subject")]),
            (json!({ "validFrom": "2024-01-02", "validTo": "2024-01-01" }), &[("DATE_ORDER", "validTo")]),
            (json!({ "planned": { "from": "2024-01-02", "to": "2024-01-01" } }), &[("DATE_ORDER", "planned.to")]),
            (json!({ "programmes": ["Робототехника", ""] }), &[("REQUIRED", "programmes.1")]),
            (json!({ "programmes": vec!["а"; 101] }), &[("TOO_MANY", "programmes")]),
            (json!({ "municipalityId": format!("mun_{none}") }), &[("UNKNOWN_REFERENCE", "municipalityId")]),
            (json!({ "regionId": net.other_region }), &[("CONTRADICTION", "regionId")]),
            (json!({ "parties": [party(json!({}))] }), &[("REQUIRED", "parties.0.organisationId")]),
            (json!({ "parties": [party(json!({ "name": "ООО", "municipalityId": net.vyselki }))] }), &[("CONTRADICTION", "parties.0")]),
            (json!({ "parties": [party(json!({ "organisationId": format!("org_{none}") })), party(json!({ "centreId": format!("ctr_{none}") })), party(json!({ "municipalityId": format!("mun_{none}") }))] }),
                &[("UNKNOWN_REFERENCE", "parties.0.organisationId"), ("UNKNOWN_REFERENCE", "parties.1.centreId"), ("UNKNOWN_REFERENCE", "parties.2.municipalityId")]),
            (json!({ "parties": [net.party(&net.vyselki), party(json!({ "name": "ООО «Заря»" })), net.party(&net.vyselki), party(json!({ "name": "ооо \"заря\"" }))] }),
                &[("DUPLICATE", "parties.2"), ("DUPLICATE", "parties.3")]),
            (json!({ "parties": vec![party(json!({ "name": "А" })); 31] }), &[("TOO_MANY", "parties")]),
            (json!({ "acts": [{ "actId": format!("act_{none}"), "role": "FRAMEWORK" }] }), &[("UNKNOWN_REFERENCE", "acts.0.actId")]),
        ] {
            net.refused(&net.vyselki_moc, "createAgreement", &net.draft(&more), errors);
        }
        let malformed = net.draft(&json!({ "parties": [party(json!({ "municipalityId": net.region }))] }));
        net.fails(&net.vyselki_moc, "createAgreement", &malformed, "BAD_USER_INPUT");
    }

    fn an_incomplete_draft_is_not_sent(app: &TestApp) {
        let net = Net::new(app);
        let unnamed = json!({ "role": "EDUCATIONAL_ORGANISATION", "name": "организации района", "notNamed": true });
        let outside = json!({ "role": "PARTNER", "name": "АО «Восход»" });
        for (more, errors) in [
            (json!({ "parties": [] }), &[("REQUIRED", "parties")][..]),
            (json!({ "parties": [net.party(&net.vyselki)] }), &[("REQUIRED", "parties")]),
            (json!({ "parties": [net.party(&net.vyselki), unnamed] }), &[("REQUIRED", "parties.1")]),
            (json!({ "kind": "NETWORK_FORM", "parties": [net.party(&net.vyselki), outside] }), &[("REQUIRED", "programmes"), ("REQUIRED", "parties")]),
            (json!({ "autoRenewalTo": "2025-01-01" }), &[("REQUIRED", "autoRenewal")]),
            (json!({ "autoRenewal": "на год", "autoRenewalTo": "2024-01-01" }), &[("DATE_ORDER", "autoRenewalTo")]),
        ] {
            let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&more));
            net.refused(&net.vyselki_moc, "submitAgreement", &json!({ "id": id, "expectedVersion": 1 }), errors);
        }
    }

    fn steps_out_of_order_are_refused(app: &TestApp) {
        let net = Net::new(app);
        let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({})));
        let step = |version: i64, more: Value| super::merged(json!({ "id": id, "expectedVersion": version }), &more);
        let moc = &net.vyselki_moc;
        let transition = &[("REFUSED_TRANSITION", "")];
        net.refused(moc, "signAgreement", &step(1, json!({})), transition);
        net.refused(moc, "returnAgreement", &step(1, json!({ "reason": "Рано" })), transition);
        let end = json!({ "terminatedOn": "2024-01-01", "ground": "Рано", "document": "№ 1" });
        net.refused(moc, "terminateAgreement", &step(1, end.clone()), transition);
        let amendment = json!({ "effectiveOn": "2024-01-01", "summary": "Рано", "document": "№ 1" });
        net.refused(moc, "amendAgreement", &step(1, amendment.clone()), transition);
        net.refused(moc, "renewAgreement", &json!({ "id": id }), transition);
        net.refused(moc, "submitAgreement", &step(2, json!({})), &[("STALE_VERSION", "expectedVersion")]);
        net.step(moc, "submitAgreement", &id, &json!({})).payload();
        for verb in ["submitAgreement", "updateAgreement", "deleteAgreement"] {
            net.refused(moc, verb, &step(2, json!({})), transition);
        }
        net.refused(moc, "returnAgreement", &step(2, json!({ "reason": "" })), &[("REQUIRED", "reason")]);
        net.refused(moc, "signAgreement", &step(2, json!({ "signedOn": "2023-11-16" })), &[("DATE_ORDER", "signedOn")]);
        net.refused(moc, "signAgreement", &step(2, json!({ "party": 7 })), &[("UNKNOWN_REFERENCE", "party")]);
        net.fails(moc, "signAgreement", &step(2, json!({ "party": 2 })), "FORBIDDEN");
        net.step(moc, "signAgreement", &id, &json!({ "number": "5" })).payload();
        net.refused(moc, "signAgreement", &step(3, json!({})), transition);
        net.refused(&net.krylovsky_moc, "signAgreement", &step(3, json!({ "number": "6" })), &[("CONTRADICTION", "number")]);
        net.step(&net.krylovsky_moc, "signAgreement", &id, &json!({})).payload();
        let only = |mut value: Value, member: &str| { value[member] = Value::Null; value };
        net.refused(moc, "amendAgreement", &step(4, only(amendment.clone(), "document")), &[("ACT_REQUIRED", "actId")]);
        for (day, member) in [("2023-11-14", "effectiveOn"), ("2024-12-01", "effectiveOn")] {
            let early = super::merged(amendment.clone(), &json!({ "effectiveOn": day }));
            let errors: &[(&str, &str)] = if day == "2024-12-01" { &[("DATE_ORDER", member), ("DATE_ORDER", "validTo")] } else { &[("DATE_ORDER", member)] };
            net.refused(moc, "amendAgreement", &step(4, early), errors);
        }
        let change = |more: Value| step(4, super::merged(amendment.clone(), &more));
        net.refused(moc, "amendAgreement", &change(json!({ "validTo": "2023-12-31" })), &[("DATE_ORDER", "validTo")]);
        net.refused(moc, "amendAgreement", &change(json!({ "removeParties": [3] })), &[("UNKNOWN_REFERENCE", "removeParties.0")]);
        net.refused(moc, "amendAgreement", &change(json!({ "removeParties": [2] })), &[("REQUIRED", "removeParties")]);
        net.refused(moc, "amendAgreement", &change(json!({ "addParties": [net.party(&net.krylovsky)] })), &[("DUPLICATE", "addParties.0")]);
        net.refused(moc, "amendAgreement", &change(json!({ "title": null })), &[("REQUIRED", "title")]);
        net.refused(moc, "terminateAgreement", &step(4, only(end.clone(), "document")), &[("ACT_REQUIRED", "actId")]);
        for day in ["2023-11-14", "2024-12-01"] {
            let wrong = super::merged(end.clone(), &json!({ "terminatedOn": day }));
            net.refused(moc, "terminateAgreement", &step(4, wrong), &[("DATE_ORDER", "terminatedOn")]);
        }
    }

    fn wrong_history_is_refused_and_open_points_are_kept(app: &TestApp) {
        let net = Net::new(app);
        for (more, errors) in [
            (json!({ "signedOn": "2023-11-16" }), &[("DATE_ORDER", "signedOn")][..]),
            (json!({ "signedOn": "2024-02-01" }), &[("DATE_ORDER", "signedOn"), ("DATE_ORDER", "validTo")]),
            (json!({ "parties": [net.party(&net.vyselki)] }), &[("REQUIRED", "parties")]),
            (json!({ "renewsId": "agr_00000000000000000000000000" }), &[("UNKNOWN_REFERENCE", "renewsId")]),
            (json!({ "openPoints": [{ "field": "no field", "reason": "NOT_PRINTED" }] }), &[("INVALID", "openPoints.0.field")]),
            (json!({ "kind": "NETWORK_FORM", "parties": [net.party(&net.vyselki), net.party(&net.krylovsky)] }), &[("REQUIRED", "parties")]),
        ] {
            net.refused(&net.rmc, "recordAgreement", &net.past(&more), errors);
        }
        let unnamed = json!({ "role": "PARTNER", "name": "организации культуры", "notNamed": true });
        let sparse = json!({
            "number": null, "signedOn": null, "validTo": null, "parties": [net.party(&net.vyselki), unnamed],
            "openPoints": [{ "field": "number", "reason": "ILLEGIBLE" }],
        });
        let id = net.make(&net.rmc, "recordAgreement", &net.past(&sparse));
        let document = "query($id: ID!) { node(id: $id) { ... on Agreement { state openPoints { field reason } } } }";
        let answer = net.rmc.query(document, json!({ "id": id }));
        assert_eq!(answer.at("node"), &json!({ "state": "IN_FORCE", "openPoints": [
            { "field": "number", "reason": "ILLEGIBLE" }, { "field": "parties", "reason": "NOT_NAMED" },
            { "field": "signatures", "reason": "NOT_PRINTED" }, { "field": "signedOn", "reason": "NOT_PRINTED" },
        ] }));
    }
}
