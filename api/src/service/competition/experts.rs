//! Who evaluates: the assignment is an expert's scope, wherever the expert works.

use entity::{
    competition, competition_expert,
    ids::{CompetitionId, OrganisationId, UserId},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set, SqlErr};
use serde_json::json;

use super::{changed, decide::next, place, query, target};
use crate::{
    access::Action,
    error::{Failure, UserError, UserErrorCode},
    service::Cx,
};

/// An expert to assign.
#[derive(Clone, Debug)]
pub struct AssignExpert {
    /// The competition.
    pub id: CompetitionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The account.
    pub user: UserId,
    /// The expert's own organisation.
    pub organisation: Option<OrganisationId>,
}

/// Assigns an expert.
pub async fn assign(cx: &Cx, input: AssignExpert) -> Result<competition::Model, Failure> {
    let AssignExpert { id, expected_version, user, organisation } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::AssignExpert, expected_version).await?;
    if let Some(organisation) = organisation {
        place::organisation(&tx, &cx.viewer, organisation, "organisationId").await?;
    }
    if query::experts(&tx, &[id]).await?.iter().any(|expert| expert.user_id == user) {
        return Err(UserError::new(
            UserErrorCode::Duplicate,
            "userId",
            "Эксперт уже назначен",
            "The expert is assigned already",
        )
        .into());
    }
    let expert = competition_expert::ActiveModel {
        competition_id: Set(id),
        user_id: Set(user),
        organisation_id: Set(organisation),
        assigned_on: Set(cx.today()),
    };
    // Experts come from anywhere: whoever assigns need not see their accounts.
    match competition_expert::Entity::insert(expert).exec_without_returning(&tx).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            return Err(UserError::unknown("userId").into());
        }
        outcome => outcome?,
    };
    let row = next(&tx, &stored).update(&tx).await?;
    changed(&mut tx, &stored, &row, &["experts"]).await?;
    tx.audit("assignExpert", &row, None, json!({ "userId": user, "organisationId": organisation }));
    tx.commit().await?;
    Ok(row)
}

/// Removes an expert; the scores that were given stay.
pub async fn remove(
    cx: &Cx,
    id: CompetitionId,
    expected_version: i32,
    user: UserId,
) -> Result<competition::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::RemoveExpert, expected_version).await?;
    let gone = competition_expert::Entity::delete_many()
        .filter(competition_expert::Column::CompetitionId.eq(id))
        .filter(competition_expert::Column::UserId.eq(user))
        .exec(&tx)
        .await?;
    if gone.rows_affected == 0 {
        return Err(UserError::unknown("userId").into());
    }
    let row = next(&tx, &stored).update(&tx).await?;
    changed(&mut tx, &stored, &row, &["experts"]).await?;
    tx.audit("removeExpert", &row, None, json!({ "userId": user }));
    tx.commit().await?;
    Ok(row)
}
