//! Where an act is kept. Who issued it is one thing, whose record it is another: a region may keep a federal act.

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId},
    organisation, region,
    shared::{Level, Visibility},
};
use sea_orm::ConnectionTrait;

use super::query;
use crate::{
    access::{Kind, Node, Right, Viewer},
    db::change::Place,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, list::visible_row, place},
};

/// What an input says of the place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub level: Level,
    pub organisation: Option<OrganisationId>,
    pub region: Option<RegionId>,
    pub municipality: Option<MunicipalityId>,
    pub keeper: Option<Level>,
    pub visibility: Option<Visibility>,
}

/// The place of a new act. What is left out follows from the organisation that issued it, or from the one node where
/// the viewer keeps acts.
pub(super) async fn of(db: &impl ConnectionTrait, cx: &Cx, asked: Asked) -> Result<Place, Failure> {
    let issuer = match asked.organisation {
        Some(id) => Some(issuer(db, &cx.viewer, id).await?),
        None => None,
    };
    let (region, municipality) = territory(db, cx, asked, issuer.as_ref()).await?;
    if municipality.is_none() && asked.level == Level::Municipality {
        return Err(UserError::required("municipalityId").into());
    }
    let mut place = Place {
        region,
        municipality,
        organisation: issuer.map(|organisation| organisation.id),
        visibility: asked.visibility.unwrap_or(Visibility::Public),
        level: finest(region, municipality),
    };
    place.level = match asked.keeper {
        Some(level) => fitting(level, &place)?,
        None => own_level(&cx.viewer, &place).unwrap_or(place.level),
    };
    if asked.visibility.is_none() && !cx.viewer.can(Right::Submit, Kind::LegalAct, &place) {
        place.visibility = Visibility::Draft;
    }
    Ok(place)
}

/// The organisation that issued an act, if the viewer sees it.
pub(super) async fn issuer(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
) -> Result<organisation::Model, Failure> {
    let found = query::organisation(db, &viewer.scope(Kind::Organisation), id).await?;
    found.ok_or_else(|| UserError::unknown("issuerOrganisationId").into())
}

async fn territory(
    db: &impl ConnectionTrait,
    cx: &Cx,
    asked: Asked,
    issuer: Option<&organisation::Model>,
) -> Result<(Option<RegionId>, Option<MunicipalityId>), Failure> {
    if let Some(id) = asked.municipality {
        let municipality = place::municipality(db, id, "municipalityId").await?;
        if asked.region.is_some_and(|region| region != municipality.region_id) {
            return Err(UserError::new(
                UserErrorCode::Contradiction,
                "municipalityId",
                "Муниципальное образование другого региона",
                "The municipality is of another region",
            )
            .into());
        }
        return Ok((Some(municipality.region_id), Some(id)));
    }
    if let Some(id) = asked.region {
        let found = visible_row::<region::Entity>(db, &cx.viewer, id, cx.today()).await?;
        return Ok((Some(found.ok_or_else(|| UserError::unknown("regionId"))?.id), None));
    }
    match (asked.level, issuer) {
        (Level::Region, Some(issuer)) if issuer.region_id.is_some() => return Ok((issuer.region_id, None)),
        (Level::Zone | Level::Municipality | Level::Organisation, Some(issuer)) if issuer.region_id.is_some() => {
            return Ok((issuer.region_id, issuer.municipality_id));
        }
        _ => {}
    }
    let home = home(&cx.viewer);
    match asked.level {
        Level::Federation => Ok(home.unwrap_or_default()),
        Level::Region => home
            .map(|(region, _)| (region, None))
            .filter(|(region, _)| region.is_some())
            .ok_or_else(|| UserError::required("regionId").into()),
        Level::Zone | Level::Municipality | Level::Organisation => home
            .filter(|(_, municipality)| municipality.is_some())
            .ok_or_else(|| UserError::required("municipalityId").into()),
    }
}

/// The territory where the viewer keeps acts, if it is one.
fn home(viewer: &Viewer) -> Option<(Option<RegionId>, Option<MunicipalityId>)> {
    let mut places = viewer.nodes_with(Right::Write, Kind::LegalAct).map(Node::place);
    let first = places.next()?;
    let first = (first.region, first.municipality);
    places.all(|place| (place.region, place.municipality) == first).then_some(first)
}

/// The level of the nearest node above the place where the viewer keeps acts: there the draft stays visible to them.
fn own_level(viewer: &Viewer, place: &Place) -> Option<Level> {
    viewer.nodes_with(Right::Write, Kind::LegalAct).filter(|node| node.covers(place)).map(Node::level).max()
}

fn finest(region: Option<RegionId>, municipality: Option<MunicipalityId>) -> Level {
    match (region, municipality) {
        (_, Some(_)) => Level::Municipality,
        (Some(_), None) => Level::Region,
        (None, None) => Level::Federation,
    }
}

/// A level that the place can have.
fn fitting(level: Level, place: &Place) -> Result<Level, UserError> {
    let fits = match level {
        Level::Federation => place.region.is_none(),
        Level::Region => place.region.is_some(),
        Level::Zone | Level::Municipality => place.municipality.is_some(),
        Level::Organisation => place.organisation.is_some(),
    };
    if fits {
        Ok(level)
    } else {
        Err(UserError::new(
            UserErrorCode::Contradiction,
            "keeperLevel",
            "Для этого уровня учёта не указана территория или организация",
            "The territory or the organisation of this level is not given",
        ))
    }
}
