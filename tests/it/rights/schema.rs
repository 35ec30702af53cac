//! The schema as the running service tells it: its roots, and selections of everything that a type has.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::Actor;

const INTROSPECTION: &str = "{ __schema { types { kind name enumValues { name }
    inputFields { name defaultValue type { ...Ref } }
    fields { name args { name defaultValue type { ...Ref } } type { ...Ref } } } } }
    fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// How many results may stand in one another in a selection.
const DEPTH: usize = 3;

/// The types by their names.
pub struct Schema(BTreeMap<String, Value>);

impl Schema {
    /// Asks the service.
    pub fn of(actor: &Actor) -> Self {
        let answer = actor.query(INTROSPECTION, json!({}));
        let types = answer.at("__schema.types").as_array().unwrap().clone();
        Self(types.into_iter().map(|found| (text(&found["name"]).to_owned(), found)).collect())
    }

    /// The names of the fields of a root type.
    pub fn roots(&self, root: &str) -> Vec<&str> {
        self.fields(root).iter().map(|field| text(&field["name"])).collect()
    }

    /// The queries that answer a connection, each with its type.
    pub fn connections(&self) -> Vec<(&str, &str)> {
        let named = self.fields("Query").iter().map(|field| (text(&field["name"]), named(&field["type"]).1));
        named.filter(|(_, of)| of.ends_with("Connection")).collect()
    }

    /// The type of what a connection holds.
    pub fn element(&self, connection: &str) -> &str {
        let nodes = self.fields(connection).iter().find(|field| field["name"] == "nodes").unwrap();
        named(&nodes["type"]).1
    }

    /// The type of an argument of a query.
    pub fn argument(&self, root: &str, name: &str) -> Option<&str> {
        let field = self.fields("Query").iter().find(|field| field["name"] == root)?;
        let argument = field["args"].as_array()?.iter().find(|argument| argument["name"] == name)?;
        Some(named(&argument["type"]).1)
    }

    /// The members of an input that must be given, with their types, and whether they are lists.
    pub fn required(&self, input: &str) -> Vec<(&str, &str, bool)> {
        let fields = self.0[input]["inputFields"].as_array().unwrap();
        let must = fields.iter().filter(|field| field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null());
        must.map(|field| (text(&field["name"]), named(&field["type"]).1, written(&field["type"]).starts_with('[')))
            .collect()
    }

    /// The members of an input of a type that may be absent.
    pub fn optional(&self, input: &str, of: &str) -> Vec<&str> {
        let fields = self.0[input]["inputFields"].as_array().unwrap();
        let fits = |field: &&Value| field["type"]["kind"] == "SCALAR" && named(&field["type"]).1 == of;
        fields.iter().filter(fits).map(|field| text(&field["name"])).collect()
    }

    /// The members of an input that may be null, with their types as a document writes them.
    pub fn nullable(&self, input: &str) -> Vec<(&str, String)> {
        let fields = self.0[input]["inputFields"].as_array().unwrap();
        let fields = fields.iter().filter(|field| field["type"]["kind"] != "NON_NULL");
        fields.map(|field| (text(&field["name"]), written(&field["type"]))).collect()
    }

    /// The ids among the members of an input, and whether they are lists.
    pub fn ids_of(&self, input: &str) -> Vec<(&str, bool)> {
        let fields = self.0[input]["inputFields"].as_array().unwrap();
        let ids = fields.iter().filter(|field| named(&field["type"]).1 == "ID");
        ids.map(|field| (text(&field["name"]), written(&field["type"]).starts_with('['))).collect()
    }

    /// The ids among the arguments of each query: name, type as a document writes it, whether it is a list.
    pub fn ids_of_queries(&self) -> Vec<(&str, Vec<(&str, String, bool)>)> {
        self.fields("Query")
            .iter()
            .map(|field| {
                let arguments =
                    field["args"].as_array().unwrap().iter().filter(|found| named(&found["type"]).1 == "ID");
                let told = arguments.map(|found| {
                    let of = written(&found["type"]);
                    let list = of.starts_with('[');
                    (text(&found["name"]), of, list)
                });
                (text(&field["name"]), told.collect())
            })
            .collect()
    }

    /// The type of a member of an input.
    pub fn member(&self, input: &str, name: &str) -> Option<&str> {
        let field = self.0[input]["inputFields"].as_array()?.iter().find(|field| field["name"] == name)?;
        Some(named(&field["type"]).1)
    }

    /// The values of an enum.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.0[name]["enumValues"].as_array().into_iter().flatten().map(|value| text(&value["name"])).collect()
    }

    /// All that a type has and that can be asked without arguments: values, ids of other objects, results in one
    /// another, the first page of each list below it.
    pub fn selection(&self, name: &str) -> String {
        self.select(name, true, DEPTH)
    }

    /// The values of a type and the ids of other objects, without results in one another.
    pub fn flat(&self, name: &str) -> String {
        self.select(name, false, 1)
    }

    fn select(&self, name: &str, lists: bool, depth: usize) -> String {
        let mut selected = String::from("__typename");
        for field in self.fields(name) {
            let must = |argument: &Value| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
            if field["args"].as_array().into_iter().flatten().any(must) {
                continue;
            }
            let (kind, of) = named(&field["type"]);
            let below = match kind {
                "SCALAR" | "ENUM" => String::new(),
                _ if self.has_id(of) => "{ id }".to_owned(),
                "OBJECT" if of.ends_with("Connection") => {
                    if !lists || !self.has_id(self.element(of)) {
                        continue;
                    }
                    "{ nodes { id } }".to_owned()
                }
                "OBJECT" if depth > 1 => format!("{{ {} }}", self.select(of, false, depth - 1)),
                _ => continue,
            };
            selected.extend([" ", text(&field["name"]), " ", &below]);
        }
        selected
    }

    fn has_id(&self, name: &str) -> bool {
        self.fields(name).iter().any(|field| field["name"] == "id")
    }

    fn fields(&self, name: &str) -> &[Value] {
        self.0.get(name).and_then(|found| found["fields"].as_array()).map_or(&[], Vec::as_slice)
    }
}

/// The kind and name of a type beneath its wrappings.
fn named(of: &Value) -> (&str, &str) {
    if of["ofType"].is_null() { (text(&of["kind"]), text(&of["name"])) } else { named(&of["ofType"]) }
}

/// A type as a document writes it.
fn written(of: &Value) -> String {
    match text(&of["kind"]) {
        "NON_NULL" => format!("{}!", written(&of["ofType"])),
        "LIST" => format!("[{}]", written(&of["ofType"])),
        _ => text(&of["name"]).to_owned(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Fails unless a table has one line for each root of the schema and no others.
pub fn every_root_has_a_line(roots: &[&str], lines: &[&str]) {
    let missing: Vec<_> = roots.iter().filter(|root| !lines.contains(root)).collect();
    let unknown: Vec<_> = lines.iter().filter(|line| !roots.contains(line)).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "roots without a line: {missing:?}; lines without a root: {unknown:?}"
    );
}
