//! What the ledger needs of the rows of the map. The map is public. Periods, lineage and population figures are parts of
//! their municipality and have no identity of their own.

use entity::{municipality, region, zone};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for region::Model {
    const KIND: Kind = Kind::Region;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        Some(self.code.clone())
    }
    fn place(&self) -> Place {
        Place::region(self.id)
    }
}

impl Root for zone::Model {
    const KIND: Kind = Kind::Zone;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        Some(self.code.clone())
    }
    fn place(&self) -> Place {
        Place { level: entity::shared::Level::Zone, ..Place::region(self.region_id) }
    }
}

impl Root for municipality::Model {
    const KIND: Kind = Kind::Municipality;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        self.oktmo.clone()
    }
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.id)
    }
}
