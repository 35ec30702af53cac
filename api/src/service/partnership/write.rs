//! Recording, changing and removing partnerships. They end by their term; only mistakes are removed.

use entity::{
    agreement,
    agreement_party::PartyKind,
    ids::{AgreementId, MunicipalityId, PartnershipId, RegionId, StatusAssignmentId, TypedId},
    partnership, region,
    shared::{Level, Visibility},
    status_assignment,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};

use super::{actions, query};
use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::Place,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME, Patch, TEXT,
        agreement::{joined, party::Who},
        dated::ValidityPatch,
        external::{self, External},
        line,
        list::visible_row,
        object,
        open_points::{self, OpenPoint},
        paragraph, place,
    },
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// Who the partner is, and where one outside opora stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partner {
    /// Who.
    pub who: Who,
    /// Region of a partner that is not kept here.
    pub region: Option<RegionId>,
    /// Municipality of a partner that is not kept here.
    pub municipality: Option<MunicipalityId>,
}

/// A partnership to record.
#[derive(Clone, Debug)]
pub struct CreatePartnership {
    /// Given by the demonstration network alone.
    pub id: Option<PartnershipId>,
    /// Who leads: a centre, an organisation or a municipality.
    pub lead: Who,
    /// With whom.
    pub partner: Partner,
    /// Whether the partner was to take part.
    pub planned: Option<bool>,
    /// Whether the partner took part.
    pub actual: Option<bool>,
    /// What the partner does.
    pub functions: Option<String>,
    /// Links.
    pub evidence: Vec<String>,
    /// The agreement behind it.
    pub agreement: Option<AgreementId>,
    /// The status within which they work.
    pub status: Option<StatusAssignmentId>,
    /// The term.
    pub validity: ValidityPatch,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Records a partnership.
pub async fn create(cx: &Cx, input: CreatePartnership) -> Result<partnership::Model, Failure> {
    let CreatePartnership {
        id,
        lead,
        partner,
        planned,
        actual,
        functions,
        evidence,
        agreement,
        status,
        validity,
        open_points: points,
        external_ids,
    } = input;
    let mut tx = cx.write().await?;
    let lead = lead.find(&tx, &cx.viewer, "lead").await?;
    if matches!(lead.kind, PartyKind::Outside | PartyKind::NotNamed) {
        return Err(UserError::required("lead.organisationId").into());
    }
    let keeper = Place { visibility: Visibility::Public, level: kept_at(&cx.viewer, &lead.place), ..lead.place };
    Verdict::by_right(&cx.viewer, Action::CreatePartnership, &keeper).require()?;
    let Partner { who, region, municipality } = partner;
    let mut partner = who.find(&tx, &cx.viewer, "partner").await?;
    if matches!(partner.kind, PartyKind::Outside | PartyKind::NotNamed) {
        partner.place = outside(&tx, &cx.viewer, region, municipality).await?;
    }
    let mut problems = Problems::new();
    if partner.kind == PartyKind::Centre {
        problems.add(
            UserErrorCode::Invalid,
            "partner.centreId",
            "Партнёр: организация, муниципальное образование или название",
            "A partner is an organisation, a municipality or a name",
        );
    }
    if lead.kind == partner.kind && lead.place == partner.place {
        problems.add(
            UserErrorCode::Contradiction,
            "partner",
            "Партнёр не может быть тем же, кто ведёт проект",
            "Nobody is their own partner",
        );
    }
    let functions = problems.keep(functions.map(|text| paragraph(&text, "functions", TEXT)).transpose()).flatten();
    let evidence = problems.keep(links(&evidence)).flatten();
    let points = open_points::check(points, "openPoints", &mut problems);
    let validity = problems.keep(validity.over(&Validity::default())).unwrap_or_default();
    problems.finish()?;
    let agreement = rests_on(&tx, &cx.viewer, agreement).await?;
    let mut row = partnership::ActiveModel {
        id: Set(id.unwrap_or_else(|| PartnershipId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(keeper.region),
        municipality_id: Set(keeper.municipality),
        organisation_id: Set(keeper.organisation),
        visibility: Set(keeper.visibility),
        level: Set(keeper.level),
        lead_kind: Set(lead.kind),
        lead_centre_id: Set(lead.centre),
        partner_kind: Set(partner.kind),
        partner_organisation_id: Set(partner.place.organisation),
        partner_municipality_id: Set(partner.place.municipality),
        partner_region_id: Set(partner.place.region),
        search_key: Set(search_key(partner.name.as_deref(), functions.as_deref())),
        partner_name: Set(partner.name),
        planned: Set(planned),
        actual: Set(actual),
        functions: Set(functions),
        evidence: Set(evidence),
        agreement_id: Set(agreement),
        status_assignment_id: Set(status_of(&tx, &cx.viewer, status).await?),
        open_points: Set(open_points::write(points)),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await?;
    if query::twin(&tx, &row).await? {
        return Err(UserError::new(
            UserErrorCode::Duplicate,
            "partner",
            "Такое партнёрство уже есть на эти дни",
            "Such a partnership exists already for some of these days",
        )
        .into());
    }
    external::give(&tx, Kind::Partnership, row.id, external_ids).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// What a partnership is found by besides its sides.
pub fn search_key(partner: Option<&str>, functions: Option<&str>) -> String {
    text::fold(&[partner, functions].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The level that keeps the row: the viewer's own node, never below that of the lead.
fn kept_at(viewer: &Viewer, lead: &Place) -> Level {
    let (kind, right) = Action::CreatePartnership.needs();
    viewer.nearest_level(right, kind, lead).unwrap_or(lead.level).min(lead.level)
}

/// Where a partner that is not kept here stands.
async fn outside(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
) -> Result<Place, Failure> {
    match (region, municipality) {
        (region, Some(id)) => {
            let row = place::municipality(db, id, "partner.inMunicipalityId").await?;
            if region.is_some_and(|region| region != row.region_id) {
                return Err(UserError::new(
                    UserErrorCode::Contradiction,
                    "partner.inRegionId",
                    "Муниципальное образование другого региона",
                    "The municipality is of another region",
                )
                .into());
            }
            Ok(Place::municipality(row.region_id, id))
        }
        (Some(id), None) => {
            let row = visible_row::<region::Entity>(db, viewer, id, chrono::NaiveDate::MAX).await?;
            Ok(Place::region(row.ok_or_else(|| UserError::unknown("partner.inRegionId"))?.id))
        }
        (None, None) => Ok(Place::federal()),
    }
}

/// The agreement behind a partnership must be one that the viewer sees.
async fn rests_on(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    agreement: Option<AgreementId>,
) -> Result<Option<AgreementId>, Failure> {
    let Some(id) = agreement else { return Ok(None) };
    let row = visible_row::<agreement::Entity>(db, viewer, id, chrono::NaiveDate::MAX).await?;
    Ok(Some(row.ok_or_else(|| UserError::unknown("agreementId"))?.id))
}

/// The status within which they work must be one that the viewer sees.
async fn status_of(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    status: Option<StatusAssignmentId>,
) -> Result<Option<StatusAssignmentId>, Failure> {
    let Some(id) = status else { return Ok(None) };
    let row = visible_row::<status_assignment::Entity>(db, viewer, id, chrono::NaiveDate::MAX).await?;
    Ok(Some(row.ok_or_else(|| UserError::unknown("statusAssignmentId"))?.id))
}

/// Links of evidence: addresses on the web.
fn links(evidence: &[String]) -> Result<Option<String>, UserError> {
    for (i, link) in evidence.iter().enumerate() {
        let link = line(link, &format!("evidence.{i}"), NAME)?;
        let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/') || rest.contains(char::is_whitespace)) {
            return Err(UserError::new(
                UserErrorCode::Invalid,
                &format!("evidence.{i}"),
                "Ссылка начинается с https:// или http://",
                "A link begins with https:// or http://",
            ));
        }
    }
    joined(evidence, "evidence")
}

/// Changes of a partnership; who works with whom stays.
#[derive(Clone, Debug)]
pub struct UpdatePartnership {
    /// Which.
    pub id: PartnershipId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Whether the partner was to take part.
    pub planned: Patch<bool>,
    /// Whether the partner took part.
    pub actual: Patch<bool>,
    /// What the partner does.
    pub functions: Patch<String>,
    /// Links.
    pub evidence: Patch<Vec<String>>,
    /// The agreement behind it.
    pub agreement: Patch<AgreementId>,
    /// The status within which they work.
    pub status: Patch<StatusAssignmentId>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Changes a partnership; it ends by its term.
pub async fn update(cx: &Cx, input: UpdatePartnership) -> Result<partnership::Model, Failure> {
    let UpdatePartnership { id, expected_version, planned, actual, functions, evidence, agreement, status, validity } =
        input;
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::UpdatePartnership).require_at(stored.version, expected_version)?;
    let functions = functions.try_map(|text| paragraph(&text, "functions", TEXT))?.or(stored.functions.clone());
    let evidence = match evidence {
        Patch::Absent => stored.evidence.clone(),
        Patch::Set(evidence) => links(&evidence.unwrap_or_default())?,
    };
    let agreement = match agreement {
        Patch::Absent => stored.agreement_id,
        Patch::Set(agreement) => rests_on(&tx, &cx.viewer, agreement).await?,
    };
    let status = match status {
        Patch::Absent => stored.status_assignment_id,
        Patch::Set(status) => status_of(&tx, &cx.viewer, status).await?,
    };
    let validity = validity.over(&validity_of!(stored))?;
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.planned = Set(planned.or(stored.planned));
    row.actual = Set(actual.or(stored.actual));
    row.search_key = Set(search_key(stored.partner_name.as_deref(), functions.as_deref()));
    row.functions = Set(functions);
    row.evidence = Set(evidence);
    row.agreement_id = Set(agreement);
    row.status_assignment_id = Set(status);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.commit().await?;
    Ok(row)
}

/// Removes a partnership that was recorded by mistake; answers it as it was.
pub async fn delete(cx: &Cx, id: PartnershipId, expected_version: i32) -> Result<partnership::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::DeletePartnership).require_at(stored.version, expected_version)?;
    object::forget(&mut tx, &stored).await?;
    partnership::Entity::delete_by_id(id).exec(&tx).await?;
    tx.deleted(&stored);
    tx.commit().await?;
    Ok(stored)
}
