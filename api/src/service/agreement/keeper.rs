//! Where a row of this domain stands: the territory it concerns and the level that keeps it.

use entity::{
    ids::{MunicipalityId, RegionId},
    region,
    shared::{Level, Visibility},
};
use sea_orm::ConnectionTrait;

use crate::{
    access::{Action, Viewer},
    db::change::Place,
    error::{Failure, UserError, UserErrorCode},
    service::{list::visible_row, place},
};

/// Where a new row shall stand. Without a region it is federal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keeper {
    /// The region.
    pub region: Option<RegionId>,
    /// The municipality.
    pub municipality: Option<MunicipalityId>,
    /// The level that keeps it; absent: that of the viewer's own node.
    pub level: Option<Level>,
}

impl Keeper {
    /// The place of a draft of this keeper.
    pub async fn place(self, db: &impl ConnectionTrait, viewer: &Viewer, action: Action) -> Result<Place, Failure> {
        let Self { region, municipality, level } = self;
        let shape = match (region, municipality) {
            (region, Some(id)) => {
                let row = place::municipality(db, id, "municipalityId").await?;
                if region.is_some_and(|region| region != row.region_id) {
                    return Err(UserError::new(
                        UserErrorCode::Contradiction,
                        "regionId",
                        "Муниципальное образование другого региона",
                        "The municipality is of another region",
                    )
                    .into());
                }
                Place::municipality(row.region_id, id)
            }
            (Some(region), None) => {
                let row = visible_row::<region::Entity>(db, viewer, region, chrono::NaiveDate::MAX).await?;
                Place::region(row.ok_or_else(|| UserError::unknown("regionId"))?.id)
            }
            (None, None) => Place::federal(),
        };
        let shape = Place { visibility: Visibility::Draft, ..shape };
        let (kind, right) = action.needs();
        // Without a word about the level it is the viewer's own, so that they see their own draft.
        let level = level.or_else(|| viewer.nearest_level(right, kind, &shape)).unwrap_or(shape.level).min(shape.level);
        if level == Level::Zone && municipality.is_none() {
            return Err(UserError::required("municipalityId").into());
        }
        Ok(Place { level, ..shape })
    }
}
