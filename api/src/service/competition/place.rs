//! Where a competition stands: its level decides which territory it needs and who keeps it. Its stages stand below it.

use chrono::NaiveDate;
use entity::{
    competition::{self, CompetitionLevel},
    ids::{CompetitionId, MunicipalityId, OrganisationId, RegionId},
    municipality, organisation, region,
    shared::{Level, Visibility},
};
use sea_orm::ConnectionTrait;

use crate::{
    access::{Action, Columns, Kind, Viewer},
    db::change::Place,
    error::{Failure, UserError, UserErrorCode},
    service::{list::visible_row, place},
};

/// The territory of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// Region, from the regional level up.
    pub region: Option<RegionId>,
    /// Municipality, up to the zonal level.
    pub municipality: Option<MunicipalityId>,
    /// The organiser.
    pub organiser: Option<OrganisationId>,
}

/// The place of a competition of a level; its visibility is that of a draft.
pub async fn find(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    level: CompetitionLevel,
    seat: Seat,
    today: NaiveDate,
) -> Result<Place, Failure> {
    if let Some(region) = seat.region
        && visible_row::<region::Entity>(tx, viewer, region, today).await?.is_none()
    {
        return Err(UserError::unknown("regionId").into());
    }
    let municipality = match seat.municipality {
        Some(id) => Some(place::municipality(tx, id, "municipalityId").await?),
        None => None,
    };
    if let Some(organiser) = seat.organiser {
        organisation(tx, viewer, organiser, "organiserId").await?;
    }
    Ok(of_level(level, seat, municipality.as_ref())?)
}

/// An organisation of an input that the viewer sees.
#[expect(clippy::disallowed_methods, reason = "selected through the viewer's scope")]
pub async fn organisation(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
    path: &str,
) -> Result<organisation::Model, Failure> {
    use sea_orm::{EntityTrait, QueryFilter};
    let visible = viewer.scope(Kind::Organisation).visible(&Columns::of(organisation::Entity).organisation("id"));
    let row = organisation::Entity::find_by_id(id).filter(visible).one(tx).await?;
    row.ok_or_else(|| UserError::unknown(path).into())
}

fn of_level(
    level: CompetitionLevel,
    seat: Seat,
    municipality: Option<&municipality::Model>,
) -> Result<Place, UserError> {
    let contradiction = |path: &str, ru: &str, en: &str| UserError::new(UserErrorCode::Contradiction, path, ru, en);
    let (region, municipality) = if level <= CompetitionLevel::Zonal {
        let municipality = municipality.ok_or_else(|| UserError::required("municipalityId"))?;
        if seat.region.is_some_and(|region| region != municipality.region_id) {
            return Err(contradiction(
                "regionId",
                "Муниципальное образование в другом регионе",
                "The municipality lies in another region",
            ));
        }
        if level == CompetitionLevel::Zonal && municipality.zone_id.is_none() {
            return Err(contradiction(
                "municipalityId",
                "Зональный конкурс: нужно муниципальное образование зоны",
                "A zonal competition needs a municipality of the zone",
            ));
        }
        (Some(municipality.region_id), Some(municipality.id))
    } else {
        if municipality.is_some() {
            return Err(contradiction(
                "municipalityId",
                "Конкурс этого уровня не принадлежит муниципальному образованию",
                "A competition of this level belongs to no municipality",
            ));
        }
        if level == CompetitionLevel::Regional && seat.region.is_none() {
            return Err(UserError::required("regionId"));
        }
        (seat.region, None)
    };
    let level = keeper(level, region);
    Ok(Place { region, municipality, organisation: seat.organiser, visibility: Visibility::Draft, level })
}

/// The level of the network that keeps a competition of a level, once it is past draft.
pub fn keeper(level: CompetitionLevel, region: Option<RegionId>) -> Level {
    match level {
        CompetitionLevel::School => Level::Organisation,
        CompetitionLevel::Municipal => Level::Municipality,
        CompetitionLevel::Zonal => Level::Zone,
        _ if region.is_some() => Level::Region,
        _ => Level::Federation,
    }
}

/// The place of a draft: kept at the level of the viewer's own node, so that whoever prepares it for a level below sees
/// it; announced, it is the level's own.
pub fn of_draft(viewer: &Viewer, action: Action, place: Place) -> Place {
    let (kind, right) = action.needs();
    let level = viewer.nearest_level(right, kind, &place).map_or(place.level, |own| own.min(place.level));
    Place { level, ..place }
}

/// Checks the competition that another of a level and a region is a stage of.
pub async fn check_parent(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    parent: CompetitionId,
    level: CompetitionLevel,
    region: Option<RegionId>,
    today: NaiveDate,
) -> Result<(), Failure> {
    let parent = visible_row::<competition::Entity>(tx, viewer, parent, today).await?;
    let parent = parent.ok_or_else(|| UserError::unknown("parentId"))?;
    if !stands_below(&parent, level, region) {
        return Err(below("parentId").into());
    }
    Ok(())
}

/// Levels rise from stage to whole, so that no stage can be a stage of itself; a whole of one region has its stages there.
pub fn stands_below(whole: &competition::Model, level: CompetitionLevel, region: Option<RegionId>) -> bool {
    let across = whole.competition_level > CompetitionLevel::Regional;
    level < whole.competition_level && (across || whole.region_id == region)
}

/// A stage that does not stand below its whole.
pub fn below(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Contradiction,
        path,
        "Этап проводится ниже уровнем, чем конкурс, и на его территории",
        "A stage is of a lower level than the competition, and inside its territory",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_asks_for_its_territory() {
        let region = Some(RegionId::from(uuid::Uuid::from_u128(1)));
        let seat = Seat { region, ..Seat::default() };
        assert!(of_level(CompetitionLevel::Municipal, seat, None).is_err());
        assert!(of_level(CompetitionLevel::Regional, Seat::default(), None).is_err());
        assert_eq!(of_level(CompetitionLevel::Regional, seat, None).map(|p| p.level), Ok(Level::Region));
        assert_eq!(
            of_level(CompetitionLevel::AllRussian, Seat::default(), None).map(|p| p.level),
            Ok(Level::Federation)
        );
        assert_eq!(of_level(CompetitionLevel::Interregional, seat, None).map(|p| p.level), Ok(Level::Region));
    }
}
