//! Reports: the whole life of one, who reads and does what, two levels, what is prefilled and what is asked for.
//!
//! - `life.rs`: from not begun to locked and back. `sight.rs`: drafts and neighbours. `levels.rs`: sums and overrides.
//! - `asks.rs`: required answers, targets, jumps, files, bad input. `begin.rs`: what a report begins with.
//! - `lists.rs`: filters, facets, what nested lists cost. `races.rs`: two at once.
//! - `registers.rs`: what the registers know, and who may fill in for another.

mod asks;
mod begin;
mod demo;
mod levels;
mod life;
mod lists;
mod races;
mod registers;
mod sight;

use entity::organisation::OrganisationType;
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, with};

/// A region with two municipalities of one zone, two organisations in the first, and a form with an indicator.
struct Net<'app> {
    app: &'app TestApp,
    region: String,
    district: String,
    town: String,
    /// Two organisations of the district.
    a: String,
    b: String,
    /// Share of children, in percent.
    coverage: String,
    /// Persons.
    events: String,
    targets: String,
}

const REPORT: &str = "id version state step dueOn submittedOn late overdue preliminary onBehalf answersHidden
    answers { field column row number denominator text yes computed overrideReason reason prefilled }";

impl<'app> Net<'app> {
    fn new(app: &'app TestApp) -> Self {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let create = |root: &str, field: &str, input: Value| admin.make(root, field, &input);
        let region = create("createRegion", "region", json!({ "code": "23" }));
        let zone = create("createZone", "zone", json!({ "regionId": region, "code": "NE", "name": "Северная" }));
        let municipality = |name: &str, oktmo: &str| {
            let input = json!({
                "regionId": region, "zoneId": zone, "oktmo": oktmo, "name": name, "kind": "MUNICIPAL_DISTRICT",
            });
            create("createMunicipality", "municipality", input)
        };
        let (district, town) =
            (municipality("Выселковский район", "03612000"), municipality("Крыловский район", "03624000"));
        let indicator = |code: &str, more: Value| {
            let input = json!({
                "code": code, "name": code, "category": "MAIN", "kind": "FLOW", "unit": "PERSON", "better": "MORE",
                "aggregation": "SUM", "numerator": "дети", "periodTypes": ["QUARTER"],
            });
            create("createIndicator", "indicator", with(input, more))
        };
        let share = json!({
            "kind": "LEVEL", "unit": "PERCENT", "aggregation": "RATIO", "denominator": { "name": "дети 5–18 лет" },
        });
        let (coverage, events) = (indicator("COVERAGE", share), indicator("EVENTS", json!({})));
        let mut net = Self {
            app,
            region,
            district,
            town,
            a: String::new(),
            b: String::new(),
            coverage,
            events,
            targets: String::new(),
        };
        net.a = net.organisation("Дом творчества");
        net.b = net.organisation("Станция юных техников");
        net.targets = net.targets();
        net
    }

    fn organisation(&self, name: &str) -> String {
        self.app.organisation(name, &self.region, &self.district, OrganisationType::AdditionalEducation)
    }

    /// Of the third quarter 75 % are to be reached.
    fn targets(&self) -> String {
        let coordinator = self.coordinator();
        let input = json!({ "regionId": self.region, "code": "ROADMAP", "name": "Дорожная карта", "kind": "ROADMAP" });
        let set = coordinator.make("createTargetSet", "targetSet", &input);
        let row = json!({
            "indicatorId": self.coverage, "every": "MUNICIPALITY", "period": { "text": "2023-Q3" }, "value": "75",
        });
        step(&coordinator, "setTargets", "targetSet", &set, json!({ "rows": [row] }), 1).payload();
        // A draft of the region is not there for a municipality.
        step(&coordinator, "approveTargetSet", "targetSet", &set, json!({}), 2).payload();
        set
    }

