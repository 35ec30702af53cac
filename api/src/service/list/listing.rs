//! A list before it is cut into pages, its pages and its counts.

use std::collections::HashMap;

use sea_orm::{
    Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryResult,
    QueryTrait, Select,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{
    cursor::{Cursor, fingerprint},
    order::ListOrder,
    page::{Page, PageArgs, Window},
    statement::union,
};
use crate::error::AppError;

/// A list before it is cut into pages.
#[derive(Clone, Debug)]
pub struct Listing<E: EntityTrait> {
    /// Name, filter and order as text: a cursor belongs to exactly one of them.
    pub(super) tag: String,
    pub(super) select: Select<E>,
    pub(super) id: SimpleExpr,
    pub(super) order: ListOrder,
    pub(super) facets: Vec<(&'static str, SimpleExpr)>,
    pub(super) dated: Option<Dated>,
    pub(super) fenced: bool,
}

/// Where the rows of a day stand when some of them had other attributes then.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    pub(super) present: Condition,
    pub(super) past: SelectStatement,
}

impl<E> Listing<E>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    /// A list; `tag` tells it from all others: its name and its arguments.
    pub fn new(tag: &str, select: Select<E>, order: ListOrder) -> Self {
        let id = Expr::col((E::default(), Alias::new("id")));
        let tag = fingerprint(&format!("{tag}|{}", order.name));
        Self { tag, select, id, order, facets: vec![], dated: None, fenced: false }
    }

    /// Some rows had other attributes on the day of the list: those that had not are told by a condition, the others
    /// come from a selection with the columns of the entity. Each half keeps its own index, so a list of today costs
    /// what it would cost without history; a `CASE` over both would cost the order of the whole table.
    pub fn dated(mut self, present: Condition, past: SelectStatement) -> Self {
        self.dated = Some(Dated { present, past });
        self
    }

    /// The filter goes before the order, whatever the planner thinks of it: PostgreSQL would walk a whole table in its
    /// order and filter on the way, where an index finds the few rows at once.
    pub fn filter_first(mut self) -> Self {
        self.fenced = true;
        self
    }

    /// Where people filter: counts by an expression.
    pub fn facet(mut self, name: &'static str, expr: impl Into<SimpleExpr>) -> Self {
        self.facets.push((name, expr.into()));
        self
    }

    /// Where rows have no id: what tells two with equal keys apart.
    pub fn id(mut self, expr: impl Into<SimpleExpr>) -> Self {
        self.id = expr.into();
        self
    }

    /// Narrows the list.
    pub fn filter(mut self, condition: Condition) -> Self {
        self.select = self.select.filter(condition);
        self
    }

    /// Rows with what another selection tells of them.
    pub fn join(mut self, join: JoinType, other: SelectStatement, name: &'static str, on: Condition) -> Self {
        QueryTrait::query(&mut self.select).join_subquery(join, other, Alias::new(name), on);
        self
    }

    /// Tells two lists, filters or orders apart.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// One page.
    pub async fn page(&self, db: &impl ConnectionTrait, args: &PageArgs) -> Result<Page<E::Model>, AppError> {
        let window = self.window(args, None)?;
        let rows = db.query_all(&self.ordered(self.keyed(), &window)).await?;
        self.assemble(rows, &window, None)
    }

    /// Rows of the whole list.
    pub async fn count(&self, db: &impl ConnectionTrait) -> Result<i64, AppError> {
        let ids = self.arms().into_iter().map(|mut arm| arm.clear_selects().expr(self.id.clone()).take());
        let query = SelectStatement::new()
            .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
            .from_subquery(union(ids.collect()), Alias::new("list"))
            .take();
        Ok(db.query_one(&query).await?.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }

    /// The page of each parent, with one statement for all.
    pub async fn pages(
        &self,
        db: &impl ConnectionTrait,
        parent: &SimpleExpr,
        parents: &[Uuid],
        args: &PageArgs,
    ) -> Result<HashMap<Uuid, Page<E::Model>>, AppError> {
        // A cursor belongs to one parent: below several it can't be right for all.
        let window = self.window(args, if let [one] = parents { Some(*one) } else { Some(Uuid::nil()) })?;
        let query = if db.get_database_backend() == DbBackend::Postgres {
            self.page_of_each(parent, parents, &window)
        } else {
            self.ranked(parent, parents, &window)
        };
        let mut grouped: HashMap<Uuid, Vec<QueryResult>> = HashMap::new();
        for row in db.query_all(&query).await? {
            grouped.entry(row.try_get("", "parent_of")?).or_default().push(row);
        }
        let mut page = |parent: Uuid| {
            // Nothing found is a page too: it may have something before it.
            let rows = grouped.remove(&parent).unwrap_or_default();
            Ok((parent, self.assemble(rows, &window, Some(parent))?))
        };
        parents.iter().map(|parent| page(*parent)).collect()
    }

    /// The count of each parent, with one statement for all.
    pub async fn counts(
        &self,
        db: &impl ConnectionTrait,
        parent: &SimpleExpr,
        parents: &[Uuid],
    ) -> Result<HashMap<Uuid, i64>, AppError> {
        let arms = self.arms().into_iter().map(|mut arm| {
            arm.clear_selects()
                .expr_as(parent.clone(), Alias::new("parent_of"))
                .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
                .and_where(parent.clone().is_in(parents.iter().copied()))
                .add_group_by([Expr::col(Alias::new("parent_of"))])
                .take()
        });
        let mut counts = HashMap::new();
        for row in db.query_all(&union(arms.collect())).await? {
            *counts.entry(row.try_get("", "parent_of")?).or_default() += row.try_get::<i64>("", "n")?;
        }
        Ok(counts)
    }

    fn window(&self, args: &PageArgs, of: Option<Uuid>) -> Result<Window, AppError> {
        let (size, backward) = args.size()?;
        let cursor =
            |text: Option<&String>| text.map(|text| Cursor::read(text, &self.tag, of, &self.order.keys)).transpose();
        Ok(Window { size, backward, after: cursor(args.after.as_ref())?, before: cursor(args.before.as_ref())? })
    }

    fn assemble(
        &self,
        mut rows: Vec<QueryResult>,
        window: &Window,
        of: Option<Uuid>,
    ) -> Result<Page<E::Model>, AppError> {
        let more = rows.len() > window.size;
        rows.truncate(window.size);
        let mut page = Page {
            rows: rows
                .iter()
                .map(|row| {
                    Ok((Cursor::of_row(row, &self.tag, of, &self.order.keys)?, E::Model::from_query_result(row, "")?))
                })
                .collect::<Result<Vec<_>, DbErr>>()?,
            has_previous: if window.backward { more } else { window.after.is_some() },
            has_next: if window.backward { window.before.is_some() } else { more },
        };
        if window.backward {
            page.rows.reverse();
        }
        Ok(page)
    }
}
