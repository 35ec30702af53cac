//! Every mutation, sent by everyone for every object of its kind: who gets past the rights, that nobody is told of what
//! is hidden, and that nothing changes.
//!
//! Nothing may change, so that one world serves thousands of calls: each input passes or fails the question of rights and
//! then fails for another reason, a version that is never current or a text that may not be empty. That the allowed do
//! succeed is proven by the tests of each domain. A new root needs a line in `lines.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::lines::{
    LINES, Line, On,
    Whose::{Another, Approver, Card, Collector, File, Filler, Keeper, Node, Of, Organiser, Reviewer, Rows},
};
use super::schema::{Schema, every_root_has_a_line};
use super::table::{Table, letter};
use super::world::{LOOKED_AT, Level, Object, Place, Shown, Someone, World, at_once};
use crate::support::with;

const LEGEND: &str = "Who gets past the rights of which mutation on which object.
P public, F federation, R region, Z zone, M municipality, O organisation of it, S sibling, X another region: allowed;
- refused; a dot: the object is not there";

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
        // Who signs and does not enter decides on what its own region tells.
        let signs = someone.holds('G', "Value") && !someone.holds('W', "Value");
        if matches!(whose, Rows(right) if !(someone.holds(right, "Value") || (right == 'A' && signs))) {
            return Outcome::Refused;
        }
        if self.unknown || self.object.is_some_and(|object| !someone.sees(object)) {
            return Outcome::Absent;
        }
        let place = self.object.map_or(Place::MUNICIPALITY, |object| object.place);
        let place = if let On::New(place) = on { place } else { place };
        let organises =
            || ["Competition", "Application"].iter().any(|kind| someone.may('A', kind, Place::MUNICIPALITY));
        let shown = self.object.map(|object| object.shown);
        let collects = || someone.may('A', "Report", Place::MUNICIPALITY);
        // Who signs without handing in itself.
        let looks = || {
            let there = self.object.is_some_and(|object| object.name == LOOKED_AT);
            there && someone.may('G', "Report", place) && !someone.holds('S', "Report")
        };
        let may = match whose {
            Of(right, kind) => someone.may(right, kind, place),
            Organiser => organises(),
            Another => false,
            Keeper(kind) => someone.may(if shown == Some(Shown::Draft) { 'W' } else { 'S' }, kind, place),
            Approver(kind) => {
                someone.may('W', kind, place) && (shown != Some(Shown::Public) || someone.may('A', kind, place))
            }
            // What a municipality tells is decided on by the region.
            Rows('A') => someone.may('A', "Value", Place { level: Level::Region, ..place }),
            Rows(right) => someone.may(right, "Value", place),
            Node(right) => someone.keeps(right, "Report", place),
            Filler => someone.keeps('W', "Report", place) || collects(),
            Collector => collects(),
            Reviewer => collects() || looks(),
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
    let types = on.types();
    if types.is_empty() {
        return vec![Call { line, object: None, unknown: false, input }];
    }
    let objects: Vec<&Object> = world.objects.iter().filter(|object| types.contains(&object.typename)).collect();
    let call = |object: &'a Object, unknown: bool| Call {
        line,
        object: Some(object),
        unknown,
        input: with(input.clone(), on.naming(object, unknown)),
    };
    let unknown = objects.first().map(|object| call(object, true));
    objects.into_iter().map(|object| call(object, false)).chain(unknown).collect()
}

/// The name of the input of a mutation.
pub fn input_of(root: &str) -> String {
    format!("{}{}Input", root[..1].to_uppercase(), &root[1..])
}

/// The members that an input must have, such that what passes the rights fails after them.
pub fn filled(schema: &Schema, root: &str) -> Value {
    members(schema, &input_of(root))
}

fn members(schema: &Schema, input: &str) -> Value {
    let members = schema.required(input).into_iter().filter_map(|(member, of, list)| {
        let value = match of {
            "Int" => json!(-1),
            "Date" => json!("2023-06-01"),
            "Decimal" => json!("-1"),
            "String" => json!(""),
            "Boolean" => json!(true),
            "ID" => return None,
            _ if list => json!(schema.values(of).first().into_iter().collect::<Vec<_>>()),
            _ => schema.values(of).first().map_or_else(|| members(schema, of), |value| json!(value)),
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
    let errors = told.as_array().map(Vec::as_slice).unwrap_or_default();
    // A row is no object that could be not found: it names something unknown.
    let row = json!(["input", "rows", "0"]);
    let outcome = match errors {
        [] => None,
        _ if errors.iter().any(|error| error["code"] == "UNKNOWN_REFERENCE" && error["path"] == row) => {
            Some(Outcome::Absent)
        }
        _ => Some(Outcome::Allowed),
    };
    (outcome, told)
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
