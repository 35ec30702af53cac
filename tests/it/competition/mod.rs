//! Competitions and applications: whole lives, windows of any day, who sees and does what, and what is refused.
//!
//! - `life.rs`: from draft to archive. `windows.rs`: states of days, postponement, cancellation.
//! - `sight.rs`: who sees which application. `experts.rs`: scores and conflicts of interest.
//! - `refusals.rs`: every error of an input. `lists.rs`: filters, facets, pages, what nested lists cost.
//! - `demo.rs`: the demonstration, read back.
//! - `states.rs`: the state as SQL against the rule, the tallies against the rows, over random histories.

mod awards;
mod demo;
mod experts;
mod life;
mod lists;
mod refusals;
mod sight;
mod states;
mod windows;

use entity::{
    ids::{LegalActId, MunicipalityId, RegionId, TypedId},
    legal_act::{self, LegalActKind},
    organisation::OrganisationType,
    shared::{Level, Visibility},
};
use opora::service::overview::recount::Difference;
use sea_orm::Set;
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, service, wait, with};

/// A region with two municipalities of one zone; an organisation and its neighbour in the first; acts of the first.
struct Net<'app> {
    app: &'app TestApp,
    region: String,
    district: String,
    town: String,
    /// Two organisations of the district, one of the town.
    a: String,
    b: String,
    c: String,
    /// With date and number.
    act: String,
    /// Printed without a number.
    open_act: String,
}

const CREATE: &str = "mutation($input: CreateCompetitionInput!) { createCompetition(input: $input) {
    competition { id version state allowedActions } userErrors { code path message } } }";
const RECORD: &str = "mutation($input: RecordCompetitionInput!) { recordCompetition(input: $input) {
    competition { id version state } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: UpdateCompetitionInput!) { updateCompetition(input: $input) {
    competition { id version title state } userErrors { code path message } } }";
const ANNOUNCE: &str = "mutation($input: AnnounceCompetitionInput!) { announceCompetition(input: $input) {
    competition { id version state announcedOn } userErrors { code path message } } }";
const POSTPONE: &str = "mutation($input: PostponeCompetitionInput!) { postponeCompetition(input: $input) {
    competition { id version state resumesOn } userErrors { code path message } } }";
const CANCEL: &str = "mutation($input: CancelCompetitionInput!) { cancelCompetition(input: $input) {
    competition { id version state cancellationReason } userErrors { code path message } } }";
const CLOSE: &str = "mutation($input: CloseEvaluationInput!) { closeEvaluation(input: $input) {
    competition { id version state } userErrors { code path message } } }";
const PUBLISH: &str = "mutation($input: PublishResultsInput!) { publishResults(input: $input) {
    competition { id version state resultsPublishedOn } userErrors { code path message } } }";
const ARCHIVE: &str = "mutation($input: ArchiveCompetitionInput!) { archiveCompetition(input: $input) {
    competition { id version state } userErrors { code path message } } }";
const DELETE: &str = "mutation($input: DeleteCompetitionInput!) { deleteCompetition(input: $input) {
    deletedId userErrors { code path message } } }";
const ASSIGN: &str = "mutation($input: AssignExpertInput!) { assignExpert(input: $input) {
    competition { id version experts { userId organisationId assignedOn } } userErrors { code path message } } }";
const APPLY: &str = "mutation($input: CreateApplicationInput!) { createApplication(input: $input) {
    application { id version state allowedActions } userErrors { code path message } } }";
const SUBMIT: &str = "mutation($input: SubmitApplicationInput!) { submitApplication(input: $input) {
    application { id version state submittedOn } userErrors { code path message } } }";
const WITHDRAW: &str = "mutation($input: WithdrawApplicationInput!) { withdrawApplication(input: $input) {
    application { id version state } userErrors { code path message } } }";
const ADMIT: &str = "mutation($input: AdmitApplicationInput!) { admitApplication(input: $input) {
    application { id version state } userErrors { code path message } } }";
const REJECT: &str = "mutation($input: RejectApplicationInput!) { rejectApplication(input: $input) {
    application { id version state rejectionReason } userErrors { code path message } } }";
