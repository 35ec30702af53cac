//! Targets beside results: of one set, or of all sets that the viewer sees.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use entity::{
    decimal::Decimal,
    ids::TargetSetId,
    target::{self, Comparator},
    target_set,
};
use sea_orm::{
    EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{query::Grid, row::ResultRow};
use crate::{
    access::Kind,
    error::AppError,
    service::{
        Cx,
        list::Stored,
        target::rules::{Asked, Targets, attainment, gap, met, value},
    },
};

/// A target beside a result.
#[derive(Clone, Debug)]
pub struct Against {
    /// Its set.
    pub set: Arc<target_set::Model>,
    /// What is to be reached.
    pub target: Decimal,
    /// How a fact is compared with it.
    pub comparator: Comparator,
    /// How far the fact is from it; below zero it is less.
    pub gap: Option<Decimal>,
    /// By how many percent the fact attains it.
    pub attainment: Option<Decimal>,
    /// Whether the fact meets it.
    pub met: Option<bool>,
}

/// Sets with their targets.
#[derive(Debug, Default)]
pub struct Sets(Vec<(Arc<target_set::Model>, Vec<target::Model>)>);

impl Sets {
    /// The sets that the viewer sees, with their targets for the indicators of a question and some subjects; two
    /// statements. A code of none is malformed input.
    pub async fn load(
        cx: &Cx,
        grid: &Grid,
        subjects: impl IntoIterator<Item = Uuid>,
        code: Option<&str>,
        day: NaiveDate,
    ) -> Result<Self, AppError> {
        let set = |column: target_set::Column| Expr::col((target_set::Entity, column));
        let of = |column: target::Column| Expr::col((target::Entity, column));
        let mut select = target_set::Entity::visible(&cx.scope(Kind::TargetSet), day);
        if let Some(code) = code {
            let code = if code.contains('\0') { "" } else { code };
            select = select.filter(set(target_set::Column::Code).eq(code));
        }
        let sets = select.all(&cx.db).await?;
        if let (Some(code), []) = (code, sets.as_slice()) {
            return Err(AppError::bad_input(
                format!("Набора целей {code:.60} нет"),
                format!("No target set {code:.60}"),
            ));
        }
        // A target of every node of a level bears no id.
        let subjects: Vec<Uuid> = subjects.into_iter().chain([Uuid::nil()]).collect();
        #[expect(clippy::disallowed_methods, reason = "of the sets that the viewer sees")]
        let mut select = target::Entity::find()
            .filter(of(target::Column::IndicatorId).is_in(grid.indicators.iter().map(|indicator| indicator.id)))
            .filter(of(target::Column::SubjectId).is_in(subjects))
            .filter(of(target::Column::Breakdown).eq(grid.breakdown.clone()))
            .filter(of(target::Column::GroupKey).eq(""));
        if let (Some(_), [only]) = (code, sets.as_slice()) {
            select = select.filter(of(target::Column::TargetSetId).eq(only.id));
        }
        let mut rows: BTreeMap<TargetSetId, Vec<target::Model>> = BTreeMap::new();
        for row in select.all(&cx.db).await? {
            rows.entry(row.target_set_id).or_default().push(row);
        }
        let mut found: Vec<_> =
            sets.into_iter().filter_map(|set| rows.remove(&set.id).map(|rows| (Arc::new(set), rows))).collect();
        found.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
        Ok(Self(found))
    }

    /// Sets beside each result the targets that hold.
    pub fn beside(&self, rows: &mut [ResultRow], breakdown: &str) {
        for (set, targets) in &self.0 {
            let targets = Targets::new(set, targets);
            for row in rows.iter_mut() {
                let asked = Asked {
                    indicator: row.indicator.id,
                    subject: &row.spot.node,
                    group_key: "",
                    breakdown,
                    period: row.period,
                };
                let Some((target, number)) = targets.effective(&asked).and_then(|row| Some((row, value(row).ok()?)))
                else {
                    continue;
                };
                let fact = row.number.value;
                row.targets.push(Against {
                    set: set.clone(),
                    target: number,
                    comparator: target.comparator,
                    gap: fact.and_then(|fact| gap(fact, number).ok()),
                    attainment: fact.and_then(|fact| attainment(target.comparator, fact, number)),
                    met: fact.map(|fact| met(target.comparator, fact, number)),
                });
            }
        }
    }
}
