//! Recording centres.

use entity::{
    centre::{self, CentreKind},
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, Set};

use super::{
    rules::{level, link, links},
    tree::{Standing, Territory, check_parent, check_reports_to},
};
use crate::{
    access::{Action, Kind, Verdict},
    db::{WriteTx, change::Place},
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME,
        act::basis::{self, Basis},
        contact::{self, SetContact},
        dated::ValidityPatch,
        external::{self, External},
        line,
        open_points::{self, OpenPoint},
        place,
    },
    set_validity, text,
    validity::Validity,
};

/// A centre to record.
#[derive(Clone, Debug)]
pub struct CreateCentre {
    /// Given by the demonstration network alone.
    pub id: Option<CentreId>,
    /// Kind.
    pub kind: CentreKind,
    /// Name.
    pub name: String,
    /// Region.
    pub region: RegionId,
    /// The zone of a ЗОЦ.
    pub zone: Option<ZoneId>,
    /// The municipality of a МОЦ, the seat of the others.
    pub municipality: Option<MunicipalityId>,
    /// The organisation on whose base it works.
    pub host: Option<OrganisationId>,
    /// The centre above it.
    pub parent: Option<CentreId>,
    /// Where its reports go, when not to the parent.
    pub reports_to: Option<CentreId>,
    /// Site.
    pub website: Option<String>,
    /// Accounts.
    pub links: Vec<String>,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
    /// Acts about the centre other than its standing.
    pub acts: Vec<Basis>,
    /// Whom to ask.
    pub contact: SetContact,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Records a centre.
pub async fn create(cx: &Cx, input: CreateCentre) -> Result<centre::Model, Failure> {
    let CreateCentre {
        id,
        kind,
        name,
        region,
        zone,
        municipality,
        host,
        parent,
        reports_to,
        website,
        links: accounts,
        open_points: points,
        acts,
        contact: whom,
        external_ids,
        validity,
    } = input;
    place::somewhere(&cx.viewer, Action::CreateCentre)?;
    let mut tx = cx.write().await?;
    let territory = territory(&tx, cx, kind, region, zone, municipality).await?;
    let at = Place { municipality: territory.municipality, level: level(kind), ..Place::region(region) };
    Verdict::by_right(&cx.viewer, Action::CreateCentre, &at).require()?;
    place::lock(&tx, "region", region).await?;
    let mut problems = Problems::new();
    let name = problems.keep(line(&name, "name", NAME));
    let website = website.and_then(|text| problems.keep(link(&text, "website")));
    let accounts = links(&accounts, &mut problems);
    let points = open_points::check(points, "openPoints", &mut problems);
    let validity = problems.keep(validity.over(&Validity::default()));
    problems.finish()?;
    let (name, validity) = (name.unwrap_or_default(), validity.unwrap_or_default());
    let host = match host {
        Some(id) => Some(place::organisation(&tx, &cx.viewer, id, "hostId").await?.id),
        None => None,
    };
    let mut problems = Problems::new();
    let standing = Standing { id: None, kind, row: territory, validity: &validity };
    check_parent(&tx, &cx.viewer, standing, parent, &mut problems).await?;
    check_reports_to(&tx, &cx.viewer, standing, reports_to, &mut problems).await?;
    problems.finish()?;
    let mut row = centre::ActiveModel {
        id: Set(id.unwrap_or_else(|| CentreId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(territory.region),
        zone_id: Set(territory.zone),
        municipality_id: Set(territory.municipality),
        organisation_id: Set(host),
        visibility: Set(Visibility::Public),
        level: Set(level(kind)),
        kind: Set(kind),
        parent_id: Set(parent),
        reports_to_id: Set(reports_to),
        host_since: Set(None),
        website: Set(website),
        links: Set(accounts),
        open_points: Set(open_points::write(points)),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(text::fold(&name)),
        name: Set(name),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await?;
    basis::set(&tx, &cx.viewer, Kind::Centre, row.id.into(), &acts, "acts", cx.today()).await?;
    external::give(&tx, Kind::Centre, row.id, external_ids).await?;
    contact::store(&tx, row.id.into(), whom).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// The territory of a kind: a ЗОЦ has a zone, a МОЦ a municipality, the others may have a seat; all in one region.
async fn territory(
    tx: &WriteTx,
    cx: &Cx,
    kind: CentreKind,
    region: RegionId,
    zone: Option<ZoneId>,
    municipality: Option<MunicipalityId>,
) -> Result<Territory, Failure> {
    let region = place::region(tx, &cx.viewer, region, "regionId").await?;
    let mut problems = Problems::new();
    if kind == CentreKind::Moc && municipality.is_none() {
        problems.push(UserError::required("municipalityId"));
    }
    if kind == CentreKind::Zoc && zone.is_none() {
        problems.push(UserError::required("zoneId"));
    }
    if kind != CentreKind::Zoc && zone.is_some() {
        problems.add(
            UserErrorCode::Contradiction,
            "zoneId",
            "Зона есть только у зонального центра",
            "Only a zonal centre has a zone",
        );
    }
    problems.finish()?;
    if let Some(zone) = zone
        && place::zone(tx, &cx.viewer, zone, "zoneId").await?.region_id != region.id
    {
        return Err(UserError::unknown("zoneId").into());
    }
    seat(tx, kind, region.id, zone, municipality).await?;
    Ok(Territory { region: region.id, zone, municipality })
}

/// Checks the municipality of a centre: of the region, and the seat of a ЗОЦ in its zone.
pub(super) async fn seat(
    tx: &WriteTx,
    kind: CentreKind,
    region: RegionId,
    zone: Option<ZoneId>,
    municipality: Option<MunicipalityId>,
) -> Result<(), Failure> {
    let Some(id) = municipality else { return Ok(()) };
    let row = place::municipality(tx, id, "municipalityId").await?;
    if row.region_id != region {
        return Err(UserError::unknown("municipalityId").into());
    }
    if kind == CentreKind::Zoc && row.zone_id != zone {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "municipalityId",
            "Зональный центр размещается в муниципалитете своей зоны",
            "The seat of a zonal centre lies in its zone",
        )
        .into());
    }
    Ok(())
}
