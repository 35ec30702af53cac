//! Counts of a list by group.

use std::collections::HashMap;

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, SimpleExpr},
};
use uuid::Uuid;

use super::{listing::Listing, statement::union};
use crate::error::AppError;

/// A count by group under the current filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// Which facet.
    pub facet: &'static str,
    /// The value.
    pub value: Option<String>,
    /// Rows with it.
    pub count: i64,
}

impl<E> Listing<E>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    /// Counts of every facet, with one statement.
    pub async fn facets(&self, db: &impl ConnectionTrait) -> Result<Vec<FacetCount>, AppError> {
        Ok(self.facet_counts(db, None).await?.remove(&Uuid::nil()).unwrap_or_default())
    }

    /// The facets of each parent, with one statement for all.
    pub async fn facets_below(
        &self,
        db: &impl ConnectionTrait,
        parent: &SimpleExpr,
        parents: &[Uuid],
    ) -> Result<HashMap<Uuid, Vec<FacetCount>>, AppError> {
        self.facet_counts(db, Some((parent, parents))).await
    }

    async fn facet_counts(
        &self,
        db: &impl ConnectionTrait,
        below: Option<(&SimpleExpr, &[Uuid])>,
    ) -> Result<HashMap<Uuid, Vec<FacetCount>>, AppError> {
        let arms = self.arms();
        let mut parts = Vec::with_capacity(self.facets.len() * arms.len());
        for (name, expr) in &self.facets {
            for arm in &arms {
                let mut part = arm.clone();
                part.clear_selects()
                    .expr_as(Expr::val(*name), Alias::new("facet"))
                    .expr_as(expr.clone().cast_as("text"), Alias::new("facet_value"))
                    .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
                    // By its name: an expression with parameters is not the same expression twice.
                    .add_group_by([Expr::col(Alias::new("facet_value"))]);
                if let Some((parent, parents)) = below {
                    part.expr_as(parent.clone(), Alias::new("parent_of"))
                        .and_where(parent.clone().is_in(parents.iter().copied()))
                        .add_group_by([Expr::col(Alias::new("parent_of"))]);
                }
                parts.push(part);
            }
        }
        if parts.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sums: HashMap<(Uuid, &'static str, Option<String>), i64> = HashMap::new();
        for row in db.query_all(&union(parts)).await? {
            let name: String = row.try_get("", "facet")?;
            let Some((facet, _)) = self.facets.iter().find(|(known, _)| *known == name) else { continue };
            let parent = if below.is_some() { row.try_get("", "parent_of")? } else { Uuid::nil() };
            *sums.entry((parent, *facet, row.try_get("", "facet_value")?)).or_default() +=
                row.try_get::<i64>("", "n")?;
        }
        let mut counts: HashMap<Uuid, Vec<FacetCount>> = HashMap::new();
        for ((parent, facet, value), count) in sums {
            counts.entry(parent).or_default().push(FacetCount { facet, value, count });
        }
        for counts in counts.values_mut() {
            counts.sort_by(|a, b| a.facet.cmp(b.facet).then(b.count.cmp(&a.count)).then(a.value.cmp(&b.value)));
        }
        Ok(counts)
    }
}
