//! Reading organisations. The only `find()` of their entities; every selection goes through `visible(&Scope)`.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, OrganisationId},
    organisation::{self, OrganisationType},
    organisation_address, organisation_alias, organisation_period, organisation_suspension,
    shared::Level,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityName, EntityTrait, IdenStatic, Iterable, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, BinOper, CaseStatement, Expr, ExprTrait, IntoIden, Order, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, NodeRef, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        dated::valid_on,
        external::External,
        list::{Parts, Stored},
        territory::query::zone_members,
    },
    text,
};

/// The columns that `organisation_period` keeps of the past.
const DATED: [organisation::Column; 4] = [
    organisation::Column::Name,
    organisation::Column::ShortName,
    organisation::Column::MunicipalityId,
    organisation::Column::SortKey,
];

/// A day after all others: the attributes of that day are the stored ones.
pub const STORED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

impl Stored for organisation::Entity {
    const KIND: Kind = Kind::Organisation;

    /// Names, municipality and order as they were that day. For rows that are found by key: a list of a day is built
    /// of two halves instead (`present`, `past`).
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self> {
        let mut select = shown(Self::find().select_only(), at_day).filter(stored_scope(scope));
        QueryTrait::query(&mut select).join_as(
            JoinType::LeftJoin,
            organisation_period::Entity,
            Alias::new("period"),
            period_of(Self, as_of),
        );
        select
    }

    fn id(model: &organisation::Model) -> Uuid {
        model.id.into()
    }
}

/// Selects what a row shows; the folded text of a search is long and never shown.
fn shown(
    select: Select<organisation::Entity>,
    dated: impl Fn(organisation::Column) -> SimpleExpr,
) -> Select<organisation::Entity> {
    organisation::Column::iter().fold(select, |select, column| {
        let name = column.as_str();
        if DATED.iter().any(|dated| dated.as_str() == name) {
            select.expr_as(dated(column), name)
        } else if name == organisation::Column::SearchKey.as_str() {
            select.expr_as(Expr::val(""), name)
        } else {
            select.column(column)
        }
    })
}

/// The rows that a scope lets see, by the place where they are kept today.
fn stored_scope(scope: &Scope) -> Condition {
    scope.visible(&Columns::of(organisation::Entity).organisation("id"))
}

/// Joins the period that tells of a day before `attributes_since`.
fn period_of(table: impl IntoIden, day: NaiveDate) -> Condition {
    let table = table.into_iden();
    let period = |column: &'static str| Expr::col((Alias::new("period"), Alias::new(column)));
    Condition::all()
        .add(period("organisation_id").equals((table.clone(), Alias::new("id"))))
        .add(Expr::col((table, Alias::new("attributes_since"))).gt(day))
        .add(period("from_day").is_null().or(period("from_day").lte(day)))
        .add(period("to_day").gte(day))
}

fn period(column: organisation::Column) -> SimpleExpr {
    Expr::col((Alias::new("period"), Alias::new(column.as_str())))
}

/// A dated column on the day of [`Stored::visible`].
fn at_day(column: organisation::Column) -> SimpleExpr {
    CaseStatement::new()
        .case(Expr::col((Alias::new("period"), Alias::new("id"))).is_not_null(), period(column))
        .finally(Expr::col((organisation::Entity, column)))
        .into()
}

/// The municipality on a day, of a selection that the periods are joined to.
pub fn municipality_on(query: &mut SelectStatement, day: NaiveDate) -> SimpleExpr {
    let on = period_of(organisation::Entity, day);
    query.join_as(JoinType::LeftJoin, organisation_period::Entity, Alias::new("period"), on);
    at_day(organisation::Column::MunicipalityId)
}

/// The rows of a list that are seen in it as they are stored.
pub(super) fn listed(scope: &Scope) -> Select<organisation::Entity> {
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    shown(organisation::Entity::find().select_only(), column)
        .filter(Expr::col((organisation::Entity, organisation::Column::DuplicateOfId)).is_null())
        .filter(stored_scope(scope))
}

/// Rows whose attributes were on that day what they are now.
pub(super) fn present(day: NaiveDate) -> Condition {
    let since = || Expr::col((organisation::Entity, organisation::Column::AttributesSince));
    Condition::any().add(since().is_null()).add(since().lte(day))
}

/// The other rows, with the attributes of that day: a selection with the columns of the table. Its scope is applied
/// here, over the stored place, since outside only the place of that day is known.
pub(super) fn past(scope: &Scope, day: NaiveDate) -> SelectStatement {
    let stored = Alias::new("stored");
    let mut select = SelectStatement::new();
    for column in organisation::Column::iter() {
        let name = Alias::new(column.as_str());
        let value = if DATED.iter().any(|dated| dated.as_str() == column.as_str()) {
            period(column)
        } else if column.as_str() == organisation::Column::SearchKey.as_str() {
            // Hidden from the trigram index: these few rows are found by their day.
            unindexed(Expr::col((stored.clone(), name.clone())))
        } else {
            Expr::col((stored.clone(), name.clone()))
        };
        select.expr_as(value, name);
    }
    select
        .from_as(Alias::new(organisation::Entity.table_name()), stored.clone())
        .join_as(
            JoinType::InnerJoin,
            Alias::new(organisation_period::Entity.table_name()),
            Alias::new("period"),
            period_of(stored.clone(), day),
        )
        .cond_where(scope.visible(&Columns::of(stored).organisation("id")))
        .take()
}