const SCORE: &str = "mutation($input: RecordScoreInput!) { recordScore(input: $input) {
    application { id version scores { score } } userErrors { code path message } } }";

impl<'app> Net<'app> {
    fn new(app: &'app TestApp) -> Self {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let create = |document: &str, input: Value, path: &str| {
            let answer = send(&admin, document, input);
            answer.payload();
            answer.text(path).to_owned()
        };
        let region = create(
            "mutation($input: CreateRegionInput!) { createRegion(input: $input) { region { id } userErrors { code } } }",
            json!({ "code": "23" }),
            "createRegion.region.id",
        );
        let zone = create(
            "mutation($input: CreateZoneInput!) { createZone(input: $input) { zone { id } userErrors { code } } }",
            json!({ "regionId": region, "code": "NE", "name": "Северо-восточная" }),
            "createZone.zone.id",
        );
        let municipality = |name: &str, oktmo: &str| {
            create(
                "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) {
                    municipality { id } userErrors { code } } }",
                json!({ "regionId": region, "zoneId": zone, "oktmo": oktmo, "name": name, "kind": "MUNICIPAL_DISTRICT" }),
                "createMunicipality.municipality.id",
            )
        };
        let (district, town) =
            (municipality("Выселковский район", "03612000"), municipality("Крыловский район", "03624000"));
        let mut net = Self {
            app,
            region,
            district,
            town,
            a: String::new(),
            b: String::new(),
            c: String::new(),
            act: String::new(),
            open_act: String::new(),
        };
        net.a = net.organisation("Дом творчества", &net.district);
        net.b = net.organisation("Центр «Радуга»", &net.district);
        net.c = net.organisation("Станция юных техников", &net.town);
        net.act = net.act(Some("17-п"));
        net.open_act = net.act(None);
        net
    }

    fn organisation(&self, name: &str, municipality: &str) -> String {
        self.app.organisation(name, &self.region, municipality, OrganisationType::AdditionalEducation)
    }

    fn act(&self, number: Option<&str>) -> String {
        let id = LegalActId::new(self.app.now());
        let row = legal_act::ActiveModel {
            id: Set(id),
            version: Set(1),
            created_at: Set(self.app.now()),
            updated_at: Set(self.app.now()),
            region_id: Set(Some(self.region.parse::<RegionId>().unwrap())),
            municipality_id: Set(Some(self.district.parse::<MunicipalityId>().unwrap())),
            visibility: Set(Visibility::Public),
            level: Set(Level::Municipality),
            issuer_level: Set(Level::Municipality),
            kind: Set(LegalActKind::Order),
            issuer: Set(Some("Управление образования".to_owned())),
            issuer_key: Set(Some("управление образования".to_owned())),
            date: Set(Some("2023-11-14".parse().unwrap())),
            date_precision: Set(1),
            number: Set(number.map(ToOwned::to_owned)),
            number_key: Set(number.map(ToOwned::to_owned)),
            title: Set("Об итогах конкурса".to_owned()),
            sort_key: Set(String::new()),
            search_key: Set(String::new()),
            ..Default::default()
        };
        self.app.insert(row);
        id.to_string()
    }

    /// The municipal centre: prepares, announces, admits.
    fn centre(&self) -> Actor<'app> {
        self.app.actor(Role::MunicipalCoordinator, &self.district)
    }

    /// The education department: publishes results.
    fn department(&self) -> Actor<'app> {
        self.app.actor(Role::EducationDepartment, &self.district)
    }

    fn editor(&self, organisation: &str) -> Actor<'app> {
        self.app.actor(Role::OrganisationEditor, organisation)
    }

    /// A municipal competition: applications 20-30 November, evaluation in two tours in December.
    fn content(&self) -> Value {
        json!({
            "title": "Муниципальный конкурс «Лучшая программа»", "kind": "DEVELOPMENT_PROGRAMME", "level": "MUNICIPAL",
            "form": "REMOTE", "municipalityId": self.district, "organiserId": self.b,
            "applicationsFrom": "2023-11-20", "applicationsTo": "2023-11-30",
            "tours": [
                { "number": 1, "title": "Заочный", "from": "2023-12-04", "to": "2023-12-08" },
                { "number": 2, "title": "Очный", "from": "2023-12-11", "to": "2023-12-15" },
            ],
            "clauses": [
                { "kind": "NOMINATION", "number": 1, "text": "Техническая" },
                { "kind": "NOMINATION", "number": 2, "text": "Художественная" },
                { "kind": "AGE_CATEGORY", "number": 1, "text": "Старшая", "ageFrom": 14, "ageTo": 18 },
                { "kind": "ATTACHMENT", "number": 1, "text": "Программа", "required": true },
                { "kind": "ATTACHMENT", "number": 2, "text": "Фотографии" },
            ],
        })
    }

    /// An announced competition: its id and version.
    fn announced(&self) -> (String, i64) {
        self.announced_with(json!({}))
    }

    fn announced_with(&self, more: Value) -> (String, i64) {
        let centre = self.centre();
        let answer = send(&centre, CREATE, with(self.content(), more));
        answer.payload();
        let id = answer.text("createCompetition.competition.id").to_owned();
        let answer = send(&centre, ANNOUNCE, json!({ "id": id, "expectedVersion": 1 }));
        answer.payload();
        (id, 2)
    }

    /// A draft of an application with all that is required.
    fn applied(&self, competition: &str, organisation: &str, title: &str) -> String {
        let input = json!({
            "competitionId": competition, "organisationId": organisation, "nomination": 1, "title": title,
            "participants": 12, "attachments": [{ "number": 1, "text": "Программа", "url": "https://example.org/1" }],
        });
        let answer = send(&self.editor(organisation), APPLY, input);
        answer.payload();
        answer.text("createApplication.application.id").to_owned()
    }

    /// A submitted application.
    fn submitted(&self, competition: &str, organisation: &str, title: &str) -> String {
        let id = self.applied(competition, organisation, title);
        send(&self.editor(organisation), SUBMIT, json!({ "id": id, "expectedVersion": 1 })).payload();
        id
    }

    /// A submitted and admitted application.
    fn admitted(&self, competition: &str, organisation: &str, title: &str) -> String {
        let id = self.submitted(competition, organisation, title);
        send(&self.centre(), ADMIT, json!({ "id": id, "expectedVersion": 2 })).payload();
        id
    }

    /// The sums of the aggregates equal the rows they stand for.
    fn recount(&self) {
        recount(self.app);
    }
}

