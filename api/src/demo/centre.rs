//! The centres of the demonstration network: the lasting nodes; what they stand by is in `status.rs`.

use entity::{act_basis::BasisRole, centre::CentreKind};
use serde::Deserialize;

use super::{
    book::{Book, term},
    organisation::source_of,
};
use crate::{
    db::change::camel_case,
    error::{AppError, Failure},
    service::{
        Patch,
        act::basis::Basis,
        centre::create::{CreateCentre, create},
        contact::SetContact,
        external::External,
        open_points::OpenPoint,
    },
};

const FILE: &str = include_str!("data/centres.toml");

/// An act and its role, as every file writes them.
#[derive(Deserialize)]
pub(super) struct ActRow {
    act: String,
    role: BasisRole,
}

/// The acts of a row.
pub(super) fn acts(book: &Book<'_>, rows: Vec<ActRow>) -> Result<Vec<Basis>, Failure> {
    rows.into_iter().map(|ActRow { act, role }| Ok(Basis { act: book.id(&act)?, role })).collect()
}

/// What a row leaves open: `valid_from:INFERRED` in the file is `validFrom` in the contract.
pub(super) fn open_points(findings: &[String]) -> Result<Vec<OpenPoint>, Failure> {
    let point = |text: &String| {
        let unknown = || AppError::internal(format!("demo: finding {text}"));
        let OpenPoint { field, reason } = OpenPoint::parse(text).ok_or_else(unknown)?;
        Ok(OpenPoint { field: camel_case(&field), reason })
    };
    findings.iter().map(point).collect()
}

#[derive(Deserialize)]
struct Row {
    key: String,
    kind: CentreKind,
    name: String,
    region: String,
    zone: Option<String>,
    municipality: Option<String>,
    host: Option<String>,
    parent: Option<String>,
    reports_to: Option<String>,
    contact_position: Option<String>,
    site: Option<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    acts: Vec<ActRow>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    demo: bool,
}

/// Loads the centres.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<Row> = Book::rows(FILE, "centre")?;
    book.count("centres", rows.len());
    for row in rows {
        let centre = CreateCentre {
            id: Some(book.enter(&row.key)),
            kind: row.kind,
            name: row.name,
            region: book.id(&row.region)?,
            zone: book.maybe(row.zone.as_ref())?,
            municipality: book.maybe(row.municipality.as_ref())?,
            host: book.maybe(row.host.as_ref())?,
            parent: book.maybe(row.parent.as_ref())?,
            reports_to: book.maybe(row.reports_to.as_ref())?,
            website: row.site,
            links: row.links,
            open_points: open_points(&row.findings)?,
            acts: acts(book, row.acts)?,
            contact: SetContact {
                position: row.contact_position.map_or(Patch::Absent, |text| Patch::Set(Some(text))),
                ..SetContact::default()
            },
            external_ids: vec![External::new(source_of(row.place.as_deref(), row.demo), row.key)],
            validity: term(None, None, None)?,
        };
        create(book.cx, centre).await?;
    }
    Ok(())
}
