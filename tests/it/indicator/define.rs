//! Defining and changing an indicator: everything it says, every refusal.

use serde_json::{Value, json};

use super::{create, defined, delete, indicator, share, update};
use crate::{
    status::{Network, fails, refused},
    support::{Role, both},
};

both! {
    fn an_indicator_says_everything(network: &Network) {
        let region = network.region();
        let act = network.act(json!({ "date": "2023-01-10", "number": "17" }));
        let input = share(json!({
            "regionId": network.region_id("23"), "shortName": "Кружки", "aliases": ["Охват кружками"], "scale": 0, "decimals": 1,
            "denominator": { "name": "Школьники 7–17 лет", "ageFrom": 7, "ageTo": 17 },
            "overHundred": true, "sensitive": true, "dimensions": ["SEX", "DIRECTION", "SEX"], "frequency": "QUARTER",
            "due": { "kind": "WORKING_DAY_OF_NEXT_MONTH", "number": 6 }, "jumpThreshold": 20, "tolerance": "0.50",
            "formula": "кружковцы / школьники × 100", "responsible": "РМЦ",
            "methods": [{ "text": "Прежняя" }, { "since": "2023-01-10", "number": "2", "actId": act }],
            "sources": ["Навигатор", "МОЦ"], "openPoints": [{ "field": "denominator", "reason": "INFERRED" }],
            "externalIds": [{ "source": "Навигатор", "externalId": "42" }], "validFrom": "2023-01-01",
        }));
        insta::assert_snapshot!(create(&region, &input).redacted(), @r#"
        200
        {
          "data": {
            "createIndicator": {
              "indicator": {
                "aggregation": "RATIO",
                "aliases": [
                  "Охват кружками"
                ],
                "allowedActions": [
                  "UPDATE_INDICATOR",
                  "DELETE_INDICATOR"
                ],
                "better": "MORE",
                "category": "ADDITIONAL",
                "code": "NEW_SHARE",
                "decimals": 1,
                "denominator": {
                  "ageFrom": 7,
                  "ageTo": 17,
                  "factor": 100,
                  "indicator": null,
                  "name": "Школьники 7–17 лет"
                },
                "dimensions": [
                  "DIRECTION",
                  "SEX"
                ],
                "due": {
                  "kind": "WORKING_DAY_OF_NEXT_MONTH",
                  "label": "6-й рабочий день следующего месяца",
                  "number": 6
                },
                "externalIds": [
                  {
                    "externalId": "42",
                    "source": "Навигатор"
                  }
                ],
                "frequency": "QUARTER",
                "id": "ind#1",
                "jumpThreshold": 20,
                "kind": "LEVEL",
                "level": "REGION",
                "methods": [
                  {
                    "act": {
                      "number": "17"
                    },
                    "number": "2",
                    "since": "2023-01-10",
                    "text": null
                  },
                  {
                    "act": null,
                    "number": null,
                    "since": null,
                    "text": "Прежняя"
                  }
                ],
                "municipality": null,
                "name": "Доля школьников в кружках",
                "numerator": "Школьники в кружках",
                "openPoints": [
                  {
                    "field": "denominator",
                    "reason": "INFERRED"
                  }
                ],
                "overHundred": true,
                "periodTypes": [
                  "QUARTER",
                  "YEAR"
                ],
                "region": {
                  "code": "23"
                },
                "scale": 0,
                "sensitive": true,
                "shortName": "Кружки",
                "sources": [
                  "Навигатор",
                  "МОЦ"
                ],
                "tolerance": "0.50",
                "unit": "PERCENT",
                "validFrom": "2023-01-01",
                "validTo": null,
                "version": 1
              },
              "userErrors": []
            }
          }
        }
        "#);
        // The method of a day.
        let method = |day: &str| network.public().query("query($day: Date) { indicator(code: \"NEW_SHARE\", asOf: $day) { method { number text } } }", json!({ "day": day }))
            .at("indicator.method").clone();
        assert_eq!(method("2023-01-09"), json!({ "number": null, "text": "Прежняя" }));
        assert_eq!(method("2023-01-10"), json!({ "number": "2", "text": null }));
        // Everyone reads it; its code is taken for ever.
        assert_eq!(network.public().query("{ indicator(code: \"NEW_SHARE\") { unit allowedActions } }", json!({})).at("indicator"),
            &json!({ "unit": "PERCENT", "allowedActions": [] }));
        refused(network, || create(&region, &share(json!({ "regionId": network.region_id("23") }))), "DUPLICATE", "input.code");
    }

    fn a_definition_that_makes_no_sense_is_refused(network: &Network) {
        let admin = network.actor(Role::PlatformAdmin, "federation");
        let wrong = |more: Value, code: &str, path: &str| refused(network, || create(&admin, &share(more)), code, path);
        wrong(json!({ "code": "новый" }), "INVALID", "input.code");
        wrong(json!({ "name": " " }), "REQUIRED", "input.name");
        wrong(json!({ "periodTypes": [] }), "REQUIRED", "input.periodTypes");
        wrong(json!({ "denominator": null }), "REQUIRED", "input.denominator");
        wrong(json!({ "denominator": { "name": "Дети", "factor": 1000 } }), "CONTRADICTION", "input.denominator.factor");
        wrong(json!({ "denominator": { "name": "Дети", "ageFrom": 18, "ageTo": 5 } }), "OUT_OF_RANGE", "input.denominator.ageTo");
        wrong(json!({ "denominator": { "name": "Дети", "ageFrom": 5 } }), "OUT_OF_RANGE", "input.denominator.ageTo");
        wrong(json!({ "kind": "FLAG", "unit": "COUNT", "denominator": null, "aggregation": "SUM" }), "CONTRADICTION", "input.aggregation");
        wrong(json!({ "unit": "PERSON", "denominator": null, "aggregation": "COUNT_TRUE" }), "CONTRADICTION", "input.aggregation");
        wrong(json!({ "kind": "FLAG", "denominator": null, "aggregation": "COUNT_TRUE" }), "CONTRADICTION", "input.unit");
        wrong(json!({ "scale": 2 }), "OUT_OF_RANGE", "input.scale");
        wrong(json!({ "decimals": 7 }), "OUT_OF_RANGE", "input.decimals");
        wrong(json!({ "tolerance": "-1" }), "OUT_OF_RANGE", "input.tolerance");
        wrong(json!({ "jumpThreshold": 0 }), "OUT_OF_RANGE", "input.jumpThreshold");
        wrong(json!({ "frequency": "MONTH" }), "CONTRADICTION", "input.frequency");
        wrong(json!({ "due": { "kind": "DAY_OF_NEXT_YEAR", "number": 230 } }), "INVALID", "input.due.number");
        wrong(json!({ "methods": [{}] }), "REQUIRED", "input.methods.0.text");
        wrong(json!({ "methods": [{ "text": "а" }, { "text": "б" }] }), "DUPLICATE", "input.methods.1.since");
        wrong(json!({ "sources": ["МОЦ", "МОЦ"] }), "DUPLICATE", "input.sources.1");
        wrong(json!({ "validFrom": "2023-02-01", "validTo": "2023-01-01" }), "DATE_ORDER", "input.validTo");
        // All at once.
        let several = create(&admin, &share(json!({ "name": "", "scale": 1, "decimals": -1 })));
        assert_eq!(several.user_errors().len(), 3, "{several}");
    }

    fn denominators_form_no_chain(network: &Network) {
        let region = network.region();
        let own = json!({ "regionId": network.region_id("23") });
        let by = |indicator: &str| json!({ "name": "Охваченные", "indicatorId": indicator });
        let make = |code: &str, denominator: Value| share(crate::support::with(own.clone(), json!({ "code": code, "denominator": denominator })));
        let covered = indicator(network, "COVERAGE_5_18");
        let bound = create(&region, &make("OF_COVERED", by(&covered)));
        assert_eq!(bound.payload()["indicator"]["denominator"]["indicator"]["code"], "COVERAGE_5_18");
        let bound = bound.payload()["indicator"]["id"].as_str().unwrap().to_owned();
        let path = "input.denominator.indicatorId";
        refused(network, || create(&region, &make("OF_BOUND", by(&bound))), "CONTRADICTION", path);
        // Nor does a circle close: what others are divided by is not divided by another.
        let admin = network.actor(Role::PlatformAdmin, "federation");
        let first = create(&admin, &share(json!({ "code": "FIRST" }))).payload()["indicator"]["id"].as_str().unwrap().to_owned();
        create(&admin, &share(json!({ "code": "SECOND", "denominator": by(&first) }))).payload();
        let closing = json!({ "id": first, "expectedVersion": 1, "denominator": by(&covered) });
        refused(network, || update(&admin, closing.clone()), "CONTRADICTION", path);
        let itself = json!({ "id": first, "expectedVersion": 1, "denominator": by(&first) });
        refused(network, || update(&admin, itself.clone()), "CONTRADICTION", path);
        // Only like with like, and nobody's of another territory.
        refused(network, || create(&admin, &share(json!({ "code": "BY_REGIONS", "denominator": by(&indicator(network, "RECORD_CERTIFICATES")) }))), "CONTRADICTION", path);
        refused(network, || create(&region, &make("BY_FLAG", by(&indicator(network, "REGIONS_WITH_CERTIFICATES")))), "CONTRADICTION", path);
        refused(network, || create(&region, &make("BY_NONE", by("ind_00000000000000000000000000"))), "UNKNOWN_REFERENCE", path);
    }

    fn what_figures_rest_on_stays(network: &Network) {
        let region = network.region();
        let id = defined(network, json!({ "dimensions": ["SEX"] }));
        // Nothing rests on it yet.
        let change = json!({ "id": id, "expectedVersion": 1, "unit": "PERSON", "aggregation": "SUM", "denominator": null, "numerator": "Школьники" });
        insta::assert_snapshot!(update(&region, change).redacted(), @r#"
        200
        {
          "data": {
            "updateIndicator": {
              "indicator": {
                "denominator": null,
                "dimensions": [
                  "SEX"
                ],
                "methods": [],
                "name": "Доля школьников в кружках",
                "periodTypes": [
                  "QUARTER",
                  "YEAR"
                ],
                "sources": [],
                "unit": "PERSON",
                "validTo": null,
                "version": 2
              },
              "userErrors": []
            }
          }
        }
        "#);
        let back = json!({ "id": id, "expectedVersion": 2, "unit": "PERCENT", "aggregation": "RATIO", "denominator": { "name": "Школьники" } });
        update(&region, back).payload();
        let set = crate::target::set_of(network, json!([{ "indicatorId": id, "subjectId": network.region_id("23"), "period": { "text": "2024" }, "value": "30" }]));
        let fixed = |more: Value, path: &str| {
            let input = crate::support::with(json!({ "id": id, "expectedVersion": 3 }), more);
            refused(network, || update(&region, input.clone()), "IN_USE", path);
        };
        fixed(json!({ "kind": "CUMULATIVE" }), "input.kind");
        fixed(json!({ "unit": "PERCENTAGE_POINT" }), "input.unit");
        fixed(json!({ "scale": 3 }), "input.scale");
        fixed(json!({ "aggregation": "NONE" }), "input.aggregation");
        fixed(json!({ "numerator": "Иное" }), "input.numerator");
        fixed(json!({ "denominator": { "name": "Школьники", "ageFrom": 7, "ageTo": 17 } }), "input.denominator");
        fixed(json!({ "periodTypes": ["YEAR"] }), "input.periodTypes");
        fixed(json!({ "dimensions": [] }), "input.dimensions");
        // The card is not what they rest on, and more may be told.
        let card = json!({ "id": id, "expectedVersion": 3, "name": "Иначе названная доля", "dimensions": ["DIRECTION", "SEX"],
            "sources": ["МОЦ"], "methods": [{ "since": "2024-01-01", "text": "Новая" }], "validTo": "2030-12-31" });
        insta::assert_snapshot!(update(&region, card).redacted(), @r#"
        200
        {
          "data": {
            "updateIndicator": {
              "indicator": {
                "denominator": {
                  "ageFrom": null,
                  "ageTo": null,
                  "factor": 100,
                  "name": "Школьники"
                },
                "dimensions": [
                  "DIRECTION",
                  "SEX"
                ],
                "methods": [
                  {
                    "since": "2024-01-01",
                    "text": "Новая"
                  }
                ],
                "name": "Иначе названная доля",
                "periodTypes": [
                  "QUARTER",
                  "YEAR"
                ],
                "sources": [
                  "МОЦ"
                ],
                "unit": "PERCENT",
                "validTo": "2030-12-31",
                "version": 4
              },
              "userErrors": []
            }
          }
        }
        "#);
        let gone = json!({ "id": id, "expectedVersion": 4 });
        refused(network, || delete(&region, gone.clone()), "IN_USE", "input.id");
        crate::target::remove(&region, &set);
        delete(&region, gone.clone()).payload();
        fails(network, || delete(&region, gone.clone()), "NOT_FOUND");
    }

    fn a_stale_version_gets_the_current_one(network: &Network) {
        let id = defined(network, json!({}));
        let region = network.region();
        update(&region, json!({ "id": id, "expectedVersion": 1, "name": "Первое изменение" })).payload();
        let stale = network.unchanged_but(&[], || update(&region, json!({ "id": id, "expectedVersion": 1, "name": "Второе" })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("updateIndicator.indicator.name"), "Первое изменение");
        network.unchanged_but(&[], || delete(&region, json!({ "id": id, "expectedVersion": 1 }))).expect_user_error("STALE_VERSION", "input.expectedVersion");
        // A denominator is in use, too.
        let used = crate::support::with(json!({ "code": "OF_IT", "regionId": network.region_id("23") }), json!({ "denominator": { "name": "Ч", "indicatorId": id } }));
        create(&region, &share(used)).payload();
        refused(network, || delete(&region, json!({ "id": id, "expectedVersion": 2 })), "IN_USE", "input.id");
    }
}