    /// The regional centre: collects reports.
    fn coordinator(&self) -> Actor<'app> {
        self.app.actor(Role::RegionalCoordinator, &self.region)
    }

    /// The municipal centre of the district.
    fn centre(&self) -> Actor<'app> {
        self.app.actor(Role::MunicipalCoordinator, &self.district)
    }

    fn editor(&self, organisation: &str) -> Actor<'app> {
        self.app.actor(Role::OrganisationEditor, organisation)
    }

    /// The fields of the form: a share with its target, a number that must not jump, a text, a table.
    fn fields(&self) -> Value {
        json!([
            {
                "code": "coverage", "label": "Охват", "kind": "NUMBER", "required": true, "indicatorId": self.coverage,
                "targetSetId": self.targets,
            },
            {
                "code": "events", "label": "Мероприятия", "kind": "NUMBER", "required": true,
                "indicatorId": self.events, "prefill": "LAST_PERIOD", "jumpThreshold": 50,
            },
            { "code": "organisations", "label": "Организации", "kind": "NUMBER", "prefill": "REGISTER",
              "prefillFrom": "organisations" },
            { "code": "meeting", "label": "Совещание", "kind": "YES_NO" },
            { "code": "note", "label": "Справка", "kind": "FILE" },
            { "code": "acts", "label": "Акты", "kind": "TABLE", "prefill": "LAST_PERIOD", "columns": [
                { "code": "title", "label": "О чём", "kind": "TEXT", "required": true },
                { "code": "on", "label": "Дата", "kind": "DATE", "required": true },
            ] },
        ])
    }

    /// The published form.
    fn template(&self, owner: &Actor, code: &str, place: Value) -> String {
        let input = json!({
            "code": code, "name": "Мониторинг", "kind": "MONITORING", "periodType": "QUARTER", "fields": self.fields(),
        });
        let id = owner.make("createReportTemplate", "reportTemplate", &with(input, place));
        step(owner, "publishReportTemplate", "reportTemplate", &id, json!({}), 1).payload();
        id
    }

    fn form(&self) -> String {
        self.template(&self.coordinator(), "MONITORING", json!({ "regionId": self.region }))
    }

    /// The same once more, under a code of its own.
    fn form_again(&self) -> String {
        self.template(&self.coordinator(), "AGAIN", json!({ "regionId": self.region }))
    }

    /// An open campaign of the region for a quarter; its version is 2.
    fn campaign(&self, form: &str, quarter: &str, more: Value) -> String {
        let input = json!({
            "ownerId": self.region, "templateId": form, "name": format!("Мониторинг {quarter}"),
            "respondents": "MUNICIPALITY", "period": { "text": quarter },
            "due": { "kind": "ON_DAY", "day": "2023-11-20" },
        });
        self.opened(&self.coordinator(), with(input, more))
    }

    fn opened(&self, owner: &Actor, input: Value) -> String {
        let id = owner.make("createCampaign", "campaign", &input);
        step(owner, "openCampaign", "campaign", &id, json!({}), 1).payload();
        id
    }

    /// The open campaign of the third quarter.
    fn open(&self) -> String {
        self.campaign(&self.form(), "2023-Q3", json!({}))
    }

    /// The report of a node, which is not begun.
    fn report(&self, campaign: &str, node: &str) -> String {
        let answer = self.coordinator().query(
            "query($of: ID!, $in: ID!) { reports(filter: { of: $of, campaignIds: [$in] }) { nodes { id } } }",
            json!({ "of": node, "in": campaign }),
        );
        answer.text("reports.nodes.0.id").to_owned()
    }

    /// The report of the district in the third quarter, and whoever fills it in.
    fn begun(&self) -> (String, Actor<'app>) {
        let campaign = self.open();
        (self.report(&campaign, &self.district), self.centre())
    }
}

/// What every report must have here: 4281 of 5678, as in a document, and 22 events.
fn good() -> Value {
    json!([
        { "field": "coverage", "number": "4281", "denominator": "5678" },
        { "field": "events", "number": "22" },
    ])
}

/// A step with an object of a version.
fn step(actor: &Actor, root: &str, field: &str, id: &str, more: Value, version: i64) -> Answer {
    let shown = if field == "report" { REPORT } else { "id version" };
    actor.mutate(root, field, shown, &with(json!({ "id": id, "expectedVersion": version }), more))
}

/// A step with a report, which must succeed; answers what the report is then.
fn done(actor: &Actor, root: &str, id: &str, more: Value, version: i64) -> Value {
    step(actor, root, "report", id, more, version).payload()["report"].clone()
}

/// Asserts that a step is refused with codes and paths, and that nothing was written.
fn refused(net: &Net, actor: &Actor, (root, id, version): (&str, &str, i64), more: Value, expected: &[(&str, &str)]) {
    let answer = net.app.unchanged_but(&[], || step(actor, root, "report", id, more, version));
    answer.expect_user_errors(expected);
}

/// Asserts that a step ends in one top-level error of a code, and that nothing was written.
fn fails(net: &Net, actor: &Actor, (root, id, version): (&str, &str, i64), more: Value, code: &str) {
    let answer = net.app.unchanged_but(&[], || step(actor, root, "report", id, more, version));
    assert_eq!(answer.code(), code, "{root}: {answer}");
}

/// A report as someone reads it.
fn read(actor: &Actor, id: &str) -> Value {
    let document = format!("query($id: ID!) {{ report(id: $id) {{ {REPORT} }} }}");
    actor.query(&document, json!({ "id": id })).at("report").clone()
}

/// The answer to a field in a report.
fn answer<'a>(report: &'a Value, field: &str) -> &'a Value {
    let answers = report["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["field"] == field).unwrap_or(&Value::Null)
}

/// The source, visibility and lock of all stored values.
fn values(net: &Net) -> Vec<String> {
    let sql = "SELECT source || ' ' || visibility || ' ' || CASE WHEN locked THEN 'locked' ELSE 'open' END
        FROM value ORDER BY numerator_micros";
    crate::support::rows::texts(net.app.database().url(), sql)
}
