//! Reading competitions. The only `find()` of their entities; every select goes through `visible(&Scope)`.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    competition, competition_clause, competition_expert, competition_period, competition_tour, ids::CompetitionId,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, Iterable, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::sql;
use crate::{
    access::{Columns, Kind, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
};

/// The columns that `competition_period` keeps of the windows that were given up.
const DATED: [competition::Column; 12] = [
    competition::Column::WindowsSince,
    competition::Column::ResumesOn,
    competition::Column::ApplicationsFrom,
    competition::Column::ApplicationsTo,
    competition::Column::EvaluationFrom,
    competition::Column::EvaluationTo,
    competition::Column::ValidFrom,
    competition::Column::ValidFromPrecision,
    competition::Column::ValidFromText,
    competition::Column::ValidTo,
    competition::Column::ValidToPrecision,
    competition::Column::ValidToText,
];

impl Stored for competition::Entity {
    const KIND: Kind = Kind::Competition;

    /// The windows as they were that day.
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self> {
        let undated =
            competition::Column::iter().filter(|column| !DATED.map(|c| c.as_str()).contains(&column.as_str()));
        let select = Self::find().select_only().columns(undated);
        let mut select = DATED
            .iter()
            .fold(select, |select, column| select.expr_as(sql::at_day_expr(column.as_str()), column.as_str()));
        join_period(QueryTrait::query(&mut select), as_of);
        select.filter(scope.visible(&Columns::of(Self)))
    }

    fn id(model: &competition::Model) -> Uuid {
        model.id.into()
    }
}

/// Joins the windows that a later postponement gave up, so that [`sql`] can speak of the day.
pub fn join_period(query: &mut SelectStatement, as_of: NaiveDate) {
    let as_of = sql::calendar(as_of);
    let period = |column: &'static str| Expr::col((Alias::new("period"), Alias::new(column)));
    let on = Condition::all()
        .add(period("competition_id").equals((competition::Entity, competition::Column::Id)))
        .add(Expr::col((competition::Entity, competition::Column::WindowsSince)).gt(as_of))
        .add(period("windows_since").is_null().or(period("windows_since").lte(as_of)))
        .add(period("to_day").gte(as_of));
    query.join_as(JoinType::LeftJoin, competition_period::Entity, Alias::new("period"), on);
}

/// A competition that the viewer sees, with its present windows, held against other writers.
pub async fn locked(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: CompetitionId,
) -> Result<Option<competition::Model>, AppError> {
    let scope = viewer.scope(Kind::Competition);
    let select = competition::Entity::find_by_id(id).filter(scope.visible(&Columns::of(competition::Entity)));
    Ok(select.lock_exclusive().one(tx).await?)
}

/// The competition of an application, whoever asks: with it comes the right on the application.
pub async fn locked_of_application(
    tx: &impl ConnectionTrait,
    id: CompetitionId,
) -> Result<competition::Model, AppError> {
    let row = competition::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.ok_or_else(|| AppError::internal("an application's competition"))
}

/// The stages of a competition, whoever asks: for the rules between levels.
pub async fn stages(db: &impl ConnectionTrait, id: CompetitionId) -> Result<Vec<competition::Model>, AppError> {
    Ok(competition::Entity::find().filter(competition::COLUMN.parent_id.eq(id)).all(db).await?)
}

/// All stored competitions, for a recount.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<competition::Model>, AppError> {
    Ok(competition::Entity::find().all(db).await?)
}

/// The windows that were given up, in order.
pub async fn periods(
    db: &impl ConnectionTrait,
    ids: &[CompetitionId],
) -> Result<Vec<competition_period::Model>, AppError> {
    let select = competition_period::Entity::find()
        .filter(competition_period::COLUMN.competition_id.is_in(ids.iter().copied()))
        .order_by_asc(competition_period::Column::ToDay);
    Ok(select.all(db).await?)
}

/// The tours, replaced ones too.
pub async fn tours(db: &impl ConnectionTrait, ids: &[CompetitionId]) -> Result<Vec<competition_tour::Model>, AppError> {
    let select = competition_tour::Entity::find()
        .filter(competition_tour::COLUMN.competition_id.is_in(ids.iter().copied()))
        .order_by_asc(competition_tour::Column::SetOn)
        .order_by_asc(competition_tour::Column::Number);
    Ok(select.all(db).await?)
}

/// The clauses of the regulation, in order.
pub async fn clauses(
    db: &impl ConnectionTrait,
    ids: &[CompetitionId],
) -> Result<Vec<competition_clause::Model>, AppError> {
    let select = competition_clause::Entity::find()
        .filter(competition_clause::COLUMN.competition_id.is_in(ids.iter().copied()))
        .order_by_asc(competition_clause::Column::Kind)
        .order_by_asc(competition_clause::Column::Number);
    Ok(select.all(db).await?)
}

/// Everyone who evaluates a competition, whoever asks.
pub async fn experts(
    db: &impl ConnectionTrait,
    ids: &[CompetitionId],
) -> Result<Vec<competition_expert::Model>, AppError> {
    let select = competition_expert::Entity::find()
        .filter(competition_expert::COLUMN.competition_id.is_in(ids.iter().copied()))
        .order_by_asc(competition_expert::Column::UserId);
    Ok(select.all(db).await?)
}

impl Parts for competition_period::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<competition_period::Model>, AppError> {
        periods(&cx.db, &ids(parents)).await
    }
    fn parents(model: &competition_period::Model) -> Vec<Uuid> {
        vec![model.competition_id.into()]
    }
}

impl Parts for competition_tour::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<competition_tour::Model>, AppError> {
        tours(&cx.db, &ids(parents)).await
    }
    fn parents(model: &competition_tour::Model) -> Vec<Uuid> {
        vec![model.competition_id.into()]
    }
}

impl Parts for competition_clause::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<competition_clause::Model>, AppError> {
        clauses(&cx.db, &ids(parents)).await
    }
    fn parents(model: &competition_clause::Model) -> Vec<Uuid> {
        vec![model.competition_id.into()]
    }
}

/// Who evaluates is the organiser's business, and one's own: an applicant never learns it.
impl Parts for competition_expert::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<competition_expert::Model>, AppError> {
        let organised = competition::Entity::find()
            .select_only()
            .column(competition::Column::Id)
            .filter(decided(&cx.viewer))
            .into_query();
        let mut any = Condition::any().add(competition_expert::Column::CompetitionId.in_subquery(organised));
        if let Some(own) = cx.viewer.user() {
            any = any.add(competition_expert::COLUMN.user_id.eq(own));
        }
        let select = Self::find()
            .filter(competition_expert::Column::CompetitionId.is_in(parents.iter().copied()))
            .filter(any)
            .order_by_asc(competition_expert::Column::UserId);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &competition_expert::Model) -> Vec<Uuid> {
        vec![model.competition_id.into()]
    }
}

/// Competitions whose applications the viewer decides on: see [`super::actions::organises`].
fn decided(viewer: &Viewer) -> Condition {
    let columns = Columns::of(competition::Entity);
    Condition::any()
        .add(viewer.scope(Kind::Application).decided(&columns))
        .add(viewer.scope(Kind::Competition).decided(&columns))
}

fn ids(parents: &[Uuid]) -> Vec<CompetitionId> {
    parents.iter().copied().map(Into::into).collect()
}
