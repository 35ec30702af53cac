//! What goes with an application, by the clauses of the competition; edited through the application.

use entity::{
    application_attachment, competition_clause,
    competition_clause::CompetitionClauseKind,
    ids::{ApplicationId, CompetitionId},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{clause, query};
use crate::{
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{NAME, TEXT, competition as competitions, line, paragraph},
};

/// A document of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Which attachment of the competition.
    pub number: i32,
    /// What it is.
    pub text: String,
    /// Where it is.
    pub url: Option<String>,
}

/// Replaces the attachments of an application.
pub async fn write(
    tx: &WriteTx,
    id: ApplicationId,
    competition: CompetitionId,
    attachments: Vec<Attachment>,
) -> Result<(), Failure> {
    let clauses = competitions::query::clauses(tx, &[competition]).await?;
    let rows = checked(id, &clauses, attachments)?;
    let own = application_attachment::Column::ApplicationId.eq(id);
    application_attachment::Entity::delete_many().filter(own).exec(tx).await?;
    for row in rows {
        row.insert(tx).await?;
    }
    Ok(())
}

fn checked(
    id: ApplicationId,
    clauses: &[competition_clause::Model],
    attachments: Vec<Attachment>,
) -> Result<Vec<application_attachment::ActiveModel>, Failure> {
    let mut problems = Problems::new();
    let mut seen = Vec::new();
    let mut rows = Vec::new();
    for (i, Attachment { number, text, url }) in attachments.into_iter().enumerate() {
        let path = |member: &str| format!("attachments.{i}.{member}");
        let text = problems.keep(paragraph(&text, &path("text"), TEXT));
        let url = problems.keep(url.map(|url| line(&url, &path("url"), NAME)).transpose());
        let Some(clause) = clause(clauses, CompetitionClauseKind::Attachment, number) else {
            problems.push(UserError::unknown(&path("number")));
            continue;
        };
        if seen.contains(&number) {
            problems.add(UserErrorCode::Duplicate, &path("number"), "Уже приложено", "Attached already");
        }
        seen.push(number);
        if let (Some(text), Some(url)) = (text, url) {
            rows.push(application_attachment::ActiveModel {
                application_id: Set(id),
                clause_id: Set(clause.id),
                text: Set(text),
                url: Set(url),
            });
        }
    }
    problems.finish()?;
    Ok(rows)
}

/// Fails with the required attachments that an application lacks.
pub async fn check_complete(tx: &WriteTx, id: ApplicationId, competition: CompetitionId) -> Result<(), Failure> {
    let clauses = competitions::query::clauses(tx, &[competition]).await?;
    let present = query::attachments(tx, &[id]).await?;
    let mut problems = Problems::new();
    let required = clauses.iter().filter(|clause| clause.kind == CompetitionClauseKind::Attachment && clause.required);
    for clause in required.filter(|clause| !present.iter().any(|row| row.clause_id == clause.id)) {
        let title = clause.text.lines().next().unwrap_or_default();
        problems.add(
            UserErrorCode::Required,
            "id",
            format!("Не приложено: {}. {title}", clause.number),
            format!("Not attached: {}. {title}", clause.number),
        );
    }
    problems.finish()
}