/// The same text, but no column that an index is on.
pub(super) fn unindexed(text: SimpleExpr) -> SimpleExpr {
    text.binary(BinOper::Custom("||"), Expr::val(""))
}

/// The organisations that the viewer sees inside a territory on a day, of some types, as nodes: with the municipality of
/// that day.
pub async fn organisation_nodes(
    cx: &Cx,
    db: &impl ConnectionTrait,
    within: &NodeRef,
    types: Option<&[OrganisationType]>,
    day: NaiveDate,
) -> Result<Vec<NodeRef>, AppError> {
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    let mut condition = valid_on(organisation::Entity, day).add(column(organisation::Column::DuplicateOfId).is_null());
    if let Some(region) = within.region {
        condition = condition.add(column(organisation::Column::RegionId).eq(region));
    }
    if let Some(zone) = within.zone {
        let members = zone_members(db, &[zone], day).await?.remove(&zone).unwrap_or_default();
        condition = condition.add(at_day(organisation::Column::MunicipalityId).is_in(members));
    }
    if let Some(municipality) = within.municipality {
        condition = condition.add(at_day(organisation::Column::MunicipalityId).eq(municipality));
    }
    if let Some(types) = types {
        condition = condition.add(column(organisation::Column::Kind).is_in(types.iter().copied()));
    }
    let select = organisation::Entity::visible(&cx.scope(Kind::Organisation), day).filter(condition);
    let node = |row: organisation::Model| NodeRef {
        level: Level::Organisation,
        region: row.region_id,
        zone: None,
        municipality: row.municipality_id,
        organisation: Some(row.id),
    };
    Ok(select.all(db).await?.into_iter().map(node).collect())
}

/// The organisation as it is stored, locked until the transaction ends, if the viewer may see it.
pub async fn stored_for_update(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
) -> Result<Option<organisation::Model>, AppError> {
    let scope = viewer.scope(Kind::Organisation);
    let select = organisation::Entity::find_by_id(id).filter(stored_scope(&scope)).lock_exclusive();
    Ok(select.one(tx).await?)
}

