//! Values: their life, who sees what of them, several sources, small numbers, refusals, lists, and the figures that follow.
//!
//! - `life.rs`: from a draft to a figure, and every step that is refused. `sources.rs`: two sources, bound denominators.
//! - `small.rs`: what neighbours do not see. `refused.rs`: every error of an input; `strange.rs`: every warning.
//! - `lists.rs`: filters, facets, pages, what they cost. `races.rs`: two writers at once.
//! - `regional.rs`: what a region and a zone tell of themselves.
//! - `demo.rs`: what the documents say, read back. `sums.rs`: figures and sums after random histories against a recount.

mod demo;
mod life;
mod lists;
mod races;
mod refused;
mod regional;
mod small;
mod sources;
mod strange;
mod sums;

use std::time::Duration;

use entity::{
    classifier,
    ids::IndicatorId,
    indicator::{Aggregation, IndicatorKind},
    indicator_source,
    organisation::OrganisationType,
    shared::Unit,
};
use opora::{
    clock::Clock,
    db::connect,
    service::{Cx, overview::recount::Difference, value::recount::recount},
};
use sea_orm::{ConnectionTrait, Set, Statement};
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Backend, Given, Role, TestApp, service, wait, with};

/// A region with two municipalities, two organisations in the first, and some indicators.
pub struct Ground {
    app: TestApp,
    region: String,
    district: String,
    town: String,
    school: String,
    club: String,
}

impl Given for Ground {
    fn given(backend: Backend) -> Option<Self> {
        TestApp::given(backend).map(Self::new)
    }
}

impl std::ops::Deref for Ground {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

/// What an answer shows of a value.
const SHOWN: &str = "indicator { code } source period { text } breakdown { dimension member } numerator denominator value stated \
     printed qualifier nullReason state locked version onBehalf remark level";

impl Ground {
    fn new(app: TestApp) -> Self {
        let (region, district, town, school, club) = {
            let admin = app.actor(Role::PlatformAdmin, "federation");
            let create = |noun: &str, input: Value| {
                let (capital, field) = (noun, format!("{}{}", noun[..1].to_lowercase(), &noun[1..]));
                let document = format!(
                    "mutation($input: Create{capital}Input!) {{ create{capital}(input: $input) {{ {field} {{ id }} userErrors {{ code path }} }} }}"
                );
                let answer = admin.query(&document, json!({ "input": input }));
                answer.payload()[field]["id"].as_str().unwrap().to_owned()
            };
            let region = create("Region", json!({ "code": "23" }));
            let municipality = |name: &str, oktmo: &str| {
                create(
                    "Municipality",
                    json!({ "regionId": region, "oktmo": oktmo, "name": name, "kind": "MUNICIPAL_DISTRICT" }),
                )
            };
            let district = municipality("Выселковский район", "03612000");
            let town = municipality("Крыловский район", "03624000");
            let school = app.organisation("Школа", &region, &district, OrganisationType::School);
            let club = app.organisation("Дом творчества", &region, &district, OrganisationType::School);
            (region, district, town, school, club)
        };
        let ground = Self { app, region, district, town, school, club };
        ground.indicators();
        ground
    }

    /// A share of children of 5 to 18 years, a count of children with ОВЗ, a flow by direction, a running total, a flag,
    /// and a share of the flow.
    fn indicators(&self) {
        let flow = self.indicator("EVENTS", |row| {
            row.kind = Set(IndicatorKind::Flow);
            row.dimensions = Set("DIRECTION\nSEX".to_owned());
        });
        self.indicator("COVERAGE", |row| {
            row.unit = Set(Unit::Percent);
            row.aggregation = Set(Aggregation::Ratio);
            row.denominator = Set(Some("Дети 5–18 лет".to_owned()));
            row.factor = Set(100);
            row.denominator_age_from = Set(Some(5));
            row.denominator_age_to = Set(Some(18));
            row.dimensions = Set("DIRECTION\nDISABILITY".to_owned());
            row.tolerance_micros = Set(Some(1_000_000));
            row.tolerance_scale = Set(Some(0));
        });
        self.indicator("DISABLED", |row| {
            row.kind = Set(IndicatorKind::Flow);
            row.sensitive = Set(true);
            row.dimensions = Set("SEX".to_owned());
        });
        self.indicator("RUNNING", |row| row.kind = Set(IndicatorKind::Cumulative));
        self.indicator("FLAG", |row| {
            row.kind = Set(IndicatorKind::Flag);
            row.aggregation = Set(Aggregation::CountTrue);
        });
        self.indicator("SHARE", |row| {
            row.kind = Set(IndicatorKind::Flow);
            row.aggregation = Set(Aggregation::Ratio);
            row.denominator = Set(Some("Мероприятия".to_owned()));
            row.factor = Set(100);
            row.denominator_indicator_id = Set(Some(flow));
        });
        for (dictionary, codes) in [
            ("direction", &["TECHNICAL", "ARTISTIC", "SPORT"][..]),
            ("sex", &["FEMALE", "MALE"]),
            ("disability", &["WITH", "WITHOUT"]),
            ("source", &["S2"]),
        ] {
            for code in codes {
                self.insert(classifier::ActiveModel {
                    dictionary: Set(dictionary.to_owned()),
                    code: Set((*code).to_owned()),
                    name: Set((*code).to_owned()),
                    ..Default::default()
                });
            }
        }
    }

