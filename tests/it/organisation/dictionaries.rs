//! The open dictionaries: what is new, what is corrected, what is a slip.

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, both};

const RECORD: &str = "mutation($input: RecordClassifierInput!) { recordClassifier(input: $input) {
    classifier { dictionary code name version } userErrors { code path } } }";

fn record(actor: &Actor, input: Value) -> Answer {
    actor.query(RECORD, json!({ "input": input }))
}

both! {
    fn an_unknown_dictionary_is_begun_on_purpose_alone(app: &TestApp) {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let entry = |dictionary: &str| json!({ "dictionary": dictionary, "code": "SPORT", "name": "Спортивная" });
        let slip = app.unchanged_but(&[], || record(&admin, entry("directoin")));
        slip.expect_user_error("UNKNOWN_REFERENCE", "input.dictionary");
        let mut begun = entry("direction");
        begun["newDictionary"] = json!(true);
        record(&admin, begun).payload();
        record(&admin, json!({ "dictionary": "direction", "code": "ART", "name": "Художественная" })).payload();
        // Those of the service itself are there before their first entry.
        record(&admin, json!({ "dictionary": "legal_form", "code": "MBU", "name": "Бюджетное учреждение" })).payload();
    }

    fn an_entry_is_corrected_by_whoever_has_read_it(app: &TestApp) {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let entry = |name: &str, version: Value| json!({ "dictionary": "legal_form", "code": "MBU", "name": name, "expectedVersion": version });
        app.unchanged_but(&[], || record(&admin, entry("Новое", json!(1)))).expect_user_error("UNKNOWN_REFERENCE", "input.code");
        let told = |name: &str, version: i32| json!({ "dictionary": "legal_form", "code": "MBU", "name": name, "version": version });
        assert_eq!(record(&admin, entry("Первое", Value::Null)).payload()["classifier"], told("Первое", 1));
        app.unchanged_but(&[], || record(&admin, entry("Второе", Value::Null))).expect_user_error("REQUIRED", "input.expectedVersion");
        assert_eq!(record(&admin, entry("Второе", json!(1))).payload()["classifier"], told("Второе", 2));
        let stale = app.unchanged_but(&[], || record(&admin, entry("Третье", json!(1))));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("recordClassifier.classifier"), &told("Второе", 2));
    }
}
