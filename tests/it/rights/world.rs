//! The world of the matrix: the demonstration network, objects of every kind and visibility in one municipality, and
//! someone of every role at every position around it. All are made once for all roots.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Mutex;
use std::thread;

use entity::CodeEnum;
use serde_json::{Value, json};

use super::domain::{Rights, rights};
use crate::support::{Actor, Answer, Backend, DemoDatabase, Given, Role, TestApp, service, wait};

/// Where the objects are: Крыловский район, in the north-eastern zone of region 23.
pub const HERE: &str = "municipality:03624000";
/// The subject of the agreements: everyone reads the title of a public one, not the subject.
pub const SUBJECT: &str = "Тайный предмет";
/// An answer in a report that is being filled in: others read that there is such a report, not the answer.
pub const ANSWER: &str = "Тайный ответ";
/// The report that is handed in and lies with the education department.
pub const LOOKED_AT: &str = "report";
/// How many threads ask at once.
const THREADS: usize = 4;

/// Where someone stands, seen from the objects of [`HERE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// An ancestor: the federation.
    Federation,
    /// An ancestor: the region.
    Region,
    /// An ancestor: the zone.
    Zone,
    /// Inside: the municipality itself.
    Municipality,
    /// Below: one organisation of the municipality, the holder of what organisations hold here.
    Organisation,
    /// A sibling: another municipality of the region, outside the zone.
    Sibling,
    /// Outside: another region.
    Outside,
}

pub const POSITIONS: [Position; 7] = [
    Position::Federation,
    Position::Region,
    Position::Zone,
    Position::Municipality,
    Position::Organisation,
    Position::Sibling,
    Position::Outside,
];

impl Position {
    /// Its letter in the table.
    pub fn letter(self) -> char {
        match self {
            Self::Federation => 'F',
            Self::Region => 'R',
            Self::Zone => 'Z',
            Self::Municipality => 'M',
            Self::Organisation => 'O',
            Self::Sibling => 'S',
            Self::Outside => 'X',
        }
    }

    /// Whether its subtree holds a place here.
    pub fn covers(self, place: Place) -> bool {
        match self {
            Self::Federation => true,
            Self::Region => place.level > Level::Federation,
            Self::Zone | Self::Municipality => place.municipality,
            Self::Organisation => place.organisation,
            Self::Sibling | Self::Outside => false,
        }
    }

    /// Its level.
    pub fn level(self) -> Level {
        match self {
            Self::Federation => Level::Federation,
            Self::Region | Self::Outside => Level::Region,
            Self::Zone => Level::Zone,
            Self::Municipality | Self::Sibling => Level::Municipality,
            Self::Organisation => Level::Organisation,
        }
    }
}

/// The levels of the network, from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Federation,
    Region,
    Zone,
    Municipality,
    Organisation,
}

/// Where an object is kept.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Who keeps it.
    pub level: Level,
    /// Whether it lies in the municipality, not only in its region.
    pub municipality: bool,
    /// Whether it belongs to the organisation.
    pub organisation: bool,
}

impl Place {
    pub const FEDERAL: Self = Self { level: Level::Federation, municipality: false, organisation: false };
    pub const REGION: Self = Self { level: Level::Region, municipality: false, organisation: false };
    pub const MUNICIPALITY: Self = Self { level: Level::Municipality, municipality: true, organisation: false };
    /// Kept by the municipality, of the organisation.
    pub const HOLDER: Self = Self { level: Level::Municipality, municipality: true, organisation: true };
    pub const ORGANISATION: Self = Self { level: Level::Organisation, municipality: true, organisation: true };
}

/// Who an object is shown to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// To everyone.
    Public,
    /// To those who read in its place.
    Submitted,
    /// To those who keep it.
    Draft,
    /// To whoever sent it alone.
    Own,
}

/// An object of the world.
#[derive(Debug)]
pub struct Object {
    /// Its name in the table.
    pub name: &'static str,
    /// Its type in the graph.
    pub typename: &'static str,
    /// Its row in the table of rights.
    pub kind: &'static str,
    pub place: Place,
    pub shown: Shown,
    /// Empty of a value, which has none.
    pub id: String,
    /// What names a value in an input; null of what has an id.
    pub key: Value,
    /// Words of it that only who reads it whole may see; empty when there are none.
    pub secret: &'static str,
}