    /// A source of an indicator counts before others.
    fn priority(&self, indicator: &str, source: &str, priority: i16) {
        let id = self.id_of(indicator);
        let row = indicator_source::ActiveModel {
            indicator_id: Set(id),
            source: Set(source.to_owned()),
            priority: Set(priority),
        };
        self.insert(row);
    }

    fn id_of(&self, code: &str) -> IndicatorId {
        let rows = self.rows(&format!("SELECT id FROM indicator WHERE code = '{code}'"));
        rows[0].try_get::<sea_orm::prelude::Uuid>("", "id").unwrap().into()
    }

    /// What a statement past the service answers.
    fn rows(&self, sql: &str) -> Vec<sea_orm::QueryResult> {
        wait(async {
            let connection = service::connect(self.database().url()).await.unwrap();
            let statement = Statement::from_string(connection.get_database_backend(), sql);
            let rows = connection.query_all_raw(statement).await.unwrap();
            connection.close().await.unwrap();
            rows
        })
    }

    /// The figures of an indicator at a state: period, derived, numerator, denominator, in units.
    fn figures(&self, indicator: &str, state: i16) -> Vec<String> {
        let rows = self.rows(&format!(
            "SELECT f.period_type, f.breakdown, f.derived, f.numerator_micros, f.denominator_micros, f.subject FROM figure f \
             JOIN indicator i ON i.id = f.indicator_id WHERE i.code = '{indicator}' AND f.state = {state} \
             ORDER BY f.subject, f.breakdown, f.period_from, f.period_to"
        ));
        let unit = |row: &sea_orm::QueryResult, column: &str| {
            let number: Option<i64> = row.try_get("", column).unwrap();
            number.map_or("-".to_owned(), |number| (number / 1_000_000).to_string())
        };
        let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).unwrap();
        rows.iter()
            .map(|row| {
                let words = ["subject", "period_type", "breakdown", "derived"].map(|column| text(row, column));
                let numbers = ["numerator_micros", "denominator_micros"].map(|column| unit(row, column));
                format!("{} {}", words.join(" "), numbers.join("/"))
            })
            .collect()
    }

    /// The sums of an indicator at a state below all territories, in units: numerator, numbers, reported.
    fn sums(&self, indicator: &str, state: i16) -> Vec<String> {
        let rows = self.rows(&format!(
            "SELECT s.period_type, s.breakdown, s.numerator_micros, s.numbers, s.reported FROM figure_sum s \
             JOIN indicator i ON i.id = s.indicator_id WHERE i.code = '{indicator}' AND s.state = {state} AND s.reported > 0 \
             ORDER BY s.period_type, s.breakdown, s.numerator_micros"
        ));
        let number = |row: &sea_orm::QueryResult, column: &str| row.try_get::<i64>("", column).unwrap();
        rows.iter()
            .map(|row| {
                let text = |column: &str| row.try_get::<String>("", column).unwrap();
                let sum = number(row, "numerator_micros") / 1_000_000;
                format!(
                    "{} {} {sum} of {} {}",
                    text("period_type"),
                    text("breakdown"),
                    number(row, "numbers"),
                    number(row, "reported")
                )
            })
            .collect()
    }

