//! Every mutation, sent by everyone for every object of its kind: who gets past the rights, that nobody is told of what
//! is hidden, and that nothing changes.
//!
//! Nothing may change, so that one world serves thousands of calls: each input passes or fails the question of rights and
//! then fails for another reason, a version that is never current or a text that may not be empty. That the allowed do
//! succeed is proven by the tests of each domain. A new root needs a line in [`LINES`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::schema::{Schema, every_root_has_a_line};
use super::table::{Table, letter};
use super::world::{Object, Place, Shown, Someone, World, at_once, with};

const LEGEND: &str = "Who gets past the rights of which mutation on which object.
P public, F federation, R region, Z zone, M municipality, O organisation of it, S sibling, X another region: allowed;
- refused; a dot: the object is not there";

/// What a mutation is about.
#[derive(Clone, Copy)]
enum On {
    /// Each object of these types, by the member of the input that names it.
    Each(&'static str, &'static [&'static str]),
    /// Something new at a place that everyone sees.
    New(Place),
    /// The account of whoever asks, or nobody's: anyone, or whoever has a token.
    Self_ { token: bool },
}

/// Whose right decides.
#[derive(Clone, Copy)]
enum Whose {
    /// A right of DOMAIN 2.2 on a kind, at the place of the object.
    Of(char, &'static str),
    /// The organiser's: to decide on competitions, or on their applications, at the place of the competition.
    Organiser,
    /// Only whoever an object belongs to, or is assigned to: none of the matrix.
    Another,
    /// Who keeps the card, and the organisation itself for its details.
    Card(&'static str),
    /// Who writes, and past draft who may take it out of draft.
    Keeper(&'static str),
    /// Who writes both files and objects of the kind that they hang on.
    File(&'static str),
}

type More = fn(&World) -> Value;
/// Root, whose right, on what, what the input needs besides.
type Line = (&'static str, Whose, On, More);

const NOTHING: More = |_| json!({});
const ORGANISATION: On = On::Each("id", &["Organisation"]);
const ACT: On = On::Each("id", &["LegalAct"]);
const STATUS: On = On::Each("id", &["StatusAssignment"]);
const AGREEMENT: On = On::Each("id", &["Agreement"]);
const PARTNERSHIP: On = On::Each("id", &["Partnership"]);
const COMPETITION: On = On::Each("id", &["Competition"]);
const APPLICATION: On = On::Each("id", &["Application"]);
const CENTRE: On = On::Each("id", &["MunicipalCentre"]);
const USER: On = On::Each("id", &["User"]);
const GRANT: On = On::Each("id", &["Grant"]);
const FILE: On = On::Each("fileId", &["File"]);

use Whose::{Another, Card, File, Keeper, Of, Organiser};

const LINES: &[Line] = &[
    ("acceptInvitation", Another, On::Self_ { token: false }, NOTHING),
    ("refreshSession", Another, On::Self_ { token: false }, NOTHING),
    ("signIn", Another, On::Self_ { token: false }, |_| json!({ "email": "nobody@example.org", "password": "x" })),
    ("changePassword", Another, On::Self_ { token: true }, NOTHING),
    ("signOut", Another, On::Self_ { token: false }, |_| json!({ "refreshToken": "x" })),
    ("createRegion", Of('A', "Territory"), On::New(Place::FEDERAL), NOTHING),
    ("updateRegion", Of('A', "Territory"), On::Each("id", &["Region"]), NOTHING),
    ("createZone", Of('W', "Territory"), On::New(Place::REGION), |w| json!({ "regionId": w.id("region") })),
    ("updateZone", Of('W', "Territory"), On::Each("id", &["Zone"]), NOTHING),
    ("createMunicipality", Of('W', "Territory"), On::New(Place::REGION), |w| json!({ "regionId": w.id("region") })),
    ("updateMunicipality", Of('W', "Territory"), On::Each("id", &["Municipality"]), NOTHING),
    (
        "reorganiseMunicipalities",
        Of('W', "Territory"),
        On::New(Place::REGION),
        |w| json!({ "predecessorIds": [w.id("municipality")] }),
    ),
    ("recordPopulation", Of('W', "Territory"), On::Each("municipalityId", &["Municipality"]), NOTHING),
    (
        "createOrganisation",
        Of('W', "Organisation"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("updateOrganisation", Card("Organisation"), ORGANISATION, NOTHING),
    ("renameOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("moveOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("suspendOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("resumeOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("closeOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("reorganiseOrganisation", Of('W', "Organisation"), ORGANISATION, |w| json!({ "intoId": w.id("organisation") })),
    (
        "mergeOrganisations",
        Of('W', "Organisation"),
        ORGANISATION,
        |w| json!({ "duplicateIds": [w.id("organisation")] }),
    ),
    ("deleteOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("setContact", Card("Organisation"), ORGANISATION, NOTHING),
    ("recordClassifier", Of('A', "StatusKind"), On::New(Place::FEDERAL), NOTHING),
    (
        "createLegalAct",
        Of('W', "LegalAct"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPALITY", "visibility": "DRAFT" }),
    ),
    ("updateLegalAct", Keeper("LegalAct"), ACT, NOTHING),
    ("amendLegalAct", Of('S', "LegalAct"), ACT, |w| json!({ "amendingActId": w.id("act") })),
    ("repealLegalAct", Of('S', "LegalAct"), ACT, NOTHING),
    ("deleteLegalAct", Keeper("LegalAct"), ACT, NOTHING),
    ("attachFile", File("Agreement"), FILE, |w| json!({ "objectId": w.id("agreement") })),
    ("detachFile", File("LegalAct"), FILE, NOTHING),
    ("deleteFile", File("LegalAct"), FILE, NOTHING),
    (
        "createCentre",
        Of('A', "Centre"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "kind": "MOC", "regionId": w.id("region"), "municipalityId": w.id("municipality") }),
    ),
    ("updateCentre", Of('W', "Centre"), CENTRE, NOTHING),
    ("deleteCentre", Of('A', "Centre"), CENTRE, NOTHING),
    (
        "createStatusKind",
        Of('W', "StatusKind"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "levels": ["MUNICIPALITY"] }),
    ),
    ("updateStatusKind", Of('W', "StatusKind"), On::Each("id", &["StatusKind"]), NOTHING),
    ("createStatusAssignment", Of('W', "StatusAssignment"), On::New(Place::ORGANISATION), |w| {
        json!({ "kindId": w.id("leader"), "level": "MUNICIPALITY", "organisationId": w.id("organisation"),
            "validFrom": "2024-01-01", "validTo": "2023-01-01" })
    }),
    ("updateStatusAssignment", Of('W', "StatusAssignment"), STATUS, NOTHING),
    ("deleteStatusAssignment", Of('W', "StatusAssignment"), STATUS, NOTHING),
    ("proposeStatusAssignment", Of('S', "StatusAssignment"), STATUS, NOTHING),
    ("grantStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("recordStatus", Of('A', "StatusAssignment"), On::New(Place::HOLDER), |w| {
        json!({ "kindId": w.id("leader"), "level": "MUNICIPALITY", "organisationId": w.id("organisation"),
            "validFrom": "2024-01-01", "validTo": "2023-01-01" })
    }),
    ("renewStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("revokeStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("waiveStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    (
        "createAgreement",
        Of('W', "Agreement"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("updateAgreement", Of('W', "Agreement"), AGREEMENT, NOTHING),
    ("submitAgreement", Of('S', "Agreement"), AGREEMENT, NOTHING),
    ("returnAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("signAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    (
        "recordAgreement",
        Of('S', "Agreement"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("amendAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("terminateAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("renewAgreement", Of('W', "Agreement"), AGREEMENT, |_| json!({ "title": "" })),
    ("deleteAgreement", Of('W', "Agreement"), AGREEMENT, NOTHING),
    (
        "createPartnership",
        Of('W', "Partnership"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "lead": { "municipalityId": w.id("municipality") }, "partner": { "name": "" } }),
    ),
    ("updatePartnership", Of('W', "Partnership"), PARTNERSHIP, NOTHING),
    ("deletePartnership", Of('W', "Partnership"), PARTNERSHIP, NOTHING),
    (
        "createCompetition",
        Of('W', "Competition"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPAL" }),
    ),
    (
        "recordCompetition",
        Of('S', "Competition"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPAL" }),
    ),
    ("updateCompetition", Of('W', "Competition"), COMPETITION, NOTHING),
    ("announceCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("postponeCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("cancelCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("closeEvaluation", Of('S', "Competition"), COMPETITION, NOTHING),
    ("publishResults", Organiser, COMPETITION, NOTHING),
    ("archiveCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("deleteCompetition", Of('W', "Competition"), COMPETITION, NOTHING),
    ("assignExpert", Organiser, On::Each("competitionId", &["Competition"]), |w| json!({ "userId": w.id("user") })),
    ("removeExpert", Organiser, On::Each("competitionId", &["Competition"]), |w| json!({ "userId": w.id("user") })),
    (
        "createApplication",
        Of('W', "Application"),
        On::New(Place::ORGANISATION),
        |w| json!({ "competitionId": w.id("competition"), "organisationId": w.id("organisation") }),
    ),
    (
        "recordApplication",
        Of('A', "Application"),
        On::New(Place::ORGANISATION),
        |w| json!({ "competitionId": w.id("competition"), "organisationId": w.id("organisation") }),
    ),
    ("updateApplication", Of('W', "Application"), APPLICATION, NOTHING),
    ("submitApplication", Of('S', "Application"), APPLICATION, NOTHING),
    ("withdrawApplication", Of('S', "Application"), APPLICATION, NOTHING),
    ("deleteApplication", Of('W', "Application"), APPLICATION, NOTHING),
    ("admitApplication", Organiser, APPLICATION, NOTHING),
    ("rejectApplication", Organiser, APPLICATION, NOTHING),
    ("recordScore", Another, On::Each("applicationId", &["Application"]), NOTHING),
    (
        "inviteUser",
        Of('A', "Users"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "nodeId": w.id("municipality"), "role": "DATA_CLERK" }),
    ),
    ("updateUser", Of('A', "Users"), USER, NOTHING),
    ("disableUser", Of('A', "Users"), USER, NOTHING),
    ("enableUser", Of('A', "Users"), USER, NOTHING),
    ("resetPassword", Of('A', "Users"), On::Each("userId", &["User"]), |_| json!({ "reason": "x".repeat(100_000) })),
    (
        "grantRole",
        Of('A', "Users"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "userId": w.id("user"), "nodeId": w.id("municipality"), "role": "DATA_CLERK", "validFrom": "2024-01-01", "validTo": "2023-01-01" }),
    ),
    ("endGrant", Of('A', "Users"), GRANT, NOTHING),
    ("delegateGrant", Another, GRANT, |w| json!({ "userId": w.id("user") })),
];

/// One mutation on one object, or on an unknown id of its type.
struct Call<'a> {
    line: &'a Line,
    object: Option<&'a Object>,
    unknown: bool,
    input: Value,
}

impl Call<'_> {
    fn name(&self) -> String {
        match (self.object, self.unknown) {
            (Some(object), false) => format!("{} {}", self.line.0, object.name),
            (Some(object), true) => format!("{} unknown {}", self.line.0, object.typename),
            (None, _) => self.line.0.to_owned(),
        }
    }

    /// What DOMAIN 2.2 lets someone do.
    fn expected(&self, someone: &Someone) -> Outcome {
        let (_, whose, on, _) = *self.line;
        if let On::Self_ { token } = on {
            return if token && someone.at.is_none() { Outcome::Refused } else { Outcome::Allowed };
        }
        let account = self.object.is_some_and(|object| object.kind == "Users");
        if account && someone.at.is_none() {
            // Who has no token is told so before anything is looked up.
            return Outcome::Refused;
        }
        if self.unknown || self.object.is_some_and(|object| !someone.sees(object)) {
            return Outcome::Absent;
        }
        let place = self.object.map_or(Place::MUNICIPALITY, |object| object.place);
        let place = if let On::New(place) = on { place } else { place };
        let organises =
            || ["Competition", "Application"].iter().any(|kind| someone.may('A', kind, Place::MUNICIPALITY));
        let may = match whose {
            Of(right, kind) => someone.may(right, kind, place),
            Organiser => organises(),
            Another => false,
            Keeper(kind) => {
                let draft = self.object.is_some_and(|object| object.shown == Shown::Draft);
                someone.may(if draft { 'W' } else { 'S' }, kind, place)
            }
            File(kind) => someone.may('W', "File", place) && someone.may('W', kind, place),
            Card(kind) => someone.may('W', kind, place) || someone.may('W', kind, own(place)),
        };
        if may { Outcome::Allowed } else { Outcome::Refused }
    }
}

/// The place of an organisation as its own keeper.
fn own(place: Place) -> Place {
    if place.organisation { Place::ORGANISATION } else { place }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Allowed,
    Refused,
    Absent,
}

/// The inputs of a line: one for each object and one for an id that nobody has.
fn calls<'a>(world: &'a World, schema: &Schema, line: &'a Line) -> Vec<Call<'a>> {
    let (root, _, on, more) = line;
    let input = with(filled(schema, root), more(world));
    let On::Each(member, types) = on else {
        return vec![Call { line, object: None, unknown: false, input }];
    };
    let objects: Vec<&Object> = world.objects.iter().filter(|object| types.contains(&object.typename)).collect();
    let call = |object: &'a Object, unknown: bool| {
        let id = if unknown { unknown_id(&object.id) } else { object.id.clone() };
        Call { line, object: Some(object), unknown, input: with(input.clone(), json!({ *member: id })) }
    };
    let unknown = objects.first().map(|object| call(object, true));
    objects.into_iter().map(|object| call(object, false)).chain(unknown).collect()
}

/// An id of the same type that nobody has.
fn unknown_id(id: &str) -> String {
    format!("{}_00000000000000000000000000", &id[..3])
}

/// The types of the objects that a mutation is sent for.
pub fn types_of(root: &str) -> &'static [&'static str] {
    match LINES.iter().find(|line| line.0 == root) {
        Some((_, _, On::Each(_, types), _)) => types,
        _ => &[],
    }
}

/// The name of the input of a mutation.
pub fn input_of(root: &str) -> String {
    format!("{}{}Input", root[..1].to_uppercase(), &root[1..])
}

/// The members that an input must have, such that what passes the rights fails after them.
pub fn filled(schema: &Schema, root: &str) -> Value {
    let members = schema.required(&input_of(root)).into_iter().filter_map(|(member, of)| {
        let value = match of {
            "Int" => json!(-1),
            "Date" => json!("2023-06-01"),
            "Decimal" => json!("-1"),
            "String" => json!(""),
            "ID" => return None,
            _ => json!(schema.values(of).first()?),
        };
        Some((member.to_owned(), value))
    });
    Value::Object(members.collect())
}

/// All calls as one document and its variables.
fn request(calls: &[Call]) -> (String, Value) {
    let (mut variables, mut head, mut body) = (serde_json::Map::new(), String::new(), String::new());
    for (index, call) in calls.iter().enumerate() {
        let root = call.line.0;
        let _ = write!(head, "$i{index}: {}{}Input! ", root[..1].to_uppercase(), &root[1..]);
        let _ = writeln!(body, "a{index}: {root}(input: $i{index}) {{ userErrors {{ code path message }} }}");
        variables.insert(format!("i{index}"), call.input.clone());
    }
    (format!("mutation({head}) {{ {body} }}"), Value::Object(variables))
}

/// What came of one call: its outcome, and all that was told.
fn outcome(answer: &Value, index: usize) -> (Option<Outcome>, Value) {
    let alias = format!("a{index}");
    let errors = answer["errors"].as_array().into_iter().flatten();
    if let Some(error) = errors.into_iter().find(|error| error["path"][0] == alias.as_str()) {
        let told = json!({ "message": error["message"], "extensions": error["extensions"] });
        let outcome = match error["extensions"]["code"].as_str() {
            Some("NOT_FOUND") => Some(Outcome::Absent),
            Some("FORBIDDEN" | "UNAUTHENTICATED") => Some(Outcome::Refused),
            // Only of signing in, which everyone here tries from one address.
            Some("RATE_LIMITED") => Some(Outcome::Allowed),
            _ => None,
        };
        return (outcome, told);
    }
    let told = answer["data"][&alias]["userErrors"].clone();
    let refused = told.as_array().is_some_and(|errors| !errors.is_empty());
    (refused.then_some(Outcome::Allowed), told)
}

/// The mutations of the matrix.
pub fn check(world: &World, schema: &Schema, everyone: &[Someone]) -> String {
    let lines: Vec<&str> = LINES.iter().map(|line| line.0).collect();
    every_root_has_a_line(&schema.roots("Mutation"), &lines);
    let calls: Vec<Call> = LINES.iter().flat_map(|line| calls(world, schema, line)).collect();
    let (document, variables) = request(&calls);
    let answers = world.unchanged_but(&["sign_in_guess"], || {
        at_once(everyone, |someone| someone.actor.query(&document, variables.clone()).body)
    });
    let mut faults = Vec::new();
    let mut table = Table::new();
    for (index, call) in calls.iter().enumerate() {
        let unknown = calls.iter().position(|other| other.unknown && other.line.0 == call.line.0);
        let mut cells = Vec::new();
        for (someone, answer) in everyone.iter().zip(&answers) {
            let (found, told) = outcome(answer, index);
            let expected = call.expected(someone);
            if found != Some(expected) {
                faults.push(format!("{} {}: {expected:?}, but {found:?} {told}", call.name(), someone.name()));
            }
            if let (Some(Outcome::Absent), Some(unknown)) = (found, unknown) {
                let (_, other) = outcome(answer, unknown);
                if told != other {
                    faults.push(format!("{} {}: {told} is not {other}", call.name(), someone.name()));
                }
            }
            cells.push(match found {
                Some(Outcome::Allowed) => letter(someone),
                Some(Outcome::Refused) => '-',
                Some(Outcome::Absent) => '.',
                None => '?',
            });
        }
        if !call.unknown {
            table.row(call.name(), cells);
        }
    }
    faults.extend(explained(schema, everyone, &calls, &answers));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    table.text(everyone, LEGEND)
}

/// `canDo` says of each call what the mutation says.
fn explained(schema: &Schema, everyone: &[Someone], calls: &[Call], answers: &[Value]) -> Vec<String> {
    let actions: BTreeMap<String, &str> =
        schema.values("Action").into_iter().map(|action| (action.replace('_', "").to_lowercase(), action)).collect();
    let asks: Vec<(usize, &Call, String)> = calls
        .iter()
        .enumerate()
        .filter_map(|(index, call)| {
            let action = actions.get(&call.line.0.to_lowercase())?;
            let On::Each(member, _) = call.line.2 else { return None };
            let id = call.input[member].as_str()?;
            let field = format!("a{index}: canDo(action: {action}, id: \"{id}\") {{ reason }}");
            // What a file is to be attached to is in the input alone; the details of a card are an action of their own.
            let apart = call.line.0 == "attachFile" || matches!(call.line.1, Card(_));
            (!apart).then_some((index, call, field))
        })
        .collect();
    let document = format!("{{ {} }}", asks.iter().map(|ask| ask.2.as_str()).collect::<Vec<_>>().join("\n"));
    let told = at_once(everyone, |someone| someone.actor.query(&document, json!({})).data().clone());
    let mut faults = Vec::new();
    for (index, call, _) in &asks {
        for ((someone, answer), told) in everyone.iter().zip(answers).zip(&told) {
            let reason = told[format!("a{index}")]["reason"].as_str().unwrap_or_default();
            let says = match reason {
                "ALLOWED" | "WRONG_STATE" => Some(Outcome::Allowed),
                "NO_RIGHT" | "NOT_SIGNED_IN" => Some(Outcome::Refused),
                "NO_SUCH_OBJECT" => Some(Outcome::Absent),
                _ => None,
            };
            let (found, _) = outcome(answer, *index);
            let nobody = someone.at.is_none() && call.object.is_some_and(|object| object.kind == "Users");
            if says != found && !nobody {
                faults.push(format!("{} {}: canDo says {reason}, the mutation {found:?}", call.name(), someone.name()));
            }
        }
    }
    faults
}
