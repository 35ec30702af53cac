//! One search over everything with a name: what a person types, found in every kind that has a `search_key`.
//! To add a kind: a line in [`SOURCES`] with the selection of its rows; `scoped_rows` fits most.

use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, LikeExpr, Order, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{
    Cx, agreement,
    list::{Cursor, KeyKind, MAX_PAGE, OrderKey, fingerprint, key_name, page_size_error},
    organisation::list::searched,
};
use crate::{
    access::{Columns, Kind},
    error::AppError,
    text,
};

/// A kind that is searched: the selection of `id` and `sort_key` of what the viewer may see and the terms find.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The kind.
    pub kind: Kind,
    /// Its rows, for the words of a search; they are not empty.
    pub rows: fn(&Cx, &[String], NaiveDate) -> SelectStatement,
}

/// The kinds that are searched, in the order in which they are shown.
pub const SOURCES: &[Source] = &[
    Source { kind: Kind::Region, rows: |_, terms, _| public_rows("region", terms) },
    Source { kind: Kind::Zone, rows: |_, terms, _| public_rows("zone", terms) },
    Source { kind: Kind::Municipality, rows: |_, terms, _| public_rows("municipality", terms) },
    Source { kind: Kind::Organisation, rows: |cx, terms, _| searched(cx, terms) },
    Source { kind: Kind::Centre, rows: |cx, terms, _| scoped_rows(cx, "centre", Kind::Centre, terms) },
    Source { kind: Kind::LegalAct, rows: |cx, terms, _| scoped_rows(cx, "legal_act", Kind::LegalAct, terms) },
    Source { kind: Kind::StatusKind, rows: status_kinds },
    Source { kind: Kind::Agreement, rows: |cx, terms, _| agreement::lists::searched(cx, terms) },
    Source { kind: Kind::Competition, rows: |cx, terms, _| scoped_rows(cx, "competition", Kind::Competition, terms) },
];

/// What is searched for, checked.
#[derive(Clone, Debug)]
pub struct Search {
    terms: Vec<String>,
    sources: Vec<&'static Source>,
    size: usize,
    day: NaiveDate,
    /// Tells this search from all others: a cursor belongs to one.
    tag: String,
    after: Option<Cursor>,
}

/// What is found first after a cursor.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The objects, each with its cursor.
    pub rows: Vec<(String, Kind, Uuid)>,
    /// More before.
    pub has_previous: bool,
    /// More after.
    pub has_next: bool,
}

/// Kind by kind, by name within each.
fn keys() -> [OrderKey; 2] {
    let key = |name: &'static str, kind| OrderKey::new(Expr::col(Alias::new(name)), kind);
    [key("place", KeyKind::Number), key("sort_key", KeyKind::Text)]
}

impl Search {
    /// The words as a person types them, in some kinds or all of them, the first so many after a cursor.
    pub fn new(
        words: &str,
        kinds: Option<&[Kind]>,
        (size, after): (i64, Option<&str>),
        day: NaiveDate,
        tag: &str,
    ) -> Result<Self, AppError> {
        let known = usize::try_from(size).ok().filter(|size| (1..=MAX_PAGE).contains(size));
        let size = known.ok_or_else(|| page_size_error(size, MAX_PAGE))?;
        let tag = fingerprint(tag);
        let after = after.map(|text| Cursor::read(text, &tag, None, &keys())).transpose()?;
        let wanted = |source: &&Source| kinds.is_none_or(|kinds| kinds.contains(&source.kind));
        let terms = text::search_terms(words);
        // Without a word nothing is looked for, and nothing found.
        let sources = if terms.is_empty() { vec![] } else { SOURCES.iter().filter(wanted).collect() };
        Ok(Self { terms, sources, size, day, tag, after })
    }

