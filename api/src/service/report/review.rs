//! Looking at a report that is handed in: passing it on, returning it with remarks, accepting it.

use entity::{
    ids::ReportId, report, report::ReportState, report_event::ReportEventKind, report_remark, shared::Visibility,
};
use sea_orm::{EntityTrait, Set};

use super::{Step, answers::Form, figures, finish, next, query, rules, submit::ReportStep, target};
use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{Cx, TEXT, paragraph, template},
};

/// Most remarks of one round.
const MOST_REMARKS: usize = 200;

/// What is to be mended.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Code of the field; none: the whole report.
    pub field: Option<String>,
    /// What.
    pub text: String,
}

/// Passes a report on to whoever looks next.
pub async fn endorse(cx: &Cx, input: ReportStep) -> Result<report::Model, Failure> {
    let tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::EndorseReport, input.expected_version).await?;
    let comment = input.comment()?;
    let step = target.row.step.and_then(|step| rules::next_step(&target.campaign, step));
    let mut row = next(&tx, &target.row);
    row.step = Set(Some(step.ok_or_else(|| AppError::internal("nobody looks after the owner"))?));
    let step = Step { action: "endorseReport", event: Some(ReportEventKind::Endorsed), comment };
    finish(tx, cx, &target, row, step, &[]).await
}

/// Returns a report to its node with remarks; its values are drafts again.
pub async fn give_back(cx: &Cx, input: ReportStep, remarks: Vec<Remark>) -> Result<report::Model, Failure> {
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::ReturnReport, input.expected_version).await?;
    let comment = input.comment()?;
    let fields = template::query::fields(&tx, &[target.campaign.template_id]).await?;
    let round = query::rounds(&tx, input.id).await?;
    let remarks = checked(&tx, input.id, round, &Form::new(&fields), remarks)?;
    report_remark::Entity::insert_many(remarks).exec_without_returning(&tx).await?;
    figures::of_report(&mut tx, input.id, Visibility::Draft, false).await?;
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Returned);
    row.step = Set(None);
    let step = Step { action: "returnReport", event: Some(ReportEventKind::Returned), comment };
    finish(tx, cx, &target, row, step, &["remarks"]).await
}

fn checked(
    tx: &WriteTx,
    report: ReportId,
    round: i32,
    form: &Form<'_>,
    remarks: Vec<Remark>,
) -> Result<Vec<report_remark::ActiveModel>, Failure> {
    if remarks.is_empty() {
        return Err(UserError::required("remarks").into());
    }
    if remarks.len() > MOST_REMARKS {
        let (ru, en) = (format!("Не больше {MOST_REMARKS}"), format!("At most {MOST_REMARKS}"));
        return Err(UserError::new(UserErrorCode::TooMany, "remarks", ru, en).into());
    }
    let mut problems = Problems::new();
    let mut rows = Vec::with_capacity(remarks.len());
    for (number, Remark { field, text }) in (0..).zip(remarks) {
        let text = problems.keep(paragraph(&text, &format!("remarks.{number}.text"), TEXT)).unwrap_or_default();
        let field = match field {
            None => None,
            Some(code) => {
                let field = form.field(&code).map(|field| field.id);
                if field.is_none() {
                    problems.push(UserError::unknown(&format!("remarks.{number}.field")));
                }
                field
            }
        };
        rows.push(report_remark::ActiveModel {
            id: Set(tx.new_id()),
            report_id: Set(report),
            round: Set(round),
            ordinal: Set(number),
            field_id: Set(field),
            text: Set(text),
        });
    }
    problems.finish()?;
    Ok(rows)
}

/// Accepts a report: its values are public.
pub async fn accept(cx: &Cx, input: ReportStep) -> Result<report::Model, Failure> {
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::AcceptReport, input.expected_version).await?;
    let comment = input.comment()?;
    figures::of_report(&mut tx, input.id, Visibility::Public, false).await?;
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Accepted);
    row.step = Set(None);
    row.accepted_on = Set(Some(cx.today()));
    row.unlocked = Set(false);
    let step = Step { action: "acceptReport", event: Some(ReportEventKind::Accepted), comment };
    finish(tx, cx, &target, row, step, &[]).await
}
