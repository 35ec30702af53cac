//! Reading applications. The only `find()` of their entities; every select goes through `visible(&Scope)`.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    application, application_attachment, application_score, competition, competition_expert,
    ids::{ApplicationId, CompetitionId},
    shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
};

impl Stored for application::Entity {
    const KIND: Kind = Kind::Application;

    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(visible(scope))
    }

    fn id(model: &application::Model) -> Uuid {
        model.id.into()
    }
}

/// By the applicant's place, and past draft: whoever decides at the competition's place, and its experts.
fn visible(scope: &Scope) -> Condition {
    let submitted = application::COLUMN.visibility.ne(Visibility::Draft);
    Condition::any()
        .add(scope.visible(&Columns::of(application::Entity)))
        .add(Condition::all().add(submitted).add(through_competition(scope)))
}

/// Applications that the viewer counts: of the places where they may, and those that they read through the competition.
pub fn countable(scope: &Scope) -> Condition {
    let submitted = application::COLUMN.visibility.ne(Visibility::Draft);
    Condition::any()
        .add(scope.countable(&Columns::of(application::Entity)))
        .add(Condition::all().add(submitted).add(through_competition(scope)))
}

/// Applications that the viewer would see were they not public: the applicant, those above, the organiser, the experts.
pub fn inside(scope: &Scope) -> Condition {
    let private = application::COLUMN.visibility.ne(Visibility::Public);
    Condition::any()
        .add(Condition::all().add(private).add(scope.visible(&Columns::of(application::Entity))))
        .add(scope.within(&Columns::of(application::Entity)))
        .add(through_competition(scope))
}

/// Applications whose competition the viewer decides on.
fn organised(scope: &Scope) -> SimpleExpr {
    let organised = Query::select()
        .expr(Expr::val(1))
        .from(competition::Entity)
        .and_where(of(Expr::col((competition::Entity, competition::Column::Id))))
        .cond_where(scope.decided(&Columns::of(competition::Entity)))
        .take();
    Expr::exists(organised)
}

fn of(column: SimpleExpr) -> SimpleExpr {
    column.equals((application::Entity, application::Column::CompetitionId))
}

/// Applications whose competition the viewer decides on or evaluates.
pub fn through_competition(scope: &Scope) -> Condition {
    let any = Condition::any().add(organised(scope));
    let Some(own) = scope.own() else { return any };
    let expert = |column| Expr::col((competition_expert::Entity, column));
    let assigned = Query::select()
        .expr(Expr::val(1))
        .from(competition_expert::Entity)
        .and_where(of(expert(competition_expert::Column::CompetitionId)))
        .and_where(expert(competition_expert::Column::UserId).eq(Uuid::from(own)))
        .take();
    any.add(Expr::exists(assigned))
}

/// The competition of an application that the viewer sees.
pub async fn competition_of(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: ApplicationId,
) -> Result<Option<CompetitionId>, AppError> {
    let select = application::Entity::find_by_id(id).filter(visible(&viewer.scope(Kind::Application)));
    Ok(select.one(tx).await?.map(|row| row.competition_id))
}

/// Applications that the viewer sees, held against other writers in the order of their ids.
pub async fn locked_many(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &[ApplicationId],
) -> Result<Vec<application::Model>, AppError> {
    let select = application::Entity::find()
        .filter(visible(&viewer.scope(Kind::Application)))
        .filter(application::COLUMN.id.is_in(ids.iter().copied()))
        .order_by_asc(application::Column::Id);
    Ok(select.lock_exclusive().all(tx).await?)
}

/// Another submitted application of the same key, whoever asks: the key names the applicant.
pub async fn of_single_key(
    tx: &impl ConnectionTrait,
    competition: CompetitionId,
    key: &str,
) -> Result<Option<application::Model>, AppError> {
    let select = application::Entity::find()
        .filter(application::COLUMN.competition_id.eq(competition))
        .filter(application::COLUMN.single_key.eq(key));
    Ok(select.one(tx).await?)
}

/// Whether a competition has applications, whoever asks.
pub async fn any_of(tx: &impl ConnectionTrait, competition: CompetitionId) -> Result<bool, AppError> {
    let count = application::Entity::find().filter(application::COLUMN.competition_id.eq(competition)).count(tx);
    Ok(count.await? > 0)
}

/// Whether an application refers to a clause, whoever asks.
pub async fn refers_to(tx: &impl ConnectionTrait, clause: Uuid) -> Result<bool, AppError> {
    let nominated = application::Entity::find().filter(application::COLUMN.nomination_id.eq(clause)).count(tx).await?;
    let attached = application_attachment::Entity::find()
        .filter(application_attachment::Column::ClauseId.eq(clause))
        .count(tx)
        .await?;
    Ok(nominated + attached > 0)
}

/// All stored applications, for a recount.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<application::Model>, AppError> {
    Ok(application::Entity::find().all(db).await?)
}

/// The attachments of some applications.
pub async fn attachments(
    db: &impl ConnectionTrait,
    ids: &[ApplicationId],
) -> Result<Vec<application_attachment::Model>, AppError> {
    let select = application_attachment::Entity::find()
        .filter(application_attachment::Column::ApplicationId.is_in(ids.iter().copied()))
        .order_by_asc(application_attachment::Column::ClauseId);
    Ok(select.all(db).await?)
}

/// The score of an expert.
pub async fn score(
    tx: &impl ConnectionTrait,
    application: ApplicationId,
    user: entity::ids::UserId,
) -> Result<Option<application_score::Model>, AppError> {
    Ok(application_score::Entity::find_by_id((application, user)).one(tx).await?)
}

/// Attachments are read by those who see their application not only as a published result.
impl Parts for application_attachment::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<application_attachment::Model>, AppError> {
        let inside = application::Entity::find()
            .select_only()
            .column(application::Column::Id)
            .filter(application::COLUMN.id.is_in(parents.iter().copied()))
            .filter(inside(&cx.scope(Kind::Application)))
            .into_query();
        let select = Self::find()
            .filter(application_attachment::Column::ApplicationId.in_subquery(inside))
            .order_by_asc(application_attachment::Column::ClauseId);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &application_attachment::Model) -> Vec<Uuid> {
        vec![model.application_id.into()]
    }
}

/// Scores are the organiser's, and one's own: who gave which is not for the applicant.
impl Parts for application_score::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<application_score::Model>, AppError> {
        let organised = application::Entity::find()
            .select_only()
            .column(application::Column::Id)
            .filter(application::COLUMN.id.is_in(parents.iter().copied()))
            .filter(organised(&cx.scope(Kind::Application)))
            .into_query();
        let mut any = Condition::any().add(application_score::Column::ApplicationId.in_subquery(organised));
        if let Some(own) = cx.viewer.user() {
            any = any.add(application_score::COLUMN.user_id.eq(own));
        }
        let select = Self::find()
            .filter(application_score::Column::ApplicationId.is_in(parents.iter().copied()))
            .filter(any)
            .order_by_asc(application_score::Column::UserId);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &application_score::Model) -> Vec<Uuid> {
        vec![model.application_id.into()]
    }
}
