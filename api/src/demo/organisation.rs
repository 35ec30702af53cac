//! The organisations of the demonstration network, and the dictionaries.

use entity::organisation::{Department, OrganisationType};
use serde::Deserialize;

use super::book::{Book, term};
use crate::{
    error::Failure,
    service::{
        Cx,
        classifier::{self, LEGAL_FORM, RecordClassifier, SOURCE},
        external::External,
        organisation::create::{CreateOrganisation, create},
        organisation::fields::Numbers,
    },
};

const DICTIONARIES: &str = include_str!("data/dictionaries.toml");
pub(super) const FILE: &str = include_str!("data/organisations.toml");

#[derive(Deserialize)]
struct SourceRow {
    key: String,
    title: String,
}

#[derive(Deserialize)]
struct LegalFormRow {
    code: String,
    abbr: String,
    name: String,
}

#[derive(Deserialize)]
struct OrganisationRow {
    key: String,
    name: String,
    short_name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    r#type: OrganisationType,
    department: Option<Department>,
    legal_form: Option<String>,
    region: Option<String>,
    municipality: Option<String>,
    head_position: Option<String>,
    site: Option<String>,
    place: Option<String>,
    #[serde(default)]
    demo: bool,
}

/// Records the legal forms.
pub(crate) async fn legal_forms(cx: &Cx) -> Result<(), Failure> {
    for LegalFormRow { code, abbr, name } in Book::rows(DICTIONARIES, "legal_form")? {
        classifier::record(cx, entry(LEGAL_FORM, code, name, Some(abbr))).await?;
    }
    Ok(())
}

/// An entry without a term.
pub(super) fn entry(dictionary: &str, code: String, name: String, short_name: Option<String>) -> RecordClassifier {
    RecordClassifier {
        dictionary: dictionary.to_owned(),
        code,
        expected_version: None,
        new_dictionary: true,
        name,
        short_name,
        valid_from: None,
        valid_to: None,
        replaced_by: None,
    }
}

/// Loads dictionaries and organisations.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let cx = book.cx;
    for SourceRow { key, title } in Book::rows(DICTIONARIES, "source")? {
        classifier::record(cx, entry(SOURCE, key, title, None)).await?;
    }
    legal_forms(cx).await?;
    let rows: Vec<OrganisationRow> = Book::rows(FILE, "organisation")?;
    book.count("organisations", rows.len());
    for row in rows {
        let source = source_of(row.place.as_deref(), row.demo);
        let organisation = CreateOrganisation {
            id: Some(book.enter(&row.key)),
            region: book.maybe(row.region.as_ref())?,
            municipality: book.maybe(row.municipality.as_ref())?,
            name: row.name,
            short_name: row.short_name,
            aliases: row.aliases,
            kind: row.r#type,
            department: row.department,
            legal_form: row.legal_form,
            numbers: Numbers::default(),
            email: None,
            website: row.site,
            capacity: None,
            licence_number: None,
            head_position: row.head_position,
            addresses: vec![],
            validity: term(None, None, None)?,
            external_ids: vec![External::new(source, row.key)],
            published: None,
        };
        create(cx, organisation).await?;
    }
    Ok(())
}

/// The document that a fact comes from: the first that its place names, or filler.
pub fn source_of(place: Option<&str>, demo: bool) -> String {
    let document = place.and_then(|place| place.split([' ', ';']).next()).filter(|_| !demo);
    document.unwrap_or("demo").to_owned()
}
