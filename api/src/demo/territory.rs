//! The map of the demonstration network.

use entity::{municipality::MunicipalityKind, municipality_succession::SuccessionKind};
use serde::Deserialize;

use super::book::{Book, term};
use crate::{
    error::{AppError, Failure},
    service::territory::{municipality, population, region, reorganise, zone},
    validity::Bound,
};

pub(super) const FILE: &str = include_str!("data/territory.toml");

#[derive(Deserialize)]
struct RegionRow {
    key: String,
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct ZoneRow {
    key: String,
    region: String,
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct MunicipalityRow {
    key: String,
    region: String,
    zone: Option<String>,
    oktmo: Option<String>,
    name: String,
    kind: MunicipalityKind,
    valid_from: Option<String>,
    valid_to: Option<String>,
    text: Option<String>,
    predecessor: Option<String>,
    transformation: Option<SuccessionKind>,
}

#[derive(Deserialize)]
struct PopulationRow {
    municipality: String,
    age_from: i32,
    age_to: i32,
    count: i64,
    as_of: String,
}

/// Loads regions, zones, municipalities with their lineage, population.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let cx = book.cx;
    let rows: Vec<RegionRow> = Book::rows(FILE, "region")?;
    book.count("regions", rows.len());
    for RegionRow { key, code, name } in rows {
        let id = Some(book.enter(&key));
        let validity = term(None, None, None)?;
        region::create(cx, region::CreateRegion { id, code, name: Some(name), validity }).await?;
    }
    let rows: Vec<ZoneRow> = Book::rows(FILE, "zone")?;
    book.count("zones", rows.len());
    for ZoneRow { key, region, code, name } in rows {
        let id = Some(book.enter(&key));
        let (region, validity) = (book.id(&region)?, term(None, None, None)?);
        zone::create(cx, zone::CreateZone { id, region, code, name, validity }).await?;
    }
    let rows: Vec<MunicipalityRow> = Book::rows(FILE, "municipality")?;
    book.count("municipalities", rows.len());
    for row in rows {
        load_municipality(book, row).await?;
    }
    let rows: Vec<PopulationRow> = Book::rows(FILE, "population")?;
    book.count("population figures", rows.len());
    for PopulationRow { municipality, age_from, age_to, count, as_of } in rows {
        let as_of = Bound::parse_end(&as_of).map_err(AppError::internal)?;
        let municipality = book.id(&municipality)?;
        let source = "МОЦ".to_owned();
        let figure = population::RecordPopulation { municipality, age_from, age_to, as_of, count, source };
        population::record(cx, figure).await?;
    }
    Ok(())
}

async fn load_municipality(book: &mut Book<'_>, row: MunicipalityRow) -> Result<(), Failure> {
    let create = municipality::CreateMunicipality {
        id: Some(book.enter(&row.key)),
        region: book.id(&row.region)?,
        zone: book.maybe(row.zone.as_ref())?,
        oktmo: row.oktmo,
        name: row.name,
        kind: row.kind,
        validity: term(row.valid_from.as_ref(), row.valid_to.as_ref(), row.text.as_ref())?,
    };
    match (row.predecessor, row.transformation, row.valid_from) {
        (Some(predecessor), Some(kind), Some(from)) => {
            let day = Bound::parse_start(&from).map_err(AppError::internal)?.date;
            let predecessors = vec![book.id(&predecessor)?];
            let change = reorganise::Reorganise { kind, day, predecessors, successors: vec![create], existing: vec![] };
            reorganise::reorganise(book.cx, change).await?;
        }
        _ => {
            municipality::create(book.cx, create).await?;
        }
    }
    Ok(())
}
