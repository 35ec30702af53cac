//! What creating and changing a campaign have in common: template, period, due day, steps, the campaign that it feeds.

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{CampaignId, ReportTemplateId},
    report_template,
    shared::Level,
};
use sea_orm::{ConnectionTrait, Set};

use super::{owner::collects_from, parent};
use crate::{
    access::NodeRef,
    error::{Failure, Problems, UserError, UserErrorCode},
    period::Period,
    rules::due::DueRule,
    service::{
        Cx,
        list::visible_row,
        place::LAST,
        template::rules::{ReportTemplateState, state},
    },
};

/// What a campaign asks of whom, checked piece by piece.
#[derive(Clone, Debug)]
pub struct Content {
    /// The edition of the template.
    pub template: ReportTemplateId,
    /// Who reports.
    pub respondents: Level,
    /// The period.
    pub period: Period,
    /// When it is due.
    pub due: DueRule,
    /// Whether the education department looks first.
    pub department_step: bool,
    /// Whether the zonal centre looks before the owner.
    pub zone_step: bool,
    /// The campaign that it feeds.
    pub parent: Option<CampaignId>,
}

impl Content {
    /// Checks the whole, and finds the day on which it is due.
    pub async fn check(
        &self,
        tx: &impl ConnectionTrait,
        cx: &Cx,
        owner: &NodeRef,
        mut problems: Problems,
    ) -> Result<NaiveDate, Failure> {
        let template = template(tx, cx, self.template).await.map(Some).or_else(|failure| match failure {
            Failure::User(errors) => {
                for error in errors {
                    problems.push(error);
                }
                Ok(None)
            }
            other => Err(other),
        })?;
        if template.as_ref().is_some_and(|template| template.period_type != self.period.kind()) {
            problems.add(
                UserErrorCode::Contradiction,
                "period",
                "Форма составлена для периодов другого вида",
                "The template is made for periods of another type",
            );
        }
        if !collects_from(owner.level, self.respondents) {
            problems.add(
                UserErrorCode::Contradiction,
                "respondents",
                "Отчёт сдают регионы, муниципалитеты или организации ниже владельца сбора",
                "Regions, municipalities or organisations below the owner report",
            );
        }
        self.check_steps(owner.level, &mut problems);
        let due_on = self.due.due(&self.period);
        if due_on.is_none() {
            problems.add(
                UserErrorCode::Invalid,
                "due",
                "По этому правилу у периода нет срока",
                "By this rule the period has no due day",
            );
        }
        problems.finish()?;
        if let Some(parent) = self.parent {
            parent::check(tx, cx, parent, owner, self).await?;
        }
        due_on.ok_or_else(|| UserError::required("due").into())
    }

    /// Departments look at what municipalities and organisations hand in, zones at what municipalities do.
    fn check_steps(&self, owner: Level, problems: &mut Problems) {
        let steps = [
            ("departmentStep", self.department_step && self.respondents == Level::Region),
            ("zoneStep", self.zone_step && (self.respondents != Level::Municipality || owner == Level::Zone)),
        ];
        for (member, _) in steps.into_iter().filter(|(_, wrong)| *wrong) {
            problems.add(
                UserErrorCode::Contradiction,
                member,
                "У такого сбора этого этапа нет",
                "Such a campaign has no such step",
            );
        }
    }

    /// Puts it into a row.
    pub fn put(&self, row: &mut campaign::ActiveModel, due_on: NaiveDate) {
        row.template_id = Set(self.template);
        row.respondents = Set(self.respondents);
        row.period_type = Set(self.period.kind());
        row.period_from = Set(self.period.from());
        row.period_to = Set(self.period.to());
        row.due_kind = Set(self.due.kind());
        row.due_day = Set(self.due.day());
        row.due_number = Set(self.due.number());
        row.due_on = Set(due_on);
        row.department_step = Set(self.department_step);
        row.zone_step = Set(self.zone_step);
        row.parent_id = Set(self.parent);
    }
}

/// The template of a campaign: published, and not retired today.
pub async fn template(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    id: ReportTemplateId,
) -> Result<report_template::Model, Failure> {
    let row = visible_row::<report_template::Entity>(tx, &cx.viewer, id, LAST).await?;
    let row = row.ok_or_else(|| UserError::unknown("templateId"))?;
    if state(&row, cx.today()) == ReportTemplateState::Published {
        return Ok(row);
    }
    Err(UserError::new(
        UserErrorCode::Invalid,
        "templateId",
        "Форма не утверждена или выведена из употребления",
        "The template is not published, or retired",
    )
    .into())
}

/// The period of a row; what the columns hold was checked when it was written.
pub fn period(row: &campaign::Model) -> Option<Period> {
    Period::new(row.period_type, row.period_from, row.period_to).ok()
}

/// The due rule of a row.
pub fn due(row: &campaign::Model) -> Option<DueRule> {
    DueRule::from_stored(row.due_kind, row.due_day, row.due_number).ok()
}