/// Someone of the matrix.
pub struct Someone<'world> {
    /// Nothing of the public.
    pub at: Option<(Role, Position)>,
    pub actor: Actor<'world>,
}

impl Someone<'_> {
    /// As a failure names them.
    pub fn name(&self) -> String {
        self.at.map_or("PUBLIC".to_owned(), |(role, position)| format!("{} at {position:?}", role.code()))
    }

    fn rights(&self, kind: &str) -> Rights {
        self.at.map_or_else(Rights::default, |(role, _)| rights(role, kind))
    }

    /// Whether a right reaches a place: in the subtree, and to change something also kept at the level or below.
    pub fn may(&self, right: char, kind: &str, place: Place) -> bool {
        let Some((_, position)) = self.at else { return false };
        self.rights(kind).has(right) && position.covers(place) && (right == 'R' || position.level() <= place.level)
    }

    /// Whether they have a right anywhere.
    pub fn holds(&self, right: char, kind: &str) -> bool {
        self.rights(kind).has(right)
    }

    /// Whether they have a right at the level of a place itself.
    pub fn keeps(&self, right: char, kind: &str, place: Place) -> bool {
        self.may(right, kind, place) && self.at.is_some_and(|(_, position)| position.level() == place.level)
    }

    /// Whether an object is there for them, by DOMAIN 2.2.
    pub fn sees(&self, object: &Object) -> bool {
        match object.shown {
            Shown::Public => true,
            Shown::Submitted => {
                let organises = object.typename == "Application" && (self.may('A', "Application", Place::MUNICIPALITY));
                self.may('R', object.kind, object.place) || organises
            }
            Shown::Draft => self.keeps('W', object.kind, object.place),
            Shown::Own => false,
        }
    }

    /// Whether all of a visible object is there for them.
    pub fn reads(&self, object: &Object) -> bool {
        match object.kind {
            // What is answered before it is handed in is read where it is filled in.
            "Report" if !object.secret.is_empty() => self.keeps('W', object.kind, object.place),
            _ => object.secret.is_empty() || object.shown != Shown::Public || self.may('R', object.kind, object.place),
        }
    }
}

/// A service with the objects.
pub struct World {
    pub(super) app: TestApp,
    pub objects: Vec<Object>,
    nodes: BTreeMap<&'static str, String>,
}

impl Deref for World {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Given for World {
    fn given(backend: Backend) -> Option<Self> {
        let database = DemoDatabase::given(backend)?;
        // The matrix asks for everything at once; the limits have tests of their own.
        let app = TestApp::on(&database, |config| {
            config.demo = true;
            let limits = &mut config.limits;
            (limits.tokens, limits.selections, limits.aliases, limits.root_fields) = (200_000, 200_000, 2_000, 2_000);
            (limits.complexity, limits.complexity_signed_in, limits.errors) = (10_000_000, 10_000_000, 2_000);
            limits.execution_ms = 300_000;
        });
        let mut world = Self { app, objects: vec![], nodes: BTreeMap::new() };
        world.make();
        Some(world)
    }
}

/// Sends one mutation with its input as one variable.
pub fn mutate(actor: &Actor, root: &str, selection: &str, input: &Value) -> Answer {
    let mut kind = root.to_owned();
    kind[..1].make_ascii_uppercase();
    let document = format!(
        "mutation($input: {kind}Input!) {{ {root}(input: $input) {{ {selection} userErrors {{ code path message }} }} }}"
    );
    actor.query(&document, json!({ "input": input }))
}

impl World {
    /// The objects that have an id.
    pub fn identified(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(|object| !object.id.is_empty())
    }

    /// The id of a node or an object by its name.
    pub fn id(&self, name: &str) -> &str {
        let object = self.objects.iter().find(|object| object.name == name).map(|object| object.id.as_str());
        object.or_else(|| self.nodes.get(name).map(String::as_str)).unwrap_or_else(|| panic!("no {name}"))
    }