/// Organisations of some ids as they are stored, locked in the order of their ids: for rules.
pub(super) async fn lock_all(
    tx: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Vec<organisation::Model>, AppError> {
    let select = organisation::Entity::find().filter(condition).order_by_asc(organisation::Column::Id);
    Ok(select.lock_exclusive().all(tx).await?)
}

/// The organisation of an ИНН and a КПП, whoever sees it: the numbers are unique in the whole country.
pub(super) async fn by_numbers(
    db: &impl ConnectionTrait,
    inn: &str,
    kpp: Option<&str>,
) -> Result<Option<organisation::Model>, AppError> {
    let kpp = match kpp {
        Some(kpp) => organisation::COLUMN.kpp.eq(kpp),
        None => organisation::COLUMN.head_organisation_id.is_null(),
    };
    let select = organisation::Entity::find()
        .filter(organisation::COLUMN.inn.eq(inn))
        .filter(kpp)
        .filter(organisation::COLUMN.duplicate_of_id.is_null());
    Ok(select.one(db).await?)
}

/// The visible organisation of an ИНН and a КПП; ИНН alone is the head organisation. A duplicate's numbers lead to
/// the organisation that stands for it.
pub async fn by_inn(
    cx: &Cx,
    inn: &str,
    kpp: Option<&str>,
    day: NaiveDate,
) -> Result<Option<organisation::Model>, AppError> {
    if ![Some(inn), kpp].into_iter().flatten().all(text::storable) {
        return Ok(None);
    }
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    let kpp = match kpp {
        Some(kpp) => column(organisation::Column::Kpp).eq(kpp),
        None => column(organisation::Column::HeadOrganisationId).is_null(),
    };
    let select = organisation::Entity::visible(&cx.scope(Kind::Organisation), day)
        .filter(column(organisation::Column::Inn).eq(inn))
        .filter(kpp)
        // The organisation itself before its duplicates.
        .order_by(column(organisation::Column::DuplicateOfId).is_not_null(), Order::Asc)
        .order_by(column(organisation::Column::Id), Order::Asc)
        .limit(1);
    follow(cx, select.one(&cx.db).await?, day).await
}

/// The visible organisation that a source knows by an id.
pub async fn by_external(
    cx: &Cx,
    source: &str,
    external_id: &str,
    day: NaiveDate,
) -> Result<Option<organisation::Model>, AppError> {
    let Some(object) = External::objects(Kind::Organisation, source, external_id) else { return Ok(None) };
    let id = Expr::col((organisation::Entity, organisation::Column::Id));
    let select = organisation::Entity::visible(&cx.scope(Kind::Organisation), day).filter(id.in_subquery(object));
    Ok(select.one(&cx.db).await?)
}

/// The organisation that stands for a duplicate, or the row itself.
async fn follow(
    cx: &Cx,
    row: Option<organisation::Model>,
    day: NaiveDate,
) -> Result<Option<organisation::Model>, AppError> {
    match row.as_ref().and_then(|row| row.duplicate_of_id) {
        Some(id) => crate::service::list::visible_row::<organisation::Entity>(&cx.db, &cx.viewer, id, day).await,
        None => Ok(row),
    }
}

/// Earlier names and places, newest first.
pub async fn periods(
    db: &impl ConnectionTrait,
    ids: &[OrganisationId],
) -> Result<Vec<organisation_period::Model>, AppError> {
    let select = organisation_period::Entity::find()
        .filter(organisation_period::COLUMN.organisation_id.is_in(ids.iter().copied()))
        .order_by_desc(organisation_period::Column::ToDay);
    Ok(select.all(db).await?)
}

/// Other printed forms of the names.
pub async fn aliases(
    db: &impl ConnectionTrait,
    ids: &[OrganisationId],
) -> Result<Vec<organisation_alias::Model>, AppError> {
    let select = organisation_alias::Entity::find()
        .filter(organisation_alias::COLUMN.organisation_id.is_in(ids.iter().copied()))
        .order_by_asc(organisation_alias::Column::Name);
    Ok(select.all(db).await?)
}

/// Licensed addresses, oldest first.
pub async fn addresses(
    db: &impl ConnectionTrait,
    ids: &[OrganisationId],
) -> Result<Vec<organisation_address::Model>, AppError> {
    let select = organisation_address::Entity::find()
        .filter(organisation_address::COLUMN.organisation_id.is_in(ids.iter().copied()))
        .order_by_asc(organisation_address::Column::LicensedFrom)
        .order_by_asc(organisation_address::Column::Address)
        .order_by_asc(organisation_address::Column::Id);
    Ok(select.all(db).await?)
}

/// Suspensions before the last one, oldest first.
pub async fn suspensions(
    db: &impl ConnectionTrait,
    ids: &[OrganisationId],
) -> Result<Vec<organisation_suspension::Model>, AppError> {
    let select = organisation_suspension::Entity::find()
        .filter(organisation_suspension::COLUMN.organisation_id.is_in(ids.iter().copied()))
        .order_by_asc(organisation_suspension::Column::FromDay);
    Ok(select.all(db).await?)
}

/// Whether an organisation has branches.
pub(super) async fn has_branches(db: &impl ConnectionTrait, id: OrganisationId) -> Result<bool, AppError> {
    let select = organisation::Entity::find()
        .filter(organisation::COLUMN.head_organisation_id.eq(id))
        .filter(organisation::COLUMN.duplicate_of_id.is_null());
    Ok(select.limit(1).one(db).await?.is_some())
}

/// Every stored organisation, by pages in the order of ids: for a recount.
pub(super) async fn every(
    db: &impl ConnectionTrait,
    after: Option<OrganisationId>,
    size: u64,
) -> Result<Vec<organisation::Model>, AppError> {
    let mut select = organisation::Entity::find().order_by_asc(organisation::Column::Id).limit(size);
    if let Some(after) = after {
        select = select.filter(organisation::COLUMN.id.gt(after));
    }
    Ok(select.all(db).await?)
}

/// Organisations that stand in a municipality and have not ended before a day, locked.
pub(super) async fn of_municipality(
    tx: &impl ConnectionTrait,
    municipality: MunicipalityId,
    day: NaiveDate,
) -> Result<Vec<organisation::Model>, AppError> {
    let condition = Condition::all()
        .add(organisation::COLUMN.municipality_id.eq(municipality))
        .add(organisation::COLUMN.duplicate_of_id.is_null())
        .add(organisation::COLUMN.valid_to.is_null().or(organisation::COLUMN.valid_to.gte(day)));
    lock_all(tx, condition).await
}

macro_rules! parts {
    ($entity:ident, $of:ident) => {
        /// Part of its organisation: whoever holds the organisation's row may read it.
        impl Parts for $entity::Entity {
            async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<$entity::Model>, AppError> {
                let ids: Vec<OrganisationId> = parents.iter().copied().map(Into::into).collect();
                $of(&cx.db, &ids).await
            }
            fn parents(model: &$entity::Model) -> Vec<Uuid> {
                vec![model.organisation_id.into()]
            }
        }
    };
}

parts!(organisation_period, periods);
parts!(organisation_alias, aliases);
parts!(organisation_address, addresses);
parts!(organisation_suspension, suspensions);
