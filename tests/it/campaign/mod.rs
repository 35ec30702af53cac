//! Campaigns of reporting, completeness, what is due, the calendar.
//!
//! - `life.rs`: from draft to publication, with missing nodes. `rights.rs`: whose campaign it is, who sees it.
//! - `expected.rs`: who is to report, as the network is in the period; the campaign of a municipality that feeds another.
//! - `due.rs`: due rules on the wire. `refusals.rs`: bad input. `states.rs`: the state as SQL against the rule.
//! - `completeness.rs`: whole answers, past days, what it costs. `schedule.rs`: what is due, and the calendar.

mod completeness;
mod due;
mod expected;
mod life;
mod refusals;
mod rights;
mod schedule;
mod states;

use chrono::NaiveDate;
use entity::{
    ids::CampaignId,
    organisation::OrganisationType,
    report::{self, ReportState, ReportStep},
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, prelude::Uuid, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, service, wait, with};
use crate::template::{self, Map};

const SHOWN: &str = "id version name state level region { code } zone { code } municipality { name } respondents
    period { type text } dueOn dueRule { kind number label } opensOn closedOn summarisedOn publishedOn cancelledOn
    cancelReason departmentStep zoneStep allowedActions
    completeness { expected notStarted received accepted overdue share missing { dueOn daysLate state node {
        ... on Municipality { name } ... on Organisation { name } } } }";

/// Sends a mutation of campaigns.
pub fn send(actor: &Actor, verb: &str, input: Value) -> Answer {
    actor.mutate(&format!("{verb}Campaign"), "campaign", SHOWN, &input)
}

/// The campaign of an answer without errors.
pub fn shown(answer: &Answer) -> Value {
    answer.payload()["campaign"].clone()
}

/// A further step on a campaign as it was shown.
pub fn step(actor: &Actor, verb: &str, of: &Value, more: Value) -> Answer {
    send(actor, verb, with(json!({ "id": of["id"], "expectedVersion": of["version"] }), more))
}

/// A map with a zone of its first municipality, and a published quarterly template.
pub struct Net<'app> {
    app: &'app TestApp,
    /// The map.
    pub map: Map,
    /// The zone.
    pub zone: String,
    /// The template.
    pub template: Value,
}

impl<'app> Net<'app> {
    /// Records it.
    pub fn new(app: &'app TestApp) -> Self {
        let map = Map::new(app);
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let zone =
            "mutation($input: CreateZoneInput!) { createZone(input: $input) { zone { id } userErrors { code } } }";
        let input = json!({ "regionId": map.region, "code": "NE", "name": "Северо-восточная" });
        let zone = admin.query(zone, json!({ "input": input })).text("createZone.zone.id").to_owned();
        let update = "mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) {
            municipality { id } userErrors { code path } } }";
        let input = json!({ "id": map.district, "expectedVersion": 1, "zoneId": zone });
        admin.query(update, json!({ "input": input })).payload();
        let rmc = map.rmc(app);
        let draft = template::shown(&template::send(&rmc, "create", map.content()));
        let template = template::shown(&template::step(&rmc, "publish", &draft, json!({})));
        Self { app, map, zone, template }
    }

    /// The regional coordinator.
    pub fn rmc(&self) -> Actor<'app> {
        self.map.rmc(self.app)
    }

    /// The municipal coordinator of the first municipality.
    pub fn moc(&self) -> Actor<'app> {
        self.app.actor(Role::MunicipalCoordinator, &self.map.district)
    }

    /// A campaign of the region about the third quarter of 2023, due on the 6th working day of October.
    pub fn content(&self) -> Value {
        json!({
            "ownerId": self.map.region, "templateId": self.template["id"], "name": "Мониторинг за III квартал",
            "respondents": "MUNICIPALITY", "period": { "text": "2023-Q3" },
            "due": { "kind": "WORKING_DAY_OF_NEXT_MONTH", "number": 6 },
        })
    }

    /// A campaign of the region that is open since the first of October.
    pub fn opened(&self) -> Value {
        let rmc = self.rmc();
        let draft = shown(&send(&rmc, "create", self.content()));
        shown(&step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01" })))
    }

    /// An organisation of a municipality, past the service.
    pub fn organisation(&self, name: &str, municipality: &str, kind: OrganisationType) -> String {
        self.app.organisation(name, &self.map.region, municipality, kind)
    }

    /// Does something past the service.
    pub fn past_service(&self, deed: impl AsyncFnOnce(&DatabaseConnection)) {
        wait(async {
            let connection = service::connect(self.app.database().url()).await.unwrap();
            deed(&connection).await;
            connection.close().await.unwrap();
        });
    }

    /// What a node handed in, past the service: its state, and when it was first handed in and accepted.
    pub fn hand_in(&self, campaign: &Value, node: &str, state: ReportState, on: &str, accepted: Option<&str>) {
        let campaign: CampaignId = campaign["id"].as_str().unwrap().parse().unwrap();
        let node: Uuid = node.parse::<entity::ids::AnyId>().unwrap().uuid;
        let (on, accepted) = (day(on), accepted.map(day));
        let step = (state == ReportState::Submitted).then_some(ReportStep::Owner);
        self.past_service(async |db| {
            let done = report::Entity::update_many()
                .col_expr(report::Column::State, Expr::val(state))
                .col_expr(report::Column::Step, Expr::val(step))
                .col_expr(report::Column::SubmittedOn, Expr::val(on))
                .col_expr(report::Column::FirstSubmittedOn, Expr::val(on))
                .col_expr(report::Column::AcceptedOn, Expr::val(accepted))
                .filter(report::Column::CampaignId.eq(campaign))
                .filter(report::Column::SubjectId.eq(node))
                .exec(db)
                .await
                .unwrap();
            assert_eq!(done.rows_affected, 1);
        });
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The names of the nodes that have not handed in yet.
pub fn missing(campaign: &Value) -> Vec<String> {
    let rows = campaign["completeness"]["missing"].as_array().unwrap();
    let mut names: Vec<String> = rows.iter().map(|row| row["node"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}
