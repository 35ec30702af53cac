//! Changing a set of targets: a draft, or, by those who approve, what is approved.

use entity::{
    ids::{LegalActId, TargetSetId},
    shared::Visibility,
    target_set::{self, TargetSetKind},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    actions::verdict,
    create::{known_document, search_key, seen_act},
};
use crate::{
    access::Action,
    error::{AppError, Failure, Problems, UserError},
    service::{
        Cx, NAME, Patch, TEXT,
        dated::ValidityPatch,
        line,
        list::locked_row,
        open_points::{self, OpenPoint},
        paragraph,
        place::LAST,
    },
    set_validity, text, validity_of,
};

/// Changes of a set; its code and territory stay.
#[derive(Clone, Debug)]
pub struct UpdateTargetSet {
    /// Which.
    pub id: TargetSetId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// What it is.
    pub kind: Patch<TargetSetKind>,
    /// The act that set it.
    pub act: Patch<LegalActId>,
    /// The document.
    pub document: Patch<String>,
    /// Remark.
    pub note: Patch<String>,
    /// What the document leaves open.
    pub open_points: Patch<Vec<OpenPoint>>,
    /// The term.
    pub validity: ValidityPatch,
    /// Hands a draft in to those who approve, or takes it back.
    pub submitted: Option<bool>,
}

/// Changes a set.
pub async fn update(cx: &Cx, input: UpdateTargetSet) -> Result<target_set::Model, Failure> {
    let UpdateTargetSet { id, expected_version, name, kind, act, document, note, open_points, validity, submitted } =
        input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<target_set::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::UpdateTargetSet, &stored).require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let name = problems.keep(
        name.try_map(|name| line(&name, "name", NAME)).and_then(|name| name.or_required(stored.name.clone(), "name")),
    );
    let kind = problems.keep(kind.or_required(stored.kind, "kind"));
    let note = problems.keep(note.try_map(|text| paragraph(&text, "note", TEXT)));
    let points = match open_points {
        Patch::Absent => stored.open_points.clone(),
        Patch::Set(given) => {
            open_points::write(open_points::check(given.unwrap_or_default(), "openPoints", &mut problems))
        }
    };
    let validity = problems.keep(validity.over(&validity_of!(stored))).unwrap_or_default();
    let act = match act {
        Patch::Absent => stored.act_id,
        Patch::Set(act) => problems.gather(seen_act(&tx, cx, act).await)?.flatten(),
    };
    let document = match document {
        Patch::Absent => stored.document.clone(),
        Patch::Set(document) => problems.gather(known_document(&tx, cx, document).await)?.flatten(),
    };
    problems.finish()?;
    let name = name.unwrap_or_default();
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.visibility = Set(handed_in(&stored, submitted)?);
    row.search_key = Set(search_key(&name, &stored.code));
    row.sort_key = Set(text::sort_key(&name));
    row.name = Set(name);
    row.kind = Set(kind.unwrap_or(stored.kind));
    row.act_id = Set(act);
    row.document = Set(document);
    row.note = Set(note.unwrap_or_default().or(stored.note.clone()));
    row.open_points = Set(points);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.audit("updateTargetSet", &row, None, serde_json::json!({ "code": row.code }));
    tx.commit().await?;
    Ok(row)
}

/// The visibility after the change: between draft and handed in, as long as the set is not approved.
fn handed_in(stored: &target_set::Model, submitted: Option<bool>) -> Result<Visibility, UserError> {
    match submitted {
        None => Ok(stored.visibility),
        Some(_) if stored.visibility == Visibility::Public => Err(UserError::refused(
            "Набор утверждён: в проект он не возвращается",
            "The set is approved: it does not become a draft again",
        )),
        Some(true) => Ok(Visibility::Submitted),
        Some(false) => Ok(Visibility::Draft),
    }
}
