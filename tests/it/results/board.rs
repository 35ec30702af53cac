//! A small region with indicators, whose values are written as the service writes them.

use std::time::Duration;

use entity::{
    decimal::Decimal,
    ids::{IndicatorId, LegalActId, MunicipalityId, OrganisationId, RegionId, TargetSetId, TypedId},
    indicator::{self, Aggregation, IndicatorKind},
    indicator_method,
    shared::{Level, NullReason, Qualifier, Unit, Visibility},
    target::{self, Comparator},
    target_set::{self, TargetSetKind},
};
use opora::{
    access::NodeRef,
    clock::Clock,
    db::{
        Db,
        connect::{Limits, connect},
    },
    period::Period,
    rules::breakdown::Breakdown,
    service::{
        Cx,
        value::put::{Number, Put, put},
    },
};
use sea_orm::Set;
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Backend, Given, Role, TestApp, wait};

/// A service with a region, its map and its figures.
pub struct Board {
    app: TestApp,
    db: Db,
    /// The region 23.
    pub region: String,
}

impl std::ops::Deref for Board {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Given for Board {
    fn given(backend: Backend) -> Option<Self> {
        let app = TestApp::new(backend)?;
        let limits = Limits { readers: 1, writers: 1, read: Duration::from_secs(9), write: Duration::from_secs(9) };
        let db = wait(connect(app.database().url(), app.database().folder(), limits)).unwrap();
        let mut board = Self { app, db, region: String::new() };
        board.region = board.new_region("23");
        Some(board)
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        wait(self.db.clone().close());
    }
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A value as a test writes it.
#[derive(Clone)]
pub struct Told {
    put: Put,
}

impl Told {
    /// The same, handed in and not yet accepted.
    pub fn submitted(mut self) -> Self {
        self.put.visibility = Visibility::Submitted;
        self
    }

    /// The same, counted on a day.
    pub fn on(mut self, day: &str) -> Self {
        self.put.as_of = opora::validity::Bound::from_stored(Some(day.parse().unwrap()), 1, None);
        self
    }

    /// The same of a part of the whole.
    pub fn of(mut self, breakdown: &str) -> Self {
        self.put.breakdown = Breakdown::parse(breakdown).unwrap();
        self
    }

    /// The same with a qualifier.
    pub fn about(mut self, qualifier: Qualifier) -> Self {
        self.put.number.qualifier = qualifier;
        self
    }
}

impl Board {
    fn admin(&self) -> Actor<'_> {
        self.actor(Role::PlatformAdmin, "federation")
    }

    fn create(&self, what: &str, input: &Value) -> String {
        let verb = format!("create{}{}", what[..1].to_uppercase(), &what[1..]);
        self.admin().make(&verb, what, input)
    }

    /// Another region.
    pub fn new_region(&self, code: &str) -> String {
        self.create("region", &json!({ "code": code }))
    }

    /// A zone of the region.
    pub fn zone(&self, code: &str) -> String {
        self.create("zone", &json!({ "regionId": self.region, "code": code, "name": format!("Зона {code}") }))
    }

