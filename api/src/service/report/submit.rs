//! Handing a report in, with all that it asks for, and taking it back before anyone has looked.

use entity::{ids::ReportId, report, report::ReportState, report_event::ReportEventKind, shared::Visibility};
use sea_orm::Set;

use super::{Step, answers::Form, check, figures, fill::stored, finish, next, query, rules, save, target};
use crate::{
    access::Action,
    error::Failure,
    service::{Cx, TEXT, paragraph, template},
};

/// A step with a report, and what is said with it.
#[derive(Clone, Debug)]
pub struct ReportStep {
    /// Which report.
    pub id: ReportId,
    /// The version that was read.
    pub expected_version: i32,
    /// A comment for the others.
    pub comment: Option<String>,
}

impl ReportStep {
    /// The comment, checked.
    pub(super) fn comment(&self) -> Result<Option<String>, Failure> {
        Ok(self.comment.as_deref().map(|text| paragraph(text, "comment", TEXT)).transpose()?)
    }
}

/// Hands a report in: from here on those above read it, and its numbers are values.
pub async fn submit(cx: &Cx, input: ReportStep) -> Result<report::Model, Failure> {
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::SubmitReport, input.expected_version).await?;
    let comment = input.comment()?;
    let fields = template::query::fields(&tx, &[target.campaign.template_id]).await?;
    let form = Form::new(&fields);
    let mut answers = stored(&tx, input.id).await?;
    let known = check::known(&tx, &target, &form).await?;
    let completed = check::complete(&target.row, &form, &mut answers, &known, cx.viewer.is_system())?;
    save(&tx, input.id, completed, []).await?;
    figures::write(&mut tx, &target, &form, &answers, &known.indicators).await?;
    let today = cx.today();
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Submitted);
    row.step = Set(Some(rules::first_step(&target.campaign)));
    row.submitted_on = Set(Some(today));
    row.first_submitted_on = Set(target.row.first_submitted_on.or(Some(today)));
    row.preliminary = Set(rules::is_preliminary(target.campaign.period_to, today));
    row.on_behalf = Set(target.capacity.on_behalf);
    let step = Step { action: "submitReport", event: Some(ReportEventKind::Submitted), comment };
    finish(tx, cx, &target, row, step, &["answers"]).await
}

/// Takes a report back before anyone has looked at it: it is a draft again, as if it had not been handed in.
pub async fn withdraw(cx: &Cx, input: ReportStep) -> Result<report::Model, Failure> {
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::WithdrawReport, input.expected_version).await?;
    let comment = input.comment()?;
    figures::of_report(&mut tx, input.id, Visibility::Draft, false).await?;
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Draft);
    row.step = Set(None);
    row.submitted_on = Set(None);
    if query::rounds(&tx, input.id).await? <= 1 {
        row.first_submitted_on = Set(None);
    }
    let step = Step { action: "withdrawReport", event: Some(ReportEventKind::Withdrawn), comment };
    finish(tx, cx, &target, row, step, &[]).await
}
