//! Templates of reports: made, copied, published, frozen; who may, who sees, what is refused.
//!
//! - `life.rs`: editions from draft to retirement. `rights.rs`: who makes and sees which. `refusals.rs`: bad input.

mod life;
mod refusals;
mod rights;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, with};

const SHOWN: &str = "id version code edition name kind instructions periodType state level region { code }
    municipality { name } publishedOn retiredOn copiedFrom { code edition } allowedActions
    fields { section code label help kind required choices { code name } unit indicatorId breakdown targetSetId prefill
        prefillFrom jumpThreshold columns { code label kind required choices { code } unit } }";

/// Sends a mutation of templates.
pub fn send(actor: &Actor, verb: &str, input: Value) -> Answer {
    actor.mutate(&format!("{verb}ReportTemplate"), "reportTemplate", SHOWN, &input)
}

/// The template of an answer without errors.
pub fn shown(answer: &Answer) -> Value {
    answer.payload()["reportTemplate"].clone()
}

/// A further step on a template as it was shown.
pub fn step(actor: &Actor, verb: &str, of: &Value, more: Value) -> Answer {
    send(actor, verb, with(json!({ "id": of["id"], "expectedVersion": of["version"] }), more))
}

/// A region with two municipalities, and another region.
pub struct Map {
    /// The region.
    pub region: String,
    /// Its first municipality.
    pub district: String,
    /// Its second.
    pub town: String,
    /// The other region.
    pub other: String,
}

impl Map {
    /// Records the map.
    pub fn new(app: &TestApp) -> Self {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let create = |root: &str, input: Value| {
            let name = format!("Create{root}Input");
            let field = format!("{}{}", root[..1].to_lowercase(), &root[1..]);
            let document = format!(
                "mutation($input: {name}!) {{ create{root}(input: $input) {{ {field} {{ id }} userErrors {{ code }} }} }}"
            );
            let answer = admin.query(&document, json!({ "input": input }));
            answer.payload();
            answer.text(&format!("create{root}.{field}.id")).to_owned()
        };
        let region = create("Region", json!({ "code": "23" }));
        let other = create("Region", json!({ "code": "38" }));
        let municipality = |name: &str, oktmo: &str| {
            let input = json!({ "regionId": region, "oktmo": oktmo, "name": name, "kind": "MUNICIPAL_DISTRICT" });
            create("Municipality", input)
        };
        let district = municipality("Выселковский район", "03612000");
        let town = municipality("Крыловский район", "03624000");
        Self { region, district, town, other }
    }

    /// The regional coordinator.
    pub fn rmc<'app>(&self, app: &'app TestApp) -> Actor<'app> {
        app.actor(Role::RegionalCoordinator, &self.region)
    }

    /// A template of the region with three fields.
    pub fn content(&self) -> Value {
        json!({
            "regionId": self.region, "code": "MONITORING", "name": "Мониторинг", "kind": "MONITORING",
            "periodType": "QUARTER", "instructions": "До 6-го числа",
            "fields": [
                { "section": "Сеть", "code": "programmes", "label": "Программы", "kind": "NUMBER", "unit": "COUNT",
                  "required": true, "prefill": "LAST_PERIOD", "jumpThreshold": 20 },
                { "code": "how", "label": "Как посчитано", "kind": "CHOICE",
                  "choices": [{ "code": "NAVIGATOR", "name": "по Навигатору" }, { "code": "FORM", "name": "по форме 1-ДОП" }] },
                { "code": "events", "label": "События", "kind": "TABLE", "columns": [
                    { "code": "date", "label": "Когда", "kind": "DATE", "required": true },
                    { "code": "programmes", "label": "О чём", "kind": "TEXT" },
                ] },
            ],
        })
    }
}
