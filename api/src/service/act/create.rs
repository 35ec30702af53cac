//! Recording an act.

use std::collections::BTreeSet;

use entity::{
    ids::{LegalActId, MunicipalityId, OrganisationId, RegionId, TypedId},
    legal_act::{self, LegalActKind},
    shared::{Level, Visibility},
};
use sea_orm::{ActiveModelTrait, Set, TryIntoModel};

use super::{
    amend,
    basis::{self, Basis},
    facts::{self, Facts},
    place,
};
use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::Place,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{Cx, external, external::External, lost_race},
    validity::Bound,
};

/// An act to record.
#[derive(Clone, Debug)]
pub struct CreateLegalAct {
    /// Given by the demonstration network alone.
    pub id: Option<LegalActId>,
    /// Kind.
    pub kind: LegalActKind,
    /// Level of whoever issued it.
    pub level: Level,
    /// Who issued it, as printed.
    pub issuer: Option<String>,
    /// The organisation that issued it, where it is one of ours.
    pub organisation: Option<OrganisationId>,
    /// Where it is kept.
    pub region: Option<RegionId>,
    /// Where it is kept.
    pub municipality: Option<MunicipalityId>,
    /// The level that keeps it; that of the viewer when absent.
    pub keeper: Option<Level>,
    /// Date, as exactly as printed.
    pub date: Option<Bound>,
    /// Number as printed.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Link.
    pub url: Option<String>,
    /// Public, if the viewer may publish; otherwise a draft.
    pub visibility: Option<Visibility>,
    /// The acts that it amends.
    pub amends: Vec<LegalActId>,
    /// The acts on which it rests, such as the order that approves a regulation.
    pub basis: Vec<Basis>,
    /// Ids of other systems.
    pub external_ids: Vec<External>,
}

/// Records an act.
pub async fn create(cx: &Cx, input: CreateLegalAct) -> Result<legal_act::Model, Failure> {
    let CreateLegalAct {
        id,
        kind,
        level,
        issuer,
        organisation,
        region,
        municipality,
        keeper,
        date,
        number,
        title,
        url,
        visibility,
        amends,
        basis,
        external_ids,
    } = input;
    let mut tx = cx.write().await?;
    let asked = place::Asked { level, organisation, region, municipality, keeper, visibility };
    let place = place::of(&tx, cx, asked).await?;
    may_create(&cx.viewer, &place)?;
    let mut problems = Problems::new();
    let facts = Facts { kind, level, issuer, date, number, title, url }.checked(&mut problems);
    let external_ids: Vec<External> = external_ids
        .into_iter()
        .enumerate()
        .filter_map(|(i, of)| problems.keep(of.checked(&format!("externalIds.{i}"))))
        .collect();
    problems.finish()?;
    let id = id.unwrap_or_else(|| LegalActId::new(tx.now()));
    let mut row = legal_act::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        organisation_id: Set(place.organisation),
        visibility: Set(place.visibility),
        level: Set(place.level),
        repealed_on: Set(None),
        repealed_by_id: Set(None),
        ..Default::default()
    };
    facts.put(&mut row);
    let wanted = row.clone().try_into_model()?;
    if let Some(error) = facts::unique(&tx, &cx.viewer, &wanted).await? {
        return Err(error.into());
    }
    let row = row.insert(&tx).await.map_err(lost_race)?;
    tx.created(&row);
    refuse_self(&basis, id)?;
    basis::set(&tx, &cx.viewer, Kind::LegalAct, id.into(), &basis, "basis", cx.today()).await?;
    for (i, of) in external_ids.iter().enumerate() {
        external::set(&tx, Kind::LegalAct, id, of, &format!("externalIds.{i}")).await?;
    }
    for (i, amended) in amends.into_iter().collect::<BTreeSet<_>>().into_iter().enumerate() {
        amend::add(&mut tx, cx, amended, &row, &format!("amendsIds.{i}")).await?;
    }
    tx.commit().await?;
    Ok(row)
}

fn may_create(viewer: &Viewer, place: &Place) -> Result<(), Failure> {
    let publish = || {
        if place.visibility == Visibility::Draft {
            Verdict::allowed()
        } else {
            Verdict::by_right(viewer, Action::PublishLegalAct, place)
        }
    };
    Verdict::by_right(viewer, Action::CreateLegalAct, place).and(publish).require()?;
    if viewer.scope(Kind::LegalAct).sees(place) {
        return Ok(());
    }
    Err(UserError::new(
        UserErrorCode::OutsideScope,
        "keeperLevel",
        "Черновик видят только на его уровне: укажите свой уровень учёта",
        "A draft is seen only at its own level: keep it at yours",
    )
    .into())
}

/// An act does not found itself.
pub(super) fn refuse_self(basis: &[Basis], id: LegalActId) -> Result<(), Failure> {
    match basis.iter().position(|basis| basis.act == id) {
        None => Ok(()),
        Some(i) => Err(UserError::new(
            UserErrorCode::Contradiction,
            &format!("basis.{i}.actId"),
            "Акт не может быть основанием самого себя",
            "An act can't found itself",
        )
        .into()),
    }
}
