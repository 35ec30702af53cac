//! Changing a campaign: all of it until it is opened, then name, instructions and the due day alone.

use entity::{
    campaign,
    ids::{CampaignId, ReportTemplateId},
    report,
    shared::Level,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};

use super::{
    content::{self, Content},
    next, owner, query, target,
};
use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME, Patch, TEXT,
        given::{GivenDue, GivenPeriod},
        line, paragraph,
    },
    text,
};

/// Changes of a campaign.
#[derive(Clone, Debug)]
pub struct UpdateCampaign {
    /// Which.
    pub id: CampaignId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The edition of the template.
    pub template: Patch<ReportTemplateId>,
    /// The campaign that it feeds.
    pub parent: Patch<CampaignId>,
    /// Name.
    pub name: Patch<String>,
    /// Who reports.
    pub respondents: Patch<Level>,
    /// The period.
    pub period: Patch<GivenPeriod>,
    /// When it is due.
    pub due: Patch<GivenDue>,
    /// Whether the education department looks first.
    pub department_step: Patch<bool>,
    /// Whether the zonal centre looks before the owner.
    pub zone_step: Patch<bool>,
    /// What respondents are told.
    pub instructions: Patch<String>,
}

/// Changes a campaign.
pub async fn update(cx: &Cx, input: UpdateCampaign) -> Result<campaign::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, input.id, Action::UpdateCampaign, input.expected_version).await?;
    let mut problems = Problems::new();
    if stored.opens_on.is_some() {
        settled(&input, &mut problems);
    }
    let UpdateCampaign {
        template,
        parent,
        name,
        respondents,
        period,
        due,
        department_step,
        zone_step,
        instructions,
        ..
    } = input;
    let name = problems.keep(
        name.try_map(|name| line(&name, "name", NAME)).and_then(|name| name.or_required(stored.name.clone(), "name")),
    );
    let instructions = problems.keep(instructions.try_map(|text| paragraph(&text, "instructions", TEXT)));
    let (Some(old_period), Some(old_due)) = (content::period(&stored), content::due(&stored)) else {
        return Err(AppError::internal("a campaign without its period").into());
    };
    let period = period.try_map(|period| period.checked("period")).and_then(|p| p.or_required(old_period, "period"));
    let due = due.try_map(|due| due.checked("due")).and_then(|due| due.or_required(old_due, "due"));
    let content = Content {
        template: problems.keep(template.or_required(stored.template_id, "templateId")).unwrap_or(stored.template_id),
        respondents: problems
            .keep(respondents.or_required(stored.respondents, "respondents"))
            .unwrap_or(stored.respondents),
        period: problems.keep(period).unwrap_or(old_period),
        due: problems.keep(due).unwrap_or(old_due),
        department_step: problems
            .keep(department_step.or_required(stored.department_step, "departmentStep"))
            .unwrap_or_default(),
        zone_step: problems.keep(zone_step.or_required(stored.zone_step, "zoneStep")).unwrap_or_default(),
        parent: parent.or(stored.parent_id),
    };
    let due_on = if stored.opens_on.is_none() {
        content.check(&tx, cx, &owner::of(&stored), problems).await?
    } else {
        let due_on = content.due.due(&content.period);
        let late = |opens_on| due_on.is_none_or(|due_on| due_on < opens_on);
        if stored.opens_on.is_some_and(late) {
            problems.add(
                UserErrorCode::DateOrder,
                "due",
                "Срок раньше дня открытия сбора",
                "It is due before the campaign opens",
            );
        }
        problems.finish()?;
        due_on.ok_or_else(|| UserError::required("due"))?
    };
    let name = name.unwrap_or_default();
    let mut row = next(&tx, &stored);
    content.put(&mut row, due_on);
    row.instructions = Set(instructions.unwrap_or_default().or(stored.instructions.clone()));
    row.sort_key = Set(text::sort_key(&name));
    row.search_key = Set(text::fold(&name));
    row.name = Set(name);
    let row = row.update(&tx).await?;
    if row.due_on != stored.due_on {
        move_due(&mut tx, &row).await?;
    }
    tx.updated(&stored, &row, &[]);
    tx.commit().await?;
    Ok(row)
}

/// What is not changed any more once nodes are expected.
fn settled(input: &UpdateCampaign, problems: &mut Problems) {
    let members = [
        ("templateId", input.template.is_set()),
        ("parentId", input.parent.is_set()),
        ("respondents", input.respondents.is_set()),
        ("period", input.period.is_set()),
        ("departmentStep", input.department_step.is_set()),
        ("zoneStep", input.zone_step.is_set()),
    ];
    for (member, _) in members.into_iter().filter(|(_, set)| *set) {
        problems.add(
            UserErrorCode::RefusedTransition,
            member,
            "Сбор открыт: меняются только название, указания и срок",
            "The campaign is open: name, instructions and the due day alone can change",
        );
    }
}

/// Every node without a later day of its own is due on the new day.
async fn move_due(tx: &mut WriteTx, campaign: &campaign::Model) -> Result<(), Failure> {
    let moved = query::reports(tx, campaign.id).await?;
    let moved: Vec<report::Model> = moved.into_iter().filter(|report| report.extension_reason.is_none()).collect();
    report::Entity::update_many()
        .col_expr(report::Column::DueOn, Expr::val(campaign.due_on))
        .col_expr(report::Column::Version, Expr::col(report::Column::Version).add(1))
        .col_expr(report::Column::UpdatedAt, Expr::val(tx.now()))
        .filter(report::Column::CampaignId.eq(campaign.id))
        .filter(report::Column::ExtensionReason.is_null())
        .exec(tx)
        .await?;
    let now = tx.now();
    for before in moved {
        let after =
            report::Model { due_on: campaign.due_on, version: before.version + 1, updated_at: now, ..before.clone() };
        tx.updated(&before, &after, &[]);
    }
    Ok(())
}