    /// Everyone of the matrix.
    pub fn everyone(&self) -> Vec<Someone<'_>> {
        let mut asked: Vec<(Role, Position)> = Vec::new();
        for (role, ..) in Role::VALUES {
            asked.extend(POSITIONS.into_iter().map(|position| (*role, position)));
        }
        let mut all = vec![Someone { at: None, actor: self.public() }];
        all.extend(at_once(&asked, |(role, position)| {
            let node = match position {
                Position::Federation => "federation",
                Position::Region => "region:23",
                Position::Zone => "zone:23/NE",
                Position::Municipality => HERE,
                Position::Organisation => self.id("organisation"),
                Position::Sibling => "municipality:03612000",
                Position::Outside => "region:38",
            };
            // Some roles are not given on some levels; what they would see there is asked all the same.
            Someone { at: Some((*role, *position)), actor: self.actor(Role::Analyst, node) }
        }));
        let promoted = all.iter().filter_map(|someone| Some((someone.at?.0.code(), someone.actor.email())));
        let promoted = promoted.map(|(role, email)| {
            let whose = format!("(SELECT id FROM user_account WHERE email = '{email}')");
            format!("UPDATE role_grant SET role = '{role}' WHERE user_id = {whose};")
        });
        wait(service::execute(self.database().url(), &promoted.collect::<String>()));
        all
    }

    pub(super) fn put(
        &mut self,
        name: &'static str,
        (typename, kind): (&'static str, &'static str),
        place: Place,
        shown: Shown,
        id: String,
    ) {
        self.objects.push(Object { name, typename, kind, place, shown, id, key: Value::Null, secret: "" });
    }

    fn make(&mut self) {
        let ask =
            |document: &str| self.app.public().query(document, json!({})).at("found.id").as_str().unwrap().to_owned();
        let region = ask("{ found: region(code: \"23\") { id } }");
        let zone = ask("{ found: zone(region: \"23\", code: \"NE\") { id } }");
        let municipality = ask("{ found: municipality(oktmo: \"03624000\") { id } }");
        let elsewhere = ask("{ found: municipality(oktmo: \"95715000\") { id } }");
        let leader = ask("{ found: statusKind(code: \"MUNICIPAL_NETWORK_LEADER\") { id } }");
        self.nodes.extend([("elsewhere", elsewhere), ("leader", leader)]);
        for (name, typename, place, id) in [
            ("region", "Region", Place::REGION, region),
            ("zone", "Zone", Place::REGION, zone),
            ("municipality", "Municipality", Place::MUNICIPALITY, municipality),
        ] {
            self.put(name, (typename, "Territory"), place, Shown::Public, id);
        }
        self.organisations();
        self.acts();
        self.statuses();
        self.agreements();
        self.competitions();
        self.centre();
        self.files();
        self.figures();
        self.targets();
        self.templates();
        self.campaigns();
        self.accounts();
    }

    /// Runs a creating mutation and answers the id at a path of its payload.
    pub(super) fn made(&self, role: Role, node: &str, root: &str, object: &str, input: &Value) -> String {
        let actor = self.app.actor(role, node);
        let answer = mutate(&actor, root, &format!("{object} {{ id }}"), input);
        answer.payload();
        answer.text(&format!("{root}.{object}.id")).to_owned()
    }

    /// Runs a further step.
    pub(super) fn step(&self, role: Role, root: &str, id: &str, version: i32, more: Value) {
        let input = with(json!({ "id": id, "expectedVersion": version }), more);
        mutate(&self.app.actor(role, HERE), root, "__typename", &input).payload();
    }

