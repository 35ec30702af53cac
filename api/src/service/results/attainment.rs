//! How many targets of a set the municipalities of a node meet in a year.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, RegionId},
    indicator,
    shared::{Level, PeriodType},
    target, target_set,
};
use sea_orm::{
    EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::{
    Wants, against::Sets, answers, gather::Asked, map::Map, nodes::Spot, query::Grid, rights::Rights, row::ResultRow,
};
use crate::{
    access::Kind,
    db::tally::Territory,
    error::AppError,
    period::Period,
    service::{Cx, list::Stored},
};

/// Targets of municipalities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attained {
    /// All that hold in the year.
    pub targets: i64,
    /// Those that are met.
    pub met: i64,
    /// Those that are missed.
    pub missed: i64,
    /// Those without a fact, or none for this viewer.
    pub unknown: i64,
}

/// What the municipalities of some nodes attain of a set in a year, by what is accepted; nothing where there is no such
/// set. Municipalities are those of the last day of the year.
pub async fn attained(
    cx: &Cx,
    territories: &[Territory],
    code: &str,
    year: i32,
) -> Result<HashMap<Territory, Attained>, AppError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let Some(period) = first.and_then(|day| Period::of(PeriodType::Year, day).ok()) else {
        return Err(AppError::bad_input("Такого года нет", "No such year"));
    };
    let code = if code.contains('\0') { "" } else { code };
    let column = |column: target_set::Column| Expr::col((target_set::Entity, column));
    let select = target_set::Entity::visible(&cx.scope(Kind::TargetSet), period.to());
    let Some(set) = select.filter(column(target_set::Column::Code).eq(code)).one(&cx.db).await? else {
        return Ok(HashMap::new());
    };
    let of = |column: target::Column| Expr::col((target::Entity, column));
    #[expect(clippy::disallowed_methods, reason = "of a set that the viewer sees")]
    let measured = target::Entity::find()
        .select_only()
        .column(target::Column::IndicatorId)
        .filter(of(target::Column::TargetSetId).eq(set.id))
        .filter(of(target::Column::Subject).eq(Level::Municipality))
        .filter(of(target::Column::Base).eq(false))
        .into_query();
    let indicators = indicator::Entity::visible(&cx.scope(Kind::Indicator), period.to())
        .filter(Expr::col((indicator::Entity, indicator::Column::Id)).in_subquery(measured))
        .all(&cx.db)
        .await?;
    let regions: Option<BTreeSet<RegionId>> = territories
        .iter()
        .map(|territory| match territory {
            Territory::Federation => None,
            Territory::Region(region) | Territory::Zone(_, region) | Territory::Municipality(_, region) => {
                Some(*region)
            }
        })
        .collect();
    let map = Map::load(&cx.db, regions.as_ref()).await?;
    let towns: Vec<Spot> = map
        .regions()
        .flat_map(|region| map.of_region(region, period.to()).into_iter().map(move |id| Spot::municipality(id, region)))
        .collect();
    let grid = Arc::new(Grid { indicators, periods: vec![period], breakdown: String::new() });
    let sets = Sets::load(cx, &grid, towns.iter().map(|spot| spot.id), Some(code), period.to()).await?;
    let asked = Asked {
        grid,
        spots: towns,
        map,
        rights: Rights::of(cx),
        submitted: false,
        borders: period.to(),
        wants: Wants::default(),
    };
    let mut rows = answers(cx, &asked).await?;
    sets.beside(&mut rows, "");
    rows.retain(|row| !row.targets.is_empty());
    Ok(territories.iter().map(|territory| (*territory, counted(&rows, &asked.map, *territory, period.to()))).collect())
}

fn counted(rows: &[ResultRow], map: &Map, territory: Territory, day: NaiveDate) -> Attained {
    let inside = |town: MunicipalityId, region: Option<RegionId>| match territory {
        Territory::Federation => true,
        Territory::Region(id) => region == Some(id),
        Territory::Zone(id, _) => map.town(town).is_some_and(|town| town.zone_on(day) == Some(id)),
        Territory::Municipality(id, _) => town == id,
    };
    let mut attained = Attained::default();
    for row in rows {
        if !row.spot.node.municipality.is_some_and(|town| inside(town, row.spot.node.region)) {
            continue;
        }
        for against in &row.targets {
            attained.targets += 1;
            match against.met {
                Some(true) => attained.met += 1,
                Some(false) => attained.missed += 1,
                None => attained.unknown += 1,
            }
        }
    }
    attained
}
