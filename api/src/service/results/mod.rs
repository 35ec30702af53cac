//! Results: what the figures say of any indicators, nodes and periods, for a viewer.
//!
//! Ratios are sums of numerators divided by sums of denominators, never means. Of a municipality and an organisation
//! the own figure counts, else the sum below; of a region, a zone and the country the sum of municipalities, else the
//! own figure; the other one stands beside it. What is past draft counts where the viewer may read or count it.
//!
//! - `nodes.rs`, `map.rs`: which nodes, and what they were made of on a day.
//! - `query.rs`, `gather.rs`: the statements, as many for any size. Regions and the country are read from the stored
//!   sums; zones, and whoever may count only a part of a region, are added one by one.
//! - `sum.rs`, `number.rs`: exact arithmetic. `assemble.rs`: pure, from what was found to results. `hide.rs`: small
//!   numbers. `rights.rs`: what counts for whom. `ranking.rs`: places and scores.
//! - `against.rs`: targets beside results. `attainment.rs`: how many of a set are met.

pub mod against;
pub mod assemble;
pub mod attainment;
pub mod gather;
pub mod hide;
pub mod map;
pub mod nodes;
pub mod number;
pub mod query;
pub mod ranking;
pub mod rights;
pub mod row;
pub mod sum;

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use entity::indicator;
use sea_orm::{
    QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use self::{
    against::Sets,
    assemble::Book,
    gather::{Asked, gather},
    hide::Hidden,
    nodes::{Where, nodes},
    query::Grid,
    rights::Rights,
    row::ResultRow,
};
use super::{Cx, list::Stored};
use crate::{
    access::Kind,
    error::{AppError, Code},
    period::Period,
};

/// Most results of one question.
pub const MOST: usize = 10_000;
/// Most indicators of one question, and most periods.
const COLUMNS: usize = 200;

/// Parts of an answer that cost statements of their own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants {
    /// Who is in the sums.
    pub coverage: bool,
    /// Who is missing.
    pub missing: bool,
    /// On which days and by which methods was counted.
    pub looks: bool,
    /// The targets.
    pub targets: bool,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Codes of the indicators.
    pub indicators: Vec<String>,
    /// The nodes.
    pub nodes: Where,
    /// The periods.
    pub periods: Vec<Period>,
    /// The part of the whole, in canonical text.
    pub breakdown: String,
    /// The code of the set whose targets are set beside; of all where it is absent.
    pub target_set: Option<String>,
    /// Whether what is past draft counts, where it may.
    pub submitted: bool,
    /// The day of the map: which nodes there are, and in which borders results are told.
    pub as_of: NaiveDate,
    /// Which parts are wanted.
    pub wants: Wants,
}

/// Too much for one question.
fn too_many() -> AppError {
    AppError::new(
        Code::LimitExceeded,
        format!("Не больше {MOST} результатов: показателей × узлов × периодов"),
        format!("At most {MOST} results: indicators × nodes × periods"),
    )
}

/// The answers to a question, node by node, of each the indicators, of each the periods, as they were asked for.
pub async fn results(cx: &Cx, question: &Question) -> Result<Vec<ResultRow>, AppError> {
    let asked = asked(cx, question).await?;
    let mut rows = answers(cx, &asked).await?;
    if question.wants.targets || question.target_set.is_some() {
        let subjects = asked.spots.iter().map(|spot| spot.id);
        let set = question.target_set.as_deref();
        let sets = Sets::load(cx, &asked.grid, subjects, set, question.as_of).await?;
        sets.beside(&mut rows, &question.breakdown);
    }
    Ok(rows)
}

/// The results without their targets.
async fn answers(cx: &Cx, asked: &Asked) -> Result<Vec<ResultRow>, AppError> {
    let found = gather(cx, asked).await?;
    let hidden = Hidden::of(cx, asked).await?;
    Ok(Book::new(asked, &found, &hidden).rows())
}

async fn asked(cx: &Cx, question: &Question) -> Result<Asked, AppError> {
    let mut periods = question.periods.clone();
    let mut seen = BTreeSet::new();
    periods.retain(|period| seen.insert((period.kind(), *period)));
    let mut codes = question.indicators.clone();
    let mut seen = BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    let listed = if let Where::List(ids) = &question.nodes { ids.len() } else { 1 };
    if periods.len().max(codes.len()) > COLUMNS || periods.len() * codes.len() * listed > MOST {
        return Err(too_many());
    }
    if periods.is_empty() || codes.is_empty() {
        return Err(AppError::bad_input("Назовите показатели и периоды", "Name indicators and periods"));
    }
    let indicators = indicators(cx, &codes, question.as_of).await?;
    let (spots, map) = nodes(cx, &question.nodes, question.as_of).await?;
    if spots.len() * indicators.len() * periods.len() > MOST {
        return Err(too_many());
    }
    let grid = Grid { indicators, periods, breakdown: question.breakdown.clone() };
    Ok(Asked {
        grid: Arc::new(grid),
        spots,
        map,
        rights: Rights::of(cx),
        submitted: question.submitted,
        borders: question.as_of,
        wants: question.wants,
    })
}

/// The indicators of some codes, in their order; a code of none is malformed input.
async fn indicators(cx: &Cx, codes: &[String], day: NaiveDate) -> Result<Vec<indicator::Model>, AppError> {
    let column = Expr::col((indicator::Entity, indicator::Column::Code));
    let known: Vec<String> = codes.iter().filter(|code| !code.contains('\0')).cloned().collect();
    let select = indicator::Entity::visible(&cx.scope(Kind::Indicator), day).filter(column.is_in(known));
    let mut found = select.all(&cx.db).await?;
    let mut ordered = Vec::with_capacity(codes.len());
    for code in codes {
        let Some(at) = found.iter().position(|row| row.code == *code) else {
            return Err(AppError::bad_input(format!("Показателя {code:.60} нет"), format!("No indicator {code:.60}")));
        };
        ordered.push(found.swap_remove(at));
    }
    Ok(ordered)
}
