//! Filling a report in: answers merged by field and row; the first time it is begun with what is known already.

use entity::{ids::ReportId, report, report::ReportState, report_event::ReportEventKind};
use sea_orm::Set;

use super::{
    Step, Target,
    answers::{Answer, Answers, Changes, Clear, Form, merge},
    finish, next, prefill, query, save, target,
};
use crate::{
    access::Action,
    db::WriteTx,
    error::{Failure, Problems, UserError},
    service::{Cx, file, template},
};

/// Answers of an input.
#[derive(Clone, Debug)]
pub struct FillReport {
    /// Which report.
    pub id: ReportId,
    /// The version that was read.
    pub expected_version: i32,
    /// Answers by field and row; none only begins the report.
    pub answers: Vec<Answer>,
    /// Answers to remove.
    pub clear: Vec<Clear>,
}

/// Fills a report in. Whoever fills in for a silent node does so as the owner of the campaign, and it is marked.
pub async fn fill(cx: &Cx, input: FillReport) -> Result<report::Model, Failure> {
    let FillReport { id, expected_version, answers, clear } = input;
    let tx = cx.write().await?;
    let target = target(&tx, cx, id, Action::FillReport, expected_version).await?;
    let fields = template::query::fields(&tx, &[target.campaign.template_id]).await?;
    let form = Form::new(&fields);
    let mut stored = stored(&tx, id).await?;
    let mut begun = vec![];
    if target.row.state == ReportState::NotStarted {
        for answer in prefill::answers(cx, &tx, &target, &form).await? {
            let key = (answer.field_id, answer.row_number);
            begun.push(key);
            stored.insert(key, answer);
        }
    }
    let Changes { written, removed, files } = merge(id, &form, &mut stored, answers, &clear)?;
    check_files(&tx, &target, files).await?;
    let written = written.into_iter().chain(begun).collect::<std::collections::BTreeSet<_>>();
    let written = written.iter().filter_map(|key| stored.get(key)).cloned().collect();
    save(&tx, id, written, removed).await?;
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Draft);
    row.on_behalf = Set(target.capacity.on_behalf);
    let event = match target.row.state {
        ReportState::NotStarted | ReportState::Returned => Some(ReportEventKind::Started),
        // Who takes over is told apart in the history.
        _ if target.row.on_behalf != target.capacity.on_behalf => Some(ReportEventKind::Started),
        _ => None,
    };
    finish(tx, cx, &target, row, Step { action: "fillReport", event, comment: None }, &["answers"]).await
}

/// The answers of a report by field and row.
pub(super) async fn stored(tx: &WriteTx, id: ReportId) -> Result<Answers, Failure> {
    let rows = query::answers(tx, &[id]).await?;
    Ok(rows.into_iter().map(|row| ((row.field_id, row.row_number), row)).collect())
}

/// A file that is an answer hangs on the report.
async fn check_files(tx: &WriteTx, target: &Target, files: Vec<(String, entity::ids::FileId)>) -> Result<(), Failure> {
    if files.is_empty() {
        return Ok(());
    }
    let own = file::query::of_object(tx, target.row.id.into()).await?;
    let mut problems = Problems::new();
    for (path, _) in files.iter().filter(|(_, id)| !own.iter().any(|row| row.id == *id)) {
        problems.push(UserError::unknown(path));
    }
    problems.finish()
}
