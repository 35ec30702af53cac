//! A page of the feed.

use chrono::{DateTime, Utc};
use entity::{
    change::{self, ChangeOperation, Column as C},
    ids::AnyId,
};
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult, IdenStatic,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    sight::{Sight, inside},
    typename,
};
use crate::{
    access::Side,
    db::sql::bind,
    error::AppError,
    service::{
        Cx,
        inside::{self as node},
        object,
    },
};

/// Positions that one page looks at, so that its time does not grow with what a viewer does not see.
pub const SPAN: i64 = 20_000;
/// The page that is given when none is asked.
const DEFAULT_PAGE: i64 = 100;
/// The largest page.
const MAX_PAGE: i64 = 1_000;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Changes after this position; from the beginning when absent.
    pub after: Option<String>,
    /// At most so many.
    pub first: Option<i32>,
    /// Of objects of these types.
    pub types: Option<Vec<String>>,
    /// Of objects inside this node.
    pub within: Option<AnyId>,
}

/// A change as a viewer sees it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Place in the feed.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened, as far as the viewer saw it.
    pub operation: ChangeOperation,
    /// The object's type.
    pub typename: String,
    /// The object; none of a value.
    pub id: Option<AnyId>,
    /// Its natural key, unless hidden.
    pub natural_key: Option<String>,
    /// The fields that changed.
    pub changed_fields: Vec<String>,
    /// The source of a push.
    pub source: Option<String>,
    /// The batch of a push.
    pub batch: Option<Uuid>,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The changes, in commit order.
    pub changes: Vec<Told>,
    /// Up to where the feed was read.
    pub end: i64,
    /// Where the feed ended when it was asked.
    pub latest: i64,
}

/// The changes after a position; none where there is no such node, or none for this viewer. Two statements.
pub async fn follow(cx: &Cx, asked: &Asked) -> Result<Option<Page>, AppError> {
    let size = page_size(asked.first)?;
    let after = position(asked.after.as_deref())?;
    let kinds = match &asked.types {
        Some(names) => typename::asked(names)?,
        None => typename::all(),
    };
    let within = match asked.within {
        None => None,
        Some(id) => match node::asked(cx, Some(id)).await? {
            None => return Ok(None),
            Some(node) => Some(inside(cx, node)),
        },
    };
    // First the counter: whatever it has counted is committed, and is seen by the statement after this one.
    let written = written(cx).await?;
    if after > written {
        return Err(AppError::bad_input(
            "Такой позиции ещё не было: возможно, база восстановлена из копии; начните с полной выгрузки",
            "The feed has not come to this position yet; if the database was restored, begin with a full copy",
        ));
    }
    let until = std::cmp::min(written, after.saturating_add(SPAN));
    let mut rows = if kinds.is_empty() || after == until {
        vec![]
    } else {
        let sight = Sight::of(&cx.viewer, &kinds);
        let names = kinds.iter().flat_map(|(_, types)| types.iter().copied());
        let mut all = Condition::all().add(column(C::Position).gt(after)).add(column(C::Position).lte(until));
        if asked.types.is_some() {
            all = all.add(column(C::Typename).is_in(names));
        }
        if let Some(within) = within {
            all = all.add(within);
        }
        let mut query = seen(&sight, all);
        cx.db.query_all(&query.limit(u64::try_from(size + 1).unwrap_or(1)).take()).await?
    };
    let full = usize::try_from(size).unwrap_or(usize::MAX);
    let cut = rows.len() > full;
    rows.truncate(full);
    let changes =
        rows.iter().map(|row| Row::from_query_result(row, "").map(Row::told)).collect::<Result<Vec<_>, _>>()?;
    let end = changes.last().filter(|_| cut).map_or(until, |last| last.position);
    Ok(Some(Page { changes, end, latest: written }))
}

fn page_size(first: Option<i32>) -> Result<i64, AppError> {
    let size = first.map_or(DEFAULT_PAGE, i64::from);
    if (1..=MAX_PAGE).contains(&size) {
        return Ok(size);
    }
    Err(AppError::bad_input(
        format!("Размер страницы — от 1 до {MAX_PAGE}, а не {size}"),
        format!("A page has 1 to {MAX_PAGE} elements, not {size}"),
    ))
}

