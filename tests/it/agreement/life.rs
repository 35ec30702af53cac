//! The life of an agreement, from draft to end.

use serde_json::json;

use super::Net;
use crate::support::{Actor, Redactor, Role, TestApp, both, race};

const ALL: &str = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Agreement {
    id version title kind state number subject programmes place signedOn signedOnPrecision submittedOn
    validFrom validTo autoRenewal planned { from to text } edition
    parties { position role kind name municipality { name } region { code } signedOn joinedOn leftOn }
    versions { edition from to title validTo parties { position } amendment { effectiveOn summary document } }
    termination { on ground document } openPoints { field reason } region { code } municipality { name } allowedActions } } }";

fn seen(actor: &Actor, id: &str) -> bool {
    !actor.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).at("node").is_null()
}

both! {
    fn a_draft_is_signed_and_becomes_public(app: &TestApp) {
        let net = Net::new(app);
        let zoc = app.actor(Role::ZonalCoordinator, "zone:23/NE");
        let bodaibo = app.actor(Role::MunicipalCoordinator, super::BODAIBO);
        let public = app.public();
        let draft = net.draft(&json!({ "subject": "Общие события", "planned": { "from": "2023-11-01", "to": "2023-11-30", "text": "ноябрь" } }));
        let id = net.make(&net.vyselki_moc, "createAgreement", &draft);
        for nobody in [&net.rmc, &net.krylovsky_moc, &zoc, &bodaibo, &public] {
            assert!(!seen(nobody, &id));
        }
        assert!(seen(&net.vyselki_moc, &id));
        net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        for party in [&net.rmc, &net.krylovsky_moc, &zoc, &net.vyselki_moc] {
            assert!(seen(party, &id));
        }
        assert!(!seen(&bodaibo, &id) && !seen(&public, &id));
        let signed = net.step(&net.krylovsky_moc, "signAgreement", &id, &json!({}));
        assert_eq!(signed.text("signAgreement.agreement.state"), "ON_APPROVAL");
        // The last signature needs a number.
        let last = json!({ "id": id, "expectedVersion": 3 });
        net.refused(&net.vyselki_moc, "signAgreement", &last, &[("REQUIRED", "number")]);
        let signed = net.step(&net.vyselki_moc, "signAgreement", &id, &json!({ "number": "12/к" }));
        assert_eq!(signed.text("signAgreement.agreement.state"), "SIGNED");

        let answer = public.query(ALL, json!({ "id": id }));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "allowedActions": [],
              "autoRenewal": null,
              "edition": null,
              "id": "agr#1",
              "kind": "COOPERATION",
              "municipality": null,
              "number": null,
              "openPoints": null,
              "parties": null,
              "place": null,
              "planned": null,
              "programmes": null,
              "region": null,
              "signedOn": null,
              "signedOnPrecision": null,
              "state": "SIGNED",
              "subject": null,
              "submittedOn": null,
              "termination": null,
              "title": "О сотрудничестве районов",
              "validFrom": null,
              "validTo": null,
              "version": 4,
              "versions": null
            }
          }
        }
        "#);
        let answer = net.krylovsky_moc.query(ALL, json!({ "id": id }));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "allowedActions": [
                "TERMINATE_AGREEMENT"
              ],
              "autoRenewal": null,
              "edition": 1,
              "id": "agr#1",
              "kind": "COOPERATION",
              "municipality": {
                "name": "Выселковский район"
              },
              "number": "12/к",
              "openPoints": [],
              "parties": [
                {
                  "joinedOn": null,
                  "kind": "MUNICIPALITY",
                  "leftOn": null,
                  "municipality": {
                    "name": "Выселковский район"
                  },
                  "name": null,
                  "position": 1,
                  "region": {
                    "code": "23"
                  },
                  "role": "PARTNER",
                  "signedOn": "2023-11-15"
                },
                {
                  "joinedOn": null,
                  "kind": "MUNICIPALITY",
                  "leftOn": null,
                  "municipality": {
                    "name": "Крыловский район"
                  },
                  "name": null,
                  "position": 2,
                  "region": {
                    "code": "23"
                  },
                  "role": "PARTNER",
                  "signedOn": "2023-11-15"
                }
              ],
              "place": null,
              "planned": {
                "from": "2023-11-01",
                "text": "ноябрь",
                "to": "2023-11-30"
              },
              "programmes": [],
              "region": {
                "code": "23"
              },
              "signedOn": "2023-11-15",
              "signedOnPrecision": "DAY",
              "state": "SIGNED",
              "subject": "Общие события",
              "submittedOn": "2023-11-15",
              "termination": null,
              "title": "О сотрудничестве районов",
              "validFrom": "2023-12-01",
              "validTo": "2024-11-30",
              "version": 4,
              "versions": [
                {
                  "amendment": null,
                  "edition": 1,
                  "from": null,
                  "parties": [
                    {
                      "position": 1
                    },
                    {
                      "position": 2
                    }
                  ],
                  "title": "О сотрудничестве районов",
                  "to": null,
                  "validTo": "2024-11-30"
                }
              ]
            }
          }
        }
        "#);
        for (day, state) in [
            ("2023-11-14", "DRAFT"), ("2023-11-15", "SIGNED"), ("2023-11-30", "SIGNED"), ("2023-12-01", "IN_FORCE"),
            ("2024-11-30", "IN_FORCE"), ("2024-12-01", "EXPIRED"),
        ] {
            assert_eq!(net.state(&public, &id, day), state, "{day}");
        }
    }

    fn what_is_returned_is_a_draft_without_signatures(app: &TestApp) {
        let net = Net::new(app);
        let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({})));
        net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        net.step(&net.vyselki_moc, "signAgreement", &id, &json!({})).payload();
        let returned = net.step(&net.krylovsky_moc, "returnAgreement", &id, &json!({ "reason": "Уточнить срок" }));
        assert_eq!(returned.text("returnAgreement.agreement.state"), "DRAFT");
        assert!(!seen(&net.krylovsky_moc, &id));
        let answer = net.vyselki_moc.query(ALL, json!({ "id": id }));
        assert!(answer.at("node.parties").as_array().unwrap().iter().all(|party| party["signedOn"].is_null()));
        // Changed and sent again, unsent variables leave everything as it is.
        let document = "mutation($id: ID!, $title: String, $subject: String, $to: Date) {
            updateAgreement(input: { id: $id, expectedVersion: 4, title: $title, subject: $subject, validTo: $to }) {
                agreement { title subject validTo version } userErrors { code path } } }";
        let updated = net.vyselki_moc.query(document, json!({ "id": id, "subject": "Иное" }));
        assert_eq!(updated.payload()["agreement"], json!({
            "title": "О сотрудничестве районов", "subject": "Иное", "validTo": "2024-11-30", "version": 5,
        }));
        let stale = json!({ "id": id, "expectedVersion": 4, "title": "Опоздавшее" });
        let answer = app.unchanged_but(&[], || net.send(&net.vyselki_moc, "updateAgreement", &stale));
        answer.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(answer.at("updateAgreement.agreement.version"), &json!(5));
        net.step(&net.vyselki_moc, "deleteAgreement", &id, &json!({})).payload();
        assert!(!seen(&net.vyselki_moc, &id));
    }

    fn an_amendment_makes_the_next_edition(app: &TestApp) {
        let net = Net::new(app);
        let past = net.past(&json!({ "number": "1-с" }));
        let id = net.make(&net.rmc, "recordAgreement", &past);
        let amendment = json!({
            "effectiveOn": "2023-06-01", "summary": "Продлено, присоединился Бодайбо", "document": "Дополнительное соглашение № 1 от 25.05.2023",
            "title": "О сотрудничестве трёх районов", "validTo": "2024-12-31",
            "addParties": [net.party(&net.bodaibo)], "removeParties": [2],
        });
        let amended = net.step(&net.rmc, "amendAgreement", &id, &amendment);
        assert_eq!(amended.at("amendAgreement.agreement.edition"), &json!(2));
        let mut redactor = Redactor::new();
        let before = net.rmc.query(ALL, json!({ "id": id, "day": "2023-05-31" }));
        let node = redactor.value(before.at("node"));
        assert_eq!((&node["title"], &node["validTo"], &node["edition"]), (&json!("О сотрудничестве районов"), &json!("2023-12-31"), &json!(1)));
        insta::assert_snapshot!(format!("{:#}", node["parties"]), @r#"
        [
          {
            "joinedOn": null,
            "kind": "MUNICIPALITY",
            "leftOn": null,
            "municipality": {
              "name": "Выселковский район"
            },
            "name": null,
            "position": 1,
            "region": {
              "code": "23"
            },
            "role": "PARTNER",
            "signedOn": null
          },
          {
            "joinedOn": null,
            "kind": "MUNICIPALITY",
            "leftOn": "2023-05-31",
            "municipality": {
              "name": "Крыловский район"
            },
            "name": null,
            "position": 2,
            "region": {
              "code": "23"
            },
            "role": "PARTNER",
            "signedOn": null
          }
        ]
        "#);
        let after = net.rmc.query(ALL, json!({ "id": id, "day": "2023-06-01" }));
        let node = redactor.value(after.at("node"));
        assert_eq!((&node["title"], &node["validTo"], &node["edition"]), (&json!("О сотрудничестве трёх районов"), &json!("2024-12-31"), &json!(2)));
        insta::assert_snapshot!(format!("{:#}", node["versions"]), @r#"
        [
          {
            "amendment": null,
            "edition": 1,
            "from": null,
            "parties": [
              {
                "position": 1
              },
              {
                "position": 2
              }
            ],
            "title": "О сотрудничестве районов",
            "to": "2023-05-31",
            "validTo": "2023-12-31"
          },
          {
            "amendment": {
              "document": "Дополнительное соглашение № 1 от 25.05.2023",
              "effectiveOn": "2023-06-01",
              "summary": "Продлено, присоединился Бодайбо"
            },
            "edition": 2,
            "from": "2023-06-01",
            "parties": [
              {
                "position": 1
              },
              {
                "position": 3
              }
            ],
            "title": "О сотрудничестве трёх районов",
            "to": null,
            "validTo": "2024-12-31"
          }
        ]
        "#);
        // Those who joined and those who left read it.
        let bodaibo = app.actor(Role::MunicipalCoordinator, super::BODAIBO);
        for party in [&bodaibo, &net.krylovsky_moc] {
            assert_eq!(party.query(ALL, json!({ "id": id })).text("node.number"), "1-с");
        }
        for (day, state) in [("2023-05-31", "IN_FORCE"), ("2023-06-01", "IN_FORCE"), ("2024-01-01", "IN_FORCE"), ("2025-01-01", "EXPIRED")] {
            assert_eq!(net.state(&net.rmc, &id, day), state, "{day}");
        }
    }

    fn a_termination_ends_it_from_its_day(app: &TestApp) {
        let net = Net::new(app);
        let id = net.signed(&json!({}));
        let end = json!({ "terminatedOn": "2024-02-01", "ground": "По соглашению сторон", "document": "Соглашение от 10.11.2023 № 3" });
        let ended = net.step(&net.krylovsky_moc, "terminateAgreement", &id, &end);
        assert_eq!(ended.text("terminateAgreement.agreement.state"), "SIGNED");
        for (day, state) in [("2024-01-31", "IN_FORCE"), ("2024-02-01", "TERMINATED"), ("2025-01-01", "TERMINATED")] {
            assert_eq!(net.state(&app.public(), &id, day), state, "{day}");
        }
        let answer = net.rmc.query(ALL, json!({ "id": id }));
        assert_eq!(answer.at("node.termination"), &json!({
            "on": "2024-02-01", "ground": "По соглашению сторон", "document": "Соглашение от 10.11.2023 № 3",
        }));
        assert_eq!(answer.at("node.allowedActions"), &json!(["ATTACH_FILE"]));
        let again = json!({ "id": id, "expectedVersion": 5, "terminatedOn": "2024-03-01", "ground": "Ещё раз", "document": "№ 4" });
        net.refused(&net.krylovsky_moc, "terminateAgreement", &again, &[("REFUSED_TRANSITION", "")]);
    }

    fn of_two_who_sign_at_once_both_have_signed(app: &TestApp) {
        let net = Net::new(app);
        for _ in 0..4 {
            let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({ "number": "5" })));
            net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
            let input = json!({ "id": id, "expectedVersion": 2 });
            let done = std::thread::scope(|threads| {
                let threads = [&net.vyselki_moc, &net.krylovsky_moc]
                    .map(|actor| threads.spawn(|| net.send(actor, "signAgreement", &input)));
                threads.map(|thread| thread.join().unwrap().user_errors().is_empty()).into_iter().filter(|done| *done).count()
            });
            // One was first, the other is told to look again and then concludes.
            assert_eq!(done, 1);
            let rest = [&net.vyselki_moc, &net.krylovsky_moc]
                .map(|actor| net.step(actor, "signAgreement", &id, &json!({})).user_errors().is_empty());
            assert_eq!(rest.into_iter().filter(|done| *done).count(), 1);
            assert_eq!(net.state(&app.public(), &id, "2023-11-15"), "SIGNED");
        }
    }

    fn of_two_changes_at_once_one_wins(app: &TestApp) {
        let net = Net::new(app);
        let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({})));
        race::one_wins(app, |number| {
            let input = json!({ "id": id, "expectedVersion": 1, "title": format!("Соглашение {number}") });
            net.send(&net.vyselki_moc, "updateAgreement", &input)
        });
    }
}
