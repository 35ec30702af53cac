//! Preparing a set of targets as a draft.

use entity::{
    ids::{LegalActId, MunicipalityId, RegionId, TargetSetId, TypedId},
    shared::Visibility,
    target_set::{self, TargetSetKind},
};
use sea_orm::{ActiveModelTrait, Set};

use super::query;
use crate::{
    access::{Action, Kind, Verdict},
    db::change::Place,
    error::{Failure, Problems, UserError},
    service::{
        Cx, NAME, TEXT, checked_code, classifier,
        dated::ValidityPatch,
        external::{self, External},
        line,
        list::visible_row,
        lost_race,
        open_points::{self, OpenPoint},
        paragraph, place, taken_code,
    },
    set_validity, text,
    validity::Validity,
};

/// A set to prepare.
#[derive(Clone, Debug)]
pub struct CreateTargetSet {
    /// Given by the demonstration network alone.
    pub id: Option<TargetSetId>,
    /// The region whose set it is; absent: the federation's.
    pub region: Option<RegionId>,
    /// The municipality whose set it is.
    pub municipality: Option<MunicipalityId>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: TargetSetKind,
    /// The act that set it.
    pub act: Option<LegalActId>,
    /// The document, a code of the dictionary of sources.
    pub document: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// What the document leaves open.
    pub open_points: Vec<OpenPoint>,
    /// The term.
    pub validity: ValidityPatch,
    /// Ids of other systems.
    pub external_ids: Vec<External>,
    /// Recorded as approved, by the service itself alone.
    pub approved: bool,
}

/// Prepares a set as a draft of the viewer's level.
pub async fn create(cx: &Cx, input: CreateTargetSet) -> Result<target_set::Model, Failure> {
    let CreateTargetSet {
        id,
        region,
        municipality,
        code,
        name,
        kind,
        act,
        document,
        note,
        open_points,
        validity,
        external_ids,
        approved,
    } = input;
    place::somewhere(&cx.viewer, Action::CreateTargetSet)?;
    let mut tx = cx.write().await?;
    let at = place::of_entry(&tx, &cx.viewer, (region, municipality)).await?;
    let level = place::keeper(&cx.viewer, Action::CreateTargetSet, &at)?;
    let visibility = if approved { Visibility::Public } else { Visibility::Draft };
    let at = Place { visibility, level, ..at };
    Verdict::by_right(&cx.viewer, Action::CreateTargetSet, &at).require()?;
    let mut problems = Problems::new();
    let code = problems.keep(checked_code(&code, "code")).unwrap_or_default();
    let name = problems.keep(line(&name, "name", NAME)).unwrap_or_default();
    let note = note.and_then(|text| problems.keep(paragraph(&text, "note", TEXT)));
    let points = open_points::check(open_points, "openPoints", &mut problems);
    let validity = problems.keep(validity.over(&Validity::default())).unwrap_or_default();
    let external_ids: Vec<External> = external_ids
        .into_iter()
        .enumerate()
        .filter_map(|(i, of)| problems.keep(of.checked(&format!("externalIds.{i}"))))
        .collect();
    let act = problems.gather(seen_act(&tx, cx, act).await)?.flatten();
    let document = problems.gather(known_document(&tx, cx, document).await)?.flatten();
    problems.finish()?;
    if query::code_is_taken(&tx, &code).await? {
        return Err(taken_code("code").into());
    }
    let id = id.unwrap_or_else(|| TargetSetId::new(tx.now()));
    let mut row = target_set::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(at.region),
        municipality_id: Set(at.municipality),
        visibility: Set(at.visibility),
        level: Set(at.level),
        search_key: Set(search_key(&name, &code)),
        sort_key: Set(text::sort_key(&name)),
        code: Set(code),
        name: Set(name),
        kind: Set(kind),
        act_id: Set(act),
        document: Set(document),
        note: Set(note),
        open_points: Set(open_points::write(points)),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await.map_err(lost_race)?;
    for (i, of) in external_ids.iter().enumerate() {
        external::set(&tx, Kind::TargetSet, id, of, &format!("externalIds.{i}")).await?;
    }
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// The act of an input, if the viewer sees it.
pub(super) async fn seen_act(
    tx: &impl sea_orm::ConnectionTrait,
    cx: &Cx,
    act: Option<LegalActId>,
) -> Result<Option<LegalActId>, Failure> {
    let Some(id) = act else { return Ok(None) };
    let seen = visible_row::<entity::legal_act::Entity>(tx, &cx.viewer, id, cx.today()).await?;
    Ok(Some(seen.ok_or_else(|| UserError::unknown("actId"))?.id))
}

/// The document of an input, if the dictionary has it.
pub(super) async fn known_document(
    tx: &impl sea_orm::ConnectionTrait,
    cx: &Cx,
    document: Option<String>,
) -> Result<Option<String>, Failure> {
    let Some(code) = document else { return Ok(None) };
    Ok(Some(classifier::checked_code(tx, classifier::SOURCE, &code, cx.today(), "document").await?))
}

pub(super) fn search_key(name: &str, code: &str) -> String {
    text::fold(&format!("{name} {code}"))
}
