//! The world of the matrix: the demonstration network, objects of every kind and visibility in one municipality, and
//! someone of every role at every position around it. All are made once for all roots.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Mutex;
use std::thread;

use entity::CodeEnum;
use serde_json::{Value, json};

use super::domain::{Rights, rights};
use crate::support::{Actor, Answer, Backend, DemoDatabase, Given, Role, TestApp, service, wait, with};

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
}

/// The code of an entry by its name.
pub fn code(name: &str) -> String {
    format!("MATRIX_{}", name.replace(' ', "_").to_uppercase())
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
