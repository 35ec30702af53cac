//! The acts of the demonstration network.

use entity::{
    act_basis::BasisRole,
    legal_act::LegalActKind,
    shared::{Level, Visibility},
};
use serde::Deserialize;

use super::{book::Book, organisation::source_of};
use crate::{
    error::{AppError, Failure},
    service::{
        act::{basis::Basis, create},
        external::External,
    },
    validity::Bound,
};

const FILE: &str = include_str!("data/acts.toml");

#[derive(Deserialize)]
struct Row {
    key: String,
    kind: Printed,
    issuer: Option<String>,
    issuer_org: Option<String>,
    level: Issued,
    region: Option<String>,
    municipality: Option<String>,
    date: Option<String>,
    text: Option<String>,
    number: Option<String>,
    title: String,
    url: Option<String>,
    amends: Option<String>,
    approved_by: Option<String>,
    place: Option<String>,
    #[serde(default)]
    demo: bool,
}

/// The kinds of the file.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Printed {
    FederalLaw,
    Decree,
    Directive,
    Order,
    Regulation,
    Charter,
    Other,
}

impl From<Printed> for LegalActKind {
    fn from(kind: Printed) -> Self {
        match kind {
            Printed::FederalLaw => Self::FederalLaw,
            // The file calls a постановление a decree; here a decree is an указ.
            Printed::Decree => Self::Resolution,
            Printed::Directive => Self::Directive,
            Printed::Order => Self::Order,
            Printed::Regulation => Self::Regulation,
            Printed::Charter => Self::Charter,
            Printed::Other => Self::Other,
        }
    }
}

/// The levels of the file.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Issued {
    Federal,
    Regional,
    Municipal,
    Organisation,
}

impl From<Issued> for Level {
    fn from(level: Issued) -> Self {
        match level {
            Issued::Federal => Self::Federation,
            Issued::Regional => Self::Region,
            Issued::Municipal => Self::Municipality,
            Issued::Organisation => Self::Organisation,
        }
    }
}

/// Loads the acts, what they amend, and which act approves which.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<Row> = Book::rows(FILE, "act")?;
    book.count("legal acts", rows.len());
    for row in rows {
        let date = row.date.map(|date| Bound::parse_start(&date)).transpose().map_err(AppError::internal)?;
        let approves = row.approved_by.map(|key| book.id(&key)).transpose()?;
        let act = create::CreateLegalAct {
            id: Some(book.enter(&row.key)),
            kind: row.kind.into(),
            level: row.level.into(),
            issuer: row.issuer,
            organisation: book.maybe(row.issuer_org.as_ref())?,
            region: book.maybe(row.region.as_ref())?,
            municipality: book.maybe(row.municipality.as_ref())?,
            keeper: None,
            date: date.map(|date| Bound { text: row.text, ..date }),
            number: row.number,
            title: row.title,
            url: row.url,
            visibility: Some(Visibility::Public),
            amends: book.maybe(row.amends.as_ref())?.into_iter().collect(),
            basis: approves.map(|act| Basis { act, role: BasisRole::ApprovesRegulation }).into_iter().collect(),
            external_ids: vec![External::new(source_of(row.place.as_deref(), row.demo), row.key)],
        };
        create::create(book.cx, act).await?;
    }
    Ok(())
}
