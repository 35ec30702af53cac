//! An edition from its draft to its retirement, and the editions and copies after it.

use serde_json::json;

use super::{Map, send, shown, step, with};
use crate::support::{Role, TestApp, both, race};

both! {
    fn a_template_is_made_published_and_retired(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let created = send(&rmc, "create", map.content());
        insta::assert_snapshot!(created.redacted(), @r#"
        200
        {
          "data": {
            "createReportTemplate": {
              "reportTemplate": {
                "allowedActions": [
                  "UPDATE_REPORT_TEMPLATE",
                  "PUBLISH_REPORT_TEMPLATE",
                  "DELETE_REPORT_TEMPLATE"
                ],
                "code": "MONITORING",
                "copiedFrom": null,
                "edition": 1,
                "fields": [
                  {
                    "breakdown": "",
                    "choices": [],
                    "code": "programmes",
                    "columns": [],
                    "help": null,
                    "indicatorId": null,
                    "jumpThreshold": 20,
                    "kind": "NUMBER",
                    "label": "Программы",
                    "prefill": "LAST_PERIOD",
                    "prefillFrom": null,
                    "required": true,
                    "section": "Сеть",
                    "targetSetId": null,
                    "unit": "COUNT"
                  },
                  {
                    "breakdown": "",
                    "choices": [
                      {
                        "code": "NAVIGATOR",
                        "name": "по Навигатору"
                      },
                      {
                        "code": "FORM",
                        "name": "по форме 1-ДОП"
                      }
                    ],
                    "code": "how",
                    "columns": [],
                    "help": null,
                    "indicatorId": null,
                    "jumpThreshold": null,
                    "kind": "CHOICE",
                    "label": "Как посчитано",
                    "prefill": "NONE",
                    "prefillFrom": null,
                    "required": false,
                    "section": null,
                    "targetSetId": null,
                    "unit": null
                  },
                  {
                    "breakdown": "",
                    "choices": [],
                    "code": "events",
                    "columns": [
                      {
                        "choices": [],
                        "code": "date",
                        "kind": "DATE",
                        "label": "Когда",
                        "required": true,
                        "unit": null
                      },
                      {
                        "choices": [],
                        "code": "programmes",
                        "kind": "TEXT",
                        "label": "О чём",
                        "required": false,
                        "unit": null
                      }
                    ],
                    "help": null,
                    "indicatorId": null,
                    "jumpThreshold": null,
                    "kind": "TABLE",
                    "label": "События",
                    "prefill": "NONE",
                    "prefillFrom": null,
                    "required": false,
                    "section": null,
                    "targetSetId": null,
                    "unit": null
                  }
                ],
                "id": "tpl#1",
                "instructions": "До 6-го числа",
                "kind": "MONITORING",
                "level": "REGION",
                "municipality": null,
                "name": "Мониторинг",
                "periodType": "QUARTER",
                "publishedOn": null,
                "region": {
                  "code": "23"
                },
                "retiredOn": null,
                "state": "DRAFT",
                "version": 1
              },
              "userErrors": []
            }
          }
        }
        "#);
        let draft = shown(&created);
        let fields = json!([{ "code": "programmes", "label": "Программы, всего", "kind": "NUMBER" }]);
        let changed = shown(&step(&rmc, "update", &draft, json!({ "name": "Ежеквартальный мониторинг", "fields": fields })));
        assert_eq!((&changed["version"], &changed["name"]), (&json!(2), &json!("Ежеквартальный мониторинг")));
        assert_eq!(changed["fields"].as_array().unwrap().len(), 1);
        assert_eq!(changed["fields"][0]["label"], "Программы, всего");
        // Nobody else sees the draft.
        let find = "query($edition: Int) { reportTemplate(code: \"MONITORING\", edition: $edition) { edition state } }";
        assert!(app.public().query(find, json!({ "edition": 1 })).at("reportTemplate").is_null());
        assert!(rmc.query(find, json!({})).at("reportTemplate").is_null(), "the newest published one");
        let published = shown(&step(&rmc, "publish", &changed, json!({})));
        assert_eq!(
            (&published["state"], &published["publishedOn"], &published["allowedActions"]),
            (&json!("PUBLISHED"), &json!("2023-11-15"), &json!(["RETIRE_REPORT_TEMPLATE"]))
        );
        assert_eq!(app.public().query(find, json!({})).at("reportTemplate.edition"), 1);
        // It is frozen.
        step(&rmc, "update", &published, json!({ "name": "Иначе" })).expect_user_error("REFUSED_TRANSITION", "input");
        step(&rmc, "delete", &published, json!({})).expect_user_error("REFUSED_TRANSITION", "input");
        // The next edition begins as a copy.
        let next = json!({ "regionId": map.region, "code": "MONITORING", "copyOf": published["id"] });
        let second = shown(&send(&rmc, "create", next.clone()));
        assert_eq!((&second["edition"], &second["name"]), (&json!(2), &json!("Ежеквартальный мониторинг")));
        assert_eq!(second["fields"], published["fields"]);
        assert_eq!(second["copiedFrom"], json!({ "code": "MONITORING", "edition": 1 }));
        send(&rmc, "create", next).expect_user_error("DUPLICATE", "input.code");
        assert_eq!(app.public().query(find, json!({})).at("reportTemplate.edition"), 1);
        step(&rmc, "publish", &second, json!({})).payload();
        assert_eq!(app.public().query(find, json!({})).at("reportTemplate.edition"), 2);
        app.set_now("2023-12-01T09:00:00Z");
        let rmc = map.rmc(app);
        let retired = shown(&step(&rmc, "retire", &published, json!({})));
        assert_eq!((&retired["state"], &retired["retiredOn"]), (&json!("RETIRED"), &json!("2023-12-01")));
        let list = "query($day: Date) { reportTemplates(orderBy: CODE_ASC, asOf: $day) {
            nodes { edition state } facets { facet value count } } }";
        assert_eq!(app.public().query(list, json!({ "day": "2023-11-30" })).at("reportTemplates.nodes"), &json!([
            { "edition": 1, "state": "PUBLISHED" }, { "edition": 2, "state": "PUBLISHED" },
        ]));
        assert_eq!(app.public().query(list, json!({ "day": "2023-12-01" })).at("reportTemplates"), &json!({
            "nodes": [{ "edition": 1, "state": "RETIRED" }, { "edition": 2, "state": "PUBLISHED" }],
            "facets": [
                { "facet": "kind", "value": "MONITORING", "count": 2 },
                { "facet": "periodType", "value": "QUARTER", "count": 2 },
                { "facet": "state", "value": "PUBLISHED", "count": 1 },
                { "facet": "state", "value": "RETIRED", "count": 1 },
            ],
        }));
    }

    fn anyone_copies_what_they_see_into_their_own_place(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let draft = shown(&send(&rmc, "create", map.content()));
        let moc = app.actor(Role::MunicipalCoordinator, &map.district);
        let own = json!({ "municipalityId": map.district, "code": "DISTRICT_MONITORING", "copyOf": draft["id"] });
        send(&moc, "create", own.clone()).expect_user_error("UNKNOWN_REFERENCE", "input.copyOf");
        step(&rmc, "publish", &draft, json!({})).payload();
        let copy = shown(&send(&moc, "create", with(own, json!({ "name": "Мониторинг района", "periodType": "MONTH" }))));
        assert_eq!(copy["fields"], draft["fields"]);
        assert_eq!(
            (&copy["name"], &copy["periodType"], &copy["level"], &copy["municipality"]["name"]),
            (&json!("Мониторинг района"), &json!("MONTH"), &json!("MUNICIPALITY"), &json!("Выселковский район"))
        );
        // A code belongs to whoever used it first.
        let taken = json!({ "municipalityId": map.district, "code": "MONITORING", "copyOf": draft["id"] });
        send(&moc, "create", taken).expect_user_error("DUPLICATE", "input.code");
        step(&moc, "delete", &copy, json!({})).payload();
    }

    fn a_draft_that_was_copied_stays(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let draft = shown(&send(&rmc, "create", map.content()));
        let copy = json!({ "regionId": map.region, "code": "COPY", "copyOf": draft["id"] });
        let copy = shown(&send(&rmc, "create", copy));
        app.unchanged_but(&[], || step(&rmc, "delete", &draft, json!({}))).expect_user_error("IN_USE", "input.id");
        step(&rmc, "delete", &copy, json!({})).payload();
        step(&rmc, "delete", &draft, json!({})).payload();
    }

    fn two_writers_do_not_overwrite_each_other(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let draft = shown(&send(&rmc, "create", map.content()));
        race::one_wins(app, |number| {
            let fields = json!([{ "code": format!("field_{number}"), "label": "Поле", "kind": "TEXT" }]);
            step(&rmc, "update", &draft, json!({ "fields": fields }))
        });
    }
}
