//! What the ledger needs of the rows of organisations.

use entity::{
    ids::{MunicipalityId, RegionId},
    organisation,
    shared::Level,
};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for organisation::Model {
    const KIND: Kind = Kind::Organisation;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        let inn = self.inn.as_ref()?;
        Some(self.kpp.as_ref().map_or_else(|| inn.clone(), |kpp| format!("{inn}/{kpp}")))
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: Some(self.id),
            visibility: self.visibility,
            level: self.level,
        }
    }
}

/// The level of the network that keeps a card: the lowest that it belongs to.
pub fn level_of(region: Option<RegionId>, municipality: Option<MunicipalityId>) -> Level {
    match (region, municipality) {
        (_, Some(_)) => Level::Municipality,
        (Some(_), None) => Level::Region,
        (None, None) => Level::Federation,
    }
}
