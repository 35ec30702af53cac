//! Every list of opora: filtered and scoped selection, keyset pages, counts, facets; for a root and for many parents
//! at once, with one statement each.
//!
//! Keys of an order are never null (a nullable date is coalesced, so nulls come last) and end with the id.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryResult,
    QueryTrait, Select,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, Func, LikeExpr, LockType, Order, OverStatement, SelectStatement, SimpleExpr,
        UnionType, WindowStatement,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Cx;
use crate::{
    access::{Kind, Scope, Viewer},
    db::WriteTx,
    error::AppError,
    text,
};

/// The page that is given when none is asked.
pub const DEFAULT_PAGE: usize = 20;
/// The largest page.
pub const MAX_PAGE: usize = 100;

/// A value of an order key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum KeyValue {
    Number(i64),
    Text(String),
}

/// What an order key is, so that it can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Text ordered by code point.
    Text,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// A whole number.
    Number,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub struct OrderKey {
    expr: SimpleExpr,
    kind: KeyKind,
}

impl OrderKey {
    /// A key that is never null.
    pub fn new(expr: impl Into<SimpleExpr>, kind: KeyKind) -> Self {
        Self { expr: expr.into(), kind }
    }

    /// A day that may be null: nulls come last in either direction.
    pub fn nullable_day(expr: impl Into<SimpleExpr>, descending: bool) -> Self {
        let last = if descending { NaiveDate::from_ymd_opt(1, 1, 1) } else { NaiveDate::from_ymd_opt(9999, 12, 31) };
        // Written into the statement: an index on this expression is found by its text.
        let last = SimpleExpr::Constant(last.unwrap_or_default().into());
        Self { expr: Func::coalesce([expr.into(), last]).into(), kind: KeyKind::Day }
    }
}

/// The order of a list.
#[derive(Clone, Debug)]
pub struct ListOrder {
    /// The name of the order, part of every cursor.
    pub name: String,
    /// Keys before the id.
    pub keys: Vec<OrderKey>,
    /// All keys and the id, downwards.
    pub descending: bool,
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    v: u8,
    list: String,
    /// The parent, of a list below one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Uuid>,
    keys: Vec<KeyValue>,
    id: Uuid,
}

/// The page that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageArgs {
    /// Page size forwards.
    pub first: Option<i64>,
    /// Cursor before the page.
    pub after: Option<String>,
    /// Page size backwards.
    pub last: Option<i64>,
    /// Cursor after the page.
    pub before: Option<String>,
    /// The largest page of this list; [`MAX_PAGE`] when absent.
    pub most: Option<usize>,
}

impl PageArgs {
    /// How many, and whether counted from the end.
    pub(super) fn size(&self) -> Result<(usize, bool), AppError> {
        if self.first.is_some() && self.last.is_some() {
            return Err(AppError::bad_input(
                "first и last нельзя задать вместе",
                "first and last can't be given together",
            ));
        }
        let backward = self.last.is_some() || (self.first.is_none() && self.before.is_some());
        let size = match self.first.or(self.last) {
            None => DEFAULT_PAGE,
            Some(size) => usize::try_from(size)
                .ok()
                .filter(|size| (1..=self.most.unwrap_or(MAX_PAGE)).contains(size))
                .ok_or_else(|| size_error(size, self.most.unwrap_or(MAX_PAGE)))?,
        };
        Ok((size, backward))
    }
}

/// A checked page: how many, which way, from where.
#[derive(Clone, Debug)]
struct Window {
    size: usize,
    backward: bool,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page<M> {
    /// Rows with their cursors.
    pub rows: Vec<(String, M)>,
    /// More before.
    pub has_previous: bool,
    /// More after.
    pub has_next: bool,
}

impl<M> Default for Page<M> {
    fn default() -> Self {
        Self { rows: vec![], has_previous: false, has_next: false }
    }
}

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

/// A list before it is cut into pages.
#[derive(Clone, Debug)]
pub struct Listing<E: EntityTrait> {
    /// Name, filter and order as text: a cursor belongs to exactly one of them.
    tag: String,
    select: Select<E>,
    id: SimpleExpr,
    order: ListOrder,
    facets: Vec<(&'static str, SimpleExpr)>,
    dated: Option<Dated>,
    fenced: bool,
}

/// Where the rows of a day stand when some of them had other attributes then.
#[derive(Clone, Debug)]
struct Dated {
    present: Condition,
    past: SelectStatement,
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