    fn organisations(&mut self) {
        for (name, shown, place) in
            [("organisation", Shown::Public, Place::HOLDER), ("organisation draft", Shown::Draft, Place::MUNICIPALITY)]
        {
            let input = json!({
                "municipalityId": self.id("municipality"), "type": "SCHOOL", "name": format!("Приметная {name}"),
                "published": shown == Shown::Public,
                "externalIds": [{ "source": "matrix", "externalId": name }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createOrganisation", "organisation", &input);
            self.put(name, ("Organisation", "Organisation"), place, shown, id);
        }
    }

    fn acts(&mut self) {
        for (name, visibility, shown) in [
            ("act", "PUBLIC", Shown::Public),
            ("act submitted", "SUBMITTED", Shown::Submitted),
            ("act draft", "DRAFT", Shown::Draft),
        ] {
            let input = json!({
                "municipalityId": self.id("municipality"), "kind": "ORDER", "level": "MUNICIPALITY", "number": name,
                "issuer": "Управление образования района", "date": "2023-03-01", "title": format!("Приметный {name}"),
                "visibility": visibility, "externalIds": [{ "source": "matrix", "externalId": name }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createLegalAct", "legalAct", &input);
            self.put(name, ("LegalAct", "LegalAct"), Place::MUNICIPALITY, shown, id);
        }
    }

    fn statuses(&mut self) {
        let input = json!({
            "code": "MATRIX", "name": "Приметный вид", "heldBy": "ORGANISATION", "levels": ["MUNICIPALITY"],
            "municipalityId": self.id("municipality"),
        });
        let id = self.made(Role::EducationDepartment, HERE, "createStatusKind", "statusKind", &input);
        self.put("status kind", ("StatusKind", "StatusKind"), Place::MUNICIPALITY, Shown::Public, id);
        for (name, from, to, shown) in [
            ("status", "2023-01-01", "2023-12-31", Shown::Public),
            ("status proposed", "2024-01-01", "2024-12-31", Shown::Submitted),
            ("status draft", "2025-01-01", "2025-12-31", Shown::Draft),
        ] {
            let input = json!({
                "kindId": self.id("leader"), "level": "MUNICIPALITY", "organisationId": self.id("organisation"),
                "validFrom": from, "validTo": to, "topic": format!("Приметная тема {name}"),
            });
            let id = self.made(Role::EducationDepartment, HERE, "createStatusAssignment", "statusAssignment", &input);
            match shown {
                Shown::Public => {
                    let acts = json!({ "acts": [{ "actId": self.id("act"), "role": "GRANTS" }] });
                    self.step(Role::EducationDepartment, "grantStatus", &id, 1, acts);
                }
                Shown::Submitted => {
                    self.step(Role::EducationDepartment, "proposeStatusAssignment", &id, 1, json!({}));
                }
                Shown::Draft | Shown::Own => {}
            }
            self.put(name, ("StatusAssignment", "StatusAssignment"), Place::HOLDER, shown, id);
        }
    }

    fn agreements(&mut self) {
        for (name, shown) in
            [("agreement", Shown::Public), ("agreement submitted", Shown::Submitted), ("agreement draft", Shown::Draft)]
        {
            let input = json!({
                "municipalityId": self.id("municipality"), "kind": "COOPERATION", "title": format!("Приметное {name}"),
                "subject": SUBJECT, "validFrom": "2023-02-01", "validTo": "2023-12-31",
                "parties": [
                    { "role": "PARTNER", "municipalityId": self.id("municipality") },
                    { "role": "PARTNER", "municipalityId": self.id("elsewhere") },
                ],
            });
            let (root, input) = if shown == Shown::Public {
                ("recordAgreement", with(input, json!({ "signedOn": "2023-01-10", "number": "7" })))
            } else {
                ("createAgreement", input)
            };
            let id = self.made(Role::MunicipalCoordinator, HERE, root, "agreement", &input);
            if shown == Shown::Submitted {
                self.step(Role::MunicipalCoordinator, "submitAgreement", &id, 1, json!({}));
            }
            self.put(name, ("Agreement", "Agreement"), Place::MUNICIPALITY, shown, id);
        }
        self.objects.iter_mut().filter(|object| object.kind == "Agreement").for_each(|object| object.secret = SUBJECT);
        let input = json!({
            "lead": { "municipalityId": self.id("municipality") }, "partner": { "name": "Приметный партнёр" }, "actual": true,
        });
        let id = self.made(Role::MunicipalCoordinator, HERE, "createPartnership", "partnership", &input);
        self.put("partnership", ("Partnership", "Partnership"), Place::MUNICIPALITY, Shown::Public, id);
    }

    fn competitions(&mut self) {
        for (name, shown) in [("competition", Shown::Public), ("competition draft", Shown::Draft)] {
            let input = json!({
                "title": format!("Приметный {name}"), "kind": "DEVELOPMENT_PROGRAMME", "level": "MUNICIPAL",
                "municipalityId": self.id("municipality"), "form": "REMOTE", "applicationsFrom": "2023-11-10",
                "applicationsTo": "2023-11-30", "evaluationFrom": "2023-12-04", "evaluationTo": "2023-12-15",
                "clauses": [{ "kind": "NOMINATION", "number": 1, "text": "Техническая" }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createCompetition", "competition", &input);
            if shown == Shown::Public {
                self.step(Role::MunicipalCoordinator, "announceCompetition", &id, 1, json!({}));
            }
            self.put(name, ("Competition", "Competition"), Place::MUNICIPALITY, shown, id);
        }
        for (name, shown) in [("application submitted", Shown::Submitted), ("application draft", Shown::Draft)] {
            let input = json!({
                "competitionId": self.id("competition"), "organisationId": self.id("organisation"), "nomination": 1,
                "title": format!("Приметная {name}"), "participants": 12,
            });
            let editor = self.app.actor(Role::OrganisationEditor, self.id("organisation"));
            let answer = mutate(&editor, "createApplication", "application { id }", &input);
            let id = answer.text("createApplication.application.id").to_owned();
            if shown == Shown::Submitted {
                let input = json!({ "id": id, "expectedVersion": 1 });
                mutate(&editor, "submitApplication", "__typename", &input).payload();
            }
            self.put(name, ("Application", "Application"), Place::ORGANISATION, shown, id);
        }
    }

    fn centre(&mut self) {
        let input = json!({
            "kind": "MOC", "name": "Приметный центр", "regionId": self.id("region"),
            "municipalityId": self.id("municipality"),
            "externalIds": [{ "source": "matrix", "externalId": "centre" }],
        });
        let id = self.made(Role::RegionalCoordinator, "region:23", "createCentre", "centre", &input);
        self.put("centre", ("MunicipalCentre", "Centre"), Place::MUNICIPALITY, Shown::Public, id);
    }

    /// Scans of acts, each seen as its act is, and one that its sender has not attached yet.
    fn files(&mut self) {
        let sender = self.app.actor(Role::MunicipalCoordinator, HERE);
        let mut made = Vec::new();
        for (name, act, shown) in [
            ("file", "act", Shown::Public),
            ("file of a draft", "act draft", Shown::Draft),
            ("file unattached", "", Shown::Own),
        ] {
            let headers = [("content-type", "application/octet-stream")];
            let path = format!("/files?name={}.pdf", name.replace(' ', "-"));
            let reply = sender.send("PUT", &path, &headers, b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n");
            let id = Answer::new(&reply).body["id"].as_str().unwrap_or_else(|| panic!("{}", reply.text())).to_owned();
            if !act.is_empty() {
                mutate(&sender, "attachFile", "__typename", &json!({ "fileId": id, "objectId": self.id(act) }))
                    .payload();
            }
            made.push((name, shown, id));
        }
        for (name, shown, id) in made {
            self.put(name, ("File", "LegalAct"), Place::MUNICIPALITY, shown, id);
        }
    }

    fn accounts(&mut self) {
        let clerk = self.app.actor(Role::DataClerk, HERE);
        let answer = clerk.query("{ viewer { user { id } grants { id } } }", json!({}));
        let (user, grant) = (answer.text("viewer.user.id").to_owned(), answer.text("viewer.grants.0.id").to_owned());
        self.put("user", ("User", "Users"), Place::MUNICIPALITY, Shown::Submitted, user);
        self.put("grant", ("Grant", "Users"), Place::MUNICIPALITY, Shown::Submitted, grant);
    }
}

/// The code of an entry by its name.
pub fn code(name: &str) -> String {
    format!("MATRIX_{}", name.replace(' ', "_").to_uppercase())
}

/// An input with more members.
pub fn with(mut input: Value, more: Value) -> Value {
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}

/// Does the same for many on a few threads; answers in their order.
pub fn at_once<T: Sync, R: Send>(all: &[T], deed: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = Mutex::new(0..all.len());
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some(index) = next.lock().unwrap().next() else { return };
                    let result = deed(&all[index]);
                    done.lock().unwrap().insert(index, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}
