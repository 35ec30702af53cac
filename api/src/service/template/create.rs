//! Making a template: anew, by copying one that is seen, or as the next edition of one's own code.

use entity::{
    ids::{MunicipalityId, RegionId, ReportTemplateId, TypedId},
    report_template::{self, ReportKind},
    shared::{Level, PeriodType, Visibility},
};
use sea_orm::{ActiveModelTrait, Set};

use super::{
    fields::{self, Field},
    query, rules,
};
use crate::{
    access::{Action, Verdict},
    db::{WriteTx, change::Place},
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME, TEXT, checked_code, line,
        list::visible_row,
        lost_race, paragraph,
        place::{self, LAST},
    },
    text,
};

/// A template to make. What is absent comes from the one that it is copied from.
#[derive(Clone, Debug)]
pub struct CreateReportTemplate {
    /// Given by the demonstration network alone.
    pub id: Option<ReportTemplateId>,
    /// The region whose template it is; absent: everyone's.
    pub region: Option<RegionId>,
    /// The municipality whose template it is.
    pub municipality: Option<MunicipalityId>,
    /// Code.
    pub code: String,
    /// The edition that it is copied from.
    pub copy_of: Option<ReportTemplateId>,
    /// Name.
    pub name: Option<String>,
    /// What is reported.
    pub kind: Option<ReportKind>,
    /// How to fill it in.
    pub instructions: Option<String>,
    /// Type of the period.
    pub period_type: Option<PeriodType>,
    /// The fields.
    pub fields: Option<Vec<Field>>,
}

/// Makes a template, as a draft.
pub async fn create(cx: &Cx, input: CreateReportTemplate) -> Result<report_template::Model, Failure> {
    let CreateReportTemplate { id, region, municipality, code, copy_of, name, kind, instructions, period_type, fields } =
        input;
    place::somewhere(&cx.viewer, Action::CreateReportTemplate)?;
    let mut tx = cx.write().await?;
    let place = owner(&tx, cx, region, municipality).await?;
    let model = match copy_of {
        Some(id) => Some(
            visible_row::<report_template::Entity>(&tx, &cx.viewer, id, LAST)
                .await?
                .ok_or_else(|| UserError::unknown("copyOf"))?,
        ),
        None => None,
    };
    let mut problems = Problems::new();
    let code = problems.keep(checked_code(&code, "code"));
    let unnamed = name.is_none();
    let name = match name {
        Some(name) => problems.keep(line(&name, "name", NAME)),
        None => model.as_ref().map(|model| model.name.clone()),
    };
    let instructions = match instructions {
        Some(text) => problems.keep(paragraph(&text, "instructions", TEXT)),
        None => model.as_ref().and_then(|model| model.instructions.clone()),
    };
    let kind = kind.or(model.as_ref().map(|model| model.kind));
    let period_type = period_type.or(model.as_ref().map(|model| model.period_type));
    let given = fields.is_some();
    let mut fields = match (fields, &model) {
        (Some(fields), _) => fields,
        (None, Some(model)) => fields::copy(&tx, model.id).await?,
        (None, None) => vec![],
    };
    if given {
        rules::check(&mut fields, &mut problems);
        fields::check_references(&tx, cx, &mut fields, &mut problems).await?;
    }
    let absent =
        [("name", unnamed && model.is_none()), ("kind", kind.is_none()), ("periodType", period_type.is_none())];
    for (member, _) in absent.into_iter().filter(|(_, absent)| *absent) {
        problems.push(UserError::required(member));
    }
    problems.finish()?;
    let (Some(code), Some(name), Some(kind), Some(period_type)) = (code, name, kind, period_type) else {
        return Err(UserError::required("name").into());
    };
    let row = report_template::ActiveModel {
        id: Set(id.unwrap_or_else(|| ReportTemplateId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        visibility: Set(Visibility::Draft),
        level: Set(place.level),
        edition: Set(next_edition(&tx, &code, &place).await?),
        search_key: Set(text::fold(&format!("{name} {code}"))),
        sort_key: Set(text::sort_key(&name)),
        code: Set(code),
        name: Set(name),
        kind: Set(kind),
        instructions: Set(instructions),
        period_type: Set(period_type),
        published_on: Set(None),
        retired_on: Set(None),
        copied_from_id: Set(copy_of),
    };
    let row = row.insert(&tx).await.map_err(lost_race)?;
    fields::write(&tx, row.id, &fields).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// Where a template stands: who keeps it is the narrowest node of the viewer there.
async fn owner(
    tx: &WriteTx,
    cx: &Cx,
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
) -> Result<Place, Failure> {
    let place = place::of_entry(tx, &cx.viewer, (region, municipality)).await?;
    let place = Place { visibility: Visibility::Draft, ..place };
    let level: Level = place::keeper(&cx.viewer, Action::CreateReportTemplate, &place)?;
    let place = Place { level, ..place };
    Verdict::by_right(&cx.viewer, Action::CreateReportTemplate, &place).require()?;
    Ok(place)
}

/// The number of a new edition: a code belongs to whoever used it first, and has one draft at a time.
async fn next_edition(tx: &WriteTx, code: &str, place: &Place) -> Result<i32, Failure> {
    let Some(last) = query::last_edition(tx, code).await? else { return Ok(1) };
    if (last.region_id, last.municipality_id) != (place.region, place.municipality) {
        return Err(UserError::new(
            UserErrorCode::Duplicate,
            "code",
            "Такой код уже есть у другой формы",
            "Another template has this code",
        )
        .into());
    }
    if last.published_on.is_none() {
        return Err(UserError::new(
            UserErrorCode::Duplicate,
            "code",
            format!("Редакция {} ещё не утверждена: измените её", last.edition),
            format!("Edition {} is not published yet: change that one", last.edition),
        )
        .into());
    }
    Ok(last.edition + 1)
}