    /// The rows of a window, from the selections with their keys.
    fn ordered(&self, arms: Vec<SelectStatement>, window: &Window) -> SelectStatement {
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

    /// Rows of the whole list.
    pub async fn count(&self, db: &impl ConnectionTrait) -> Result<i64, AppError> {
        let ids = self.arms().into_iter().map(|mut arm| arm.clear_selects().expr(self.id.clone()).take());
        let query = SelectStatement::new()
            .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
            .from_subquery(union(ids.collect()), Alias::new("list"))
            .take();
        Ok(db.query_one(&query).await?.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }

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

    /// The page of each parent by itself: the index of the parent's column ends each after a page.
    fn page_of_each(&self, parent: &SimpleExpr, parents: &[Uuid], window: &Window) -> SelectStatement {
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
    fn ranked(&self, parent: &SimpleExpr, parents: &[Uuid], window: &Window) -> SelectStatement {
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

    /// The selection, once for the rows that are as they were and once for the others.
    fn arms(&self) -> Vec<SelectStatement> {
        let mut base = QueryTrait::query(&mut self.select.clone()).clone();
        base.clear_order_by();
        let Some(Dated { present, past }) = &self.dated else { return vec![base] };
        let mut earlier = base.clone();
        earlier.from_clear().from_subquery(past.clone(), Alias::new(E::default().table_name()));
        vec![base.cond_where(present.clone()).take(), earlier]
    }

    /// The selection with its keys beside it.
    fn keyed(&self) -> Vec<SelectStatement> {
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

    fn window(&self, args: &PageArgs, of: Option<Uuid>) -> Result<Window, AppError> {
        let (size, backward) = args.size()?;
        Ok(Window {
            size,
            backward,
            after: self.cursor(args.after.as_deref(), of)?,
            before: self.cursor(args.before.as_deref(), of)?,
        })
    }

    fn cursor(&self, text: Option<&str>, of: Option<Uuid>) -> Result<Option<Cursor>, AppError> {
        let Some(text) = text else { return Ok(None) };
        let cursor =
            URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| serde_json::from_slice::<Cursor>(&bytes).ok()).filter(
                |cursor| {
                    cursor.v == 1
                        && cursor.list == self.tag
                        && cursor.of == of
                        && cursor.keys.len() == self.order.keys.len()
                        && self.order.keys.iter().zip(&cursor.keys).all(|(key, value)| fits(key.kind, value))
                },
            );
        cursor.map(Some).ok_or_else(foreign_cursor)
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
                .map(|row| Ok((self.cursor_of(row, of)?, E::Model::from_query_result(row, "")?)))
                .collect::<Result<Vec<_>, DbErr>>()?,
            has_previous: if window.backward { more } else { window.after.is_some() },
            has_next: if window.backward { window.before.is_some() } else { more },
        };
        if window.backward {
            page.rows.reverse();
        }
        Ok(page)
    }

    fn cursor_of(&self, row: &QueryResult, of: Option<Uuid>) -> Result<String, DbErr> {
        let keys = self
            .order
            .keys
            .iter()
            .enumerate()
            .map(|(i, key)| {
                let name = key_name(i);
                Ok(match key.kind {
                    KeyKind::Text => KeyValue::Text(row.try_get("", &name)?),
                    KeyKind::Day => KeyValue::Text(row.try_get::<NaiveDate>("", &name)?.to_string()),
                    KeyKind::Instant => KeyValue::Number(row.try_get::<DateTime<Utc>>("", &name)?.timestamp_micros()),
                    KeyKind::Number => KeyValue::Number(row.try_get("", &name)?),
                })
            })
            .collect::<Result<_, DbErr>>()?;
        let cursor = Cursor { v: 1, list: self.tag.clone(), of, keys, id: row.try_get("", "key_id")? };
        let bytes = serde_json::to_vec(&cursor).map_err(|e| DbErr::Custom(e.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl Window {
    /// One row more than the page tells whether there is more.
    fn limit(&self) -> u64 {
        u64::try_from(self.size + 1).unwrap_or(u64::MAX)
    }
}

/// Every column of a selection.
fn all_of(select: SelectStatement, name: &str) -> SelectStatement {
    SelectStatement::new().column(Asterisk).from_subquery(select, Alias::new(name)).take()
}

/// The rows of all selections; there is at least one.
fn union(arms: Vec<SelectStatement>) -> SelectStatement {
    let mut arms = arms.into_iter();
    let mut first = arms.next().unwrap_or_default();
    for arm in arms {
        first.union(UnionType::All, arm);
    }
    first
}

/// Refuses a page size outside 1 to [`MAX_PAGE`].
pub fn page_size_error(size: i64) -> AppError {
    size_error(size, MAX_PAGE)
}

fn size_error(size: i64, most: usize) -> AppError {
    AppError::bad_input(
        format!("Размер страницы {size}: нужно от 1 до {most}"),
        format!("Page size {size}: 1 to {most} is possible"),
    )
}

/// Refuses a cursor of another list.
pub(super) fn foreign_cursor() -> AppError {
    AppError::bad_input(
        "Курсор не от этого списка, фильтра или порядка: начните список сначала",
        "The cursor is not of this list, filter or order: start the list again",
    )
}

fn key_name(i: usize) -> String {
    format!("key_{i}")
}

fn fits(kind: KeyKind, value: &KeyValue) -> bool {
    match (kind, value) {
        (KeyKind::Text, KeyValue::Text(text)) => !text.contains('\0'),
        (KeyKind::Number, KeyValue::Number(_)) => true,
        (KeyKind::Day, KeyValue::Text(text)) => text.parse::<NaiveDate>().is_ok(),
        (KeyKind::Instant, KeyValue::Number(micros)) => DateTime::from_timestamp_micros(*micros).is_some(),
        _ => false,
    }
}

fn bind(kind: KeyKind, value: &KeyValue) -> SimpleExpr {
    match (kind, value) {
        (KeyKind::Day, KeyValue::Text(text)) => Expr::val(text.parse::<NaiveDate>().unwrap_or_default()),
        (KeyKind::Instant, KeyValue::Number(micros)) => {
            Expr::val(DateTime::from_timestamp_micros(*micros).unwrap_or_default())
        }
        (_, KeyValue::Text(text)) => Expr::val(text.clone()),
        (_, KeyValue::Number(number)) => Expr::val(*number),
    }
}

/// A short text that differs for different lists.
pub fn fingerprint(text: &str) -> String {
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(Sha256::digest(text).get(..9).unwrap_or_default())
}

/// An entity that is reached by id through a scope.
pub trait Stored: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync {
    /// Its kind in the permission table.
    const KIND: Kind;
    /// The rows a scope lets see, with the attributes of a day.
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self>;
    /// The id of a row.
    fn id(model: &Self::Model) -> Uuid;
}

/// Small rows that belong to one parent (or link two) and are read with it: periods, aliases, parties.
pub trait Parts: EntityTrait<Model: Clone + Send + Sync + 'static> + Send + Sync {
    /// The rows of some parents that the viewer may see, in their order.
    fn of_parents(cx: &Cx, parents: &[Uuid]) -> impl Future<Output = Result<Vec<Self::Model>, AppError>> + Send;
    /// The parents that a row belongs to.
    fn parents(model: &Self::Model) -> Vec<Uuid>;
}

/// The row of an id that a viewer may see, with the attributes of a day.
pub async fn visible_row<E>(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: impl Into<Uuid>,
    as_of: NaiveDate,
) -> Result<Option<E::Model>, AppError>
where
    E: Stored,
{
    let select = E::visible(&viewer.scope(E::KIND), as_of);
    Ok(by_ids(db, select, &[id.into()]).await?.pop())
}

/// The row of an id that a viewer may see and is about to change: whoever else wants to change it waits, and whoever
/// only refers to it does not (PostgreSQL;
/// SQLite has one writer), so the version that is checked is the version that is changed.
pub async fn locked_row<E>(
    tx: &WriteTx,
    viewer: &Viewer,
    id: impl Into<Uuid>,
    as_of: NaiveDate,
) -> Result<Option<E::Model>, AppError>
where
    E: Stored,
{
    let mut select = E::visible(&viewer.scope(E::KIND), as_of);
    QueryTrait::query(&mut select).lock_with_tables(LockType::NoKeyUpdate, [E::default()]);
    Ok(by_ids(tx, select, &[id.into()]).await?.pop())
}

/// The conditions of a search as a person types it: every word, in any order, anywhere in the folded text.
pub fn search(column: &SimpleExpr, text: Option<&str>) -> Condition {
    text::search_terms(text.unwrap_or_default()).iter().fold(Condition::all(), |all, term| {
        all.add(column.clone().like(LikeExpr::new(text::like_pattern(term)).escape('\\')))
    })
}

/// The rows of some ids.
pub async fn by_ids<E>(db: &impl ConnectionTrait, select: Select<E>, ids: &[Uuid]) -> Result<Vec<E::Model>, AppError>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    let id = Expr::col((E::default(), Alias::new("id")));
    Ok(select.filter(id.is_in(ids.iter().copied())).all(db).await?)
}
