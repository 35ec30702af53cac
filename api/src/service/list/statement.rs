//! How a list is asked: its selections with their keys, cut at cursors, in its order, for one parent or many.

use sea_orm::{
    Condition, EntityTrait, FromQueryResult, JoinType, QueryTrait,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, Func, Order, OverStatement, SelectStatement, SimpleExpr, UnionType,
        WindowStatement,
    },
};
use uuid::Uuid;

use super::{
    cursor::{Cursor, bind, key_name},
    listing::{Dated, Listing},
    page::Window,
};

impl<E> Listing<E>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    /// The rows of a window, from the selections with their keys.
    pub(super) fn ordered(&self, arms: Vec<SelectStatement>, window: &Window) -> SelectStatement {
        let arms = arms.into_iter().map(|mut arm| {
            self.cut(&mut arm, window);
            if self.fenced {
                arm = all_of(arm.offset(0).take(), "fenced");
                for (name, order) in self.named_sorting(window.backward) {
                    arm.order_by(name, order);
                }
            } else {
                for (expr, order) in self.sorting(window.backward) {
                    arm.order_by_expr(expr, order);
                }
            }
            arm.limit(window.limit()).take()
        });
        let arms: Vec<SelectStatement> = arms.collect();
        if self.dated.is_some() {
            // An order belongs to a whole union, so each half is wrapped to keep its own.
            let mut query = union(arms.into_iter().map(|arm| all_of(arm, "arm")).collect());
            for (name, order) in self.named_sorting(window.backward) {
                query.order_by(name, order);
            }
            query.limit(window.limit()).take()
        } else {
            union(arms)
        }
    }

    /// The page of each parent by itself: the index of the parent's column ends each after a page.
    pub(super) fn page_of_each(&self, parent: &SimpleExpr, parents: &[Uuid], window: &Window) -> SelectStatement {
        let given = || Expr::col((Alias::new("parent"), Alias::new("column1")));
        let arms = self.keyed().into_iter().map(|mut arm| arm.and_where(parent.clone().eq(given())).take());
        let page = self.ordered(arms.collect(), window);
        let mut query = SelectStatement::new()
            .expr(Expr::col((Alias::new("found"), Asterisk)))
            .expr_as(given(), Alias::new("parent_of"))
            .from_values(parents.iter().copied(), Alias::new("parent"))
            .join_lateral(JoinType::InnerJoin, page, Alias::new("found"), Condition::all().add(Expr::cust("TRUE")))
            .take();
        for (name, order) in self.named_sorting(window.backward) {
            query.order_by(name, order);
        }
        query
    }

    /// The same where a selection can't look at the one beside it: every row of the parents gets its rank.
    pub(super) fn ranked(&self, parent: &SimpleExpr, parents: &[Uuid], window: &Window) -> SelectStatement {
        let arms = self.keyed().into_iter().map(|mut arm| {
            self.cut(&mut arm, window);
            arm.and_where(parent.clone().is_in(parents.iter().copied()));
            arm.expr_as(parent.clone(), Alias::new("parent_of")).take()
        });
        let mut over = WindowStatement::new();
        over.add_partition_by(Expr::col(Alias::new("parent_of")));
        for (name, order) in self.named_sorting(window.backward) {
            over.order_by(name, order);
        }
        let mut ranked = all_of(union(arms.collect()), "found");
        ranked.expr_window_as(Func::cust(Alias::new("ROW_NUMBER")), over, Alias::new("rank_of"));
        all_of(ranked, "ranked")
            .and_where(Expr::col(Alias::new("rank_of")).lte(i64::try_from(window.size + 1).unwrap_or(i64::MAX)))
            .order_by(Alias::new("parent_of"), Order::Asc)
            .order_by(Alias::new("rank_of"), Order::Asc)
            .take()
    }

    /// The selection, once for the rows that are as they were and once for the others.
    pub(super) fn arms(&self) -> Vec<SelectStatement> {
        let mut base = QueryTrait::query(&mut self.select.clone()).clone();
        base.clear_order_by();
        let Some(Dated { present, past }) = &self.dated else { return vec![base] };
        let mut earlier = base.clone();
        earlier.from_clear().from_subquery(past.clone(), Alias::new(E::default().table_name()));
        vec![base.cond_where(present.clone()).take(), earlier]
    }

    /// The selection with its keys beside it.
    pub(super) fn keyed(&self) -> Vec<SelectStatement> {
        let mut arms = self.arms();
        for arm in &mut arms {
            for (i, key) in self.order.keys.iter().enumerate() {
                arm.expr_as(key.expr.clone(), Alias::new(key_name(i)));
            }
            arm.expr_as(self.id.clone(), Alias::new("key_id"));
        }
        arms
    }

    /// The same order by the names that the keys have outside.
    fn named_sorting(&self, backward: bool) -> impl Iterator<Item = (Alias, Order)> {
        let order = if self.order.descending == backward { Order::Asc } else { Order::Desc };
        let names = (0..self.order.keys.len()).map(|i| Alias::new(key_name(i))).chain([Alias::new("key_id")]);
        names.map(move |name| (name, order.clone()))
    }

    fn sorting(&self, backward: bool) -> impl Iterator<Item = (SimpleExpr, Order)> {
        let order = if self.order.descending == backward { Order::Asc } else { Order::Desc };
        let keys = self.order.keys.iter().map(|key| key.expr.clone()).chain([self.id.clone()]);
        keys.map(move |expr| (expr, order.clone()))
    }

    fn cut(&self, query: &mut SelectStatement, window: &Window) {
        if let Some(cursor) = &window.after {
            query.and_where(self.beyond(cursor, !self.order.descending));
        }
        if let Some(cursor) = &window.before {
            query.and_where(self.beyond(cursor, self.order.descending));
        }
    }

    /// Rows strictly after (`greater`) or before a cursor, as a comparison of rows.
    fn beyond(&self, cursor: &Cursor, greater: bool) -> SimpleExpr {
        let columns = self.order.keys.iter().map(|key| key.expr.clone()).chain([self.id.clone()]);
        let values = self
            .order
            .keys
            .iter()
            .zip(&cursor.keys)
            .map(|(key, value)| bind(key.kind, value))
            .chain([Expr::val(cursor.id)]);
        let (left, right) = (Expr::tuple(columns), Expr::tuple(values));
        if greater { left.gt(right) } else { left.lt(right) }
    }
}

/// Every column of a selection.
fn all_of(select: SelectStatement, name: &str) -> SelectStatement {
    SelectStatement::new().column(Asterisk).from_subquery(select, Alias::new(name)).take()
}

/// The rows of all selections; there is at least one.
pub(super) fn union(arms: Vec<SelectStatement>) -> SelectStatement {
    let mut arms = arms.into_iter();
    let mut first = arms.next().unwrap_or_default();
    for arm in arms {
        first.union(UnionType::All, arm);
    }
    first
}
