//! Recording regions, zones and municipalities, and everything that is wrong with an input.

use serde_json::{Value, json};

use super::{CREATE_MUNICIPALITY, CREATE_REGION, CREATE_ZONE, admin, district, fails, refused, region, send, zone};
use crate::support::{Redactor, Role, TestApp, both};

/// Codes of the Krasnodar region.
const KRASNODAR: &str = "23";

both! {
    fn what_is_recorded_is_answered(app: &TestApp) {
        let admin = admin(app);
        let mut redactor = Redactor::new();
        let created = send(&admin, CREATE_REGION, json!({ "code": KRASNODAR }));
        assert_eq!(redactor.value(created.payload()), json!({ "userErrors": [], "region": {
            "id": "reg#1", "version": 1, "code": "23", "oktmo": "03", "name": "Краснодарский край", "kind": "KRAI",
            "validFrom": null, "validTo": null,
        } }));
        // The coordinator of the region goes on.
        let coordinator = app.actor(Role::RegionalCoordinator, "region:23");
        let id = created.text("createRegion.region.id");
        let input = json!({ "regionId": id, "code": "NE", "name": " Северо–восточная\u{a0} зона ", "validTo": "2030-01-01", "validToPrecision": "MONTH" });
        let created = send(&coordinator, CREATE_ZONE, input);
        assert_eq!(redactor.value(created.payload()), json!({ "userErrors": [], "zone": {
            "id": "zon#1", "version": 1, "code": "NE", "name": "Северо–восточная зона", "region": { "code": "23" },
            "validFrom": null, "validTo": "2030-01-31",
        } }));
        let zone = created.text("createZone.zone.id");
        let input = json!({
            "regionId": id, "zoneId": zone, "oktmo": " 03624000101", "name": "Крыловский район", "kind": "MUNICIPAL_DISTRICT",
            "validFrom": "2021-05-17", "validFromPrecision": "YEAR", "validFromText": " с 2021 года ",
        });
        let created = send(&coordinator, CREATE_MUNICIPALITY, input);
        assert_eq!(redactor.value(created.payload()), json!({ "userErrors": [], "municipality": {
            "id": "mun#1", "version": 1, "oktmo": "03624000", "oktmo11": "03624000101", "name": "Крыловский район",
            "kind": "MUNICIPAL_DISTRICT", "zone": { "code": "NE" }, "region": { "code": "23" },
            "validFrom": "2021-01-01", "validFromPrecision": "YEAR", "validFromText": "с 2021 года",
            "validTo": null, "validToPrecision": null,
        } }));
    }

    fn a_wrong_region_is_refused(app: &TestApp) {
        let admin = admin(app);
        region(&admin, KRASNODAR);
        for code in ["00", "99", "1", "023", " 23", "aa", "\u{0}", ""] {
            refused(app, &admin, CREATE_REGION, &json!({ "code": code }), &[("UNKNOWN_REFERENCE", "code")]);
        }
        refused(app, &admin, CREATE_REGION, &json!({ "code": KRASNODAR }), &[("DUPLICATE", "code")]);
        // Everything at once.
        let input = json!({ "code": "00", "name": "я".repeat(501), "validFrom": "2023-01-02", "validTo": "2023-01-01" });
        let errors = [("UNKNOWN_REFERENCE", "code"), ("TOO_LONG", "name"), ("DATE_ORDER", "validTo")];
        refused(app, &admin, CREATE_REGION, &input, &errors);
    }

    fn a_wrong_zone_is_refused(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, KRASNODAR);
        zone(&admin, &here, "NE");
        let zone = |more: Value| {
            let mut input = json!({ "regionId": here, "code": "SW", "name": "Зона" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        for (more, errors) in [
            (json!({ "regionId": "reg_00000000000000000000000000" }), &[("UNKNOWN_REFERENCE", "regionId")][..]),
            (json!({ "code": "NE" }), &[("DUPLICATE", "code")]),
            (json!({ "code": " ", "name": "" }), &[("REQUIRED", "code"), ("REQUIRED", "name")]),
            (json!({ "code": "x".repeat(61), "name": "а\nб" }), &[("TOO_LONG", "code"), ("INVALID_CHARACTERS", "name")]),
            (json!({ "name": "а\u{202e}б" }), &[("INVALID_CHARACTERS", "name")]),
            (json!({ "validFrom": "2023-01-01", "validFromText": "а\u{0}" }), &[("INVALID_CHARACTERS", "validFromText")]),
            (json!({ "validTo": "2023-01-01", "validToText": "я".repeat(201) }), &[("TOO_LONG", "validToText")]),
            (json!({ "validFrom": "2023-01-02", "validTo": "2023-01-01" }), &[("DATE_ORDER", "validTo")]),
        ] {
            refused(app, &admin, CREATE_ZONE, &zone(more), errors);
        }
        // The end of a month is after any of its days.
        let fits = json!({ "validFrom": "2023-01-31", "validTo": "2023-01-01", "validToPrecision": "MONTH" });
        send(&admin, CREATE_ZONE, zone(fits)).payload();
    }

    fn a_wrong_municipality_is_refused(app: &TestApp) {
        let admin = admin(app);
        let (here, there) = (region(&admin, KRASNODAR), region(&admin, "38"));
        let beyond = zone(&admin, &there, "W");
        district(&admin, &here, "Крыловский район", json!({ "oktmo": "03624000" }));
        let input = |more: Value| {
            let mut input = json!({ "regionId": here, "name": "Район", "kind": "MUNICIPAL_DISTRICT" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        for (more, errors) in [
            (json!({ "regionId": "reg_00000000000000000000000000" }), &[("UNKNOWN_REFERENCE", "regionId")][..]),
            (json!({ "zoneId": "zon_00000000000000000000000000" }), &[("UNKNOWN_REFERENCE", "zoneId")]),
            (json!({ "zoneId": beyond }), &[("UNKNOWN_REFERENCE", "zoneId")]),
            (json!({ "oktmo": "0362400" }), &[("INVALID", "oktmo")]),
            (json!({ "oktmo": "0362400a" }), &[("INVALID", "oktmo")]),
            (json!({ "oktmo": "00000000" }), &[("INVALID", "oktmo")]),
            (json!({ "oktmo": "25726000" }), &[("INVALID", "oktmo")]),
            (json!({ "oktmo": "03624000" }), &[("DUPLICATE", "oktmo")]),
            (json!({ "oktmo": "03624000101" }), &[("DUPLICATE", "oktmo")]),
            (json!({ "name": "" }), &[("REQUIRED", "name")]),
            (json!({ "name": "я".repeat(501) }), &[("TOO_LONG", "name")]),
            (json!({ "name": "а\u{200b}б" }), &[("INVALID_CHARACTERS", "name")]),
            (
                json!({ "name": " ", "oktmo": "1", "zoneId": beyond, "validFrom": "2023-01-02", "validTo": "2023-01-01" }),
                &[("REQUIRED", "name"), ("DATE_ORDER", "validTo"), ("UNKNOWN_REFERENCE", "zoneId"), ("INVALID", "oktmo")],
            ),
        ] {
            refused(app, &admin, CREATE_MUNICIPALITY, &input(more), errors);
        }
        send(&admin, CREATE_MUNICIPALITY, input(json!({ "name": "я".repeat(500) }))).payload();
    }

    fn what_is_malformed_never_runs(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, KRASNODAR);
        let whole = |more: Value| {
            let mut input = json!({ "regionId": here, "name": "Район", "kind": "MUNICIPAL_DISTRICT" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "input": input })
        };
        for more in [
            json!({ "regionId": "reg_1" }),
            json!({ "regionId": here.replace("reg_", "zon_") }),
            json!({ "regionId": here.to_uppercase() }),
            json!({ "regionId": 7 }),
            json!({ "regionId": null }),
            json!({ "zoneId": here }),
            json!({ "name": null }),
            json!({ "name": 7 }),
            json!({ "kind": "VILLAGE" }),
            json!({ "validFrom": "2023-02-29" }),
            json!({ "validFrom": "14.03.2023" }),
            json!({ "validFrom": 2023 }),
            json!({ "validFromPrecision": "WEEK" }),
            json!({ "version": 1 }),
        ] {
            fails(app, &admin, CREATE_MUNICIPALITY, whole(more), "BAD_USER_INPUT");
        }
        for literal in ["2023-02-29", "2023-3-1", "", "03.2023"] {
            let document = format!(r#"mutation {{ createRegion(input: {{ code: "38", validFrom: "{literal}" }}) {{ userErrors {{ code }} }} }}"#);
            let answer = app.unchanged_but(&[], || admin.query(&document, json!({})));
            assert_eq!((answer.status, answer.code()), (400, "BAD_USER_INPUT"), "{answer}");
        }
    }

    fn messages_follow_the_language(app: &TestApp) {
        let admin = admin(app);
        let document = r#"mutation { createRegion(input: { code: "00" }) { userErrors { message } } }"#;
        let message = |lang| admin.query_in(lang, document, json!({})).at("createRegion.userErrors.0.message").clone();
        assert_eq!(message("ru"), json!("Нет субъекта РФ с таким кодом"));
        assert_eq!(message("en"), json!("No federal subject has this code"));
    }

    fn one_of_many_equal_ones_is_recorded(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, KRASNODAR);
        let input = json!({ "regionId": here, "name": "Район", "kind": "MUNICIPAL_DISTRICT", "oktmo": "03624000" });
        let codes: Vec<String> = std::thread::scope(|threads| {
            let write = || {
                let answer = send(&admin, CREATE_MUNICIPALITY, input.clone());
                answer.user_errors().first().map_or_else(String::new, |error| error["code"].as_str().unwrap().to_owned())
            };
            let threads: Vec<_> = (0..8).map(|_| threads.spawn(write)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(codes.iter().filter(|code| code.is_empty()).count(), 1, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| *code == "DUPLICATE").count(), 7, "{codes:?}");
    }
}