    fn recounted(&self) -> Vec<Difference> {
        wait(async {
            let nine = Duration::from_secs(9);
            let limits = connect::Limits { readers: 1, writers: 1, read: nine, write: nine };
            let db = connect::connect(self.database().url(), self.database().folder(), limits).await.unwrap();
            let cx = Cx::system(db.clone(), Clock::fixed(self.now(), "Europe/Moscow".parse().unwrap()));
            let differences = recount(&cx).await.unwrap();
            db.close().await;
            differences
        })
    }

    /// The regional coordinator.
    fn rmc(&self) -> Actor<'_> {
        self.actor(Role::RegionalCoordinator, &self.region)
    }

    /// The municipal coordinator of the district.
    fn moc(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, &self.district)
    }

    /// The municipal coordinator of the town beside it.
    fn neighbour(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, &self.town)
    }

    /// The editor of the school.
    fn editor(&self) -> Actor<'_> {
        self.actor(Role::OrganisationEditor, &self.school)
    }

    /// How many children of 5 to 18 years a municipality had.
    fn population(&self, municipality: &str, as_of: &str, count: i64) {
        let document =
            "mutation($input: RecordPopulationInput!) { recordPopulation(input: $input) { userErrors { code path } } }";
        let input = json!({ "municipalityId": municipality, "ageFrom": 5, "ageTo": 18, "asOf": as_of, "count": count, "source": "Росстат" });
        self.rmc().query(document, json!({ "input": input })).payload();
    }

    /// A row about the district.
    fn row(&self, indicator: &str, period: &str, more: Value) -> Value {
        let row = json!({ "indicatorCode": indicator, "subjectId": self.district, "period": { "text": period } });
        with(row, more)
    }
}

/// Records rows of a source.
fn record(actor: &Actor, source: &str, state: &str, rows: &[Value]) -> Answer {
    let document = format!(
        "mutation($input: RecordValuesInput!) {{ recordValues(input: $input) {{ values {{ {SHOWN} }} \
         warnings {{ code path }} userErrors {{ code path }} }} }}"
    );
    actor.query(&document, json!({ "input": { "source": source, "state": state, "rows": rows } }))
}

/// Records rows of the district's centre, which must go well; answers their keys with their versions.
fn recorded(actor: &Actor, source: &str, state: &str, rows: &[Value]) -> Vec<Value> {
    let answer = record(actor, source, state, rows);
    let versions = answer.payload()["values"].as_array().unwrap().iter().map(|value| value["version"].clone());
    rows.iter().zip(versions).map(|(row, version)| key(row, source, &version)).collect()
}

/// The key of a row.
fn key(row: &Value, source: &str, version: &Value) -> Value {
    let mut key = json!({ "source": source, "expectedVersion": version });
    for name in ["indicatorCode", "subjectId", "group", "breakdown", "period"] {
        if let Some(member) = row.get(name) {
            key[name] = member.clone();
        }
    }
    key
}

/// The keys after one more change.
fn later(keys: &[Value]) -> Vec<Value> {
    let next =
        |key: &Value| with(key.clone(), json!({ "expectedVersion": key["expectedVersion"].as_i64().unwrap() + 1 }));
    keys.iter().map(next).collect()
}

/// A decision on values.
fn decide(actor: &Actor, verb: &str, rows: &[Value], more: Value) -> Answer {
    let name = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let document = format!(
        "mutation($input: {name}!) {{ {verb}(input: $input) {{ values {{ {SHOWN} }} userErrors {{ code path }} }} }}"
    );
    actor.query(&document, json!({ "input": with(json!({ "rows": rows }), more) }))
}

/// Rows that were handed in are accepted by the region.
fn accepted(ground: &Ground, keys: &[Value]) -> Vec<Value> {
    decide(&ground.rmc(), "acceptValues", keys, json!({})).payload();
    later(keys)
}

/// What someone sees of values under a filter.
fn seen(actor: &Actor, filter: Value) -> Answer {
    let document = format!(
        "query($filter: ValueFilter) {{ values(filter: $filter, orderBy: PERIOD_ASC, first: 50) {{ totalCount nodes {{ {SHOWN} }} }} }}"
    );
    actor.query(&document, json!({ "filter": filter }))
}

/// How many of them there are.
fn count(actor: &Actor, filter: Value) -> i64 {
    seen(actor, filter).at("values.totalCount").as_i64().unwrap()
}

/// A breakdown along one dimension.
fn part(dimension: &str, member: &str) -> Value {
    json!([{ "dimension": dimension, "member": member }])
}