fn recount(app: &TestApp) {
    let differences = wait(service::recount(app.database().url(), app.database().folder()));
    // The organisations of these tests are put into their table past the service, so they are in no tally.
    let own = |difference: &Difference| !difference.key.contains(" organisations ");
    assert_eq!(differences.into_iter().filter(own).collect::<Vec<_>>(), []);
}

/// Sends one mutation with one input.
fn send(actor: &Actor, document: &str, input: Value) -> Answer {
    actor.query(document, json!({ "input": input }))
}

/// Asserts codes and paths of the user errors of the one mutation, and that nothing was written.
fn refused(app: &TestApp, actor: &Actor, document: &str, input: &Value, expected: &[(&str, &str)]) {
    let answer = app.unchanged_but(&[], || send(actor, document, input.clone()));
    answer.expect_user_errors(expected);
}

/// Asserts that a request ends in one top-level error of a code, and that nothing was written.
fn fails(app: &TestApp, actor: &Actor, document: &str, input: Value, code: &str) {
    let answer = app.unchanged_but(&[], || send(actor, document, input));
    assert_eq!(answer.code(), code, "{document}\n{answer}");
}

/// The state of a competition on a day, as anyone sees it.
fn state_on(app: &TestApp, id: &str, day: &str) -> String {
    let answer = app.public().query(
        "query($id: ID!, $day: Date!) { node(id: $id, asOf: $day) { ... on Competition { state } } }",
        json!({ "id": id, "day": day }),
    );
    answer.text("node.state").to_owned()
}