    /// A municipality of a region, with more members of its input.
    pub fn town_in(&self, region: &str, name: &str, more: Value) -> String {
        let mut input = json!({ "regionId": region, "name": name, "kind": "MUNICIPAL_DISTRICT" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.create("municipality", &input)
    }

    /// A municipality of the region.
    pub fn town(&self, name: &str) -> String {
        self.town_in(&self.region, name, json!({}))
    }

    /// An organisation of a municipality.
    pub fn school(&self, town: &str, name: &str) -> String {
        let document = "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id } userErrors { code path } } }";
        let input = json!({ "name": name, "type": "SCHOOL", "municipalityId": town });
        let actor = self.actor(Role::RegionalCoordinator, "region:23");
        let answer = actor.query(document, json!({ "input": input }));
        answer.payload();
        answer.text("createOrganisation.organisation.id").to_owned()
    }

    /// One or more became others.
    pub fn reorganise(&self, kind: &str, day: &str, before: &[&str], names: &[&str]) -> Vec<String> {
        let document = "mutation($input: ReorganiseMunicipalitiesInput!) { reorganiseMunicipalities(input: $input) { successors { id } userErrors { code path } } }";
        let new = |name: &&str| json!({ "regionId": self.region, "name": name, "kind": "MUNICIPAL_OKRUG" });
        let successors: Vec<Value> = names.iter().map(new).collect();
        let input = json!({ "kind": kind, "day": day, "predecessorIds": before, "successors": successors });
        let answer = self.admin().query(document, json!({ "input": input }));
        answer.payload();
        let found = answer.at("reorganiseMunicipalities.successors").as_array().unwrap();
        found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Coverage in percent: a ratio of a level.
    pub fn ratio(&self, code: &str) -> IndicatorId {
        self.indicator(code, |_| ())
    }

    /// A count of an own kind.
    pub fn count(&self, code: &str, kind: IndicatorKind) -> IndicatorId {
        self.indicator(code, |row| {
            row.kind = Set(kind);
            row.unit = Set(Unit::Count);
            row.denominator = Set(None);
            row.aggregation = Set(Aggregation::Sum);
        })
    }

    /// An indicator, changed before it is stored.
    pub fn indicator(&self, code: &str, change: impl FnOnce(&mut indicator::ActiveModel)) -> IndicatorId {
        self.app.indicator(code, |row| {
            row.name = Set(code.to_owned());
            row.unit = Set(Unit::Percent);
            row.aggregation = Set(Aggregation::Ratio);
            row.numerator = Set("дети".to_owned());
            row.denominator = Set(Some("все дети".to_owned()));
            row.factor = Set(100);
            row.dimensions = Set("DISABILITY".to_owned());
            change(row);
        })
    }

    /// A method of an indicator from a day on.
    pub fn method(&self, of: IndicatorId, since: &str) {
        self.insert(indicator_method::ActiveModel {
            indicator_id: Set(of),
            since: Set(since.parse().unwrap()),
            number: Set(Some(since.to_owned())),
            act_id: Set(None::<LegalActId>),
            text: Set(None),
        });
    }

    /// A set with targets: subject, period, value; each to be reached at least.
    pub fn targets(&self, code: &str, of: IndicatorId, targets: &[(&NodeRef, &str, &str)]) {
        let set = TargetSetId::deterministic(self.now(), "board", code);
        self.insert(target_set::ActiveModel {
            id: Set(set),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            visibility: Set(Visibility::Public),
            level: Set(Level::Federation),
            code: Set(code.to_owned()),
            name: Set(code.to_owned()),
            kind: Set(TargetSetKind::Roadmap),
            open_points: Set(String::new()),
            sort_key: Set(code.to_owned()),
            search_key: Set(code.to_owned()),
            valid_from_precision: Set(1),
            valid_to_precision: Set(1),
            ..Default::default()
        });
        for (number, (subject, period, value)) in targets.iter().enumerate() {
            let (period, value): (Period, Decimal) = (period.parse().unwrap(), value.parse().unwrap());
            self.insert(target::ActiveModel {
                id: Set(TargetSetId::deterministic(self.now(), code, &number.to_string()).into()),
                target_set_id: Set(set),
                indicator_id: Set(of),
                subject: Set(subject.level),
                subject_id: Set(opora::service::given::subject_id(subject)),
                group_name: Set(None),
                group_key: Set(String::new()),
                breakdown: Set(String::new()),
                base: Set(false),
                recurring: Set(false),
                dated: Set(true),
                until: Set(None),
                period_type: Set(period.kind()),
                period_from: Set(period.from()),
                period_to: Set(period.to()),
                comparator: Set(Comparator::Ge),
                value_micros: Set(value.micros()),
                value_scale: Set(value.scale()),
                absolute_micros: Set(None),
                absolute_scale: Set(None),
                printed: Set(None),
                place: Set(None),
                open_points: Set(String::new()),
            });
        }
    }

    /// A municipality as a subject.
    pub fn at_town(&self, town: &str) -> NodeRef {
        self.at_town_of(&self.region, town)
    }

    /// A municipality of a region as a subject.
    pub fn at_town_of(&self, region: &str, town: &str) -> NodeRef {
        let node = NodeRef::region(id::<RegionId>(region));
        NodeRef { level: Level::Municipality, municipality: Some(id::<MunicipalityId>(town)), ..node }
    }

    /// An organisation as a subject.
    pub fn at_school(&self, town: &str, school: &str) -> NodeRef {
        NodeRef { level: Level::Organisation, organisation: Some(id::<OrganisationId>(school)), ..self.at_town(town) }
    }

    /// The region as a subject.
    pub fn at_region(&self) -> NodeRef {
        NodeRef::region(id::<RegionId>(&self.region))
    }

    /// An accepted value: `15/20`, `30`, `=75` as stated, or a reason such as `NOT_REPORTED`.
    pub fn told(&self, of: IndicatorId, subject: NodeRef, period: &str, number: &str) -> Told {
        let decimal = |text: &str| Some(text.parse::<Decimal>().unwrap());
        let none =
            Number { numerator: None, denominator: None, stated: None, qualifier: Qualifier::Eq, null_reason: None };
        let number = match (number.split_once('/'), number.strip_prefix('=')) {
            (Some((numerator, denominator)), _) => {
                Number { numerator: decimal(numerator), denominator: decimal(denominator), ..none }
            }
            (None, Some(stated)) => Number { stated: decimal(stated), ..none },
            (None, None) => match <NullReason as entity::CodeEnum>::from_code(number) {
                Some(reason) => Number { null_reason: Some(reason), ..none },
                None => Number { numerator: decimal(number), ..none },
            },
        };
        let level = subject.level;
        Told {
            put: Put {
                indicator: of,
                subject,
                group: None,
                breakdown: Breakdown::total(),
                period: period.parse().unwrap(),
                source: "тест".to_owned(),
                number,
                as_of: None,
                note: None,
                reason: None,
                measures: None,
                document: None,
                place: None,
                printed: None,
                on_behalf: false,
                report: None,
                visibility: Visibility::Public,
                level,
            },
        }
    }

    /// Writes values as the service does, with figures and sums.
    pub fn put(&self, rows: Vec<Told>) {
        let cx = Cx::system(self.db.clone(), Clock::fixed(self.now(), "Europe/Moscow".parse().unwrap()));
        wait(async {
            let mut tx = cx.write().await.unwrap();
            put(&mut tx, rows.into_iter().map(|row| row.put).collect()).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
}

/// Asks for results: what stands between the parentheses, and what is shown of each.
pub fn ask(actor: &Actor, arguments: &str, shown: &str) -> Answer {
    actor.query(&format!("{{ results({arguments}) {{ {shown} }} }}"), json!({}))
}

/// What is shown of each result of an answer, one text for each.
pub fn lines(answer: &Answer) -> Vec<String> {
    answer.at("results").as_array().unwrap().iter().map(line).collect()
}

/// A value in one line: texts and lists without what a reader does not need.
pub fn line(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) => format!("[{}]", list.iter().map(line).collect::<Vec<_>>().join(" ")),
        Value::Object(members) => members.values().map(line).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
