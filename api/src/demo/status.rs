//! The kinds of status and the assignments of the demonstration network, the standing of its centres included.

use entity::{
    ids::CompetitionId,
    shared::Level,
    status_kind::{self, StatusHolderType},
};
use serde::Deserialize;

use super::{
    book::{Book, term},
    centre::{ActRow, acts, open_points},
    organisation::source_of,
};
use crate::{
    error::Failure,
    service::{
        Patch,
        external::External,
        status::{
            content::{Subject, Terms},
            grant::{RecordStatus, record},
            kind::{CreateStatusKind, create},
        },
    },
};

const DICTIONARIES: &str = include_str!("data/dictionaries.toml");
const FILE: &str = include_str!("data/statuses.toml");

/// The levels of the files.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Granted {
    Municipal,
    Zonal,
    Regional,
    Federal,
}

impl From<Granted> for Level {
    fn from(level: Granted) -> Self {
        match level {
            Granted::Municipal => Self::Municipality,
            Granted::Zonal => Self::Zone,
            Granted::Regional => Self::Region,
            Granted::Federal => Self::Federation,
        }
    }
}

#[derive(Deserialize)]
struct KindRow {
    code: String,
    name: String,
    short: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    levels: Vec<Granted>,
    held_by: StatusHolderType,
    parallels: bool,
    topic: bool,
    #[serde(default)]
    academic_year: bool,
    #[serde(default)]
    registry_number: bool,
}

#[derive(Deserialize)]
struct Row {
    key: String,
    kind: String,
    level: Granted,
    centre: Option<String>,
    holder: Option<String>,
    holder_count: Option<i32>,
    region: Option<String>,
    zone: Option<String>,
    municipality: Option<String>,
    topic: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    text: Option<String>,
    renews: Option<String>,
    competition: Option<String>,
    #[serde(default)]
    acts: Vec<ActRow>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

/// Records the dictionary of kinds.
pub(crate) async fn kinds(book: &mut Book<'_>) -> Result<Vec<status_kind::Model>, Failure> {
    let rows: Vec<KindRow> = Book::rows(DICTIONARIES, "status_kind")?;
    book.count("kinds of status", rows.len());
    let mut kinds = Vec::with_capacity(rows.len());
    for row in rows {
        let kind = CreateStatusKind {
            id: Some(book.enter(&kind_key(&row.code))),
            region: None,
            municipality: None,
            code: row.code,
            name: row.name,
            short_name: row.short,
            aliases: row.aliases,
            levels: row.levels.into_iter().map(Into::into).collect(),
            held_by: row.held_by,
            parallels: row.parallels,
            topic_in_key: row.topic,
            has_academic_year: row.academic_year,
            has_registry_number: row.registry_number,
            validity: term(None, None, None)?,
        };
        kinds.push(create(book.cx, kind).await?);
    }
    Ok(kinds)
}

/// Loads the dictionary of kinds, then the assignments.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    kinds(book).await?;
    let rows: Vec<Row> = Book::rows(FILE, "status")?;
    book.count("status assignments", rows.len());
    for row in rows {
        load_assignment(book, row).await?;
    }
    Ok(())
}

async fn load_assignment(book: &mut Book<'_>, row: Row) -> Result<(), Failure> {
    // Its competition is loaded later; the key says already which id it will have.
    let competition = row.competition.map(|key| book.enter::<CompetitionId>(&key));
    let status = RecordStatus {
        id: Some(book.enter(&row.key)),
        subject: Subject {
            kind: book.id(&kind_key(&row.kind))?,
            level: row.level.into(),
            centre: book.maybe(row.centre.as_ref())?,
            organisation: book.maybe(row.holder.as_ref())?,
            association: None,
            unnamed: row.holder_count,
            region: book.maybe(row.region.as_ref())?,
            zone: book.maybe(row.zone.as_ref())?,
            municipality: book.maybe(row.municipality.as_ref())?,
        },
        terms: Terms {
            topic: row.topic.map_or(Patch::Absent, |text| Patch::Set(Some(text))),
            validity: term(row.valid_from.as_ref(), row.valid_to.as_ref(), row.text.as_ref())?,
            acts: Patch::Set(Some(acts(book, row.acts)?)),
            ..Terms::default()
        },
        renews: book.maybe(row.renews.as_ref())?,
        competition,
        open_points: open_points(&row.findings)?,
        external_ids: vec![External::new(source_of(row.place.as_deref(), false), row.key)],
    };
    record(book.cx, status).await?;
    Ok(())
}

fn kind_key(code: &str) -> String {
    format!("skd.{code}")
}