    /// What is found first: kind by kind in the order of [`SOURCES`], by name within each.
    pub async fn first(&self, cx: &Cx) -> Result<Found, AppError> {
        // One more than the page tells whether there is more.
        let limit = u64::try_from(self.size + 1).unwrap_or(u64::MAX);
        let from = self.after.as_ref().and_then(Cursor::place);
        let pages = self.sources.iter().zip(0_i64..).filter(|(_, place)| from.is_none_or(|(from, ..)| *place >= from));
        let pages = pages.map(|(source, place)| {
            let mut rows = SelectStatement::new()
                .columns([Alias::new("id"), Alias::new("sort_key")])
                .from_subquery((source.rows)(cx, &self.terms, self.day), Alias::new("every"))
                .take();
            if let Some((_, name, id)) = from.filter(|(from, ..)| *from == place) {
                let row = Expr::tuple([Expr::col(Alias::new("sort_key")), Expr::col(Alias::new("id"))]);
                rows.and_where(row.gt(Expr::tuple([Expr::val(name), Expr::val(id)])));
            }
            let page = rows
                .order_by(Alias::new("sort_key"), Order::Asc)
                .order_by(Alias::new("id"), Order::Asc)
                .limit(limit)
                .take();
            SelectStatement::new()
                .expr_as(Expr::val(place), Alias::new(key_name(0)))
                .expr_as(Expr::col(Alias::new("sort_key")), Alias::new(key_name(1)))
                .expr_as(Expr::col(Alias::new("id")), Alias::new("key_id"))
                .from_subquery(page, Alias::new("page"))
                .take()
        });
        let has_previous = self.after.is_some();
        let Some(mut query) = union(pages) else { return Ok(Found { has_previous, ..Found::default() }) };
        for name in [key_name(0), key_name(1), "key_id".to_owned()] {
            query.order_by(Alias::new(name), Order::Asc);
        }
        let mut rows = cx.db.query_all(&query.limit(limit).take()).await?;
        let has_next = rows.len() > self.size;
        rows.truncate(self.size);
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(kind) = self.kind(row.try_get("", &key_name(0))?) else { continue };
            found.push((Cursor::of_row(&row, &self.tag, None, &keys())?, kind, row.try_get("", "key_id")?));
        }
        Ok(Found { rows: found, has_previous, has_next })
    }

    /// How many of each kind are found.
    pub async fn counts(&self, cx: &Cx) -> Result<Vec<(Kind, i64)>, AppError> {
        let counts = self.sources.iter().zip(0_i64..).map(|(source, place)| {
            SelectStatement::new()
                .expr_as(Expr::val(place), Alias::new("place"))
                .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
                .from_subquery((source.rows)(cx, &self.terms, self.day), Alias::new("every"))
                .take()
        });
        let Some(query) = union(counts) else { return Ok(vec![]) };
        let mut found = Vec::new();
        for row in cx.db.query_all(&query).await? {
            found.extend(self.kind(row.try_get("", "place")?).zip(Some(row.try_get::<i64>("", "n")?)));
        }
        Ok(found)
    }

    fn kind(&self, place: i64) -> Option<Kind> {
        Some(self.sources.get(usize::try_from(place).ok()?)?.kind)
    }
}

fn union(arms: impl Iterator<Item = SelectStatement>) -> Option<SelectStatement> {
    arms.reduce(|mut first, arm| first.union(UnionType::All, arm).take())
}

/// Rows of a table that the terms find: everyone sees them, unless a scope is added.
fn public_rows(table: &'static str, terms: &[String]) -> SelectStatement {
    let table = Alias::new(table);
    let mut select = SelectStatement::new()
        .columns([(table.clone(), Alias::new("id")), (table.clone(), Alias::new("sort_key"))])
        .from(table.clone())
        .take();
    for term in terms {
        let pattern = LikeExpr::new(text::like_pattern(term)).escape('\\');
        select.and_where(Expr::col((table.clone(), Alias::new("search_key"))).like(pattern));
    }
    select
}

/// Rows of a table with the usual scope columns.
fn scoped_rows(cx: &Cx, table: &'static str, kind: Kind, terms: &[String]) -> SelectStatement {
    public_rows(table, terms).cond_where(cx.scope(kind).visible(&Columns::of(Alias::new(table)))).take()
}

/// The dictionary of kinds of status: a region keeps its own kinds for itself until they are published.
fn status_kinds(cx: &Cx, terms: &[String], _: NaiveDate) -> SelectStatement {
    let columns = Columns::of(Alias::new("status_kind")).organisation("region_id");
    public_rows("status_kind", terms).cond_where(cx.scope(Kind::StatusKind).visible(&columns)).take()
}
