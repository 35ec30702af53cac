//! The experts' scores: one of each expert for each application, never of the expert's own organisation.

use entity::{
    application, application_score,
    decimal::Decimal,
    ids::{ApplicationId, OrganisationId, UserId},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{next, query, target};
use crate::{
    access::{Action, Node},
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, competition as competitions},
};

/// Records the score of the viewer, or corrects it.
pub async fn record(cx: &Cx, id: ApplicationId, score: Decimal) -> Result<application::Model, Failure> {
    let mut tx = cx.write().await?;
    let (stored, competition) = target(&tx, cx, id, Action::RecordScore, None).await?;
    let user = cx.viewer.user().ok_or_else(AppError::unauthenticated)?;
    let experts = competitions::query::experts(&tx, &[competition.id]).await?;
    let organisation = experts.iter().find(|expert| expert.user_id == user).and_then(|expert| expert.organisation_id);
    if is_own(cx, organisation, stored.organisation_id) {
        return Err(UserError::new(
            UserErrorCode::ConflictOfInterest,
            "applicationId",
            "Эксперт не оценивает заявки своей организации",
            "An expert gives no score to the own organisation",
        )
        .into());
    }
    if score.is_negative() {
        return Err(UserError::new(
            UserErrorCode::OutOfRange,
            "score",
            "Балл не отрицателен",
            "A score is not negative",
        )
        .into());
    }
    write(&tx, id, user, score).await?;
    let row = next(&tx, &stored).update(&tx).await?;
    tx.updated(&stored, &row, &["scores"]);
    tx.commit().await?;
    Ok(row)
}

/// The organisation told at the assignment, or one where the viewer has a grant.
fn is_own(cx: &Cx, told: Option<OrganisationId>, applicant: OrganisationId) -> bool {
    let granted = |node: &Node| matches!(node, Node::Organisation { organisation, .. } if *organisation == applicant);
    told == Some(applicant) || cx.viewer.grants.iter().any(|grant| granted(&grant.node))
}

async fn write(tx: &WriteTx, id: ApplicationId, user: UserId, score: Decimal) -> Result<(), Failure> {
    if let Some(stored) = query::score(tx, id, user).await? {
        let mut row = stored.into_active_model();
        row.score_micros = Set(score.micros());
        row.score_scale = Set(score.scale());
        row.recorded_at = Set(tx.now());
        row.update(tx).await?;
    } else {
        let row = application_score::ActiveModel {
            application_id: Set(id),
            user_id: Set(user),
            score_micros: Set(score.micros()),
            score_scale: Set(score.scale()),
            recorded_at: Set(tx.now()),
        };
        row.insert(tx).await?;
    }
    Ok(())
}