/// A position as the feed writes it; the beginning when absent.
fn position(text: Option<&str>) -> Result<i64, AppError> {
    let Some(text) = text else { return Ok(0) };
    let canonical = |number: &i64| *number >= 0 && number.to_string() == text;
    text.parse().ok().filter(canonical).ok_or_else(|| {
        AppError::bad_input("Это не позиция ленты изменений", "This is not a position of the change feed")
    })
}

/// The newest position.
async fn written(cx: &Cx) -> Result<i64, AppError> {
    let statement = bind(cx.db.get_database_backend(), "SELECT position FROM counter WHERE name = 'change'", []);
    let row = cx.db.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| AppError::internal("no counter of changes"))?;
    Ok(row.try_get("", "position")?)
}

fn column(column: C) -> Expr {
    Expr::col((change::Entity, column))
}

const SHOWN: [C; 9] = [
    C::Position,
    C::At,
    C::Operation,
    C::Typename,
    C::ObjectId,
    C::NaturalKey,
    C::ChangedFields,
    C::Source,
    C::BatchId,
];

/// The changes that are seen on either side, in their order.
fn seen(sight: &Sight, all: Condition) -> SelectStatement {
    let mut judged = Query::select();
    judged
        .columns(SHOWN.map(|shown| (change::Entity, shown)))
        .expr_as(sight.sees(Side::Before), Alias::new("seen_before"))
        .expr_as(sight.sees(Side::After), Alias::new("seen_after"))
        .expr_as(sight.reads_whole(), Alias::new("whole"))
        .from(change::Entity)
        .cond_where(all);
    let judgement = |name: &'static str| Expr::col((Alias::new("judged"), Alias::new(name)));
    Query::select()
        .column((Alias::new("judged"), sea_orm::sea_query::Asterisk))
        .from_subquery(judged, Alias::new("judged"))
        .and_where(judgement("seen_before").eq(1).or(judgement("seen_after").eq(1)))
        .order_by((Alias::new("judged"), Alias::new(C::Position.as_str())), Order::Asc)
        .take()
}

#[derive(FromQueryResult)]
struct Row {
    position: i64,
    at: DateTime<Utc>,
    operation: ChangeOperation,
    typename: String,
    object_id: Uuid,
    natural_key: Option<String>,
    changed_fields: String,
    source: Option<String>,
    batch_id: Option<Uuid>,
    seen_before: i32,
    seen_after: i32,
    whole: i32,
}

impl Row {
    /// What comes into sight is new to the viewer, and what leaves it is gone: that it exists elsewhere is not told.
    fn told(self) -> Told {
        let operation = match (self.seen_before, self.seen_after) {
            (0, _) => ChangeOperation::Created,
            (_, 0) => ChangeOperation::Deleted,
            _ => self.operation,
        };
        let fields = self.changed_fields.split(',').filter(|field| !field.is_empty());
        let tells = self.whole != 0 && operation == ChangeOperation::Updated;
        Told {
            position: self.position,
            at: self.at,
            operation,
            id: typename::kind_of(&self.typename).and_then(|kind| object::any(kind, self.object_id)),
            typename: self.typename,
            natural_key: self.natural_key.filter(|_| self.whole != 0),
            changed_fields: if tells { fields.map(ToOwned::to_owned).collect() } else { vec![] },
            source: self.source,
            batch: self.batch_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_has_one_text() {
        for (text, number) in [("0", 0), ("7", 7), ("9223372036854775807", i64::MAX)] {
            assert_eq!(position(Some(text)).ok(), Some(number));
        }
        for bad in ["", " 1", "01", "+1", "-1", "1.0", "9223372036854775808", "abc", "١"] {
            assert!(position(Some(bad)).is_err(), "{bad}");
        }
        assert_eq!(position(None).ok(), Some(0));
    }

    #[test]
    fn a_page_is_never_clamped() {
        assert_eq!(page_size(None).ok(), Some(100));
        assert_eq!((page_size(Some(1)).ok(), page_size(Some(1_000)).ok()), (Some(1), Some(1_000)));
        assert!(page_size(Some(0)).is_err() && page_size(Some(1_001)).is_err() && page_size(Some(-1)).is_err());
    }
}
