//! What the ledger needs of the rows of the map. The map is public.

use entity::{municipality, population, region, zone};
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

impl Root for population::Model {
    const KIND: Kind = Kind::Municipality;
    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        Some(format!("{}-{} {} {}", self.age_from, self.age_to, self.as_of, self.source))
    }
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}
