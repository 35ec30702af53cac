//! What the ledger needs of the rows of this domain.

use entity::target_set;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for target_set::Model {
    const KIND: Kind = Kind::TargetSet;
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
