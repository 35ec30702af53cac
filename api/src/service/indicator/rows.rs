//! What the ledger needs of the rows of this domain.

use entity::indicator;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for indicator::Model {
    const KIND: Kind = Kind::Indicator;
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
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: None,
            visibility: self.visibility,
            level: self.level,
        }
    }
}
